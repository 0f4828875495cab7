//! Years of several calendars, as phones write them in dates.
//!
//! Phones write the year of the calendar that their owner set: Gregorian,
//! Buddhist (543 years ahead), Persian (from spring to spring), that of Taiwan
//! or a Japanese era. The Islamic calendar is not turned into another one: its
//! months begin when the moon is seen, so a computed date may be a day off.

use jiff::Span;
use jiff::civil::Date;

use super::scan::Number;

/// Years of the Islamic calendar in which there is WhatsApp.
const ISLAMIC: std::ops::RangeInclusive<u16> = 1428..=1500;
/// Persian years in which there is WhatsApp.
const PERSIAN: std::ops::RangeInclusive<u16> = 1380..=1427;
/// Years of Taiwan's calendar in which there is WhatsApp.
const TAIWAN: std::ops::RangeInclusive<u16> = 98..=199;

/// The Gregorian date, if there is such a day.
pub(super) fn date(year: Number, month: Number, day: Number) -> Option<Date> {
    if month.digits > 2 || day.digits > 2 {
        return None;
    }
    let (month, day) = (i8::try_from(month.value).ok()?, i8::try_from(day.value).ok()?);
    let gregorian = |year: u16| Date::new(i16::try_from(year).ok()?, month, day).ok();
    match (year.digits, year.value) {
        (2, value @ 0..=51) => gregorian(2000 + value),
        // Thai phones write 68 for 2568.
        (2, value @ 52..=88) => gregorian(2500 + value - 543),
        (3, value) if TAIWAN.contains(&value) => gregorian(1911 + value),
        (4, value) if PERSIAN.contains(&value) => persian(value, month, day),
        (4, value @ 2400..=2700) => gregorian(value - 543),
        (4, value @ 1990..=2399) => gregorian(value),
        _ => None,
    }
}

/// Whether a number is a year of the Islamic calendar.
pub(super) fn is_islamic(year: Number) -> bool {
    year.digits == 4 && ISLAMIC.contains(&year.value)
}

/// The year that an era before it makes of a number: `R7`, `令和7`, `民國114`.
pub(super) fn year_of_era(era: &str, value: u16) -> Option<u16> {
    let before = match era {
        "R" | "令和" | "令" => 2018,
        "H" | "平成" | "平" => 1988,
        "民國" | "民国" => 1911,
        _ => return None,
    };
    value.checked_add(before)
}

/// The first day of the Persian year 1404 in the Gregorian calendar.
const SPRING: (i16, i8, i8) = (2025, 3, 21);
const SPRING_YEAR: u16 = 1404;

/// A Persian date; six months have 31 days, five have 30, the last has 29 or 30.
fn persian(year: u16, month: i8, day: i8) -> Option<Date> {
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 if is_persian_leap_year(year) => 30,
        12 => 29,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let days = |year: u16| if is_persian_leap_year(year) { 366_i32 } else { 365 };
    let years: i32 = if year >= SPRING_YEAR {
        (SPRING_YEAR..year).map(days).sum()
    } else {
        -(year..SPRING_YEAR).map(days).sum::<i32>()
    };
    let before = i32::from(month - 1);
    let months = before * 30 + before.min(6);
    let (spring_year, spring_month, spring_day) = SPRING;
    let spring = Date::new(spring_year, spring_month, spring_day).ok()?;
    spring.checked_add(Span::new().days(years + months + i32::from(day) - 1)).ok()
}

/// The cycle of 33 years holds for all years of our time.
fn is_persian_leap_year(year: u16) -> bool {
    matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(year: &str, month: u16, day: u16) -> Option<String> {
        let number = |value: u16, digits: u8| Number { value, digits };
        let digits = u8::try_from(year.len()).expect("short");
        let year = number(year.parse().expect("a number"), digits);
        date(year, number(month, 2), number(day, 2)).map(|date| date.to_string())
    }

    #[test]
    fn years_of_other_calendars_are_turned() {
        for (year, month, day, expected) in [
            ("2025", 3, 18, "2025-03-18"),
            ("25", 3, 18, "2025-03-18"),
            ("2568", 3, 18, "2025-03-18"),
            ("68", 3, 18, "2025-03-18"),
            ("114", 3, 18, "2025-03-18"),
            // The Persian new year fell on these days.
            ("1404", 1, 1, "2025-03-21"),
            ("1403", 12, 28, "2025-03-18"),
            ("1403", 12, 30, "2025-03-20"),
            ("1400", 1, 1, "2021-03-21"),
            ("1399", 1, 1, "2020-03-20"),
            ("1396", 1, 1, "2017-03-21"),
            ("1395", 7, 1, "2016-09-22"),
            ("1405", 1, 1, "2026-03-21"),
            ("1409", 1, 1, "2030-03-21"),
        ] {
            assert_eq!(read(year, month, day).as_deref(), Some(expected), "{year}/{month}/{day}");
        }
    }

    #[test]
    fn days_that_there_are_not_are_nothing() {
        for (year, month, day) in
            [("1404", 12, 30), ("1404", 7, 31), ("1404", 13, 1), ("1446", 9, 18), ("7", 3, 18)]
        {
            assert_eq!(read(year, month, day), None, "{year}/{month}/{day}");
        }
        assert!(is_islamic(Number { value: 1446, digits: 4 }));
        assert_eq!(year_of_era("令和", 7), Some(2025));
        assert_eq!(year_of_era("H", 31), Some(2019));
    }
}
