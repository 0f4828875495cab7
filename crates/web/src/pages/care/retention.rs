//! Retention: how long each class of data is kept, what happens then, and what is still to be done.
//!
//! Classes and duties come from the core's one list of what is due; the page tells them apart and
//! says in words what waits, what is held and what was done with its proof.

use askama::Template;
use trefoil_core::care::retention::{Class, Due, Item, RetentionAction, Standing, due};

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::{counted, day};

/// The page.
#[derive(Template)]
#[template(path = "care/retention.html")]
struct RetentionPage {
    frame: Frame,
    due: Due,
}

impl RetentionPage {
    /// The classes that were planned for, what is due first.
    fn kept(&self) -> Vec<&Item> {
        let planned = |one: &&Item| one.class.is_some() && one.id.is_some();
        self.due.items.iter().filter(planned).collect()
    }

    /// The classes of which nothing was said yet.
    fn unsaid(&self) -> Vec<(Class, &'static str, &'static str)> {
        let all = self.due.items.iter().filter(|one| one.id.is_none());
        all.filter_map(|one| one.class).map(|one| (one, one.label(), one.place())).collect()
    }

    /// What withdrawals left to be done outside the study, what is open first.
    fn duties(&self) -> Vec<&Item> {
        self.due.items.iter().filter(|one| one.class.is_none()).collect()
    }

    /// What can happen when the time has come, and what was decided.
    fn actions(&self, one: &Item) -> Vec<(&'static str, &'static str, bool)> {
        let all = RetentionAction::ALL.iter();
        all.map(|action| (action.word(), choice(*action), one.action == Some(*action))).collect()
    }

    fn is_held(&self, one: &Item) -> bool {
        one.standing == Standing::Held
    }

    /// What is due, in a sentence.
    fn lead(&self) -> String {
        let number = |standing| self.due.standing(standing).count() as i64;
        match (number(Standing::Due), number(Standing::Soon)) {
            (0, 0) => "Nothing is due.".to_owned(),
            (0, soon) => format!("{} due within three months.", are(soon)),
            (due, 0) => format!("{} due.", are(due)),
            (due, soon) => format!("{} due, and {soon} more within three months.", are(due)),
        }
    }
}

fn are(number: i64) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(&number, "thing", "things"))
}

/// How something stands, in a word or two.
pub(super) fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Due => "Due now",
        Standing::Soon => "Soon",
        Standing::Later => "Later",
        Standing::Undated => "No date yet",
        Standing::Held => "Held",
        Standing::Done => "Done",
    }
}

/// The day that counts, in words.
pub(super) fn when(item: &Item) -> String {
    match (&item.done_on, &item.on) {
        (Some(done), _) => day(done),
        (None, Some(on)) => day(on),
        (None, None) => String::new(),
    }
}

/// What happens when the time has come, in the middle of a sentence.
pub(super) fn then(action: &RetentionAction) -> &'static str {
    match action {
        RetentionAction::Review => "looked at again",
        RetentionAction::Delete => "deleted",
        RetentionAction::Archive => "handed to an archive",
    }
}

/// What was decided to happen, as a choice.
fn choice(action: RetentionAction) -> &'static str {
    match action {
        RetentionAction::Review => "somebody looks and decides",
        RetentionAction::Delete => "it is deleted",
        RetentionAction::Archive => "it goes to an archive",
    }
}

/// Shows how long what is kept.
pub(super) async fn show(desk: Desk) -> Answer {
    let today = desk.today();
    let read = desk.look(Station::Care, "Retention", move |reader| due(reader, &today));
    let (frame, due) = read.await?;
    desk.page(&RetentionPage { frame, due })
}
