//! Which of the three numbers is the month.
//!
//! A chat's dates are written as its owner's phone likes them, and nothing in
//! the file says how. The whole file decides: a number above 12 is no month,
//! attached files often carry their own date, time goes forwards and does not
//! leap by whole years. When nothing decides, the day is taken to come first,
//! with a notice; whoever knows better says so.

use jiff::civil::Date;

use super::calendar;
use super::day::Numbers;
use crate::options::DateOrder;

/// The order of a date's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
    YearFirst,
    YearThenDay,
}

/// The likelier first.
const ORDERS: [Order; 4] =
    [Order::DayFirst, Order::MonthFirst, Order::YearFirst, Order::YearThenDay];

/// There was no WhatsApp before the first and is none yet after the last.
const PLAUSIBLE: std::ops::RangeInclusive<i16> = 2009..=2045;

impl From<DateOrder> for Order {
    fn from(order: DateOrder) -> Self {
        match order {
            DateOrder::DayFirst => Self::DayFirst,
            DateOrder::MonthFirst => Self::MonthFirst,
            DateOrder::YearFirst => Self::YearFirst,
        }
    }
}

impl Order {
    fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "with the day first",
            Self::MonthFirst => "with the month first",
            Self::YearFirst | Self::YearThenDay => "with the year first",
        }
    }
}

impl Numbers {
    /// Whether an order is likely enough to be a rival: few phones write the
    /// last two digits of the year first.
    fn is_likely(self, order: Order) -> bool {
        let [first, ..] = self.three;
        matches!(order, Order::DayFirst | Order::MonthFirst) || first.digits == 4
    }

    /// The date, if there is such a day.
    pub(super) fn date(self, order: Order) -> Option<Date> {
        let [first, second, third] = self.three;
        match order {
            _ if self.is_settled => calendar::date(first, second, third),
            Order::DayFirst => calendar::date(third, second, first),
            Order::MonthFirst => calendar::date(third, first, second),
            Order::YearFirst => calendar::date(first, second, third),
            Order::YearThenDay => calendar::date(first, third, second),
        }
    }

    /// Whether its year is one of the Islamic calendar.
    pub(super) fn is_islamic(self) -> bool {
        let [first, _, third] = self.three;
        calendar::is_islamic(first) || calendar::is_islamic(third)
    }
}

/// A date as it stands, and the date that the same line tells otherwise.
pub(super) type Seen = (Numbers, Option<Date>);

/// What was decided about the dates of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) order: Order,
    /// What to tell: why it is not certain, or why a wish was not followed.
    pub(super) doubt: Option<String>,
    pub(super) is_sure: bool,
}

/// How well an order fits a file; the smallest fits best.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Misfit {
    impossible: usize,
    implausible: usize,
    contradicted: usize,
    backwards: usize,
}

/// Decides the order for a whole file.
pub(super) fn decide(dates: &[Seen], wish: Option<DateOrder>) -> Decision {
    let mut ranked: Vec<(Misfit, Order)> =
        ORDERS.iter().map(|order| (misfit(dates, *order), *order)).collect();
    // The sort is stable: among equals the likelier order stays first.
    ranked.sort_by_key(|(misfit, _)| *misfit);
    let Some((best, order)) = ranked.first().copied() else {
        return Decision { order: Order::DayFirst, doubt: None, is_sure: false };
    };
    if let Some(wish) = wish.map(Order::from) {
        let wished = ranked.iter().find(|(_, order)| *order == wish);
        let fits = wished.is_some_and(|(misfit, _)| misfit.impossible <= best.impossible);
        if fits {
            return Decision { order: wish, doubt: None, is_sure: true };
        }
        let doubt = format!(
            "Not all dates can be read {}, as was asked: they were read {}.",
            wish.name(),
            order.name()
        );
        return Decision { order, doubt: Some(doubt), is_sure: true };
    }
    let differs = |rival: Order| {
        dates.iter().find(|(numbers, _)| {
            numbers.is_likely(rival) && numbers.date(order) != numbers.date(rival)
        })
    };
    let sample = ranked
        .iter()
        .skip(1)
        .filter(|(misfit, _)| *misfit == best)
        .find_map(|(_, rival)| differs(*rival));
    let doubt = sample.map(|(numbers, _)| {
        let [first, second, third] = numbers.three.map(|number| number.value);
        format!(
            "Dates such as {first}/{second}/{third:02} can be read in two ways. They were read {}: \
             please check a date you know.",
            order.name()
        )
    });
    Decision { order, is_sure: doubt.is_none(), doubt }
}

