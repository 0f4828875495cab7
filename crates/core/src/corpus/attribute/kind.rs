//! What an attribute's values are, and how each kind is written.

use crate::corpus::participant::day;
use crate::error::{Error, Result};

crate::words! {
    /// What an attribute's values are.
    #[derive(Default)]
    pub enum AttributeKind, "a kind of attribute" {
        /// Words.
        #[default]
        Text = "text",
        /// Numbers.
        Number = "number",
        /// Dates.
        Date = "date",
        /// Yes or no.
        YesNo = "yes_no",
    }
}

impl AttributeKind {
    /// What one of its values is, in the middle of a sentence.
    pub fn one(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Date => "a date",
            Self::YesNo => "yes or no",
        }
    }

    /// How a value is written.
    pub fn written(self) -> &'static str {
        match self {
            Self::Text => "any words",
            Self::Number => "as 12.5, without units and without separators between thousands",
            Self::Date => "as 2026-01-31",
            Self::YesNo => "as yes or no",
        }
    }

    /// A value as the study keeps it; none where the text is no value of this kind.
    pub fn read(self, text: &str) -> Option<String> {
        let text = text.trim();
        match self {
            Self::Text => (!text.is_empty()).then(|| text.to_owned()),
            Self::Number => number(text),
            Self::Date => day(Some(text.to_owned())).ok().flatten(),
            Self::YesNo => match text.to_lowercase().as_str() {
                "yes" | "y" | "true" | "1" => Some("yes".to_owned()),
                "no" | "n" | "false" | "0" => Some("no".to_owned()),
                _ => None,
            },
        }
    }

    /// The error for a text that is no value of this kind.
    pub(super) fn refuse(self, text: &str, attribute: &str) -> Error {
        Error::invalid(format!(
            "“{}” is not {}, which “{attribute}” asks for. Nothing was changed.",
            text.trim(),
            self.one()
        ))
        .hint(format!("Write it {}.", self.written()))
    }
}

/// A number without a plus sign, zeros that say nothing, and digits that no people type.
fn number(text: &str) -> Option<String> {
    /// More digits than any count or measure has.
    const MOST: usize = 40;
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let length = whole.len() + part.len();
    if length == 0 || length > MOST || !plain(whole) || !plain(part) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    let sign = if negative && (whole, part) != ("0", "") { "-" } else { "" };
    Some(format!("{sign}{whole}{point}{part}"))
}

/// Checks what an operation was told: nothing, or nothing but blanks, is no value.
pub(super) fn checked(
    kind: AttributeKind,
    attribute: &str,
    text: Option<&str>,
) -> Result<Option<String>> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => kind.read(text).map(Some).ok_or_else(|| kind.refuse(text, attribute)),
    }
}

#[cfg(test)]
mod tests {
    use super::AttributeKind::{Date, Number, Text, YesNo};

    #[test]
    fn numbers_are_written_in_one_way() {
        let read = |text| Number.read(text).unwrap_or_default();
        for (text, number) in [
            (" 12.50 ", "12.5"),
            ("+7", "7"),
            ("007", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-0.0", "0"),
            ("\u{2212}3.10", "-3.1"),
            ("1000000", "1000000"),
        ] {
            assert_eq!(read(text), number, "{text}");
        }
        let long = "9".repeat(41);
        for text in ["", ".", "-", "12,5", "1,000", "1e3", "NaN", "1.2.3", "٣", "--1", &long] {
            assert_eq!(Number.read(text), None, "{text}");
        }
    }

    #[test]
    fn dates_and_answers_are_written_in_one_way() {
        assert_eq!(Date.read("20260131").as_deref(), Some("2026-01-31"));
        assert_eq!(Date.read("31/01/2026"), None);
        assert_eq!(YesNo.read(" TRUE ").as_deref(), Some("yes"));
        assert_eq!(YesNo.read("n").as_deref(), Some("no"));
        assert_eq!(YesNo.read("maybe"), None);
        assert_eq!(Text.read("  "), None);
    }

    #[test]
    fn what_was_read_reads_alike_again() {
        for kind in [Text, Number, Date, YesNo] {
            for text in ["-12.50", "2026-1-3", "2026-01-03", "YES", "0", " a  b "] {
                let Some(read) = kind.read(text) else { continue };
                assert_eq!(kind.read(&read), Some(read.clone()), "{kind} {text}");
            }
        }
    }
}
