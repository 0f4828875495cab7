//! One import, from its files to what came of them.
//!
//! A [`Job`] is shared by the pages that show it and the thread that works on it. Its [`Stage`]
//! says how it stands; what a person decided about single files is kept beside what was found, so
//! that the files can be read again with other wishes and nothing typed is lost.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::broadcast;
use trefoil_core::corpus::import::store::Wishes;
use trefoil_core::error::Error;
use trefoil_core::id::Id;

use super::decision::Edit;
use super::folder::Folder;
use super::look::Look;
use super::outcome::{Failure, Outcome};
use super::step::Step;
use crate::events::Event;
use crate::state::lock;

/// Windows are told of progress no more often than this.
const BREATH: Duration = Duration::from_millis(120);

/// One import.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) id: Id,
    /// When it began, in epoch milliseconds.
    pub(super) began: i64,
    stop: AtomicBool,
    inner: Mutex<Inner>,
    events: broadcast::Sender<Event>,
}

#[derive(Debug)]
struct Inner {
    stage: Stage,
    files: Option<Files>,
    wishes: Wishes,
    edits: BTreeMap<usize, Edit>,
    step: Step,
    told: Option<Instant>,
}

/// Where the files are.
#[derive(Debug)]
pub(super) enum Files {
    /// In a folder of ours, which goes with this.
    Sent(Folder),
    /// Where they lie.
    InPlace(Vec<PathBuf>),
}

/// How an import stands.
#[derive(Debug, Clone)]
pub(super) enum Stage {
    /// The files are being read, and nothing is stored.
    Reading,
    /// It waits for a decision.
    Ready(Arc<Look>),
    /// It waits until another import has ended.
    Waiting,
    /// The files are being stored.
    Running,
    /// It has come to its end, or was stopped.
    Done(Arc<Outcome>),
    /// It ended with an error.
    Failed(Failure),
}

impl Job {
    pub(super) fn new(
        now: i64,
        files: Files,
        wishes: Wishes,
        events: broadcast::Sender<Event>,
    ) -> Arc<Self> {
        let inner = Inner {
            stage: Stage::Reading,
            files: Some(files),
            wishes,
            edits: BTreeMap::new(),
            step: Step::begin(0),
            told: None,
        };
        Arc::new(Self {
            id: Id::new(now),
            began: now,
            stop: AtomicBool::new(false),
            inner: Mutex::new(inner),
            events,
        })
    }

    pub(super) fn stage(&self) -> Stage {
        lock(&self.inner).stage.clone()
    }

    pub(super) fn step(&self) -> Step {
        lock(&self.inner).step.clone()
    }

    pub(super) fn wishes(&self) -> Wishes {
        lock(&self.inner).wishes.clone()
    }

    pub(super) fn edits(&self) -> BTreeMap<usize, Edit> {
        lock(&self.inner).edits.clone()
    }

    /// What there is to read.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        match &lock(&self.inner).files {
            Some(Files::Sent(folder)) => folder.paths(),
            Some(Files::InPlace(paths)) => paths.clone(),
            None => Vec::new(),
        }
    }

    /// What was found, when it waits for a decision.
    pub(super) fn ready(&self) -> Result<Arc<Look>, Error> {
        match self.stage() {
            Stage::Ready(look) => Ok(look),
            Stage::Reading => Err(Error::conflict("The files are still being looked at.")
                .hint("Wait a moment and send it again. Nothing was changed.")),
            Stage::Waiting | Stage::Running => {
                Err(Error::conflict("This import is under way already.")
                    .hint("Its page tells how far it is."))
            }
            Stage::Done(_) | Stage::Failed(_) => {
                Err(Error::conflict("This import has ended.")
                    .hint("Its page tells what came of it."))
            }
        }
    }

    /// Replaces what a person said about some files; what says nothing is taken away.
    pub(super) fn keep_edits(&self, edits: Vec<(usize, Edit)>) {
        let mut inner = lock(&self.inner);
        for (id, edit) in edits {
            inner.edits.remove(&id);
            if edit.is_something() {
                inner.edits.insert(id, edit);
            }
        }
    }

    /// Takes what was found anew, unless the import went on meanwhile.
    pub(super) fn look_anew(&self, look: Arc<Look>) {
        let mut inner = lock(&self.inner);
        if matches!(inner.stage, Stage::Ready(_)) {
            inner.stage = Stage::Ready(look);
        }
    }

    /// Goes back to reading, with other wishes. Answers whether it was waiting for a decision.
    pub(super) fn read_again(&self, wishes: Wishes) -> bool {
        let mut inner = lock(&self.inner);
        let waited = matches!(inner.stage, Stage::Ready(_));
        if waited {
            (inner.stage, inner.wishes, inner.step) = (Stage::Reading, wishes, Step::begin(0));
        }
        waited
    }

    /// Goes on to storing. Answers whether it was waiting for a decision: two clicks are one.
    pub(super) fn decide(&self, total: usize) -> bool {
        let mut inner = lock(&self.inner);
        let waited = matches!(inner.stage, Stage::Ready(_));
        if waited {
            (inner.stage, inner.step) = (Stage::Waiting, Step::begin(total));
        }
        waited
    }

    pub(super) fn found(&self, look: Look) {
        lock(&self.inner).stage = Stage::Ready(Arc::new(look));
        self.tell(true);
    }

    pub(super) fn starts(&self) {
        let mut inner = lock(&self.inner);
        let total = inner.step.total;
        (inner.stage, inner.step) = (Stage::Running, Step::begin(total));
    }

    /// Ends it, and lets go of its files and of everything that was said about them.
    pub(super) fn ends(&self, stage: Stage) {
        let files = {
            let mut inner = lock(&self.inner);
            inner.stage = stage;
            // Both can hold people's names.
            inner.wishes = Wishes::default();
            inner.edits.clear();
            inner.files.take()
        };
        drop(files);
        self.tell(true);
    }

    /// Keeps how far it is.
    pub(super) fn steps(&self, done: usize, total: usize, at: &str) {
        let is_due = {
            let mut inner = lock(&self.inner);
            let since = inner.step.since;
            inner.step = Step { done, total, at: at.to_owned(), since };
            let is_due = inner.told.is_none_or(|told| told.elapsed() >= BREATH);
            if is_due {
                inner.told = Some(Instant::now());
            }
            is_due
        };
        if is_due {
            self.tell(false);
        }
    }

    fn tell(&self, ended: bool) {
        let Step { done, total, at, .. } = self.step();
        let _ =
            self.events.send(Event::Progress { job: self.id.to_string(), done, total, at, ended });
    }

    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(super) fn has_ended(&self) -> bool {
        matches!(lock(&self.inner).stage, Stage::Done(_) | Stage::Failed(_))
    }

    /// Whether it has waited for a decision since before a moment.
    pub(super) fn is_forgotten(&self, before: i64) -> bool {
        self.began < before && matches!(lock(&self.inner).stage, Stage::Ready(_))
    }
}
