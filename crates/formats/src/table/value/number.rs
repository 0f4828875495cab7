//! Numbers with points, commas, spaces, apostrophes, currencies and per cent signs.
//!
//! Digits are kept as they are and never pass through a binary fraction, so that
//! a long number stays itself.

use super::{Decimal, digits};

/// More digits than this are no measurement.
const MOST_DIGITS: usize = 60;

/// A number taken to pieces, and what its own separators tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separated {
    /// It reads the same in either way.
    Whole,
    /// Its separators can only be read in this way.
    Sure(Decimal),
    /// `1.234` or `1,234`.
    Open,
}

/// What a number's separators tell; nothing when it is none.
pub(crate) fn separated(text: &str) -> Option<Separated> {
    let bare = bare(text)?;
    let by_point = split(&bare.digits, Decimal::Point);
    let by_comma = split(&bare.digits, Decimal::Comma);
    match (by_point, by_comma) {
        (None, None) => None,
        (Some(_), None) => Some(Separated::Sure(Decimal::Point)),
        (None, Some(_)) => Some(Separated::Sure(Decimal::Comma)),
        (Some(one), Some(two)) if one == two => Some(Separated::Whole),
        (Some(_), Some(_)) => Some(Separated::Open),
    }
}

/// The stored form: `-12.5`.
pub(super) fn of_text(text: &str, decimal: Decimal) -> Option<String> {
    let bare = bare(text)?;
    let other = if decimal == Decimal::Point { Decimal::Comma } else { Decimal::Point };
    let (whole, part) = split(&bare.digits, decimal).or_else(|| split(&bare.digits, other))?;
    let (whole, part) = shift(&whole, &part, bare.exponent)?;
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if bare.is_negative && !(whole == "0" && part.is_empty()) { "-" } else { "" };
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

/// Digits with points and commas only.
struct Bare {
    is_negative: bool,
    digits: String,
    exponent: i32,
}

fn bare(text: &str) -> Option<Bare> {
    let mut text = digits::plain(text.trim());
    // Spaces, apostrophes and thin spaces part thousands, where digits are on both sides.
    let signs: Vec<char> = text.chars().collect();
    let is_digit =
        |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_digit);
    let is_parting = |at: usize| {
        matches!(signs.get(at), Some(' ' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '٬'))
            && is_digit(at.checked_sub(1))
            && (1..=3).all(|after| is_digit(Some(at + after)))
            && !is_digit(Some(at + 4))
    };
    text = signs
        .iter()
        .enumerate()
        .filter(|(at, _)| !is_parting(*at))
        .map(|(_, sign)| *sign)
        .collect();
    text = text.replace('٫', ",");
    let mut rest = text.trim_matches(is_unit);
    let is_negative = rest.starts_with(['-', '−', '–']);
    rest = rest.strip_prefix(['-', '−', '–', '+']).unwrap_or(rest).trim_start_matches(is_unit);
    let mut exponent = 0;
    if let Some((before, after)) = rest.split_once(['e', 'E']) {
        exponent = after.parse().ok().filter(|exponent: &i32| exponent.abs() < 40)?;
        rest = before;
    }
    let count = rest.bytes().filter(u8::is_ascii_digit).count();
    let is_number = rest.chars().all(|sign| matches!(sign, '0'..='9' | '.' | ','));
    (is_number && (1..=MOST_DIGITS).contains(&count)).then(|| Bare {
        is_negative,
        digits: rest.to_owned(),
        exponent,
    })
}

/// What may stand before or after a number and is no part of it.
fn is_unit(sign: char) -> bool {
    matches!(sign, '%' | '€' | '$' | '£' | '¥' | '₹' | '₺' | '₽' | '٪') || sign.is_whitespace()
}

