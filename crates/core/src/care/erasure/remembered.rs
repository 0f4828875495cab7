//! What the study remembers of what is erased: undo images, history and jobs.
//!
//! An act that touched what goes can no longer be undone: all its images go, also those of other
//! rows, because half an act is never undone. Entries of the history keep what was done, without
//! names of sources and without words.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value as Json;

use super::doomed::Doomed;
use super::target::TextFate;
use super::{Scope, Wish};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::study::Change;
use crate::study::history::{Row, State};

/// What was found among the images.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    /// Entries of the history that hold something of it.
    pub(super) entries: HashSet<Id>,
    /// Recordings that only what can be undone still names.
    pub(super) media: Vec<Id>,
    /// Names of sources that only what can be undone still knows.
    pub(super) names: Vec<String>,
}

/// Which images hold something of what goes.
struct Sieve<'d> {
    doomed: &'d Doomed,
    /// Everything filed under these goes.
    sources: HashSet<Id>,
    /// Rows that go or are changed.
    rows: HashSet<Id>,
    media: HashSet<Id>,
    participant: Option<Id>,
}

impl<'d> Sieve<'d> {
    fn new(wish: &Wish, doomed: &'d Doomed) -> Self {
        let filed = doomed.targets.iter().filter(|one| one.text != TextFate::Stays || one.whole);
        let sources = filed.map(|one| one.source.id).chain(doomed.dead.iter().copied()).collect();
        let mut rows = doomed.gone();
        rows.extend(doomed.targets.iter().map(|one| one.source.id));
        rows.extend(doomed.copies.iter().map(|one| one.id));
        Self {
            doomed,
            sources,
            rows,
            media: doomed.media.iter().copied().collect(),
            participant: wish.participant.filter(|_| wish.scope == Scope::All),
        }
    }

    fn holds(&self, image: &Held) -> bool {
        image.source.is_some_and(|source| self.sources.contains(&source))
            || (self.participant.is_some() && image.participant == self.participant)
            || self.rows.contains(&image.row)
            || image.media.is_some_and(|media| self.media.contains(&media))
            || image.before.as_deref().is_some_and(|before| self.repeats(before))
    }

    /// Whether one of the texts in an image repeats what was said.
    fn repeats(&self, before: &str) -> bool {
        if self.doomed.said.is_empty() {
            return false;
        }
        let Ok(Json::Object(columns)) = serde_json::from_str(before) else { return false };
        let mut texts = columns.values().filter_map(Json::as_str);
        texts.any(|text| text.contains(' ') && self.doomed.said.stand_in(text))
    }
}

/// One image.
struct Held {
    history: Id,
    position: i64,
    noun: String,
    row: Id,
    before: Option<String>,
    source: Option<Id>,
    participant: Option<Id>,
    media: Option<Id>,
}

/// Images are read this many at a time; a long study has many.
const AT_ONCE: i64 = 2_000;

fn images(change: &Change<'_>, after: Option<(Id, i64)>) -> Result<Vec<Held>> {
    let (history, position) = after.unwrap_or((Id::from_slice(&[0; 16]).unwrap_or(Id::new(0)), -1));
    let rows = change.query(
        "SELECT history, position, noun, row_id, before, source, participant, media \
         FROM undo_image WHERE history > $1 OR (history = $1 AND position > $2) \
         ORDER BY history, position LIMIT $3",
        bind![history, position, AT_ONCE],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Held {
                history: row.get(0)?,
                position: row.get(1)?,
                noun: row.get(2)?,
                row: row.get(3)?,
                before: row.get(4)?,
                source: row.get(5)?,
                participant: row.get(6)?,
                media: row.get(7)?,
            })
        })
        .collect()
}

/// Finds the entries whose images hold something of what goes.
pub(super) fn find(change: &Change<'_>, wish: &Wish, doomed: &Doomed) -> Result<Remembered> {
    let sieve = Sieve::new(wish, doomed);
    let mut found = Remembered::default();
    let mut media = BTreeSet::new();
    let mut after = None;
    loop {
        let page = images(change, after)?;
        let Some(last) = page.last() else { break };
        after = Some((last.history, last.position));
        for image in &page {
            if !sieve.holds(image) {
                continue;
            }
            found.entries.insert(image.history);
            media.extend(image.media);
            if image.noun == "source" && doomed.dead.contains(&image.row) {
                found.names.extend(image.before.as_deref().and_then(name_in));
            }
        }
    }
    found.media = media.into_iter().collect();
    Ok(found)
}