fn misfit(dates: &[Seen], order: Order) -> Misfit {
    let mut misfit = Misfit::default();
    let mut before: Option<Date> = None;
    for (numbers, evidence) in dates {
        let date = numbers.date(order);
        misfit.contradicted += usize::from(evidence.is_none() || date != *evidence);
        let Some(date) = date else {
            misfit.impossible += 1;
            continue;
        };
        misfit.implausible += usize::from(!PLAUSIBLE.contains(&date.year()));
        misfit.backwards += usize::from(before.is_some_and(|before| {
            // From a day to the same day of another year: what seems the year is the day.
            let leaps = date.year() != before.year()
                && (date.month(), date.day()) == (before.month(), before.day());
            date < before || leaps
        }));
        before = Some(date);
    }
    misfit
}

#[cfg(test)]
mod tests {
    use super::super::attachment::date_in;
    use super::super::header;
    use super::*;

    fn decision(lines: &[&str], wish: Option<DateOrder>) -> Decision {
        let dates: Vec<Seen> = lines
            .iter()
            .filter_map(|line| Some((header::parse(line)?.date, date_in(line))))
            .collect();
        assert_eq!(dates.len(), lines.len());
        decide(&dates, wish)
    }

    fn decided(lines: &[&str]) -> (Order, bool) {
        let decision = decision(lines, None);
        assert_eq!(decision.is_sure, decision.doubt.is_none());
        (decision.order, decision.is_sure)
    }

    #[test]
    fn a_number_above_twelve_decides() {
        let day = ["03/04/22, 10:00 - A: x", "13/04/22, 10:00 - A: x"];
        let month = ["03/04/22, 10:00 - A: x", "04/13/22, 10:00 - A: x"];
        assert_eq!(decided(&day), (Order::DayFirst, true));
        assert_eq!(decided(&month), (Order::MonthFirst, true));
        assert_eq!(
            decided(&["2022/04/03, 10:00 - A: x", "2022/04/13, 10:00 - A: x"]),
            (Order::YearFirst, true)
        );
    }

    #[test]
    fn time_goes_forwards_and_does_not_leap() {
        let lines = ["3/9/22, 10:00 - A: x", "4/1/22, 10:00 - A: x", "5/2/22, 10:00 - A: x"];
        assert_eq!(decided(&lines), (Order::MonthFirst, true));
        let years = ["25-03-18, 10:00 - A: x", "25-03-19, 10:00 - A: x", "25-03-20, 10:00 - A: x"];
        assert_eq!(decided(&years), (Order::YearFirst, true));
    }

    #[test]
    fn the_date_in_a_file_name_decides() {
        let lines = ["3/4/22, 10:00 - A: PTT-20220304-WA0001.opus (file attached)"];
        assert_eq!(decided(&lines), (Order::MonthFirst, true));
        let lines = ["3/4/22, 10:00 - A: <x: 00000038-AUDIO-2022-04-03-21-44-47.opus>"];
        assert_eq!(decided(&lines), (Order::DayFirst, true));
    }

    #[test]
    fn the_day_comes_first_when_nothing_decides_and_nobody_says_otherwise() {
        let open = ["3/4/2022, 10:00 - A: x"];
        assert_eq!(decided(&open), (Order::DayFirst, false));
        assert_eq!(decided(&["3/3/2022, 10:00 - A: x"]), (Order::DayFirst, true));
        let said = decision(&open, Some(DateOrder::MonthFirst));
        assert_eq!((said.order, said.is_sure, said.doubt), (Order::MonthFirst, true, None));
        let wrong = decision(&["13/4/2022, 10:00 - A: x"], Some(DateOrder::MonthFirst));
        assert_eq!((wrong.order, wrong.is_sure), (Order::DayFirst, true));
        assert!(wrong.doubt.is_some_and(|doubt| doubt.contains("as was asked")));
    }

    #[test]
    fn a_settled_date_leaves_no_doubt() {
        assert!(decided(&["2025年4月3日 10:00 - A: x"]).1);
        assert!(decided(&["R7/4/3 10:00 - A: x"]).1);
    }
}
