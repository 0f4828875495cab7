//! Days, as people and survey tools write them.
//!
//! A time after the date is passed over. Three numbers leave open which of them
//! is the month: they stay a [`Dated::Numbers`] until the column decides. Years
//! of two digits from 30 on belong to the twentieth century, as in spreadsheets.

use jiff::civil::Date;

use super::{digits, month};
use crate::options::DateOrder;

/// A date as it stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dated {
    /// There is only one way to read it.
    Sure(Date),
    /// Three numbers; the year, of two digits or four, is not in front if it has four.
    Numbers([Number; 3]),
}

/// One of the three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: u32,
    pub(crate) digits: usize,
}

impl Dated {
    /// The day, when the numbers stand in this order.
    pub(crate) fn in_order(self, order: DateOrder) -> Option<Date> {
        let [first, second, third] = match self {
            Self::Sure(date) => return Some(date),
            Self::Numbers(numbers) => numbers,
        };
        match order {
            DateOrder::DayFirst => day(third, second, first),
            DateOrder::MonthFirst => day(third, first, second),
            DateOrder::YearFirst => day(first, second, third),
        }
    }
}

/// Reads a date, with or without a time after it.
pub(crate) fn of_text(text: &str) -> Option<Dated> {
    if text.len() > 80 {
        return None;
    }
    let text = digits::plain(text.trim());
    let pieces = pieces(&text);
    let numbers: Vec<Number> = pieces.iter().filter_map(Piece::number).take(3).collect();
    if let [first, second, third] = numbers[..]
        && has_separators(&text)
    {
        if !is_time(after_date(&text, 3)?) {
            return None;
        }
        if first.digits == 4 {
            return day(first, second, third).map(Dated::Sure);
        }
        let is_plausible = matches!(third.digits, 2 | 4) && first.digits <= 2 && second.digits <= 2;
        let dated = Dated::Numbers([first, second, third]);
        let orders = [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst];
        let is_day = orders.iter().any(|order| dated.in_order(*order).is_some());
        return (is_plausible && is_day).then_some(dated);
    }
    if let Some(Piece::Number(number)) = pieces.first()
        && number.digits == 8
    {
        return is_time(after_date(&text, 1)?)
            .then(|| compact(number.value))
            .flatten()
            .map(Dated::Sure);
    }
    with_words(&pieces).map(Dated::Sure)
}

/// `20250318`
fn compact(value: u32) -> Option<Date> {
    let number = |value, digits| Number { value, digits };
    day(number(value / 10_000, 4), number(value / 100 % 100, 2), number(value % 100, 2))
}

/// A day of a year of four digits, or two, that is near our time.
pub(crate) fn day(year: Number, month: Number, day: Number) -> Option<Date> {
    if month.digits > 2 || day.digits > 2 {
        return None;
    }
    let year = match (year.digits, year.value) {
        (2, value @ 0..30) => 2000 + value,
        (2, value) => 1900 + value,
        // The Buddhist calendar is 543 years ahead.
        (4, value @ 2400..2700) => value - 543,
        (4, value @ 1800..2200) => value,
        _ => return None,
    };
    let small = |number: u32| i8::try_from(number).ok();
    Date::new(i16::try_from(year).ok()?, small(month.value)?, small(day.value)?).ok()
}

enum Piece {
    Number(Number),
    Word(String),
}

impl Piece {
    fn number(&self) -> Option<Number> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

/// Runs of digits and runs of letters.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = rest.get(start..).unwrap_or_default();
        let is_number = rest.starts_with(|sign: char| sign.is_ascii_digit());
        let end = rest
            .find(|sign: char| !sign.is_alphanumeric() || sign.is_ascii_digit() != is_number)
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(match piece.parse() {
            Ok(value) if is_number => Piece::Number(Number { value, digits: piece.len() }),
            _ => Piece::Word(piece.to_owned()),
        });
        rest = after;
    }
    pieces
}

/// What follows the first `count` runs of digits.
fn after_date(text: &str, count: usize) -> Option<&str> {
    let mut rest = text;
    for _ in 0..count {
        rest = rest.trim_start_matches(|sign: char| !sign.is_ascii_digit());
        rest = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
    }
    rest.strip_prefix('日').or(Some(rest))
}