fn name_in(before: &str) -> Option<String> {
    let image: Json = serde_json::from_str(before).ok()?;
    image.get("name")?.as_str().map(str::to_owned)
}

/// Forgets the images of every act that has one of these entries; answers how many acts can no
/// longer be undone because of it.
pub(super) fn forget(change: &mut Change<'_>, found: &Remembered) -> Result<usize> {
    let mut acts: BTreeSet<Id> = BTreeSet::new();
    for entry in &found.entries {
        let row: Row = change.get(*entry)?;
        acts.insert(row.target.unwrap_or(row.act));
    }
    let mut fixed = 0;
    for act in acts {
        change.write(
            "DELETE FROM undo_image WHERE history IN \
             (SELECT id FROM history WHERE act = $1 OR target = $1)",
            bind![act],
        )?;
        let sql = "UPDATE history SET state = $2 WHERE act = $1 AND state = $3";
        fixed += change.write(sql, bind![act, State::Fixed, State::Done])?.min(1) as usize;
        change.write(sql, bind![act, State::Dropped, State::Undone])?;
    }
    Ok(fixed)
}

/// Names by which what goes was called, for those who reword what the study remembers.
pub(super) fn names(doomed: &Doomed, found: &Remembered) -> Vec<String> {
    let wholes = doomed.targets.iter().filter(|target| target.whole);
    let mut names: Vec<String> = wholes
        .flat_map(|target| [Some(target.source.name.clone()), target.source.file_name.clone()])
        .flatten()
        .chain(found.names.iter().cloned())
        .filter(|name| !name.trim().is_empty())
        .collect();
    // The longest first, so that no rest of a name is left.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.dedup();
    names
}

/// Takes names and words out of the history and out of what jobs said.
pub(super) fn reword(change: &mut Change<'_>, doomed: &Doomed, found: &Remembered) -> Result<()> {
    let names = names(doomed, found);
    let mut ids: HashSet<String> = doomed.gone().iter().map(ToString::to_string).collect();
    ids.extend(doomed.sources().map(|source| source.to_string()));
    let tells = |text: &str| {
        names.iter().any(|name| text.contains(&format!("“{name}”")) || long_in(text, name))
            || doomed.said.stand_in(text)
    };
    for row in change.list::<Row>("ORDER BY number, position", &[])? {
        let told = tells(&row.summary);
        let described = tells(&row.description)
            || row.description.split('"').any(|part| ids.contains(part))
            || found.entries.contains(&row.id);
        if told || described {
            let summary = if told { plain(&row.operation) } else { row.summary };
            let sql = "UPDATE history SET summary = $2, description = '{}' WHERE id = $1";
            change.write(sql, bind![row.id, summary])?;
        }
    }
    for row in change.query("SELECT id, description, outcome FROM job ORDER BY id", &[])? {
        let (id, description, outcome): (Id, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        if tells(&description) || tells(&outcome) {
            let sql = "UPDATE job SET description = $2, outcome = '' WHERE id = $1";
            change.write(sql, bind![id, "What it worked on was erased in part."])?;
        }
    }
    Ok(())
}

/// Whether a text has a name that is long enough to be nothing else.
fn long_in(text: &str, name: &str) -> bool {
    name.chars().count() >= 5 && super::texts::names(text, name)
}

/// What was done, without what it was done to.
fn plain(operation: &str) -> String {
    let done = match operation {
        "source.add" => "Added a source",
        "source.set" => "Changed a source",
        "source.attach" => "Attached a transcript to a source",
        "source.correct" => "Corrected a source",
        "source.remove" => "Removed a source",
        "speaker.set" => "Said who a speaker is",
        "undo" => "Undid something about what was there",
        "redo" => "Did something again about what was there",
        other => {
            let known = crate::study::operations::by_name(other);
            return format!("{} (since erased)", known.map_or("Did something", |one| one.summary));
        }
    };
    format!("{done} (since erased)")
}

/// Recordings that nothing names any more, of those that were only left in images.
pub(super) fn unnamed_media(change: &Change<'_>, found: &Remembered) -> Result<Vec<Id>> {
    let mut unnamed = Vec::new();
    for media in found.media.iter().copied() {
        let sql = "SELECT (SELECT COUNT(*) FROM source WHERE media = $1) \
                   + (SELECT COUNT(*) FROM original WHERE media = $1) \
                   + (SELECT COUNT(*) FROM undo_image WHERE media = $1)";
        let there = change.find::<crate::corpus::media::Media>(media)?.is_some();
        if there && change.number(sql, bind![media])? == 0 {
            unnamed.push(media);
        }
    }
    Ok(unnamed)
}
