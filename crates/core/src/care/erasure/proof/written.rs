//! The ways in which words may be written in a file.
//!
//! A text is stored as UTF-8, a recording or an imported document may hold UTF-16 or the Windows
//! code page, row images hold JSON with escapes and bytes in hexadecimal, exports hold base64; and
//! accents may be one character or two. Small and capital ASCII letters are told apart by nobody
//! but hexadecimal and base64, for which the usual cases are written out.

use std::collections::HashSet;
use std::fmt::Write as _;

use base64::Engine as _;
use unicode_normalization::UnicodeNormalization as _;

/// Bytes to look for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// How the words are written.
    pub(super) written: &'static str,
    /// Whether capital letters matter.
    pub(super) exact: bool,
}

/// Fewer characters of base64 than these turn up by chance.
const LEAST_BASE64: usize = 8;

/// All ways of writing a word or phrase; `as_is` when its letters are known to be as they stand.
pub(super) fn of_phrase(phrase: &str, as_is: bool) -> Vec<Pattern> {
    let mut all = Vec::new();
    for text in forms(phrase, as_is) {
        let mut add = |bytes: Vec<u8>, written| all.push(Pattern { bytes, written, exact: false });
        add(text.as_bytes().to_vec(), "utf-8");
        add(text.encode_utf16().flat_map(u16::to_le_bytes).collect(), "utf-16");
        add(text.encode_utf16().flat_map(u16::to_be_bytes).collect(), "utf-16");
        if let (bytes, _, false) = encoding_rs::WINDOWS_1252.encode(&text) {
            add(bytes.into_owned(), "windows-1252");
        }
        for escaped in escapes(&text) {
            add(escaped.into_bytes(), "json");
        }
        add(hexadecimal(text.as_bytes()), "hexadecimal");
        all.extend(base64_of(text.as_bytes()));
    }
    distinct(all)
}

/// All ways of writing a stretch of a recording.
pub(super) fn of_stretch(bytes: &[u8]) -> Vec<Pattern> {
    let mut all = vec![Pattern { bytes: bytes.to_vec(), written: "bytes", exact: true }];
    all.push(Pattern { bytes: hexadecimal(bytes), written: "hexadecimal", exact: false });
    all.extend(base64_of(bytes));
    all
}

/// A text in its own, small and capital letters, with accents joined and apart.
fn forms(phrase: &str, as_is: bool) -> Vec<String> {
    let mut cases = vec![phrase.to_owned()];
    if !as_is {
        cases.extend([phrase.to_lowercase(), phrase.to_uppercase(), beginning(phrase)]);
    }
    let mut forms: Vec<String> = Vec::new();
    for text in cases {
        for form in [text.nfc().collect::<String>(), text.nfd().collect()] {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// Each word with a capital, as names are written.
fn beginning(phrase: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(phrase.len());
    for c in phrase.chars() {
        match (c.is_alphabetic(), inside) {
            (true, false) => out.extend(c.to_uppercase()),
            (true, true) => out.extend(c.to_lowercase()),
            (false, _) => out.push(c),
        }
        inside = c.is_alphabetic() || (inside && matches!(c, '\'' | '’'));
    }
    out
}

/// How JSON writes a text: with only what must be escaped, and with everything beyond ASCII.
fn escapes(text: &str) -> Vec<String> {
    let quoted = serde_json::Value::from(text).to_string();
    let short = quoted[1..quoted.len() - 1].to_owned();
    let mut long = String::new();
    for c in short.chars() {
        if c.is_ascii() {
            long.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(long, "\\u{unit:04x}");
            }
        }
    }
    [short, long].into_iter().filter(|escaped| escaped != text).collect()
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    crate::storage::row_image::hexadecimal(bytes).into_bytes()
}

/// The characters of base64 that are sure, wherever in a longer stretch the bytes begin.
fn base64_of(bytes: &[u8]) -> Vec<Pattern> {
    let mut all = Vec::new();
    for before in 0..3_usize {
        let mut padded = vec![0_u8; before];
        padded.extend_from_slice(bytes);
        let written = base64::engine::general_purpose::STANDARD_NO_PAD.encode(&padded);
        // The first characters also tell of what stands before, the last of what comes behind.
        let begin = (before * 8).div_ceil(6);
        let end = padded.len() * 8 / 6;
        let Some(sure) = written.get(begin..end) else { continue };
        if sure.len() >= LEAST_BASE64 {
            let url = sure.replace('+', "-").replace('/', "_");
            for text in [sure.to_owned(), url] {
                all.push(Pattern { bytes: text.into_bytes(), written: "base64", exact: true });
            }
        }
    }
    all
}

fn distinct(patterns: Vec<Pattern>) -> Vec<Pattern> {
    let mut seen = HashSet::new();
    patterns
        .into_iter()
        .filter(|pattern| {
            let key = if pattern.exact {
                pattern.bytes.clone()
            } else {
                pattern.bytes.to_ascii_lowercase()
            };
            seen.insert((key, pattern.exact))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(phrase: &str, bytes: &[u8]) -> bool {
        of_phrase(phrase, false).iter().any(|pattern| {
            let (own, at) = (pattern.bytes.clone(), bytes.to_vec());
            let fits = |own: &[u8], at: &[u8]| at.windows(own.len()).any(|window| window == own);
            if pattern.exact {
                fits(&own, &at)
            } else {
                fits(&own.to_ascii_lowercase(), &at.to_ascii_lowercase())
            }
        })
    }

    #[test]
    fn a_phrase_is_known_however_it_is_written() {
        let phrase = "Renée’s café";
        assert!(has(phrase, "at RENÉE’S CAFÉ then".as_bytes()));
        assert!(has(phrase, "renée’s café".nfd().collect::<String>().as_bytes()));
        let utf16: Vec<u8> = "renée’s café".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(has(phrase, &utf16));
        assert!(has(phrase, b"Ren\xe9e\x92s caf\xe9"));
        assert!(has(phrase, br#"{"text":"Ren\u00e9e\u2019s caf\u00e9"}"#));
        let digits: Vec<String> =
            "Renée’s café".bytes().map(|byte| format!("{byte:02X}")).collect();
        let hex = digits.concat();
        assert!(has(phrase, hex.as_bytes()));
        for before in ["", "a", "ab"] {
            let text = format!("{before}Renée’s café and more");
            let written = base64::engine::general_purpose::STANDARD.encode(text);
            assert!(has(phrase, written.as_bytes()), "{before}");
        }
        assert!(has("one\ntwo", br#""one\ntwo""#));
        assert!(!has(phrase, "Renée’s cafe".as_bytes()));
    }

    #[test]
    fn short_words_are_not_looked_for_in_base64() {
        assert!(of_phrase("Anna", false).iter().all(|pattern| pattern.written != "base64"));
        assert!(of_phrase("Lanternfield", false).iter().any(|pattern| pattern.written == "base64"));
    }
}
