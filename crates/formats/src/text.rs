//! Bytes become text.
//!
//! A byte order mark decides, then valid UTF-8, then the pattern of UTF-16
//! without a mark, then a guess by `chardetng` that is always mentioned in a
//! notice. Binary data is refused. Line ends become LF, and U+0000, which no
//! database keeps, is removed; nothing else is changed.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::{Document, Notices, RefusalKind, Trouble};

/// Reads a plain text.
pub(crate) fn read(bytes: &[u8], file: &str) -> Result<Document, Trouble> {
    let mut notices = Notices::about(file);
    let text = decode(bytes, &mut notices)?;
    if text.trim().is_empty() {
        return Err(Trouble::new(RefusalKind::Empty, "there are no words in it."));
    }
    Ok(Document { text, notices: notices.list, ..Document::default() })
}

/// Decodes bytes in whatever encoding they are in, with LF line ends.
pub(crate) fn decode(bytes: &[u8], notices: &mut Notices) -> Result<String, Trouble> {
    let text = decode_as_written(bytes, notices)?;
    Ok(tidy(&text, notices))
}

/// Decodes bytes in whatever encoding they are in; line ends and U+0000 stay.
pub(crate) fn decode_as_written<'b>(
    bytes: &'b [u8],
    notices: &mut Notices,
) -> Result<Cow<'b, str>, Trouble> {
    if bytes.is_empty() {
        return Err(Trouble::new(RefusalKind::Empty, "the file is empty: nothing to import."));
    }
    if looks_binary(bytes) {
        return Err(Trouble::new(
            RefusalKind::Encoding,
            "this is binary data, not text: save it again as text in UTF-8.",
        ));
    }
    let (encoding, guessed) = find_encoding(bytes);
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    let lost = text.chars().filter(|sign| *sign == char::REPLACEMENT_CHARACTER).count();
    if malformed && lost > 8 && lost * 10 > text.chars().count() {
        return Err(Trouble::new(
            RefusalKind::Encoding,
            "its encoding could not be recognised: save it again as text in UTF-8.",
        ));
    }
    if guessed {
        notices.add(format!(
            "The text is not in UTF-8; it was read as {}. Please check its accented letters.",
            encoding.name()
        ));
    }
    if malformed {
        notices.count(lost, "character", "characters", "unreadable and is shown as �");
    }
    Ok(text)
}

/// Sets LF line ends and removes U+0000 and a byte order mark at the beginning.
pub(crate) fn tidy(text: &str, notices: &mut Notices) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let zeros = text.matches('\0').count();
    notices.count(zeros, "character U+0000", "characters U+0000", "removed");
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\r' => {
                signs.next_if_eq(&'\n');
                out.push('\n');
            }
            '\0' => {}
            other => out.push(other),
        }
    }
    out
}

/// Decodes the first bytes of a file, forgivingly, to look at them.
pub(crate) fn peek(head: &[u8]) -> String {
    let (encoding, _) = find_encoding(head);
    let text = encoding.decode_with_bom_removal(head).0.into_owned();
    tidy(&text, &mut Notices::about(""))
}

/// Whether bytes are no text in any encoding: too many control characters.
pub(crate) fn looks_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..64 * 1024).unwrap_or(bytes);
    if Encoding::for_bom(sample).is_some() || find_utf16(sample).is_some() {
        return false;
    }
    let control = |byte: &&u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let count = sample.iter().filter(control).count();
    count * 50 > sample.len()
}

/// The encoding, and whether it is a mere guess.
fn find_encoding(bytes: &[u8]) -> (&'static Encoding, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, false);
    }
    let is_utf8 = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // A sample may end in the middle of a character.
        Err(error) => error.error_len().is_none() && bytes.len() - error.valid_up_to() < 4,
    };
    if is_utf8 && find_utf16(bytes).is_none() {
        return (UTF_8, false);
    }
    if let Some(encoding) = find_utf16(bytes) {
        return (encoding, true);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (detector.guess(None, Utf8Detection::Deny), true)
}

/// UTF-16 without a mark shows by its zeros: every other byte of Latin text.
fn find_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    let zeros =
        |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if pairs < 4 {
        None
    } else if odd * 2 > pairs && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 2 > pairs && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(bytes: &[u8]) -> Document {
        read(bytes, "note.txt").expect("a readable text")
    }

    #[test]
    fn utf8_is_kept_as_it_is() {
        let document = read_text("\u{feff}Grüße\r\nzwei\rdrei\u{301}\n".as_bytes());
        assert_eq!(document.text, "Grüße\nzwei\ndrei\u{301}\n");
        assert!(document.notices.is_empty());
    }

    #[test]
    fn utf16_is_read_with_and_without_a_mark() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        for big in [false, true] {
            let text = "She said: “naïve”, 手紙.";
            assert_eq!(read_text(&utf16(&format!("\u{feff}{text}"), big)).text, text);
            assert_eq!(read_text(&utf16("She said so.", big)).text, "She said so.");
        }
    }

    #[test]
    fn windows_text_is_read_with_a_notice() {
        let document = read_text(b"Caf\xe9 \x96 \x93na\xefve\x94, d\xe9j\xe0 vu");
        assert_eq!(document.text, "Café – “naïve”, déjà vu");
        assert!(document.notices[0].message.contains("windows-1252"));
    }

    #[test]
    fn zeros_are_removed_with_a_notice() {
        let mut bytes = b"word ".repeat(60);
        bytes.push(0);
        let document = read_text(&bytes);
        assert_eq!(document.text, "word ".repeat(60));
        assert_eq!(document.notices[0].message, "1 character U+0000 was removed.");
    }

    #[test]
    fn binary_and_empty_files_are_refused() {
        let binary: Vec<u8> = (0..=255).cycle().take(4000).collect();
        assert_eq!(read(&binary, "x").expect_err("binary").kind, RefusalKind::Encoding);
        assert_eq!(read(b"", "x").expect_err("empty").kind, RefusalKind::Empty);
        assert_eq!(read(b" \n ", "x").expect_err("blank").kind, RefusalKind::Empty);
    }

    proptest::proptest! {
        #[test]
        fn any_text_survives_in_utf8(text in "[^\0\r\u{feff}]*[a-z]") {
            let read_back = read(text.as_bytes(), "x");
            if let Ok(document) = read_back {
                proptest::prop_assert_eq!(document.text, text);
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            if let Ok(document) = read(&bytes, "x") {
                proptest::prop_assert!(!document.text.contains(['\0', '\r']));
            }
        }
    }
}
