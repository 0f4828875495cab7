//! How a whole column writes its dates and numbers.
//!
//! A number above twelve is no month and `12,5` is no thousand: one such value
//! decides for its column, and a column without any follows the others of its
//! table, because one program wrote them all. What nothing decides is asked.

use super::super::value::{Dated, Decimal, Separated, Written};
use super::Role;
use super::facts::Facts;
use crate::options::DateOrder;

/// How a column writes, and what of that is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordered {
    pub(super) written: Written,
    pub(super) are_dates_sure: bool,
    pub(super) are_numbers_sure: bool,
}

/// What should be asked.
pub(super) fn doubt(role: Role) -> &'static str {
    match role {
        Role::Date | Role::Closed(super::AttributeKind::Date) => {
            "Whether the day or the month comes first cannot be told from its dates: please say."
        }
        _ => {
            "Whether the comma or the point stands before the tenths cannot be told from its numbers: please say."
        }
    }
}

/// Decides for all columns of a table.
pub(super) fn decide(facts: &[Facts]) -> Vec<Ordered> {
    let dates: Vec<Vote<DateOrder>> = facts.iter().map(dates).collect();
    let numbers: Vec<Vote<Decimal>> = facts.iter().map(numbers).collect();
    let (common_dates, common_numbers) = (common(&dates), common(&numbers));
    let ordered = dates.into_iter().zip(numbers).map(|(dates, numbers)| {
        let (dates, are_dates_sure) = dates.settle(common_dates);
        let (decimal, are_numbers_sure) = numbers.settle(common_numbers);
        Ordered { written: Written { dates, decimal }, are_dates_sure, are_numbers_sure }
    });
    ordered.collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vote<T> {
    /// Its values read the same in either way.
    Indifferent,
    /// Its values leave it open.
    Open,
    For(T),
}

impl<T: Copy + Default> Vote<T> {
    fn settle(self, common: Option<T>) -> (T, bool) {
        match (self, common) {
            (Self::For(own), _) => (own, true),
            (Self::Open, None) => (T::default(), false),
            (Self::Open | Self::Indifferent, common) => (common.unwrap_or_default(), true),
        }
    }
}

/// What the columns that know agree about.
fn common<T: Copy + PartialEq>(votes: &[Vote<T>]) -> Option<T> {
    let mut found =
        votes.iter().filter_map(|vote| if let Vote::For(one) = vote { Some(*one) } else { None });
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

fn dates(facts: &Facts) -> Vote<DateOrder> {
    if !facts.are_often(facts.dates) {
        return Vote::Indifferent;
    }
    let orders = [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst];
    let open: Vec<Dated> =
        facts.dated.iter().copied().filter(|dated| matches!(dated, Dated::Numbers(_))).collect();
    let readable =
        |order: &DateOrder| open.iter().filter(|dated| dated.in_order(*order).is_some()).count();
    let most = orders.iter().map(readable).max().unwrap_or(0);
    if most == 0 {
        return Vote::Indifferent;
    }
    let best: Vec<DateOrder> =
        orders.iter().copied().filter(|order| readable(order) == most).collect();
    let is_same = |order: &DateOrder| {
        open.iter().all(|dated| dated.in_order(*order) == dated.in_order(DateOrder::DayFirst))
    };
    // Few people write the last two digits of a year first, and then all their dates show it.
    let best: Vec<DateOrder> = best
        .iter()
        .copied()
        .filter(|order| best.len() == 1 || *order != DateOrder::YearFirst)
        .collect();
    match best[..] {
        [one] => Vote::For(one),
        _ if best.iter().all(is_same) => Vote::Indifferent,
        _ => Vote::Open,
    }
}

fn numbers(facts: &Facts) -> Vote<Decimal> {
    if !facts.are_often(facts.numbers) {
        return Vote::Indifferent;
    }
    let count = |wanted| facts.separated.iter().filter(|found| **found == wanted).count();
    let points = count(Separated::Sure(Decimal::Point));
    let commas = count(Separated::Sure(Decimal::Comma));
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => Vote::For(Decimal::Point),
        std::cmp::Ordering::Less => Vote::For(Decimal::Comma),
        std::cmp::Ordering::Equal if points > 0 || count(Separated::Open) > 0 => Vote::Open,
        std::cmp::Ordering::Equal => Vote::Indifferent,
    }
}
