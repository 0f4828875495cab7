//! What is asked for: who withdraws and how much; and what was removed before.

use askama::Template;
use axum::extract::Query;
use trefoil_core::care::DataType;
use trefoil_core::care::erasure::{self, Withdrawal};
use trefoil_core::care::policy::policy;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::id::Id;

use super::asked::{Fields, field};
use super::scope_words;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::day;

/// The page.
#[derive(Template)]
#[template(path = "care/withdraw/list.html")]
struct ListPage {
    frame: Frame,
    people: Vec<Participant>,
    /// Whom it is about, where the address says so.
    chosen: Option<Id>,
    earlier: Vec<Earlier>,
    today: String,
    lock_on: Option<String>,
}

/// Something that was removed.
#[derive(Debug)]
struct Earlier {
    row: Withdrawal,
    who: String,
}

impl Earlier {
    fn what(&self) -> String {
        let what = scope_words(&self.row.kind);
        if self.who.is_empty() { what.to_owned() } else { format!("{}: {what}", self.who) }
    }

    fn asked_on(&self) -> String {
        self.row.asked_on.as_deref().map(day).unwrap_or_default()
    }
}

impl ListPage {
    fn types(&self) -> &'static [DataType] {
        DataType::ALL
    }

    fn is_chosen(&self, one: &Participant) -> bool {
        self.chosen == Some(one.id)
    }
}

/// Shows what can be asked for.
pub(super) async fn show(desk: Desk, Query(fields): Query<Fields>) -> Answer {
    let chosen = field(&fields, "participant").and_then(|id| id.parse().ok());
    let read = desk.look(Station::Care, "Withdrawal", |reader| {
        let people = participant::list(reader)?;
        let name = |id: Option<Id>| {
            let found = people.iter().find(|one| Some(one.id) == id);
            found.map(|one| one.name.clone()).unwrap_or_default()
        };
        let earlier = erasure::withdrawals(reader)?;
        let earlier: Vec<Earlier> =
            earlier.into_iter().map(|row| Earlier { who: name(row.participant), row }).collect();
        let lock_on = policy(reader)?.and_then(|policy| policy.lock_on);
        Ok((people, earlier, lock_on))
    });
    let today = desk.today();
    let (frame, (people, earlier, lock_on)) = read.await?;
    desk.page(&ListPage { frame, people, chosen, earlier, today, lock_on })
}
