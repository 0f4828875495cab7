//! What was done, by whom and when.
//!
//! Every operation leaves one entry; operations performed together share an act, by which they
//! are undone. Undo and redo leave entries of their own. Entries keep what was done and never
//! people's words.

use serde::Serialize;

use super::transact::Change;
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Filing, Reader, Record};

crate::words! {
    /// Whether an entry's act is in force.
    pub enum State, "a state of history" {
        /// In force; the person can undo it.
        Done = "done",
        /// Undone; the person can redo it.
        Undone = "undone",
        /// Undone, and later work ended the chance to redo it.
        Dropped = "dropped",
        /// In force or told, and not to be undone.
        Fixed = "fixed",
    }
}

crate::record! {
    /// One entry as stored.
    pub struct Row in "history", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The change number.
        number: i64,
        /// The place among the operations of that change.
        position: i64,
        /// The act it belongs to.
        act: Id,
        /// Who.
        person: Id => "person",
        /// When, in epoch milliseconds.
        at: i64,
        /// The operation's name.
        operation: String,
        /// The arguments, as JSON, without people's words.
        description: String,
        /// What was done, in a sentence.
        summary: String,
        /// The nouns it touched, separated by commas.
        nouns: String,
        /// Whether it is in force.
        state: State,
        /// For undo and redo: the act they walked.
        target: Option<Id>,
    }
}

/// One entry as told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The change number.
    pub number: i64,
    /// When, in epoch milliseconds.
    pub at: i64,
    /// Who.
    pub person: String,
    /// The operation's name.
    pub operation: String,
    /// What was done, in a sentence.
    pub summary: String,
    /// The nouns it touched.
    pub nouns: Vec<String>,
    /// Whether it is in force.
    pub state: State,
    /// The act it belongs to.
    pub act: Id,
    /// The arguments, without people's words.
    pub description: serde_json::Value,
}

/// The latest entries, newest first, at most `limit`.
pub fn list(reader: &Reader<'_>, limit: i64) -> Result<Vec<Entry>> {
    let rows = reader.query(
        "SELECT h.number, h.at, p.name, h.operation, h.summary, h.nouns, h.state, h.act, \
         h.description FROM history h JOIN person p ON p.id = h.person \
         ORDER BY h.number DESC, h.position DESC LIMIT $1",
        bind![limit],
    )?;
    rows.iter()
        .map(|row| {
            let nouns: String = row.get(5)?;
            let description: String = row.get(8)?;
            Ok(Entry {
                number: row.get(0)?,
                at: row.get(1)?,
                person: row.get(2)?,
                operation: row.get(3)?,
                summary: row.get(4)?,
                nouns: nouns.split(',').filter(|noun| !noun.is_empty()).map(Into::into).collect(),
                state: row.get(6)?,
                act: row.get(7)?,
                description: serde_json::from_str(&description)?,
            })
        })
        .collect()
}

pub(super) fn add(change: &Change<'_>, row: &Row) -> Result<()> {
    change.write(&Row::TABLE.insert(), &row.to_values()).map(|_| ())
}

/// Adds the entry of an undo or redo and returns its id.
pub(super) fn add_walk(
    change: &Change<'_>,
    act: Id,
    verb: &str,
    summaries: &[String],
) -> Result<Id> {
    let what = match summaries {
        [one] => one.clone(),
        [first, ..] => format!("{first} (and {} more)", summaries.len() - 1),
        [] => String::new(),
    };
    let said = if verb == "undo" { "Undid" } else { "Did again" };
    let nouns: Vec<_> = change.nouns.iter().copied().collect();
    let row = Row {
        id: change.new_id(),
        number: change.number,
        position: 1,
        act: change.new_id(),
        person: change.person,
        at: change.now(),
        operation: verb.to_owned(),
        description: serde_json::json!({ "act": act }).to_string(),
        summary: format!("{said}: {what}"),
        nouns: nouns.join(","),
        state: State::Fixed,
        target: Some(act),
    };
    add(change, &row)?;
    Ok(row.id)
}

/// The act that this person would undo (`Done`) or redo (`Undone`) next.
pub(super) fn last_act(change: &Change<'_>, state: State) -> Result<Option<Id>> {
    let sql = match state {
        State::Undone => {
            "SELECT act FROM history WHERE person = $1 AND state = 'undone' \
             GROUP BY act ORDER BY MAX(number), MAX(position) LIMIT 1"
        }
        _ => {
            "SELECT act FROM history WHERE person = $1 AND state = 'done' \
             ORDER BY number DESC, position DESC LIMIT 1"
        }
    };
    change.query(sql, bind![change.person])?.first().map(|row| row.get(0)).transpose()
}

/// The entries of an act, first to last.
pub(super) fn of_act(change: &Change<'_>, act: Id) -> Result<Vec<Row>> {
    change.list("WHERE act = $1 ORDER BY number, position", bind![act])
}

/// The entry that undid an act last.
pub(super) fn undo_of(change: &Change<'_>, act: Id) -> Result<Option<Id>> {
    let sql = "SELECT id FROM history WHERE target = $1 AND operation = 'undo' \
               ORDER BY number DESC LIMIT 1";
    change.query(sql, bind![act])?.first().map(|row| row.get(0)).transpose()
}

pub(super) fn mark(change: &Change<'_>, act: Id, state: State) -> Result<()> {
    change.write("UPDATE history SET state = $2 WHERE act = $1", bind![act, state]).map(|_| ())
}
