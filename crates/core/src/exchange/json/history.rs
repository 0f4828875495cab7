//! The history, as it stands in the document, and how a study that is restored tells it.
//!
//! The entries come back before everything that the study saw itself, in their order, and can
//! neither be undone nor redone: what they did is there, the row images behind them are not.

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Reader, Row, Value};
use crate::study::{Change, State};

/// What was done, by whom and when.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Entry {
    pub(super) id: Id,
    /// The act by which it was undone together with others.
    pub(super) act: Id,
    pub(super) person: Id,
    pub(super) at: i64,
    pub(super) operation: String,
    #[serde(default)]
    pub(super) description: Json,
    pub(super) summary: String,
    #[serde(default)]
    pub(super) nouns: Vec<String>,
    /// Whether it was in force, and not undone.
    pub(super) in_force: bool,
    /// For undo and redo: the act they walked.
    pub(super) target: Option<Id>,
}

/// Hands over all entries, oldest first.
pub(super) fn each(reader: &Reader<'_>, mut see: impl FnMut(&Entry) -> Result<()>) -> Result<()> {
    let sql = "SELECT id, act, person, at, operation, description, summary, nouns, state, target, \
               number, position FROM history \
               WHERE number > $1 OR (number = $1 AND position > $2) \
               ORDER BY number, position LIMIT 2048";
    let (mut number, mut position) = (i64::MIN, i64::MIN);
    loop {
        let page = reader.query(sql, bind![number, position])?;
        let Some(last) = page.last() else { return Ok(()) };
        (number, position) = (last.get(10)?, last.get(11)?);
        for row in &page {
            see(&read(row)?)?;
        }
    }
}

fn read(row: &Row) -> Result<Entry> {
    let (description, nouns): (String, String) = (row.get(5)?, row.get(7)?);
    let state: State = row.get(8)?;
    Ok(Entry {
        id: row.get(0)?,
        act: row.get(1)?,
        person: row.get(2)?,
        at: row.get(3)?,
        operation: row.get(4)?,
        description: serde_json::from_str(&description)?,
        summary: row.get(6)?,
        nouns: nouns.split(',').filter(|noun| !noun.is_empty()).map(Into::into).collect(),
        in_force: matches!(state, State::Done | State::Fixed),
        target: row.get(9)?,
    })
}

/// Tells the entries in the study, before its own; those that it tells already stay.
pub(super) fn tell(change: &Change<'_>, entries: &[Entry], others: &HashMap<Id, Id>) -> Result<()> {
    let known: HashSet<Id> = change
        .query("SELECT id FROM history", &[])?
        .iter()
        .map(|row| row.get(0))
        .collect::<Result<_>>()?;
    let fresh: Vec<&Entry> = entries.iter().filter(|entry| !known.contains(&entry.id)).collect();
    let first = change.number("SELECT COALESCE(MIN(number), 1) FROM history", &[])?.min(1);
    let told: Vec<Vec<Value>> = (fresh.iter().rev().zip(1..))
        .map(|(entry, before)| row(entry, first - before, others))
        .collect();
    for rows in told.chunks(AT_A_TIME) {
        change.write(&insert(rows.len()), &rows.concat())?;
    }
    Ok(())
}

/// How many entries go into one statement.
const AT_A_TIME: usize = 64;

const COLUMNS: [&str; 12] = [
    "id",
    "number",
    "position",
    "act",
    "person",
    "at",
    "operation",
    "description",
    "summary",
    "nouns",
    "state",
    "target",
];

/// A statement that inserts so many entries.
fn insert(count: usize) -> String {
    let row = |n: usize| -> String {
        let places = (1..=COLUMNS.len()).map(|place| format!("${}", n * COLUMNS.len() + place));
        format!("({})", places.collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<String> = (0..count).map(row).collect();
    format!("INSERT INTO history ({}) VALUES {}", COLUMNS.join(", "), rows.join(", "))
}

fn row(entry: &Entry, number: i64, others: &HashMap<Id, Id>) -> Vec<Value> {
    let person = others.get(&entry.person).copied().unwrap_or(entry.person);
    let state = if entry.in_force { State::Fixed } else { State::Dropped };
    bind![
        entry.id,
        number,
        1_i64,
        entry.act,
        person,
        entry.at,
        stored(&entry.operation),
        stored(&entry.description.to_string()),
        stored(&entry.summary),
        stored(&entry.nouns.join(",")),
        state,
        entry.target
    ]
    .to_vec()
}

/// No text can hold U+0000.
fn stored(text: &str) -> String {
    text.replace('\0', "")
}
