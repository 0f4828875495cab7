//! Settling a study after an erasure: nothing of what was erased stays anywhere in it.
//!
//! Erasing takes rows away; settling takes away what rows leave behind. `file.rs` rewrites a study
//! file into itself, empties its log and does away with the backups; `server.rs` has a server
//! rewrite the tables and tells what lies beyond Trefoil's reach. That it is due is written with
//! the erasure itself, as a job, so a study that was left in the middle is settled when it is next
//! opened. Every step can be done again.

mod file;
mod proving;
mod server;

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

pub(super) use proving::{Sought, seek};

use super::job::{self, Fate};
use super::transact::Change;
use super::{Session, Study};
use crate::bind;
use crate::care::erasure::Proof;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::Place;

/// The kind of job under which a due settling is written down.
pub(super) const KIND: &str = "settle";

/// A place that Trefoil cannot reach, in which what was erased may be for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beyond {
    /// What it is, in a sentence without people's words.
    pub what: String,
    /// Until when, as far as it can be told.
    pub until: String,
}

/// What settling came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// Whether everything was done; otherwise it goes on when the study is next opened alone.
    pub complete: bool,
    /// How many backups were overwritten and removed.
    pub backups_removed: usize,
    /// What people should know.
    pub notices: Vec<String>,
    /// What Trefoil cannot reach.
    pub beyond: Vec<Beyond>,
    /// What the proof said, where it was made.
    pub proof: Option<Proof>,
}

impl Settled {
    fn notice(&mut self, notice: impl Into<String>) {
        self.notices.push(notice.into());
    }
}

/// Writes down, with the erasure itself, that the study is to be settled after it.
pub(super) fn note_due(change: &Change<'_>) -> Result<()> {
    job::insert(change, KIND, "Makes sure that nothing of what was erased stays.", 1).map(|_| ())
}

impl Study {
    /// Settles the study after an erasure that is acknowledged. Whatever goes wrong is told in the
    /// answer: what was erased is erased, and settling goes on when the study is next opened.
    pub(super) fn settle(&self, session: &Session, sought: Sought) -> Settled {
        let mut settled = self.settle_storage();
        if !settled.complete {
            try_again_later(self);
        }
        if let Err(error) = proving::prove_again(self, session, sought, &mut settled) {
            settled.notice(format!("The proof could not be made: {error}"));
        }
        if settled.complete
            && let Err(error) = end_jobs(session)
        {
            settled.notice(format!("That the study is settled could not be noted: {error}"));
        }
        settled
    }

    /// Whether an erasure was acknowledged whose settling did not come to its end.
    pub fn settling_is_due(&self) -> Result<bool> {
        self.read(|reader| {
            let sql = "SELECT COUNT(*) FROM job WHERE kind = $1 AND state = $2";
            Ok(reader.number(sql, bind![KIND, Fate::Running])? > 0)
        })
    }

    /// Finishes a settling that is due, such as one that was killed; `None` when none is.
    pub fn settle_if_due(&self) -> Result<Option<Settled>> {
        let Some(person) = self.read(who_is_waiting)? else { return Ok(None) };
        let mut settled = self.settle_storage();
        if settled.complete {
            settled.notice(
                "An erasure was settled that had been left in the middle. Its proof was not made: \
                 `trefoil check STUDY --erased FILE` makes it.",
            );
            end_jobs(&self.session(&person))?;
        }
        Ok(Some(settled))
    }

    fn settle_storage(&self) -> Settled {
        let mut settled = Settled::default();
        let outcome = match self.place() {
            Place::File(path) => file::settle(self, path, &mut settled),
            Place::Server { .. } => server::settle(self, &mut settled),
        };
        match outcome {
            Ok(complete) => settled.complete = complete,
            Err(error) => settled.notice(left_over(&error)),
        }
        settled
    }
}

/// How long a program waits before it tries again what it could not finish.
const AGAIN: Duration = Duration::from_mins(1);

/// Tries again for as long as the study is open here; after that, whoever opens it next does.
fn try_again_later(study: &Study) {
    let inner = Arc::downgrade(&study.inner);
    let again = move || {
        loop {
            std::thread::sleep(AGAIN);
            let Some(inner) = inner.upgrade() else { return };
            match (Study { inner }).settle_if_due() {
                Ok(Some(settled)) if !settled.complete => {}
                Err(_) => {}
                Ok(_) => return,
            }
        }
    };
    // Without a thread, it waits for the next opening.
    let _ = std::thread::Builder::new().name("settling".into()).spawn(again);
}

/// Who erased what is not settled yet; `None` when nothing waits.
fn who_is_waiting(reader: &crate::storage::Reader<'_>) -> Result<Option<String>> {
    let sql = "SELECT p.name FROM job j JOIN person p ON p.id = j.person \
               WHERE j.kind = $1 AND j.state = $2 ORDER BY j.started_at DESC LIMIT 1";
    reader.query(sql, bind![KIND, Fate::Running])?.first().map(|row| row.get(0)).transpose()
}

/// All that were due are done with: each settling settles the whole study.
fn end_jobs(session: &Session) -> Result<()> {
    session.write_quietly(|change| {
        let due: Vec<Id> = change
            .query("SELECT id FROM job WHERE kind = $1 AND state = $2", bind![KIND, Fate::Running])?
            .iter()
            .map(|row| row.get(0))
            .collect::<Result<_>>()?;
        for job in due {
            let sql = "UPDATE job SET state = $2, done = 1, ended_at = $3 WHERE id = $1";
            change.write(sql, bind![job, Fate::Done, change.now()])?;
        }
        Ok(())
    })
}

fn left_over(error: &Error) -> String {
    let again = "What was erased is erased, but traces may still lie in the file or its log; \
                 settling is tried again every minute while the study is open here, and when it is \
                 next opened";
    match error.kind() {
        Kind::Busy => format!("{error} {again}. Close it in the other program."),
        _ => format!("{error} {again}."),
    }
}
