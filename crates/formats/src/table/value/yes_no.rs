//! Yes and no in many languages, and what survey tools write instead.

const YES: &[&str] = &[
    "yes",
    "y",
    "yeah",
    "yep",
    "true",
    "t",
    "1",
    "1.0",
    "checked",
    "selected",
    "x",
    "✓",
    "✔",
    "☑",
    "on",
    "agree",
    "i agree",
    "i consent",
    "consent",
    "quoted",
    "ja",
    "j",
    "wahr",
    "ausgewählt",
    "oui",
    "o",
    "vrai",
    "sí",
    "si",
    "s",
    "sì",
    "verdadero",
    "verdadeiro",
    "vero",
    "sim",
    "waar",
    "jah",
    "jā",
    "taip",
    "kyllä",
    "tak",
    "ano",
    "áno",
    "да",
    "так",
    "ναι",
    "evet",
    "نعم",
    "כן",
    "是",
    "はい",
    "예",
    "네",
    "हाँ",
    "हां",
    "igen",
    "da",
    "ya",
    "ndiyo",
    "có",
    "ใช่",
    "bai",
    "بله",
];

const NO: &[&str] = &[
    "no",
    "n",
    "nope",
    "false",
    "f",
    "0",
    "0.0",
    "unchecked",
    "not selected",
    "off",
    "disagree",
    "i disagree",
    "i do not agree",
    "i do not consent",
    "not quoted",
    "☐",
    "nein",
    "falsch",
    "nicht ausgewählt",
    "non",
    "faux",
    "falso",
    "não",
    "nao",
    "nee",
    "onwaar",
    "nej",
    "nei",
    "ei",
    "nē",
    "ne",
    "nie",
    "нет",
    "ні",
    "не",
    "όχι",
    "οχι",
    "hayır",
    "لا",
    "לא",
    "否",
    "いいえ",
    "아니요",
    "아니오",
    "नहीं",
    "nem",
    "nu",
    "tidak",
    "hapana",
    "không",
    "ไม่ใช่",
    "ez",
    "خیر",
];

/// Whether a cell says yes or no; nothing when it says something else.
pub(crate) fn of_text(text: &str) -> Option<bool> {
    let text = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    if YES.contains(&text.as_str()) {
        Some(true)
    } else if NO.contains(&text.as_str()) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_in_many_languages() {
        for text in ["Yes", "JA", "oui", "Sí", "sim", "да", "はい", "1", "TRUE", "Checked", "Y"]
        {
            assert_eq!(of_text(text), Some(true), "{text}");
        }
        for text in ["No.", "nein", "NON", "não", "нет", "いいえ", "0", "false", "Unchecked"]
        {
            assert_eq!(of_text(text), Some(false), "{text}");
        }
        for text in ["", "perhaps", "2", "yes and no"] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }

    #[test]
    fn no_word_means_both() {
        assert!(YES.iter().all(|word| !NO.contains(word)));
    }
}
