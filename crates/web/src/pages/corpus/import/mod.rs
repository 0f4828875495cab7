//! Importing: files come in, are looked at, and become sources.
//!
//! `begin.rs` takes files or paths (`upload.rs`, `folder.rs`, `names.rs`) and makes a [`Job`].
//! `work.rs` reads them and stores nothing; `preview.rs` shows what each would become (`rows.rs`,
//! `table.rs`) and `edit.rs` takes what a person says instead; `learn.rs` makes a rule of one file's
//! name. Only then `work.rs` stores them, in the
//! background. A job lives in memory and goes with the study; what it stored is in the study.

mod begin;
mod decision;
mod edit;
mod folder;
mod job;
mod language;
mod learn;
mod look;
mod names;
mod outcome;
mod preview;
mod rows;
mod show;
mod step;
mod table;
#[cfg(test)]
pub(in crate::pages::corpus) mod tests;
pub(super) mod upload;
mod wishes;
mod work;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;

use self::job::{Job, Stage};
use crate::state::{App, lock};
use crate::words;

/// How many imports are remembered; the oldest that have ended go first.
const MOST_JOBS: usize = 16;
/// How many imports may be under way or wait at once; each holds the files that were sent for it.
const MOST_WAITING: usize = 8;
/// An import that nobody decided about is abandoned after this long, in milliseconds.
const PATIENCE: i64 = 12 * 3600 * 1000;

/// Imports that wait for a decision, run or have ended.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    jobs: Arc<Mutex<Vec<Arc<Job>>>>,
    /// Whoever stores holds it: one import at a time.
    turn: Arc<Mutex<()>>,
}

/// An import in a line, for pages that mention it.
#[derive(Debug)]
pub(crate) struct Line {
    /// Which.
    pub(crate) id: Id,
    /// How it stands, in a sentence.
    pub(crate) says: String,
    /// What following the link does.
    pub(crate) link: &'static str,
    /// When it began, in epoch milliseconds.
    pub(crate) began: i64,
}

impl Imports {
    /// Refuses one more where too many wait already.
    fn refuse_crowd(&self) -> Result<()> {
        let waiting = lock(&self.jobs).iter().filter(|job| !job.has_ended()).count();
        if waiting < MOST_WAITING {
            return Ok(());
        }
        Err(Error::conflict(format!(
            "{waiting} imports wait for a decision or are under way, and more than that are not held."
        ))
        .hint(
            "Decide about one of them, or leave it: the page of imports lists them. Nothing of \
             what was sent now was kept.",
        ))
    }

    /// Takes an import off, with its files, when nobody has decided about it for too long.
    fn forget_in_time(&self, job: &Arc<Job>) {
        let (jobs, id) = (Arc::downgrade(&self.jobs), job.id);
        let patience = std::time::Duration::from_millis(PATIENCE.unsigned_abs());
        tokio::spawn(async move {
            tokio::time::sleep(patience).await;
            if let Some(jobs) = jobs.upgrade() {
                lock(&jobs).retain(|job| job.id != id || !job.is_forgotten(i64::MAX));
            }
        });
    }

    fn hold(&self, job: &Arc<Job>) -> Result<()> {
        self.refuse_crowd()?;
        let mut jobs = lock(&self.jobs);
        jobs.retain(|one| !one.is_forgotten(job.began - PATIENCE));
        let ended = |one: &Arc<Job>| one.has_ended();
        while jobs.len() >= MOST_JOBS
            && let Some(oldest) = jobs.iter().position(ended)
        {
            jobs.remove(oldest);
        }
        jobs.push(Arc::clone(job));
        drop(jobs);
        self.forget_in_time(job);
        Ok(())
    }

    fn find(&self, id: Id) -> Result<Arc<Job>> {
        let jobs = lock(&self.jobs);
        jobs.iter().find(|job| job.id == id).cloned().ok_or_else(|| {
            Error::not_found("This import is no longer here.").hint(
                "It was abandoned, or the program was started again since. What it had stored is \
                 in the corpus; to go on, choose the same files again: those that are in the \
                 study already are recognised.",
            )
        })
    }

    fn forget(&self, id: Id) {
        lock(&self.jobs).retain(|job| job.id != id);
    }

    /// Forgets the imports that have ended, and abandons those that wait for a decision: they hold
    /// names of files and words out of them. What is under way goes on.
    pub(crate) fn clear(&self) {
        let waits = |job: &Arc<Job>| matches!(job.stage(), Stage::Ready(_));
        lock(&self.jobs).retain(|job| !job.has_ended() && !waits(job));
    }

    /// The imports that want to be mentioned: those under way and those that wait for a person.
    pub(crate) fn lines(&self) -> Vec<Line> {
        lock(&self.jobs).iter().filter(|job| !job.has_ended()).map(line).collect()
    }

    /// The imports that have ended, newest first.
    fn ended(&self) -> Vec<Line> {
        lock(&self.jobs).iter().rev().filter(|job| job.has_ended()).map(line).collect()
    }
}

impl Drop for Imports {
    fn drop(&mut self) {
        // The study was closed: whatever is under way ends after the file it is at.
        for job in lock(&self.jobs).iter() {
            job.stop();
        }
    }
}

fn line(job: &Arc<Job>) -> Line {
    let step = job.step();
    let of = |done: usize| {
        format!("{done} of {}", words::counted(&(step.total as i64), "file", "files"))
    };
    let (says, link) = match job.stage() {
        Stage::Reading => {
            (format!("Files are being looked at: {}.", of(step.done)), "See how far it is")
        }
        Stage::Ready(look) => {
            let count = look.plan.items.len() as i64;
            (
                format!(
                    "{} from {} wait for your decision.",
                    words::counted(&count, "file", "files"),
                    words::stamp(&job.began)
                ),
                "Look at them",
            )
        }
        Stage::Waiting => {
            ("An import waits until another has ended.".to_owned(), "See how far it is")
        }
        Stage::Running => {
            (format!("An import is under way: {}.", of(step.done)), "See how far it is")
        }
        Stage::Done(outcome) => (outcome.sentence(), "See what came of it"),
        Stage::Failed(trouble) => (trouble.message, "See what came of it"),
    };
    Line { id: job.id, says, link, began: job.began }
}

/// The routes of importing.
pub(crate) fn routes() -> Router<App> {
    let begin = post(begin::begin).layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/corpus/import", get(begin::show).merge(begin))
        .route("/corpus/import/{job}", get(show::show))
        .route("/corpus/import/{job}/progress", get(show::progress))
        .route("/corpus/import/{job}/wishes", post(edit::wish))
        .route("/corpus/import/{job}/items", post(edit::items))
        .route("/corpus/import/{job}/dates", post(edit::dates))
        .route("/corpus/import/{job}/names", get(learn::show).post(learn::apply))
        .route("/corpus/import/{job}/stop", post(edit::stop))
        .route("/corpus/import/{job}/abandon", post(edit::abandon))
}
