//! A study: one piece of research, opened, changed through one door, and closed.
//!
//! [`Study`] is the handle that everything else takes; it can be cloned and sent to any thread.
//! Reading goes through [`Study::read`]. Changing goes through a [`Session`], which knows who is
//! acting: [`Session::perform`] is the only way to write, and each [`Operation`] it performs can
//! be undone. `open.rs` and `create.rs` make handles, `transact.rs` is the door, `undo.rs` walks
//! back through it, `history.rs` tells what happened.

pub mod backup;
pub mod check;
mod connect;
pub mod copy;
mod create;
pub mod dump;
mod erase;
pub mod history;
pub mod job;
mod lock;
mod open;
pub mod operation;
pub mod operations;
mod passing;
mod passphrase;
mod person;
mod set;
mod settle;
mod status;
pub mod tables;
mod transact;
mod undo;

use std::sync::{Arc, Mutex, PoisonError, mpsc};

pub use create::NewStudy;
pub use history::{Entry, State, list as history};
pub use open::Secret;
pub use operation::{Operation, Performed};
pub use passphrase::set_passphrase;
pub use person::{Person, PersonSet, Role};
pub use set::StudySet;
pub(crate) use set::set;
pub use settle::{Beyond, Settled};
pub use status::{Status, status};
pub use transact::Change;
pub use undo::Walked;

use crate::care::pseudonym::KeyAccess;
use crate::clock::Clock;
use crate::error::Result;
use crate::id::Id;
use crate::storage::key::Key;
use crate::storage::{Engine, Filing, Place, Reader, Storage};
use crate::transcription::EARSHOT;

crate::words! {
    /// How the analysis is done; it sets defaults and words, never what is possible.
    pub enum Method, "a method" {
        /// Reflexive thematic analysis: themes are made, agreement statistics are off.
        Reflexive = "reflexive",
        /// Codebook thematic analysis.
        Codebook = "codebook",
        /// The framework method.
        Framework = "framework",
    }
}

crate::record! {
    /// What the study says about itself.
    pub struct About in "study", filed Filing::Study; {
        /// Its id, the same in every copy.
        id: Id,
        /// The title.
        title: String,
        /// The research question.
        question: String,
        /// Where and with whom it takes place, in general words.
        setting: String,
        /// The method.
        method: Method,
        /// How data were gathered and worked on, for the report.
        approach: String,
        /// Whether everything in it is invented.
        synthetic: bool,
        /// Whether its author still calls the model of conditions tentative.
        tentative: bool,
        /// Where the model of conditions was composed from, when it began from a template.
        model_notice: String,
        /// The smallest group about which a manager may see a count.
        minimum_group: i64,
        /// When it was begun, in epoch milliseconds.
        created_at: i64,
        /// The time zone that its days and hours are of, such as `Europe/London`; none when nobody
        /// said.
        time_zone: Option<String>,
        /// From which silence on, in milliseconds, a transcript says that there is a pause; none
        /// when pauses are not written.
        pauses_from_ms: Option<i64>,
        /// What stands in a transcript for words that nobody can make out; the usual mark when
        /// nobody said.
        inaudible: Option<String>,
        /// Words that an engine should expect, such as names of places and services.
        vocabulary: Option<String>,
        /// What recordings are searched for voices with, where nobody says so for one: the name of a
        /// detector; none for the one that is built in.
        voices: Option<String>,
    }
}

impl About {
    /// What stands in a transcript for words that nobody can make out.
    pub fn inaudible(&self) -> &str {
        self.inaudible.as_deref().unwrap_or("[inaudible]")
    }

    /// Words that an engine should expect; empty when there are none.
    pub fn vocabulary(&self) -> &str {
        self.vocabulary.as_deref().unwrap_or_default()
    }

    /// The detector that recordings are searched for voices with.
    pub fn voices(&self) -> &str {
        self.voices.as_deref().unwrap_or(EARSHOT)
    }
}

