//! What is open, by source and by rule, and how far the review has come.

use askama::Template;
use trefoil_core::care::redaction::{InSource, Queue, Rule};

use super::queue;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::care::key::Lock;
use crate::trouble::Answer;
use crate::words::counted;

/// The page.
#[derive(Template)]
#[template(path = "care/review/list.html")]
struct ListPage {
    frame: Frame,
    lock: Lock,
    queue: Queue,
}

impl ListPage {
    /// How many decisions were made.
    fn decided(&self) -> usize {
        self.queue.sources.iter().map(decided).sum()
    }

    fn total(&self) -> usize {
        self.decided() + self.queue.open
    }

    /// The rules by which something is open, with how many finds.
    fn rules(&self) -> Vec<(Rule, i64)> {
        self.queue.by_rule.iter().map(|(rule, count)| (*rule, *count as i64)).collect()
    }

    /// Where to begin: the first source in which something is open.
    fn first(&self) -> Option<&InSource> {
        self.queue.sources.iter().find(|one| !one.finds.is_empty())
    }

    /// Sources in which something is open come first.
    fn sources(&self) -> Vec<&InSource> {
        let mut all: Vec<&InSource> = self.queue.sources.iter().collect();
        all.sort_by_key(|one| one.finds.is_empty());
        all
    }
}

fn decided(one: &InSource) -> usize {
    one.applied + one.standing + one.refused
}

/// What was decided in a source, in words.
fn done(one: &InSource) -> String {
    let parts = [
        (one.applied, "replaced in the text"),
        (one.standing, "replaced in what leaves the study"),
        (one.refused, "refused"),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    told.join(", ")
}

fn finds(count: &i64) -> String {
    counted(count, "find", "finds")
}

/// Shows what is open.
pub(super) async fn show(desk: Desk) -> Answer {
    let (open, access) = (desk.open.clone(), desk.key());
    let read = desk.look(Station::Care, "Review", move |reader| {
        let (lock, access) = Lock::read(reader, access)?;
        Ok((lock, queue(reader, &open, access.as_ref(), &[])?))
    });
    let (frame, (lock, queue)) = read.await?;
    desk.page(&ListPage { frame, lock, queue })
}
