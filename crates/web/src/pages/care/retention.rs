//! Retention: how long each class of data is kept, what happens then, and what is still to be done.

use std::collections::HashMap;

use askama::Template;
use trefoil_core::care::erasure::Duty;
use trefoil_core::care::retention::{Class, Retention, RetentionAction};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::Person;

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::day;

/// The page.
#[derive(Template)]
#[template(path = "care/retention.html")]
struct RetentionPage {
    frame: Frame,
    kept: Vec<Kept>,
    duties: Vec<Owed>,
}

/// A class of data as shown.
#[derive(Debug)]
struct Kept {
    row: Retention,
    stands: Stands,
    by: String,
}

/// How a class stands today, in the order in which classes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    Due,
    Soon,
    Later,
    Undated,
    Held,
    Done,
}

/// Something that people still have to do outside the study.
#[derive(Debug)]
struct Owed {
    duty: Duty,
    by: String,
}

/// So many days before its date a class is due soon.
const SOON: i64 = 60;

impl Stands {
    fn of(row: &Retention, today: &str) -> Self {
        if row.done_on.is_some() {
            return Self::Done;
        }
        if row.hold {
            return Self::Held;
        }
        match row.review_on.as_deref() {
            None => Self::Undated,
            Some(date) if date <= today => Self::Due,
            Some(date) if days_between(today, date).is_some_and(|days| days <= SOON) => Self::Soon,
            Some(_) => Self::Later,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Due => "Due now",
            Self::Soon => "Soon",
            Self::Later => "Later",
            Self::Undated => "No date yet",
            Self::Held => "Held",
            Self::Done => "Done",
        }
    }
}

fn days_between(from: &str, to: &str) -> Option<i64> {
    let (from, to): (jiff::civil::Date, jiff::civil::Date) = (from.parse().ok()?, to.parse().ok()?);
    from.until(to).ok().map(|span| i64::from(span.get_days()))
}

/// What a class of data is called.
fn class(class: Class) -> &'static str {
    match class {
        Class::Contacts => "Names, addresses and telephone numbers",
        Class::Key => "The key to the pseudonyms",
        Class::Recordings => "Recordings",
        Class::RawTexts => "Texts as they were before names were taken out",
        Class::WorkingTexts => "The texts that were worked with, their codes and memos",
        Class::ConsentForms => "Consent forms",
        Class::Outputs => "Reports, exports and deposits",
    }
}

/// What happens when the time has come.
fn then(action: RetentionAction) -> &'static str {
    match action {
        RetentionAction::Review => "somebody looks and decides",
        RetentionAction::Delete => "it is deleted",
        RetentionAction::Archive => "it goes to an archive",
    }
}

impl Kept {
    fn name(&self) -> &'static str {
        class(self.row.class)
    }

    fn then(&self) -> &'static str {
        then(self.row.action)
    }

    fn word(&self) -> &'static str {
        self.stands.word()
    }

    /// The day that counts, in words.
    fn when(&self) -> String {
        let date = self.row.done_on.as_deref().or(self.row.review_on.as_deref());
        date.map(day).unwrap_or_default()
    }
}

/// Shows how long what is kept.
pub(super) async fn show(desk: Desk) -> Answer {
    let today = desk.today();
    let read = desk.look(Station::Care, "Retention", move |reader| {
        let people: HashMap<Id, String> =
            reader.list::<Person>("", &[])?.into_iter().map(|one| (one.id, one.name)).collect();
        Ok((kept(reader, &people, &today)?, duties(reader, &people)?))
    });
    let (frame, (kept, duties)) = read.await?;
    desk.page(&RetentionPage { frame, kept, duties })
}

fn kept(reader: &Reader<'_>, people: &HashMap<Id, String>, today: &str) -> Result<Vec<Kept>> {
    let rows: Vec<Retention> = reader.list("", &[])?;
    let shown = |row: Retention| Kept {
        stands: Stands::of(&row, today),
        by: named(people, row.done_by),
        row,
    };
    let mut kept: Vec<Kept> = rows.into_iter().map(shown).collect();
    kept.sort_by(|a, b| {
        (a.stands, &a.row.review_on, a.row.class).cmp(&(b.stands, &b.row.review_on, b.row.class))
    });
    Ok(kept)
}

fn duties(reader: &Reader<'_>, people: &HashMap<Id, String>) -> Result<Vec<Owed>> {
    let mut duties: Vec<Duty> = reader.list("", &[])?;
    duties.sort_by(|a, b| {
        (a.done_on.is_some(), a.due_on.is_none(), &a.due_on, a.id).cmp(&(
            b.done_on.is_some(),
            b.due_on.is_none(),
            &b.due_on,
            b.id,
        ))
    });
    Ok(duties.into_iter().map(|duty| Owed { by: named(people, duty.done_by), duty }).collect())
}

fn named(people: &HashMap<Id, String>, id: Option<Id>) -> String {
    id.and_then(|id| people.get(&id).cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(review_on: Option<&str>, hold: bool, done: bool) -> Retention {
        Retention {
            id: Id::new(1),
            class: Class::Recordings,
            basis: String::new(),
            period: String::new(),
            review_on: review_on.map(Into::into),
            action: RetentionAction::Review,
            note: String::new(),
            hold,
            hold_reason: String::new(),
            done_on: done.then(|| "2026-01-01".into()),
            done_by: None,
            proof: String::new(),
        }
    }

    #[test]
    fn a_class_is_due_on_its_day_and_soon_two_months_before() {
        let stands = |row: Retention| Stands::of(&row, "2026-01-05");
        assert_eq!(stands(row(Some("2026-01-05"), false, false)), Stands::Due);
        assert_eq!(stands(row(Some("2026-03-06"), false, false)), Stands::Soon);
        assert_eq!(stands(row(Some("2026-03-07"), false, false)), Stands::Later);
        assert_eq!(stands(row(None, false, false)), Stands::Undated);
        assert_eq!(stands(row(Some("2020-01-05"), true, false)), Stands::Held);
        assert_eq!(stands(row(Some("2020-01-05"), true, true)), Stands::Done);
    }
}
