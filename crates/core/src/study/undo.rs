//! Undo and redo, per person and across restarts, from recorded row images.
//!
//! An image says what a row was before an operation (nothing, when it was added) and by what
//! digest it is recognised afterwards. Undoing an act puts every row back, last first, and keeps
//! what it took away, so redoing is the same walk the other way. If somebody changed one of those
//! rows since, or built on it, nothing is done and the person is told. Media bytes are never
//! copied into images: a removed source leaves its media in place until nothing can bring it back.

use std::collections::BTreeSet;

use super::history::{self, State};
use super::transact::{Change, Filed};
use super::{Session, check, tables};
use crate::bind;
use crate::corpus::attribute;
use crate::corpus::source::Source;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::{Record as _, Table, Value, row_image};
use crate::transcription;

/// One row as it was, and how to recognise it as it became.
#[derive(Debug)]
pub(super) struct Image {
    noun: &'static str,
    row: Id,
    before: Option<String>,
    pub(super) after: Option<i64>,
    filed: Filed,
    media: Option<Id>,
}

impl Image {
    pub(super) fn new(
        table: &'static Table,
        row: Id,
        before: Option<&[Value]>,
        after: Option<i64>,
        filed: Filed,
    ) -> Self {
        let media = before.and_then(|values| match values.get(table.column("media")?)? {
            Value::Bytes(bytes) => Id::from_slice(bytes),
            _ => None,
        });
        let before = before.map(|values| row_image::write(table, values));
        Self { noun: table.name, row, before, after, filed, media }
    }

    pub(super) fn store(&self, change: &Change<'_>, history: Id, position: usize) -> Result<()> {
        change
            .write(
                "INSERT INTO undo_image (history, position, noun, row_id, before, after, source, \
                 participant, media) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                bind![
                    history,
                    position as i64,
                    self.noun,
                    self.row,
                    self.before,
                    self.after,
                    self.filed.source,
                    self.filed.participant,
                    self.media
                ],
            )
            .map(|_| ())
    }
}

/// What an undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// The change number that it raised the study to.
    pub number: i64,
    /// What the operations of the act were, first to last.
    pub summaries: Vec<String>,
}

impl Session {
    /// Undoes this person's last act that is not undone; `None` when there is nothing to undo.
    pub fn undo(&self) -> Result<Option<Walked>> {
        self.walk(|change, taken| {
            let Some(act) = history::last_act(change, State::Done)? else { return Ok(None) };
            let rows = history::of_act(change, act)?;
            for row in rows.iter().rev() {
                reverse(change, row.id, taken)?;
            }
            refuse_orphaned_memos(change, taken)?;
            let summaries: Vec<String> = rows.into_iter().map(|row| row.summary).collect();
            history::mark(change, act, State::Undone)?;
            let entry = history::add_walk(change, act, "undo", &summaries)?;
            for (position, image) in taken.iter().enumerate() {
                image.store(change, entry, position)?;
            }
            Ok(Some(summaries))
        })
    }

    /// Redoes this person's act that was undone last; `None` when there is nothing to redo.
    pub fn redo(&self) -> Result<Option<Walked>> {
        self.walk(|change, taken| {
            let Some(act) = history::last_act(change, State::Undone)? else { return Ok(None) };
            let Some(undo) = history::undo_of(change, act)? else { return Ok(None) };
            reverse(change, undo, taken)?;
            change.write("DELETE FROM undo_image WHERE history = $1", bind![undo])?;
            let rows = history::of_act(change, act)?;
            let summaries: Vec<String> = rows.into_iter().map(|row| row.summary).collect();
            history::mark(change, act, State::Done)?;
            history::add_walk(change, act, "redo", &summaries)?;
            Ok(Some(summaries))
        })
    }

