//! What is to be looked at, when: classes of data, and duties that withdrawals left behind.

use serde::Serialize;

use super::{Class, Done, RetentionAction, list};
use crate::care::erasure::Duty;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// So many days beforehand something is due soon.
const SOON: i64 = 90;

/// Where something stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its day has come.
    Due,
    /// Its day comes within three months.
    Soon,
    /// Its day comes later.
    Later,
    /// It has no day yet.
    Undated,
    /// It is held.
    Held,
    /// It was done.
    Done,
}

/// Something that is to be looked at or done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The id of the row or duty; none for a class that nothing was said of.
    pub id: Option<Id>,
    /// The class of data; none for a duty.
    pub class: Option<Class>,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub standing: Standing,
    /// The ISO date.
    pub on: Option<String>,
    /// In how many days; negative when the day has passed.
    pub days: Option<i64>,
    /// What happens then, to a class.
    pub action: Option<RetentionAction>,
    /// The policy or law that says so.
    pub basis: String,
    /// For how long, in words.
    pub period: String,
    /// A note.
    pub note: String,
    /// Why it is held.
    pub hold_reason: String,
    /// The ISO date on which it was done.
    pub done_on: Option<String>,
    /// What was done until now.
    pub done: Vec<Done>,
}

/// What is due, and what is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The ISO date on which this holds.
    pub today: String,
    /// Everything: what is due first, then soonest first.
    pub items: Vec<Item>,
}

/// What is due on a day given as an ISO date, soon, later, held and done; every class is in it.
pub fn due(reader: &Reader<'_>, today: &str) -> Result<Due> {
    let rows = list(reader)?;
    let mut items = Vec::new();
    for class in Class::ALL {
        let Some(row) = rows.iter().find(|row| row.class == *class) else {
            items.push(Item::unsaid(*class));
            continue;
        };
        items.push(Item {
            id: Some(row.id),
            standing: standing(today, row.review_on.as_deref(), row.done_on.is_some(), row.hold),
            on: row.review_on.clone(),
            days: days(today, row.review_on.as_deref()),
            action: Some(row.action),
            basis: row.basis.clone(),
            period: row.period.clone(),
            note: row.note.clone(),
            hold_reason: if row.hold { row.hold_reason.clone() } else { String::new() },
            done_on: row.done_on.clone(),
            done: row.done()?,
            ..Item::unsaid(*class)
        });
    }
    let duties: Vec<Duty> = reader.list("ORDER BY due_on, id", &[])?;
    items.extend(duties.into_iter().map(|duty| Item::duty(duty, today)));
    items.sort_by(|a, b| {
        (a.standing, a.on.is_none(), &a.on).cmp(&(b.standing, b.on.is_none(), &b.on))
    });
    Ok(Due { today: today.to_owned(), items })
}

impl Due {
    /// Those that stand so.
    pub fn standing(&self, standing: Standing) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.standing == standing)
    }
}

impl Item {
    /// A class that nothing was said of.
    fn unsaid(class: Class) -> Self {
        Self {
            id: None,
            class: Some(class),
            title: class.label().to_owned(),
            standing: Standing::Undated,
            on: None,
            days: None,
            action: None,
            basis: String::new(),
            period: String::new(),
            note: String::new(),
            hold_reason: String::new(),
            done_on: None,
            done: Vec::new(),
        }
    }

    fn duty(duty: Duty, today: &str) -> Self {
        Self {
            id: Some(duty.id),
            class: None,
            standing: standing(today, duty.due_on.as_deref(), duty.done_on.is_some(), false),
            days: days(today, duty.due_on.as_deref()),
            on: duty.due_on,
            title: duty.text,
            done_on: duty.done_on,
            ..Self::unsaid(Class::Outputs)
        }
    }
}

fn standing(today: &str, on: Option<&str>, done: bool, held: bool) -> Standing {
    match days(today, on) {
        _ if held => Standing::Held,
        _ if done => Standing::Done,
        None => Standing::Undated,
        Some(days) if days <= 0 => Standing::Due,
        Some(days) if days <= SOON => Standing::Soon,
        Some(_) => Standing::Later,
    }
}

fn days(today: &str, on: Option<&str>) -> Option<i64> {
    let day = |text: &str| text.get(..10)?.parse::<jiff::civil::Date>().ok();
    let days = day(today)?.until(day(on?)?).ok()?.get_days();
    Some(i64::from(days))
}
