//! Dates in file names: `2025-03-18`, `18.03.25`, `20250318`, `18Mar2025`.

use jiff::civil::Date;

use crate::options::DateOrder;
use crate::table::{Dated, Number, date_of_text, day, month_of_word};

/// The longest date in a name, in characters: `18_September_2025`.
const LONGEST: usize = 20;

/// Reads a text that is a date and nothing else.
pub(super) fn read(text: &str, order: DateOrder) -> Option<Date> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == text.len() {
        return compact(text, order);
    }
    let is_one =
        text.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '-' | ' ' | '.'));
    let begins = text.starts_with(char::is_alphanumeric) && text.ends_with(char::is_alphanumeric);
    if !is_one || !begins || digits.len() > 8 || !is_plain(text) {
        return None;
    }
    // In names an underscore stands for any separator.
    let text = text.replace(['_', ' '], "-").replace("--", "-");
    match date_of_text(&text)? {
        Dated::Sure(date) => Some(date),
        dated @ Dated::Numbers(_) => dated.in_order(order),
    }
}

/// Whether its letters are one name of a month, if there are any.
fn is_plain(text: &str) -> bool {
    let mut words = text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty());
    match (words.next(), words.next()) {
        (None, _) => true,
        (Some(word), None) => month_of_word(word).is_some(),
        _ => false,
    }
}

/// `20250318`, `18032025` or, of six digits, `250318`.
fn compact(digits: &str, order: DateOrder) -> Option<Date> {
    let number = |from: usize, to: usize| {
        let value = digits.get(from..to)?.parse().ok()?;
        Some(Number { value, digits: to - from })
    };
    match (digits.len(), order) {
        (8, _) if day(number(0, 4)?, number(4, 6)?, number(6, 8)?).is_some() => {
            day(number(0, 4)?, number(4, 6)?, number(6, 8)?)
        }
        (8, DateOrder::MonthFirst) => day(number(4, 8)?, number(0, 2)?, number(2, 4)?),
        (8, _) => day(number(4, 8)?, number(2, 4)?, number(0, 2)?),
        (6, DateOrder::DayFirst) => day(number(4, 6)?, number(2, 4)?, number(0, 2)?),
        (6, DateOrder::MonthFirst) => day(number(4, 6)?, number(0, 2)?, number(2, 4)?),
        (6, DateOrder::YearFirst) => day(number(0, 2)?, number(2, 4)?, number(4, 6)?),
        _ => None,
    }
}

/// How many bytes a date at the beginning of a text may take, the most first.
pub(super) fn lengths(text: &str, order: DateOrder) -> Vec<usize> {
    if !text.starts_with(char::is_alphanumeric) {
        return Vec::new();
    }
    let ends = text.char_indices().map(|(at, sign)| at + sign.len_utf8()).take(LONGEST);
    let ends: Vec<usize> = ends.filter(|end| *end >= 6).collect();
    let is_date = |end: &usize| text.get(..*end).is_some_and(|text| read(text, order).is_some());
    ends.into_iter().rev().filter(is_date).collect()
}

/// The order in which a text is a date; of several the likeliest in a name.
pub(super) fn order(text: &str) -> Option<DateOrder> {
    // Names of six digits sort by day when the year is in front, which is why people write them.
    let is_short = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let orders = if is_short {
        [DateOrder::YearFirst, DateOrder::DayFirst, DateOrder::MonthFirst]
    } else {
        [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst]
    };
    orders.into_iter().find(|order| read(text, *order).is_some())
}
