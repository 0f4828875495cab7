//! The journal: the study's own memos, the newest first.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use trefoil_core::bind;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::memo::Memo;
use trefoil_core::storage::Reader;
use trefoil_core::study::{self, Person};

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// How many entries a page holds.
const PAGE: i64 = 50;

/// An entry of the journal.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The memo.
    pub(super) memo: Memo,
    /// Who wrote it.
    pub(super) by: String,
}

/// The journal's entries, newest first, from one on, and how many there are in all.
pub(super) fn entries(reader: &Reader<'_>, from: i64, most: i64) -> Result<(Vec<Entry>, i64)> {
    let study = study::about(reader)?.id;
    let memos: Vec<Memo> = reader.list(
        "WHERE target = $1 ORDER BY at DESC, id DESC LIMIT $2 OFFSET $3",
        bind![study, most, from],
    )?;
    let all = reader.number("SELECT COUNT(*) FROM memo WHERE target = $1", bind![study])?;
    let people: Vec<Person> = reader.list("", &[])?;
    let names: HashMap<Id, String> =
        people.into_iter().map(|person| (person.id, person.name)).collect();
    let entry =
        |memo: Memo| Entry { by: names.get(&memo.person).cloned().unwrap_or_default(), memo };
    Ok((memos.into_iter().map(entry).collect(), all))
}

/// From which entry on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: String,
}

/// The page.
#[derive(Template)]
#[template(path = "overview/journal.html")]
struct JournalPage {
    frame: Frame,
    entries: Vec<Entry>,
    all: i64,
    from: i64,
}

/// Shows the journal.
pub(super) async fn list(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let from = asked.from.parse().unwrap_or(0).max(0);
    let read = desk.look(Station::Overview, "Journal", move |reader| entries(reader, from, PAGE));
    let (frame, (entries, all)) = read.await?;
    desk.page(&JournalPage { frame, entries, all, from })
}

impl JournalPage {
    /// From where newer entries go, when there are any.
    fn newer(&self) -> Option<i64> {
        (self.from > 0).then(|| (self.from - PAGE).max(0))
    }

    /// From where older entries go on.
    fn older(&self) -> Option<i64> {
        Some(self.from.saturating_add(PAGE)).filter(|older| *older < self.all)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestPages;

    #[test]
    fn the_journal_is_written_changed_and_cleared() {
        let pages = TestPages::new();
        assert!(pages.page("journal").words().contains("Nothing is written yet"));
        pages.post("do/memo.add", &[("title", ""), ("text", "They are tired, and so am I.")]);
        let journal = pages.page("journal");
        assert!(journal.words().contains("They are tired, and so am I."));
        let id =
            journal.body.split("name=\"memo\" value=\"").nth(1).and_then(|r| r.split('"').next());
        let id = id.expect("the entry can be changed").to_owned();
        pages.post("do/memo.set", &[("memo", &id), ("title", "A tired week"), ("text", "Rest.")]);
        assert!(pages.page("journal").words().contains("A tired week Rest."));
        pages.post("do/memo.remove", &[("memo", &id)]);
        assert!(pages.page("journal").words().contains("Nothing is written yet"));
    }

    #[test]
    fn a_memo_without_words_is_refused() {
        let pages = TestPages::new();
        let told = pages.post("do/memo.add", &[("text", " ")]);
        assert_eq!(told.status, 422);
        assert!(told.words().contains("A memo needs words"));
    }
}
