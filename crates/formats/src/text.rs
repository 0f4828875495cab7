//! Bytes become text.
//!
//! A byte order mark decides, then valid UTF-8, then the pattern of UTF-16 or
//! UTF-32 without a mark, then a guess that is always mentioned in a notice:
//! `chardetng`'s, unless the text reads much better as one of an old Macintosh
//! or of DOS. Binary data is refused. Line ends become LF, and U+0000, which no
//! database keeps, is removed; nothing else is changed.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::charset::Charset;
use crate::{Document, Notices, RefusalKind, Trouble, encoding};

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
    let text = encoding.decode(bytes);
    let lost = text.chars().filter(|sign| *sign == char::REPLACEMENT_CHARACTER).count();
    let malformed =
        lost > 0 && !(encoding == Form::Web(UTF_8) && std::str::from_utf8(bytes).is_ok());
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

/// Sets LF line ends and removes U+0000 and byte order marks at the beginning.
pub(crate) fn tidy(text: &str, notices: &mut Notices) -> String {
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
            // Files that were joined have more than one, or one behind zeros.
            '\u{feff}' if out.is_empty() => {}
            other => out.push(other),
        }
    }
    out
}

/// Decodes the first bytes of a file, forgivingly, to look at them.
pub(crate) fn peek(head: &[u8]) -> String {
    let text = find_encoding(head).0.decode(head);
    tidy(&text, &mut Notices::about(""))
}

/// Whether bytes are no text in any encoding: too many control characters.
pub(crate) fn looks_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..64 * 1024).unwrap_or(bytes);
    let is_wide = find_utf32(sample).is_some() || find_utf16(sample).is_some();
    if is_wide || Encoding::for_bom(sample).is_some() {
        return false;
    }
    let control = |byte: &&u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let count = sample.iter().filter(control).count();
    count * 50 > sample.len()
}

/// How bytes become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// An encoding of the web, UTF-8 and UTF-16 among them.
    Web(&'static Encoding),
    /// UTF-32, and whether the highest byte comes first.
    Utf32(bool),
    /// An old code page.
    Old(Charset),
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Utf32(_) => "UTF-32",
            Self::Old(charset) => charset.name(),
        }
    }

    /// Decodes bytes; what is no character becomes U+FFFD.
    pub(crate) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Web(encoding) => encoding.decode_with_bom_removal(bytes).0,
            Self::Utf32(is_big) => bytes
                .chunks(4)
                .map(|four| {
                    let four: [u8; 4] = four.try_into().ok()?;
                    let code =
                        if is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
                    char::from_u32(code)
                })
                .map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect::<String>()
                .into(),
            Self::Old(charset) => charset.decode(bytes).into(),
        }
    }
}

/// The encoding, and whether it is a mere guess.
fn find_encoding(bytes: &[u8]) -> (Form, bool) {
    // A mark of UTF-32 begins like one of UTF-16.
    if let Some(is_big) = find_utf32(bytes) {
        return (Form::Utf32(is_big), false);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (Form::Web(encoding), false);
    }
    if let Some(encoding) = find_utf16(bytes) {
        return (Form::Web(encoding), true);
    }
    if is_iso_2022_jp(bytes) {
        return (Form::Web(ISO_2022_JP), true);
    }
    let is_utf8 = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // A sample may end in the middle of a character.
        Err(error) => error.error_len().is_none() && bytes.len() - error.valid_up_to() < 4,
    };
    if is_utf8 || is_mostly_utf8(bytes) {
        return (Form::Web(UTF_8), false);
    }
    (encoding::guess(bytes), true)
}

/// A few bad bytes, as where files were joined, make no other encoding of it.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|sign| !sign.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 4 && bad * 20 <= good
}

/// Old Japanese mail is plain ASCII with marks where another alphabet begins.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 2] = [b"\x1b$B", b"\x1b$@"];
    bytes.is_ascii() && marks.iter().any(|mark| bytes.windows(3).any(|window| window == *mark))
}

/// UTF-32 shows by its mark, or by its zeros: no character needs more than 21 bits.
fn find_utf32(bytes: &[u8]) -> Option<bool> {
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) {
        return Some(false);
    }
    if bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Some(true);
    }
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let units = sample.chunks_exact(4);
    let count = units.len();
    let are_text = |is_big: bool| {
        count >= 4
            && units.clone().all(|four| match four {
                [high, plane, middle, low] if is_big => {
                    *high == 0 && *plane <= 0x10 && (*plane, *middle, *low) != (0, 0, 0)
                }
                [low, middle, plane, high] => {
                    *high == 0 && *plane <= 0x10 && (*plane, *middle, *low) != (0, 0, 0)
                }
                _ => false,
            })
            && bytes.len().is_multiple_of(4)
    };
    [false, true].into_iter().find(|is_big| are_text(*is_big))
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
        find_blanks(sample)
    }
}

