//! A cell in the form in which it is stored: `12.5`, `2025-03-18`, `yes`.
//!
//! People write the same value in many ways, and some ways mean two things:
//! `3/4/2025`, `1.234`. How a whole column is meant is [`Written`]; it is found
//! by [`guess`](super::guess()) and can be changed by a person. What cannot be
//! read is said and never bent into something else.

mod date;
mod digits;
mod month;
mod number;
mod yes_no;

pub(crate) use date::{Dated, Number, day, of_text as date_of_text};
pub(crate) use month::of_word as month_of_word;
pub(super) use number::{Separated, separated};
pub(super) use yes_no::of_text as yes_no_of_text;

use crate::options::DateOrder;

/// What sort of values an attribute has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeKind {
    /// Words, kept as they are.
    Text,
    /// A number such as `-12.5`.
    Number,
    /// A day such as `2025-03-18`.
    Date,
    /// `yes` or `no`.
    YesNo,
}

/// Which sign stands before the tenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Decimal {
    /// `1.5`, so that `1,234` is a whole number.
    #[default]
    Point,
    /// `1,5`, so that `1.234` is a whole number.
    Comma,
}

/// How the values of a column are written, where they do not say so themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Written {
    /// Of its dates.
    pub dates: DateOrder,
    /// Of its numbers.
    pub decimal: Decimal,
}

/// A value that is none of its kind, and what would be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” cannot be read as {wanted}.")]
pub struct Unreadable {
    /// The value, shortened.
    pub text: String,
    /// What was wanted, with an example.
    pub wanted: &'static str,
}

/// The stored form of a cell; nothing for a blank one, or one that says so (`n/a`, `–`).
pub fn value(
    kind: AttributeKind,
    text: &str,
    written: Written,
) -> Result<Option<String>, Unreadable> {
    let text = text.trim();
    if super::is_blank(text) {
        return Ok(None);
    }
    if kind == AttributeKind::Text {
        return Ok(Some(text.to_owned()));
    }
    if is_missing(text) {
        return Ok(None);
    }
    let (value, wanted) = match kind {
        AttributeKind::Text => (Some(text.to_owned()), "words"),
        AttributeKind::Number => (number::of_text(text, written.decimal), "a number such as 12.5"),
        AttributeKind::Date => (
            date::of_text(text)
                .and_then(|dated| dated.in_order(written.dates))
                .map(|date| date.to_string()),
            "a date such as 2025-03-18",
        ),
        AttributeKind::YesNo => {
            (yes_no::of_text(text).map(|is| if is { "yes" } else { "no" }.to_owned()), "yes or no")
        }
    };
    let shorten = || text.chars().take(60).collect();
    value.map(Some).ok_or_else(|| Unreadable { text: shorten(), wanted })
}

/// Ways to write that there is no answer.
pub(super) fn is_missing(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    matches!(
        text.as_str(),
        "n/a"
            | "na"
            | "#n/a"
            | "n.a."
            | "k.a."
            | "k. a."
            | "s.o."
            | "nan"
            | "null"
            | "missing"
            | "-"
            | "–"
            | "—"
            | "--"
            | "."
            | "…"
            | "?"
    )
}

#[cfg(test)]
mod tests {
    use super::AttributeKind::{Date, Number, Text, YesNo};
    use super::*;

    fn read(kind: AttributeKind, text: &str) -> Option<String> {
        value(kind, text, Written::default()).expect("a readable value")
    }

    #[test]
    fn blank_and_missing_values_are_none() {
        for kind in [Number, Date, YesNo] {
            for text in ["", "  ", "n/a", "NA", "–", "k.A."] {
                assert_eq!(read(kind, text), None, "{text:?}");
            }
        }
        assert_eq!(read(Text, " \u{a0}"), None);
        assert_eq!(read(Text, " n/a "), Some("n/a".into()));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let wrong = |kind, text| value(kind, text, Written::default()).expect_err("no value");
        assert_eq!(
            wrong(Number, "a few").to_string(),
            "“a few” cannot be read as a number such as 12.5."
        );
        assert_eq!(wrong(Date, "31.02.2025").wanted, "a date such as 2025-03-18");
        assert_eq!(wrong(YesNo, "perhaps").wanted, "yes or no");
    }

    #[test]
    fn the_order_of_a_column_decides() {
        let of = |dates, text| value(Date, text, Written { dates, ..Written::default() });
        assert_eq!(of(DateOrder::DayFirst, "3/4/2025"), Ok(Some("2025-04-03".into())));
        assert_eq!(of(DateOrder::MonthFirst, "3/4/2025 10:22"), Ok(Some("2025-03-04".into())));
        assert_eq!(of(DateOrder::YearFirst, "25/03/18"), Ok(Some("2025-03-18".into())));
        assert!(of(DateOrder::MonthFirst, "18/3/2025").is_err());
    }
}
