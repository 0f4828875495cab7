//! The work on an import, on threads of its own.
//!
//! One thread reads, one stores; both say how far they are and ask whether to go on. Files come
//! from outside, so a reader that fails badly ends its import with words and nothing else.

use std::any::Any;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::Duration;

use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::corpus::import::store::{self, Plan, Progress, Summary, Wishes};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::study::{self, Session, Study};

use super::job::{Job, Stage};
use super::look::Look;
use super::outcome::{self, Failure, Outcome};

/// How often somebody who waits for their turn looks again.
const LOOK: Duration = Duration::from_millis(100);

/// Reads the files of a job, and stores nothing. The key is the one that is unlocked at this moment.
pub(super) fn read(job: &Arc<Job>, study: Study, key: Option<KeyAccess>) -> Result<()> {
    let job = Arc::clone(job);
    spawn("trefoil-look", move || {
        let (paths, edits) = (job.paths(), job.edits());
        let wishes = Wishes { key, ..job.wishes() };
        let mut told = telling(&job);
        let read = guarded(|| Look::take(&study, &paths, &wishes, &edits, &mut told));
        match read {
            Ok(Some(look)) => job.found(look),
            // Whoever stopped it has forgotten it already.
            Ok(None) => {}
            Err(error) => job.ends(Stage::Failed(failure(&error, false))),
        }
    })
}

/// Stores the files of a job, as soon as no other import is under way.
pub(super) fn store(
    job: &Arc<Job>,
    turn: &Arc<Mutex<()>>,
    session: Session,
    plan: Plan,
) -> Result<()> {
    let (job, turn) = (Arc::clone(job), Arc::clone(turn));
    spawn("trefoil-import", move || {
        let Some(_turn) = wait_for_turn(&job, &turn) else {
            let summary =
                Summary { stopped: true, not_reached: plan.items.len(), ..Summary::default() };
            return job.ends(Stage::Done(Arc::new(Outcome { summary, ..Outcome::default() })));
        };
        job.starts();
        let mut told = telling(&job);
        let before = session.study().change_number().unwrap_or(i64::MAX);
        let (tables, people) = (outcome::tables(&plan), people(&session));
        let stored = guarded(|| store::run(&session, plan, &mut told));
        job.ends(match stored {
            Ok(summary) => Stage::Done(Arc::new(Outcome {
                summary,
                act: act_since(&session, before),
                tables,
                people: new_people(&session, &people),
            })),
            Err(error) => Stage::Failed(failure(&error, true)),
        });
    })
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    thread::Builder::new().name(name.into()).spawn(work)?;
    Ok(())
}

/// Runs what reads files from outside; whatever happens in it, there is an answer.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|cause| {
        Err(Error::new(Kind::BadFile, format!("A file was too much for its reader{}.", said(&cause)))
            .hint("This is a fault of the program: please tell us about it. What was acknowledged before is safe."))
    })
}

fn said(cause: &Box<dyn Any + Send>) -> String {
    let words = cause.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| cause.downcast_ref::<&str>().copied());
    words.map(|words| format!(" ({words})")).unwrap_or_default()
}

fn failure(error: &Error, was_storing: bool) -> Failure {
    let hint = error.hint_text().unwrap_or_default().to_owned();
    Failure { message: error.to_string(), hint, was_storing }
}

fn telling(job: &Job) -> impl FnMut(&Progress) -> ControlFlow<()> {
    |progress| {
        if job.is_stopped() {
            return ControlFlow::Break(());
        }
        job.steps(progress.done, progress.total, &progress.at());
        ControlFlow::Continue(())
    }
}

/// Waits until no other import is under way; nothing when it was stopped meanwhile.
fn wait_for_turn<'t>(job: &Job, turn: &'t Mutex<()>) -> Option<MutexGuard<'t, ()>> {
    loop {
        if job.is_stopped() {
            return None;
        }
        match turn.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(LOOK),
        }
    }
}

/// Everybody who is in the study.
fn people(session: &Session) -> Vec<Participant> {
    session.study().read(participant::list).unwrap_or_default()
}

/// Those who were not in the study before.
fn new_people(session: &Session, before: &[Participant]) -> Vec<Participant> {
    let is_new = |one: &Participant| !before.iter().any(|old| old.id == one.id);
    people(session).into_iter().filter(is_new).collect()
}

/// The act of an import that has just ended: what this person brought in since a change.
fn act_since(session: &Session, before: i64) -> Option<Id> {
    const LATELY: i64 = 40;
    let history = session.study().read(|reader| study::history(reader, LATELY)).ok()?;
    let brings_in = [
        "source.add",
        "source.attach",
        "source.lengthen",
        "source.set",
        "sender.keep",
        "participant.add",
        "attribute.add",
        "attribute.values",
    ];
    let is_it = |entry: &study::Entry| {
        entry.number > before
            && entry.person == session.person()
            && brings_in.contains(&entry.operation.as_str())
    };
    history.into_iter().find(is_it).map(|entry| entry.act)
}
