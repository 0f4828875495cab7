//! Words of a text, and which spellings of them are the same.
//!
//! A word is a run of letters and digits with the marks on them. Folded, words that differ only in
//! case or accents are equal, so that `José` is found where somebody typed `JOSE`. Positions stay
//! those of the text as it is written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its first byte.
    pub(super) start: usize,
    /// The byte behind its last.
    pub(super) end: usize,
    /// Without case and accents.
    pub(super) folded: String,
    /// Whether it begins with a capital, or is of a script that has none.
    pub(super) is_capital: bool,
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, sign) in text.char_indices() {
        let inside = sign.is_alphanumeric() || (start.is_some() && is_combining_mark(sign));
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(word(text, from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(word(text, from, text.len()));
    }
    words
}

fn word(text: &str, start: usize, end: usize) -> Word {
    let written = &text[start..end];
    let is_capital = written.chars().next().is_some_and(|sign| !sign.is_lowercase());
    Word { start, end, folded: fold(written), is_capital }
}

/// The words of a text that is a name, such as that of a file, cut also where digits begin or end
/// and before a capital: `AnnaInterview2` is three.
pub(super) fn pieces(text: &str) -> Vec<Word> {
    let mut pieces = Vec::new();
    for whole in words(text) {
        let mut start = whole.start;
        let mut before: Option<char> = None;
        for (at, sign) in text[whole.start..whole.end].char_indices() {
            let cuts = before.is_some_and(|before| {
                (before.is_lowercase() && sign.is_uppercase())
                    || (before.is_alphabetic() && sign.is_numeric())
                    || (before.is_numeric() && sign.is_alphabetic())
            });
            if cuts {
                pieces.push(word(text, start, whole.start + at));
                start = whole.start + at;
            }
            before = Some(sign);
        }
        pieces.push(word(text, start, whole.end));
    }
    pieces
}

/// A word without case and accents.
pub(super) fn fold(word: &str) -> String {
    let plain = word.nfkd().filter(|sign| !is_combining_mark(*sign));
    // German and Nordic letters that no normalisation takes apart.
    plain.flat_map(char::to_lowercase).map(|sign| if sign == 'ı' { 'i' } else { sign }).collect()
}

/// Whether a text is of a script that is written without spaces, in which no word has edges.
pub(super) fn runs_on(text: &str) -> bool {
    let no_spaces = |sign: char| {
        matches!(sign,
            '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{2fa1f}')
    };
    text.chars().any(no_spaces)
}

/// Whether a text is Korean, where particles are written onto the end of a name.
fn is_hangul(text: &str) -> bool {
    // Folding takes syllables apart.
    text.chars().any(|sign| matches!(sign, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}'))
}

/// The bytes before and after a name inside a word in which it is inflected: `Samiras`, `вСамире`.
///
/// Nothing when the word is another one. Both are folded.
pub(super) fn inflected(word: &str, name: &str) -> Option<(usize, usize)> {
    if word == name {
        return Some((0, 0));
    }
    let first = name.chars().next()?;
    let count = name.chars().count();
    if first.is_ascii_alphabetic() || matches!(first, '\u{370}'..='\u{3ff}') {
        // English and German possessives without an apostrophe.
        let rest = word.strip_prefix(name)?;
        return (count >= 3 && matches!(rest, "s" | "es")).then_some((0, rest.len()));
    }
    if matches!(first, '\u{400}'..='\u{52f}') {
        return cyrillic(word, name, count).then_some((0, 0));
    }
    if matches!(first, '\u{590}'..='\u{6ff}') {
        // Articles and prepositions are written onto the beginning.
        let before = word.strip_suffix(name)?;
        let particle = |sign: char| "وفبلكاהובלכמש".contains(sign);
        let fits = before.chars().count() <= 3 && before.chars().all(particle);
        return (count >= 3 && fits).then_some((before.len(), 0));
    }
    if is_hangul(name) {
        let rest = word.strip_prefix(name)?;
        return (rest.chars().count() <= 6).then_some((0, rest.len()));
    }
    None
}

/// Slavic cases change the last vowel and add up to three letters.
fn cyrillic(word: &str, name: &str, count: usize) -> bool {
    let ends_in_vowel = name.ends_with(['а', 'я', 'о', 'е', 'и', 'ь', 'й', 'у', 'ю']);
    let stem = if ends_in_vowel && count >= 4 {
        name.char_indices().next_back().map_or(name, |(at, _)| &name[..at])
    } else {
        name
    };
    let rest = word.strip_prefix(stem).map(|rest| rest.chars().count());
    stem.chars().count() >= 3 && rest.is_some_and(|rest| rest <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_places_and_lose_case_and_accents() {
        let found = words("Ich, JOSÉ (jose\u{301}) und O’Brien");
        let folded: Vec<&str> = found.iter().map(|word| word.folded.as_str()).collect();
        assert_eq!(folded, ["ich", "jose", "jose", "und", "o", "brien"]);
        assert_eq!((found[1].start, found[1].end), (5, 10));
        assert!(found[1].is_capital && !found[2].is_capital);
        assert_eq!(fold("ZOË"), fold("zoe"));
    }

    #[test]
    fn names_run_together_are_cut_at_digits_and_capitals() {
        let cut = |text: &str| -> Vec<String> {
            pieces(text).iter().map(|piece| text[piece.start..piece.end].to_owned()).collect()
        };
        assert_eq!(cut("AnnaInterview2_wk03"), ["Anna", "Interview", "2", "wk", "03"]);
        assert_eq!(cut("ÉloïseBaker 3b"), ["Éloïse", "Baker", "3", "b"]);
        assert_eq!(cut("NHS notes"), ["NHS", "notes"]);
    }

    #[test]
    fn names_are_found_inflected_and_other_words_are_not() {
        for (word, name, there) in [
            ("samira", "samira", Some((0, 0))),
            ("samiras", "samira", Some((0, 1))),
            ("samirahs", "samira", None),
            ("sample", "sam", None),
            ("самиру", "самира", Some((0, 0))),
            ("самирой", "самира", Some((0, 0))),
            ("иванов", "иван", Some((0, 0))),
            ("وسميرة", "سميرة", Some((2, 0))),
            ("לדנה", "דנה", Some((2, 0))),
            ("ans", "an", None),
        ] {
            assert_eq!(inflected(word, name), there, "{word} {name}");
        }
        assert!(inflected(&fold("민지에게"), &fold("민지")).is_some());
    }

    proptest::proptest! {
        #[test]
        fn every_word_is_where_it_says(text in "\\PC{0,60}") {
            for word in words(&text) {
                proptest::prop_assert_eq!(fold(&text[word.start..word.end]), word.folded);
            }
        }
    }
}