/// What changed in one acknowledged change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeNotice {
    /// The study's change number after it.
    pub number: i64,
    /// The nouns (tables) that it touched, in alphabetical order.
    pub nouns: Vec<&'static str>,
}

/// A handle on an open study.
#[derive(Debug, Clone)]
pub struct Study {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    place: Place,
    key: Option<Key>,
    storage: Storage,
    clock: Clock,
    /// Held for as long as the handle lives.
    #[expect(dead_code, reason = "it is held, and let go when the last handle goes")]
    lock: Option<lock::FileLock>,
    watchers: Mutex<Vec<mpsc::Sender<ChangeNotice>>>,
    /// The day (as `2026-11-23`) on which this handle last saw to the daily backup.
    backed_up: Mutex<Option<String>>,
}

impl Study {
    /// Where it lives.
    pub fn place(&self) -> &Place {
        &self.inner.place
    }

    /// The clock that stamps its changes.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Runs `work` on one consistent moment of the study; writers go on beside it. What
    /// participants refused to have looked at is not there.
    pub fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.storage.read(work)
    }

    /// Runs `work` on one consistent moment of everything, what consent closed included: to copy,
    /// check and erase. Nothing of it may be shown to anybody.
    pub fn read_whole<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.storage.read_whole(work)
    }

    /// What the study says about itself.
    pub fn about(&self) -> Result<About> {
        self.read(about)
    }

    /// How many changes the study has seen; grows by one with each.
    pub fn change_number(&self) -> Result<i64> {
        self.read(|reader| reader.number("SELECT number FROM change_number", &[]))
    }

    /// A session in which a person acts; everything done in it carries that name.
    pub fn session(&self, person: &str) -> Session {
        Session { study: self.clone(), person: person.trim().to_owned(), act: None, key: None }
    }

    /// Tells of every change that this handle and its clones make from now on.
    pub fn watch(&self) -> mpsc::Receiver<ChangeNotice> {
        let (sender, receiver) = mpsc::channel();
        self.inner.watchers.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    fn tell(&self, notice: &ChangeNotice) {
        let mut watchers = self.inner.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.retain(|watcher| watcher.send(notice.clone()).is_ok());
    }

    /// Stops waiting for the disk: what is acknowledged from now on may be lost in a power cut.
    ///
    /// Only for a study that is made in a temporary folder, to be copied to its place when it is
    /// whole and thrown away otherwise; the copy is synced.
    pub fn without_syncing(self) -> Result<Self> {
        self.inner.storage.write(|connection| match connection.engine() {
            Engine::Sqlite => connection.batch("PRAGMA synchronous = OFF"),
            Engine::Postgres => Ok(()),
        })?;
        Ok(self)
    }

    /// The key of an encrypted file.
    pub(crate) fn key(&self) -> Option<&Key> {
        self.inner.key.as_ref()
    }

    pub(crate) fn storage(&self) -> &Storage {
        &self.inner.storage
    }
}

/// What the study says about itself, inside a reading.
pub fn about(reader: &Reader<'_>) -> Result<About> {
    reader
        .list::<About>("", &[])?
        .pop()
        .ok_or_else(|| crate::error::Error::damaged("The study does not say what it is."))
}

/// A person at work in a study.
#[derive(Debug, Clone)]
pub struct Session {
    study: Study,
    person: String,
    act: Option<Id>,
    key: Option<KeyAccess>,
}

impl Session {
    /// The study.
    pub fn study(&self) -> &Study {
        &self.study
    }

    /// The name that the changes carry.
    pub fn person(&self) -> &str {
        &self.person
    }

    /// A session whose operations are one act: undone and redone together.
    #[must_use]
    pub fn one_act(&self) -> Self {
        Self { act: Some(Id::new(self.study.inner.clock.now())), ..self.clone() }
    }

    /// Whether the key to the pseudonyms can be opened.
    pub(crate) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// A session that can open the key to the pseudonyms.
    #[must_use]
    pub fn with_key(&self, key: KeyAccess) -> Self {
        Self { key: Some(key), ..self.clone() }
    }
}