    /// Walks one act back or forth; the steps keep what they took away.
    fn walk(
        &self,
        steps: impl FnOnce(&mut Change<'_>, &mut Vec<Image>) -> Result<Option<Vec<String>>>
        + Send
        + 'static,
    ) -> Result<Option<Walked>> {
        let outcome = self.transact(|change| {
            let mut taken = Vec::new();
            match steps(change, &mut taken)? {
                Some(summaries) => {
                    refuse_circles(change)?;
                    refuse_outdated(change, &taken)?;
                    refuse_unreadable(change)?;
                    Ok(summaries)
                }
                // Ends the transaction without a trace.
                None => Err(Error::new(Kind::NotFound, NOTHING)),
            }
        });
        match outcome {
            Ok((number, _, summaries)) => Ok(Some(Walked { number, summaries })),
            Err(error) if error.kind() == Kind::NotFound && error.to_string() == NOTHING => {
                Ok(None)
            }
            Err(error) if error.kind() == Kind::Conflict => Err(rests_on_it(error)),
            Err(error) => Err(error),
        }
    }
}

/// A passage that comes back must count in the newest wording of its source: somebody may have
/// corrected the text while it was away. Only sources that the act touched can have such passages.
fn refuse_outdated(change: &Change<'_>, taken: &[Image]) -> Result<()> {
    let outdated = "SELECT COUNT(*) FROM passage p JOIN source s ON s.id = p.source \
                    WHERE p.source = $1 AND s.revision IS NOT NULL AND p.revision <> s.revision";
    let touching = taken.iter().filter(|one| ["passage", "source", "revision"].contains(&one.noun));
    for source in touching.filter_map(|one| one.filed.source).collect::<BTreeSet<_>>() {
        if change.number(outdated, bind![source])? > 0 {
            return Err(Error::conflict(
                "This cannot be undone or redone: a text was corrected since, and a passage would \
                 count in its earlier wording. Nothing was changed.",
            )
            .hint("Undo or change back the later work first; `trefoil history STUDY` shows it."));
        }
    }
    Ok(())
}

/// A value that somebody gave in another kind meanwhile must be readable in the one that comes back.
fn refuse_unreadable(change: &Change<'_>) -> Result<()> {
    let touched = ["attribute", "attribute_value"].iter().any(|noun| change.nouns.contains(noun));
    if !touched || attribute::unreadable(change)?.is_empty() {
        return Ok(());
    }
    Err(Error::conflict(
        "This cannot be undone or redone: an attribute's kind was changed since, and a value of it \
         could not be read. Nothing was changed.",
    )
    .hint("Undo or change back the later work first; `trefoil history STUDY` shows it."))
}

/// Putting one link back can close a circle with a link that someone made meanwhile.
fn refuse_circles(change: &Change<'_>) -> Result<()> {
    for (noun, links) in check::LINKS {
        if change.nouns.iter().any(|touched| touched.starts_with(noun))
            && !check::in_circles(change, links)?.is_empty()
        {
            return Err(Error::conflict(format!(
                "This cannot be undone or redone: with what was changed since, {noun}s would go \
                 in a circle. Nothing was changed."
            ))
            .hint("Undo or change back the later work first; `trefoil history STUDY` shows it."));
        }
    }
    Ok(())
}

const NOTHING: &str = "There is nothing left.";

fn rests_on_it(error: Error) -> Error {
    if error.hint_text().is_some() {
        return error;
    }
    Error::conflict("This cannot be undone: later work rests on it. Nothing was changed.")
        .hint("Undo or remove the later work first; `trefoil history STUDY` shows it.")
        .because(error)
}

/// Puts every row of one operation back, last first, and keeps what it took away in `taken`.
fn reverse(change: &mut Change<'_>, history: Id, taken: &mut Vec<Image>) -> Result<()> {
    let rows = change.query(
        "SELECT noun, row_id, before, after, source, participant FROM undo_image \
         WHERE history = $1 ORDER BY position DESC",
        bind![history],
    )?;
    for row in rows {
        let noun: String = row.get(0)?;
        let table = tables::by_name(&noun)
            .ok_or_else(|| Error::damaged(format!("The history names an unknown noun, {noun}.")))?;
        let (id, before, after): (Id, Option<String>, Option<i64>) =
            (row.get(1)?, row.get(2)?, row.get(3)?);
        let filed = Filed { source: row.get(4)?, participant: row.get(5)? };
        let current = change.current(table, id)?;
        let digest =
            current.as_ref().map(|values| row_image::digest(&row_image::write(table, values)));
        if digest != after {
            return Err(changed_since(change, table, id)?);
        }
        let restored = before.map(|image| row_image::read(table, &image)).transpose()?;
        put(change, table, id, current.as_deref(), restored.as_deref())?;
        let digest = restored.map(|values| row_image::digest(&row_image::write(table, &values)));
        taken.push(Image::new(table, id, current.as_deref(), digest, filed));
    }
    Ok(())
}

fn put(
    change: &mut Change<'_>,
    table: &'static Table,
    id: Id,
    current: Option<&[Value]>,
    restored: Option<&[Value]>,
) -> Result<()> {
    change.nouns.insert(table.name);
    match (current, restored) {
        (None, None) => Ok(()),
        (Some(_), None) => {
            if table.name == Source::TABLE.name {
                transcription::leave_queue(change, id)?;
            }
            change.delete(table, id)
        }
        (None, Some(values)) => change.write(&table.insert(), values).map(|_| ()),
        (Some(_), Some(values)) => change.write(&table.update(), values).map(|_| ()),
    }
}

fn changed_since(change: &Change<'_>, table: &Table, id: Id) -> Result<Error> {
    let rows = change.query(
        "SELECT p.name, h.summary FROM undo_image i JOIN history h ON h.id = i.history \
         JOIN person p ON p.id = h.person WHERE i.row_id = $1 ORDER BY h.number DESC LIMIT 1",
        bind![id],
    )?;
    let noun = table.name.replace('_', " ");
    let since = match rows.first() {
        Some(row) => format!(" ({}: {})", row.get::<String>(0)?, row.get::<String>(1)?),
        None => String::new(),
    };
    Ok(Error::conflict(format!(
        "This cannot be undone: a {noun} that it touched was changed since{since}. Nothing was \
         changed."
    ))
    .hint("Undo or change back the later work first; `trefoil history STUDY` shows it."))
}

/// Memos name their target by noun and id, so the engine cannot guard them.
fn refuse_orphaned_memos(change: &Change<'_>, taken: &[Image]) -> Result<()> {
    if change.number("SELECT COUNT(*) FROM memo", &[])? == 0 {
        return Ok(());
    }
    for image in taken.iter().filter(|image| image.after.is_none()) {
        if change.number("SELECT COUNT(*) FROM memo WHERE target = $1", bind![image.row])? > 0 {
            return Err(Error::conflict(format!(
                "This cannot be undone: a memo was written on a {} that it added. Nothing was \
                 changed.",
                image.noun.replace('_', " ")
            ))
            .hint("Remove the memo first, or keep what it is about."));
        }
    }
    Ok(())
}

/// A new operation ends what could still be redone: its images go, and media nobody needs.
pub(super) fn forget_undone(change: &mut Change<'_>) -> Result<()> {
    let person = change.person;
    let undone = "SELECT DISTINCT act FROM history WHERE person = $1 AND state = 'undone'";
    let acts = change.query(undone, bind![person])?;
    if acts.is_empty() {
        return Ok(());
    }
    for act in acts {
        let act: Id = act.get(0)?;
        change.write(
            "DELETE FROM undo_image WHERE history IN \
             (SELECT id FROM history WHERE act = $1 OR target = $1)",
            bind![act],
        )?;
        history::mark(change, act, State::Dropped)?;
    }
    sweep_media(change)
}

/// Removes media that no source and no image names; an hour's grace covers imports under way.
fn sweep_media(change: &Change<'_>) -> Result<()> {
    const HOUR: i64 = 3_600_000;
    let orphans = change.query(
        "SELECT m.id FROM media m WHERE m.created_at < $1 \
         AND NOT EXISTS (SELECT 1 FROM source s WHERE s.media = m.id) \
         AND NOT EXISTS (SELECT 1 FROM original o WHERE o.media = m.id) \
         AND NOT EXISTS (SELECT 1 FROM undo_image i WHERE i.media = m.id)",
        bind![change.now() - HOUR],
    )?;
    for row in orphans {
        let id: Id = row.get(0)?;
        change.write("DELETE FROM media_chunk WHERE media = $1", bind![id])?;
        change.write("DELETE FROM media WHERE id = $1", bind![id])?;
    }
    Ok(())
}