/// The digits before and after the decimal sign, when the others are thousands.
fn split(digits: &str, decimal: Decimal) -> Option<(String, String)> {
    let (point, thousands) = match decimal {
        Decimal::Point => ('.', ','),
        Decimal::Comma => (',', '.'),
    };
    let (whole, part) = digits.split_once(point).unwrap_or((digits, ""));
    if part.contains([point, thousands]) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let mut groups = whole.split(thousands);
    let first = groups.next().unwrap_or_default();
    let others: Vec<&str> = groups.collect();
    let is_grouped = others.is_empty()
        || ((1..=3).contains(&first.len())
            && !first.starts_with('0')
            && others.last().is_some_and(|last| last.len() == 3)
            // In India groups of two stand before the last.
            && others.iter().all(|group| matches!(group.len(), 2 | 3)));
    is_grouped.then(|| (whole.replace(thousands, ""), part.to_owned()))
}

/// Moves the decimal sign as an exponent says.
fn shift(whole: &str, part: &str, exponent: i32) -> Option<(String, String)> {
    let digits = format!("{whole}{part}");
    let place = i32::try_from(whole.len()).ok()? + exponent;
    Some(match usize::try_from(place) {
        Ok(place) if place >= digits.len() => (format!("{digits:0<place$}"), String::new()),
        Ok(place) => {
            let (whole, part) = digits.split_at(place);
            (whole.to_owned(), part.to_owned())
        }
        Err(_) => {
            let width = digits.len() + usize::try_from(-place).ok()?;
            (String::new(), format!("{digits:0>width$}"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, stored) in [
            ("12", "12"),
            ("007", "7"),
            ("12.50", "12.5"),
            ("12,5", "12.5"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1,234", "1234"),
            ("1.234", "1.234"),
            ("1.234.567", "1234567"),
            ("12,34,567", "1234567"),
            ("1 234 567", "1234567"),
            ("1'234.50", "1234.5"),
            ("1\u{202f}234,5", "1234.5"),
            ("−3", "-3"),
            ("-0,0", "0"),
            ("45 %", "45"),
            ("€ 12,50", "12.5"),
            ("$1,200", "1200"),
            (".5", "0.5"),
            ("4.91E+11", "491000000000"),
            ("1e-3", "0.001"),
            ("١٢٫٥", "12.5"),
            ("49151234567890123456789", "49151234567890123456789"),
        ] {
            assert_eq!(of_text(text, Decimal::Point).as_deref(), Some(stored), "{text}");
        }
        assert_eq!(of_text("1.234", Decimal::Comma).as_deref(), Some("1234"));
        assert_eq!(of_text("1,234", Decimal::Comma).as_deref(), Some("1.234"));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "a",
            "12a",
            "1.2.3",
            "1,2,3",
            "3-4",
            "25 years",
            "1 2",
            ".",
            "5 5",
            "2025-03-18",
            "1e99",
        ] {
            assert_eq!(of_text(text, Decimal::Point), None, "{text}");
        }
    }

    #[test]
    fn separators_tell_what_they_can() {
        assert_eq!(separated("12"), Some(Separated::Whole));
        assert_eq!(separated("12,5"), Some(Separated::Sure(Decimal::Comma)));
        assert_eq!(separated("1.234,5"), Some(Separated::Sure(Decimal::Comma)));
        assert_eq!(separated("1,234,567"), Some(Separated::Sure(Decimal::Point)));
        assert_eq!(separated("0.125"), Some(Separated::Sure(Decimal::Point)));
        assert_eq!(separated("1.234"), Some(Separated::Open));
        assert_eq!(separated("about 3"), None);
    }

    proptest::proptest! {
        #[test]
        fn stored_numbers_read_as_themselves(number in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{0,8}[1-9])?") {
            proptest::prop_assume!(number != "-0");
            let read = of_text(&number, Decimal::Point);
            proptest::prop_assert_eq!(read.as_deref(), Some(number.as_str()));
        }

        #[test]
        fn any_text_is_read_or_not(text in ".{0,40}") {
            if let Some(stored) = of_text(&text, Decimal::Comma) {
                proptest::prop_assert_eq!(of_text(&stored, Decimal::Point), Some(stored));
            }
        }
    }
}
