//! Long work: what it is, how far it came, and how it ended.
//!
//! A job says so from its beginning, so that a page or another program can show it and an
//! interrupted one can be told. Jobs are not part of what the study says and are not undone.

use serde::Serialize;

use super::{Change, Session};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

crate::words! {
    /// How a job stands.
    pub enum Fate, "a state of a job" {
        /// It is under way, or was when its program ended.
        Running = "running",
        /// It came to its end.
        Done = "done",
        /// It ended with an error.
        Failed = "failed",
        /// A person stopped it; what was done until then is kept.
        Stopped = "stopped",
    }
}

/// A job as told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Job {
    /// Its id.
    pub id: Id,
    /// What kind of work: `import` …
    pub kind: String,
    /// How it stands.
    pub state: Fate,
    /// What it works on.
    pub description: String,
    /// Steps done.
    pub done: i64,
    /// Steps in all.
    pub total: i64,
    /// What came of it.
    pub outcome: String,
    /// When it began, in epoch milliseconds.
    pub started_at: i64,
    /// When it ended.
    pub ended_at: Option<i64>,
}

pub(crate) fn begin(session: &Session, kind: &str, description: &str, total: usize) -> Result<Id> {
    let (kind, description) = (kind.to_owned(), description.to_owned());
    session.write_quietly(move |change| insert(change, &kind, &description, total as i64))
}

/// Writes down that a job is under way, as part of a change.
pub(super) fn insert(change: &Change<'_>, kind: &str, description: &str, total: i64) -> Result<Id> {
    let id = change.new_id();
    change.write(
        "INSERT INTO job (id, kind, state, description, done, total, outcome, person, \
         started_at, ended_at) VALUES ($1, $2, $3, $4, 0, $5, '', $6, $7, NULL)",
        bind![id, kind, Fate::Running, description, total, change.person(), change.now()],
    )?;
    Ok(id)
}

pub(crate) fn step(session: &Session, job: Id, done: usize) -> Result<()> {
    session.write_quietly(move |change| {
        let sql = "UPDATE job SET done = $2 WHERE id = $1";
        change.write(sql, bind![job, done as i64]).map(|_| ())
    })
}

pub(crate) fn end(
    session: &Session,
    job: Id,
    done: usize,
    fate: Fate,
    outcome: &str,
) -> Result<()> {
    let outcome = outcome.to_owned();
    session.write_quietly(move |change| {
        let sql = "UPDATE job SET state = $2, done = $3, outcome = $4, ended_at = $5 WHERE id = $1";
        change.write(sql, bind![job, fate, done as i64, outcome, change.now()]).map(|_| ())
    })
}

/// All jobs, newest first.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Job>> {
    let rows = reader.query(
        "SELECT id, kind, state, description, done, total, outcome, started_at, ended_at \
         FROM job ORDER BY started_at DESC, id DESC",
        &[],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Job {
                id: row.get(0)?,
                kind: row.get(1)?,
                state: row.get(2)?,
                description: row.get(3)?,
                done: row.get(4)?,
                total: row.get(5)?,
                outcome: row.get(6)?,
                started_at: row.get(7)?,
                ended_at: row.get(8)?,
            })
        })
        .collect()
}
