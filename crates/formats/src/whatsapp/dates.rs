//! Which of the three numbers is the month.
//!
//! A chat's dates are written as its owner's phone likes them, and nothing in
//! the file says how. The whole file decides: a number above 12 is no month,
//! attached files often carry their own date, and time goes forwards. When
//! nothing decides, the day is taken to come first, with a notice.

use jiff::civil::Date;

use super::scan::Number;
use crate::Notices;

/// The order of a date's numbers, the likelier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateOrder {
    DayFirst,
    MonthFirst,
    YearFirst,
    YearThenDay,
}

const ORDERS: [DateOrder; 4] =
    [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst, DateOrder::YearThenDay];

/// The three numbers of a date as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers(pub(super) [Number; 3]);

impl Numbers {
    /// Whether an order is likely enough to be a rival: nobody's phone writes
    /// the last two digits of the year first, though some programs do.
    fn is_likely(self, order: DateOrder) -> bool {
        let [first, ..] = self.0;
        matches!(order, DateOrder::DayFirst | DateOrder::MonthFirst) || first.digits == 4
    }

    /// The date, if there is such a day.
    pub(super) fn date(self, order: DateOrder) -> Option<Date> {
        let [first, second, third] = self.0;
        let (year, month, day) = match order {
            DateOrder::DayFirst => (third, second, first),
            DateOrder::MonthFirst => (third, first, second),
            DateOrder::YearFirst => (first, second, third),
            DateOrder::YearThenDay => (first, third, second),
        };
        if month.digits > 2 || day.digits > 2 {
            return None;
        }
        let year = match (year.digits, year.value) {
            (2, value) => 2000 + value,
            // The Buddhist calendar is 543 years ahead.
            (4, value) if value > 2400 => value - 543,
            (4, value) if value >= 1990 => value,
            _ => return None,
        };
        Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month.value).ok()?,
            i8::try_from(day.value).ok()?,
        )
        .ok()
    }
}

/// How well an order fits a file; the smallest fits best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Misfit {
    impossible: usize,
    contradicted: usize,
    backwards: usize,
}

/// Decides the order for a whole file, given each date with its line; answers also whether the
/// file leaves no doubt.
pub(super) fn decide<'a>(
    dates: impl Iterator<Item = (Numbers, &'a str)>,
    notices: &mut Notices<'_>,
) -> (DateOrder, bool) {
    let dates: Vec<(Numbers, Option<Date>)> =
        dates.map(|(numbers, line)| (numbers, super::attachment::date_in(line))).collect();
    let mut ranked: Vec<(Misfit, DateOrder)> =
        ORDERS.iter().map(|order| (misfit(&dates, *order), *order)).collect();
    // The sort is stable: among equals the likelier order stays first.
    ranked.sort_by_key(|(misfit, _)| *misfit);
    let Some((best, order)) = ranked.first().copied() else {
        return (DateOrder::DayFirst, false);
    };
    let rival = ranked.iter().skip(1).find(|(misfit, rival)| {
        *misfit == best
            && dates.iter().any(|(numbers, _)| {
                numbers.is_likely(*rival) && numbers.date(order) != numbers.date(*rival)
            })
    });
    if let (Some(_), Some((sample, _))) = (
        rival,
        dates.iter().find(|(numbers, _)| {
            let [first, second, _] = numbers.0;
            first.value != second.value
        }),
    ) {
        let [first, second, third] = sample.0.map(|number| number.value);
        notices.add(format!(
            "Dates such as {first}/{second}/{third:02} can be read in two ways. They were read {}: \
             please check a date you know.",
            match order {
                DateOrder::DayFirst => "with the day first",
                DateOrder::MonthFirst => "with the month first",
                DateOrder::YearFirst | DateOrder::YearThenDay => "with the year first",
            }
        ));
    }
    (order, rival.is_none())
}

fn misfit(dates: &[(Numbers, Option<Date>)], order: DateOrder) -> Misfit {
    let read: Vec<Option<Date>> = dates.iter().map(|(numbers, _)| numbers.date(order)).collect();
    let agreed = read
        .iter()
        .zip(dates)
        .filter(|(date, (_, evidence))| evidence.is_some() && *date == evidence)
        .count();
    let possible: Vec<Date> = read.iter().flatten().copied().collect();
    Misfit {
        impossible: read.len() - possible.len(),
        contradicted: read.len() - agreed,
        backwards: possible
            .windows(2)
            .filter(|pair| matches!(pair, [one, next] if next < one))
            .count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(lines: &[&str]) -> (DateOrder, usize) {
        let mut notices = Notices::about("x");
        let dates =
            lines.iter().filter_map(|line| Some((super::super::header::parse(line)?.date, *line)));
        let (order, is_sure) = decide(dates, &mut notices);
        assert!(is_sure || notices.list.len() <= 1);
        (order, notices.list.len())
    }

    #[test]
    fn a_number_above_twelve_decides() {
        let day = ["03/04/22, 10:00 - A: x", "13/04/22, 10:00 - A: x"];
        let month = ["03/04/22, 10:00 - A: x", "04/13/22, 10:00 - A: x"];
        assert_eq!(decided(&day), (DateOrder::DayFirst, 0));
        assert_eq!(decided(&month), (DateOrder::MonthFirst, 0));
        assert_eq!(
            decided(&["2022/04/03, 10:00 - A: x", "2022/04/13, 10:00 - A: x"]),
            (DateOrder::YearFirst, 0)
        );
    }

    #[test]
    fn time_goes_forwards() {
        let lines = ["3/9/22, 10:00 - A: x", "4/1/22, 10:00 - A: x", "5/2/22, 10:00 - A: x"];
        assert_eq!(decided(&lines), (DateOrder::MonthFirst, 0));
    }

    #[test]
    fn the_date_in_a_file_name_decides() {
        let lines = ["3/4/22, 10:00 - A: PTT-20220304-WA0001.opus (file attached)"];
        assert_eq!(decided(&lines), (DateOrder::MonthFirst, 0));
    }

    #[test]
    fn the_day_comes_first_when_nothing_decides() {
        assert_eq!(decided(&["3/4/2022, 10:00 - A: x"]), (DateOrder::DayFirst, 1));
        assert_eq!(decided(&["3/3/2022, 10:00 - A: x"]), (DateOrder::DayFirst, 0));
    }
}