/// Whether three numbers stand apart as those of a date do, and nothing is before them.
fn has_separators(text: &str) -> bool {
    let mut signs = text.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let mut found = Vec::new();
    for _ in 0..2 {
        let end = signs.find(|sign: char| sign.is_ascii_digit()).unwrap_or(signs.len());
        let (between, rest) = signs.split_at(end);
        found.push(between.trim());
        signs = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
    }
    let known =
        |between: &&str| matches!(*between, "/" | "-" | "." | "年" | "月" | "·" | "‑" | "–");
    let is_first = text.starts_with(|sign: char| sign.is_ascii_digit());
    is_first && found.iter().all(known)
}

/// Whether the rest of a cell is nothing, or a time of day as tools write it.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim_matches([' ', ',', '.', '\u{a0}', '\u{202f}']);
    if rest.is_empty() {
        return true;
    }
    let begins = rest.trim_start_matches(['T', 't', ' ', '(']);
    let digits = begins.bytes().take_while(u8::is_ascii_digit).count();
    let is_clock = begins.get(digits..).is_some_and(|after| after.starts_with([':', '.', 'h']));
    (1..=2).contains(&digits) && is_clock && rest.chars().count() <= 40
}

/// `18 March 2025`, `March 18th, 2025`, `Tue, 18-Mar-25 10:22`, `18. de marzo de 2025`.
fn with_words(pieces: &[Piece]) -> Option<Date> {
    let mut month = None;
    let mut numbers = Vec::new();
    let (mut words, mut long_words) = (0, 0);
    for piece in pieces {
        match piece {
            Piece::Number(number) if numbers.len() < 2 => numbers.push(*number),
            Piece::Word(word) if month.is_none() && month::of_word(word).is_some() => {
                month = month::of_word(word);
            }
            Piece::Word(word) if numbers.len() < 2 => {
                words += 1;
                long_words += usize::from(word.chars().count() > 3);
            }
            Piece::Number(_) | Piece::Word(_) => break,
        }
    }
    // A weekday and an "of" at most: a sentence with a date in it is no date.
    if words > 4 || long_words > 1 {
        return None;
    }
    let (Some(value), [one, two]) = (month, &numbers[..]) else {
        return None;
    };
    let month = Number { value, digits: 2 };
    if one.digits == 4 { day(*one, month, *two) } else { day(*two, month, *one) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_dates_are_read_in_many_ways() {
        for text in [
            "2025-03-18",
            "2025-03-18T10:22:33Z",
            "2025-03-18 10:22",
            "2025/3/18 10:22:33 AM GMT+1",
            "2025.03.18",
            "20250318",
            "18 March 2025",
            "March 18, 2025",
            "March 18th, 2025 at 10:22",
            "Tue, 18 Mar 2025 10:22:00 +0100",
            "18. März 2025",
            "18-Mar-25",
            "18Mar2025",
            "18 de marzo de 2025",
            "le 18 mars 2025",
            "2025年3月18日",
            "2025年3月18日 10:22",
            "Mar 18 2025 10:22AM",
            "18/3/2568",
            "٢٠٢٥-٠٣-١٨",
        ] {
            let dated = of_text(text).unwrap_or_else(|| panic!("no date: {text}"));
            assert_eq!(
                dated.in_order(DateOrder::DayFirst).map(|date| date.to_string()).as_deref(),
                Some("2025-03-18"),
                "{text}"
            );
        }
    }

    #[test]
    fn years_of_two_digits_belong_to_a_life() {
        let year = |text: &str| {
            of_text(text).and_then(|dated| dated.in_order(DateOrder::DayFirst)).map(Date::year)
        };
        assert_eq!((year("12.03.85"), year("12.03.25")), (Some(1985), Some(2025)));
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "",
            "12",
            "3.5",
            "1.2.3",
            "10:22",
            "10:22:33",
            "192.168.0.1",
            "2025",
            "03/2025",
            "31/31/2025",
            "2025-13-01",
            "+49 151 2345678",
            "1-2-3-4",
            "12345678",
            "In May I had 2 exams and 14 papers to write",
            "Room 3, Floor 2, House 18",
            "18/03/2025 and then 19/03/2025",
            "1,2,3",
        ] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }
}
