//! Characters by their names and numbers: `&eacute;`, `&#8217;`.

use std::borrow::Cow;
use std::collections::HashMap;

use scraper::Html;

/// Longer names are none.
const LONGEST_NAME: usize = 32;
/// A page that uses more names than this makes them up.
const MOST_NAMES: usize = 4096;

/// Resolves entities and remembers the names it met.
#[derive(Debug, Default)]
pub(super) struct Entities {
    known: HashMap<String, Option<String>>,
}

impl Entities {
    /// The text with every entity resolved; what is none stays as written.
    pub(super) fn resolve<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if !text.contains('&') {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            rest = after;
            let found = match after.strip_prefix('#') {
                Some(number) => numbered(number).map(|(sign, used)| (sign.to_string(), used + 1)),
                None => self.named(after),
            };
            match found {
                Some((words, used)) => {
                    out.push_str(&words);
                    rest = after.get(used..).unwrap_or_default();
                }
                None => out.push('&'),
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// What a name at the beginning stands for, and how much of the text it takes.
    fn named(&mut self, text: &str) -> Option<(String, usize)> {
        let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if length == 0 || length > LONGEST_NAME {
            return None;
        }
        let has_end = text.as_bytes().get(length) == Some(&b';');
        let used = length + usize::from(has_end);
        let name = text.get(..used)?;
        if let Some(known) = self.known.get(name) {
            return known.clone().map(|words| (words, used));
        }
        if self.known.len() >= MOST_NAMES {
            return None;
        }
        let written = format!("&{name}");
        let words: String = Html::parse_fragment(&written).root_element().text().collect();
        let found = (words != written).then_some(words);
        self.known.insert(name.to_owned(), found.clone());
        found.map(|words| (words, used))
    }
}

/// The character of a number, and how much of the text the number takes.
fn numbered(text: &str) -> Option<(char, usize)> {
    let hexadecimal = text.strip_prefix(['x', 'X']);
    let digits = hexadecimal.unwrap_or(text);
    let radix = if hexadecimal.is_some() { 16 } else { 10 };
    let count = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let written = digits.get(..count).filter(|written| !written.is_empty())?;
    let code = u32::from_str_radix(written, radix).unwrap_or(u32::MAX);
    let has_end = digits.as_bytes().get(count) == Some(&b';');
    let sign = match u8::try_from(code) {
        // Old programs number these as Windows does.
        Ok(byte @ 0x80..=0x9f) => {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
        }
        // A carriage return by its number looks like a space (CSS Text 3, "White Space Processing").
        Ok(b'\r') => Some(' '),
        _ => char::from_u32(code).filter(|sign| *sign != '\0'),
    };
    let used = usize::from(hexadecimal.is_some()) + count + usize::from(has_end);
    Some((sign.unwrap_or(char::REPLACEMENT_CHARACTER), used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_become_characters() {
        let mut entities = Entities::default();
        for (written, read) in [
            ("caf&eacute; &amp; &lt;b&gt;", "café & <b>"),
            ("&#8217;&#x1F642;&#146;&#0;", "’🙂’\u{fffd}"),
            ("&nbspx &copy2025", "\u{a0}x ©2025"),
            ("R&D & a&b; &;&#;&#x;", "R&D & a&b; &;&#;&#x;"),
            ("&hellip;&hellip;", "……"),
            ("&NotEqualTilde;", "≂̸"),
            ("a&#13;b&#x0D;\n", "a b \n"),
        ] {
            assert_eq!(entities.resolve(written), read, "{written}");
        }
    }
}
