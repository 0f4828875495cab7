//! Which language a text is in.
//!
//! `whatlang` compares the letters of a text with those of seventy languages.
//! Three samples of the words are asked, so that a long text is as quick as a
//! short one; where they do not agree, or one of them is too short to tell,
//! there is no answer, because a wrong one would do harm in a record.

use whatlang::{Lang, Script, detect};

use crate::Document;

/// How many letters of a place in the text are looked at.
const SAMPLE: usize = 6000;

/// With fewer letters than this, even a good guess is one.
const FEWEST: usize = 40;

/// Signs of these scripts are words or syllables, so that few are enough.
const FEWEST_OF_DENSE: usize = 12;

/// The language of a text as a BCP 47 code such as `en`, where it is plain.
pub fn language(text: &str) -> Option<&'static str> {
    agreed(&[text])
}

/// The language of what is said in a document: of its turns where it has some.
pub(crate) fn of_document(document: &Document) -> Option<&'static str> {
    if document.segments.is_empty() {
        return language(&document.text);
    }
    let mut signs = document.text.char_indices();
    let mut count = 0;
    let mut byte_at = |point: u64| {
        while count < point && signs.next().is_some() {
            count += 1;
        }
        signs.offset()
    };
    let pieces: Vec<&str> = document
        .segments
        .iter()
        .filter_map(|turn| document.text.get(byte_at(turn.start)..byte_at(turn.end)))
        .collect();
    agreed(&pieces)
}

/// Asks about the beginning, the middle and the end of some words.
fn agreed(pieces: &[&str]) -> Option<&'static str> {
    let length: usize = pieces.iter().map(|piece| piece.len()).sum();
    let starts: &[usize] =
        if length > SAMPLE * 12 { &[0, length / 2, length - SAMPLE * 4] } else { &[0] };
    let mut answers = starts.iter().map(|start| detected(&sample(pieces, *start)));
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

/// The words from a place on, without numbers, addresses and names of people at
/// `@`, until there are enough letters.
fn sample(pieces: &[&str], start: usize) -> String {
    let mut words = String::new();
    let mut letters = 0;
    let mut at = 0;
    for piece in pieces {
        let from = piece.ceil_char_boundary(start.saturating_sub(at).min(piece.len()));
        at += piece.len();
        let rest = piece.get(from..).unwrap_or_default();
        for word in rest.split_whitespace() {
            if letters >= SAMPLE {
                return words;
            }
            // Scripts without blanks have words of any length.
            let word = word.get(..word.floor_char_boundary(SAMPLE * 3)).unwrap_or_default();
            let is_address = word.contains("://") || word.contains('@') || word.starts_with("www.");
            if is_address || word.chars().any(char::is_numeric) && word.is_ascii() {
                continue;
            }
            letters += word.chars().filter(|sign| sign.is_alphabetic()).count();
            words.push_str(word);
            words.push(' ');
        }
    }
    words
}

fn detected(sample: &str) -> Option<&'static str> {
    let letters = sample.chars().filter(|sign| sign.is_alphabetic()).count();
    if letters < FEWEST_OF_DENSE {
        return None;
    }
    let info = detect(sample)?;
    let is_dense = matches!(
        info.script(),
        Script::Mandarin | Script::Hiragana | Script::Katakana | Script::Hangul
    );
    let enough = if is_dense { FEWEST_OF_DENSE } else { FEWEST };
    (letters >= enough && info.is_reliable()).then(|| code(info.lang()))
}

/// The code that BCP 47 asks for: the one of two letters where there is one.
fn code(language: Lang) -> &'static str {
    match language {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Turn;

    #[test]
    fn plain_texts_are_told_apart() {
        for (text, expected) in [
            ("We walked along the river until it was dark, and then we went home together.", "en"),
            (
                "Wir gingen am Fluss entlang, bis es dunkel war, und dann nach Hause, weil niemand mehr etwas sagen wollte und es kalt wurde.",
                "de",
            ),
            (
                "Nous avons marché le long de la rivière jusqu’à la nuit, puis nous sommes rentrés.",
                "fr",
            ),
            (
                "Caminamos por la orilla del río hasta que se hizo de noche y entonces volvimos a casa sin decir nada, porque todos estábamos muy cansados.",
                "es",
            ),
            (
                "Мы шли вдоль реки, пока не стемнело, а потом вместе вернулись домой, потому что никто из нас уже не мог идти дальше и всем хотелось спать. Утром мы снова вышли на работу, и начальник сказал, что теперь всё будет иначе.",
                "ru",
            ),
            ("私たちは暗くなるまで川に沿って歩き、それから一緒に家に帰りました。", "ja"),
            ("我们沿着河走到天黑，然后一起回家，一路上谁也没有说话。", "zh"),
            (
                "مشينا على طول النهر حتى حل الظلام ثم عدنا إلى البيت معا لأن أحدا منا لم يكن قادرا على المشي أكثر من ذلك، وفي الصباح ذهبنا إلى العمل مرة أخرى.",
                "ar",
            ),
        ] {
            assert_eq!(language(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn too_little_is_no_language() {
        for text in ["", "ok", "12 345 678", "Berlin, Paris", "https://example.org/the/way/we/were"]
        {
            assert_eq!(language(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_in_two_languages_has_no_single_one() {
        let english = "We walked along the river until it was dark, and went home. ".repeat(1000);
        let german = "Wir gingen am Fluss entlang, bis es dunkel war und kalt. ".repeat(1000);
        assert_eq!(language(&(english.clone() + &german)), None);
        assert_eq!(language(&english), Some("en"));
    }

    #[test]
    fn what_is_said_counts_and_not_the_labels() {
        let label = "Entrevistador principal del proyecto de investigación: ";
        let words = "We walked along the river until it was dark, and went home. ";
        let start = crate::code_points(label);
        let turn = Turn {
            start,
            end: start + crate::code_points(words),
            speaker: None,
            begin_ms: None,
            end_ms: None,
        };
        let document = Document {
            text: format!("{label}{words}"),
            segments: vec![turn],
            ..Document::default()
        };
        assert_eq!(of_document(&document), Some("en"));
    }
}
