//! A guess at the encoding of old text.
//!
//! `chardetng` knows the encodings that browsers know, and none of DOS and few
//! of old Macintosh. Where its guess gives words that nobody writes, such as a
//! capital in the middle of one, the others are tried and the one that reads
//! much better is taken.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{MACINTOSH, WINDOWS_1252};

use super::Form;
use crate::charset::Charset;

/// How much is read to compare the guesses.
const SAMPLE: usize = 256 * 1024;

/// Guesses the encoding of text that is not in Unicode.
pub(super) fn guess(bytes: &[u8]) -> Form {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let first = Form::Web(detector.guess(None, Utf8Detection::Deny));
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let western = Form::Web(WINDOWS_1252);
    let text = first.decode(sample);
    // One accented letter says nothing of where it is from: the commonest page it is.
    let accented = text.chars().filter(|sign| !sign.is_ascii() && sign.is_alphabetic()).count();
    if accented <= 1 && oddity(&western.decode(sample)).oddities == 0 {
        return western;
    }
    let read = oddity(&text);
    if read.oddities * 8 <= read.letters {
        return first;
    }
    let others = [western, Form::Web(MACINTOSH), Form::Old(Charset::DOS_WESTERN)];
    let best = others
        .into_iter()
        .map(|form| (oddity(&form.decode(sample)), form))
        .min_by_key(|(read, _)| read.oddities);
    match best {
        Some((better, form)) if better.oddities * 4 <= read.oddities => form,
        _ => first,
    }
}

/// How a text reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Reading {
    /// Characters beyond ASCII.
    letters: usize,
    /// Those of them that stand where nobody writes them.
    oddities: usize,
}

fn oddity(text: &str) -> Reading {
    let mut reading = Reading::default();
    let mut before = ' ';
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let after = signs.peek().copied().unwrap_or(' ');
        if !sign.is_ascii() {
            reading.letters += 1;
            reading.oddities += usize::from(is_odd(before, sign, after));
        }
        before = sign;
    }
    reading
}

/// Whether a character stands where it does not belong.
fn is_odd(before: char, sign: char, after: char) -> bool {
    let is_inside = before.is_alphabetic() && after.is_alphabetic();
    let is_accented_capital = sign.is_uppercase();
    match sign {
        char::REPLACEMENT_CHARACTER | '\u{80}'..='\u{9f}' => true,
        '’' | '‘' | '·' | '\u{ad}' | '–' | '—' | '\u{a0}' | '…' => false,
        'ª' | 'º' => !before.is_alphanumeric(),
        '“' | '„' | '«' | '‹' => before.is_alphanumeric() && after.is_alphanumeric(),
        // DOS drew its tables with the last of these, and other code pages are full of them by
        // mistake.
        '”' | '»' | '›' | '\u{2500}'..='\u{259f}' => is_inside,
        _ if is_accented_capital => before.is_lowercase() || (after.is_lowercase() && is_inside),
        _ if sign.is_alphabetic() => {
            sign.is_lowercase() && before.is_uppercase() && after.is_uppercase()
        }
        _ => before.is_alphabetic() || after.is_alphabetic(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of(text: &str, charset: Charset) -> Vec<u8> {
        let upper: Vec<String> = (128..=255_u8).map(|byte| charset.decode(&[byte])).collect();
        text.chars()
            .map(|sign| match u8::try_from(sign) {
                Ok(byte) if sign.is_ascii() => byte,
                _ => {
                    let place = upper.iter().position(|found| found.starts_with(sign));
                    128 + u8::try_from(place.expect("in the code page")).expect("a byte")
                }
            })
            .collect()
    }

    #[test]
    fn old_macintosh_and_dos_are_told_from_windows() {
        for text in [
            "Wir müssen früher aufhören, später wäre schön.",
            "Il a été déjà là, à côté de la forêt, où ça a commencé.",
            "La señora dijo que mañana volvería después del café.",
            "“I don’t know,” she said – “it’s naïve…”",
            "Grüße",
        ] {
            for charset in [Charset::WESTERN, Charset::MACINTOSH, Charset::DOS_WESTERN] {
                if charset == Charset::DOS_WESTERN && text.contains('“') {
                    continue;
                }
                let bytes = bytes_of(text, charset);
                assert_eq!(guess(&bytes).decode(&bytes), text, "{}", charset.name());
            }
        }
    }
}