/// Other alphabets in UTF-16 show by their blanks and line ends alone.
fn find_blanks(sample: &[u8]) -> Option<&'static Encoding> {
    if std::str::from_utf8(sample).is_ok_and(|text| !text.contains('\0')) {
        return None;
    }
    let count = |pairs: [[u8; 2]; 2]| {
        sample.chunks_exact(2).filter(|two| pairs.contains(&[two[0], two[1]])).count()
    };
    let little = count([[b' ', 0], [b'\n', 0]]);
    let big = count([[0, b' '], [0, b'\n']]);
    let is_zero = |byte: &&u8| **byte == 0;
    let zeros = sample.iter().filter(is_zero).count();
    // Nearly every zero belongs to a blank, a line end, a digit or another sign of Latin.
    let paired = |low: usize| {
        sample
            .chunks_exact(2)
            .filter(|two| {
                two.get(1 - low) == Some(&0)
                    && two.get(low).is_some_and(|byte| matches!(byte, 9..0x7f | 0xa0..))
            })
            .count()
    };
    if little > 2 && little > big * 8 && paired(0) * 10 >= zeros * 9 {
        Some(UTF_16LE)
    } else if big > 2 && big > little * 8 && paired(1) * 10 >= zeros * 9 {
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
    fn no_text_begins_with_a_byte_order_mark() {
        let long = "words ".repeat(40);
        for begins in ["\u{feff}\u{feff}\u{feff}", "\0\u{feff}\0\u{feff}"] {
            let document = read_text(format!("{begins}Grüße, {long}").as_bytes());
            assert!(document.text.starts_with("Grüße"), "{:?}", document.text);
        }
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
    fn wide_text_is_read_with_and_without_a_mark() {
        let text = "Она сказала: «да», и ушла домой.\nПотом дождь. 😀";
        let mut wide: Vec<u8> =
            text.chars().flat_map(|sign| u32::from(sign).to_le_bytes()).collect();
        assert_eq!(read_text(&wide).text, text);
        wide.splice(..0, [0xff, 0xfe, 0, 0]);
        assert_eq!(read_text(&wide).text, text);
        let big: Vec<u8> = format!("\u{feff}{text}")
            .chars()
            .flat_map(|sign| u32::from(sign).to_be_bytes())
            .collect();
        assert_eq!(read_text(&big).text, text);
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read_text(&little).text, text);
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read_text(&big).text, text);
    }

    #[test]
    fn old_encodings_of_many_languages_are_recognised() {
        use encoding_rs as e;
        for (encoding, text) in [
            (e::KOI8_U, "Мы говорили о работе, и она сказала, что устала от всего этого."),
            (e::WINDOWS_1251, "Мы говорили о работе, и она сказала, что устала от всего этого."),
            (e::IBM866, "Мы говорили о работе, и она сказала, что устала от всего этого."),
            (e::SHIFT_JIS, "私たちは仕事のことを話しました。彼女は疲れたと言いました。"),
            (e::EUC_JP, "私たちは仕事のことを話しました。彼女は疲れたと言いました。"),
            (e::GBK, "我们谈到了工作，她说她对这一切感到很累。"),
            (e::BIG5, "我們談到了工作，她說她對這一切感到很累。"),
            (e::EUC_KR, "우리는 일에 대해 이야기했고 그녀는 지쳤다고 말했다."),
            (
                e::WINDOWS_1250,
                "Rozmawialiśmy o pracy i ona powiedziała, że jest już zmęczona życiem.",
            ),
            (e::WINDOWS_1250, "Mluvili jsme o práci a ona řekla, že už ji to všechno unavuje."),
            (e::WINDOWS_1253, "Μιλήσαμε για τη δουλειά και είπε ότι έχει κουραστεί από όλα αυτά."),
            (
                e::WINDOWS_1254,
                "İş hakkında konuştuk ve bütün bunlardan yorulduğunu söyledi, çok güçtü.",
            ),
            (e::WINDOWS_1255, "דיברנו על העבודה והיא אמרה שהיא עייפה מכל זה."),
            (e::WINDOWS_1256, "تحدثنا عن العمل وقالت إنها تعبت من كل هذا."),
            (e::WINDOWS_874, "เราคุยกันเรื่องงานและเธอบอกว่าเหนื่อยกับเรื่องทั้งหมดนี้"),
        ] {
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy, "{}", encoding.name());
            let document = read_text(&bytes);
            assert_eq!(document.text, text, "{}", encoding.name());
            assert_eq!(document.notices.len(), 1, "{}", encoding.name());
        }
        let mail = b"\x1b$B;d\x1b(B and \x1b$B$O\x1b(B";
        assert_eq!(read_text(mail).text, "私 and は");
    }

    #[test]
    fn a_few_bad_bytes_make_no_other_encoding() {
        let mut bytes = "Grüße über Größe, schöne Übung für Bäcker – “ja” ".repeat(4).into_bytes();
        bytes.extend(b"caf\xe9 end");
        let document = read_text(&bytes);
        assert!(document.text.starts_with("Grüße über") && document.text.ends_with("caf� end"));
        assert!(document.notices[0].message.starts_with("1 character was unreadable"));
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
