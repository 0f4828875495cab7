//! What the server holds: the studies that are open, who sits before the screen, and sessions.
//!
//! A study is opened once and shared by all windows. Its key in addresses comes from its name, so
//! an address can be read. The texts for searching and the waveforms live beside it in memory and
//! go when it is closed.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use axum::body::Bytes;
use tokio::sync::broadcast;
use trefoil_core::error::{Error, Result};
use trefoil_core::explore::search::Texts;
use trefoil_core::id::Id;
use trefoil_core::storage::Place;
use trefoil_core::study::{Secret, Study};
use trefoil_speech::waveform::Waveform;

use crate::events::{self, Event};
use crate::keyring::Keyring;
use crate::listener::{self, Addresses, Listener, Listening};
use crate::pages::care::Erasing;
use crate::pages::corpus::import::Imports;
use crate::pages::start::{Making, Shelf};
use crate::session::Sessions;

/// What the command line knows and the pages need.
#[derive(Clone)]
pub struct Options {
    /// Where to listen; must be on loopback.
    pub listen: SocketAddr,
    /// Who sits before the screen, where that is known already.
    pub person: Option<String>,
    /// A name to offer when it is asked for.
    pub suggested: Option<String>,
    /// Remembers the name for the next time.
    pub remember: fn(&str),
    /// The folder in which new studies are offered a place.
    pub folder: PathBuf,
    /// The folder that holds the demo study.
    pub demo: PathBuf,
    /// The file that remembers which studies were open before; without it none are remembered.
    pub shelf: Option<PathBuf>,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("listen", &self.listen).finish_non_exhaustive()
    }
}

/// The server's state; clones share it.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: Options,
    address: SocketAddr,
    sessions: Sessions,
    keyring: Arc<Keyring>,
    shelf: Shelf,
    demo: Making,
    listening: Listening,
    person: RwLock<Option<String>>,
    open: RwLock<BTreeMap<String, Arc<Open>>>,
}

/// A study that is open.
#[derive(Debug)]
pub struct Open {
    /// Its name in addresses.
    pub key: String,
    /// The study.
    pub study: Study,
    /// The texts that searches scan.
    pub(crate) texts: Mutex<Option<Texts>>,
    /// Waveforms by media.
    pub(crate) waveforms: Mutex<HashMap<Id, Arc<Waveform>>>,
    /// The recording that was decoded last for a browser that cannot play it, as a WAV file.
    pub(crate) heard: Mutex<Option<(Id, Bytes)>>,
    /// Imports that wait or run.
    pub(crate) imports: Imports,
    /// An erasure, where one is under way.
    pub(crate) erasing: Erasing,
    /// Whoever hears what is in its queue.
    pub(crate) listening: Listening,
    /// The keys that are unlocked in browsers.
    pub(crate) keyring: Arc<Keyring>,
    /// The addresses that recordings may be sent to.
    pub(crate) sending: Addresses,
    /// The source that was read last.
    pub(crate) reading: Mutex<Option<Id>>,
    /// Tells windows what changed.
    pub(crate) events: broadcast::Sender<Event>,
}

impl App {
    pub(crate) fn new(options: Options, address: SocketAddr) -> Self {
        let person = RwLock::new(options.person.clone().filter(|name| !name.trim().is_empty()));
        Self(Arc::new(Inner {
            shelf: Shelf::at(options.shelf.clone()),
            options,
            address,
            sessions: Sessions::default(),
            keyring: Arc::default(),
            demo: Making::default(),
            listening: Listening::default(),
            person,
            open: RwLock::default(),
        }))
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    /// The keys to pseudonyms that are unlocked.
    pub(crate) fn keyring(&self) -> &Keyring {
        &self.0.keyring
    }

    /// The studies that were open before.
    pub(crate) fn shelf(&self) -> &Shelf {
        &self.0.shelf
    }

    /// The demo, where it is being made.
    pub(crate) fn demo(&self) -> &Making {
        &self.0.demo
    }

    /// Lets somebody hear what is in the queues of the studies, from now on.
    pub fn listen_with(&self, listener: Arc<dyn Listener>) {
        self.0.listening.begin(listener);
        self.all().iter().for_each(listener::wake);
    }

    /// The models that hear recordings on this computer.
    pub(crate) fn models(&self) -> Vec<String> {
        self.0.listening.models()
    }

    /// The detectors of voices that are on this computer, beside the one that is built in.
    pub(crate) fn detectors(&self) -> Vec<String> {
        self.0.listening.detectors()
    }

    /// Whoever hears recordings.
    pub(crate) fn listener(&self) -> Option<Arc<dyn Listener>> {
        self.0.listening.listener()
    }

    pub(crate) fn port(&self) -> u16 {
        self.0.address.port()
    }

    /// Where the server listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// The address of the start page.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// Who sits before the screen.
    pub fn person(&self) -> Option<String> {
        self.0.person.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_person(&self, name: &str) {
        (self.0.options.remember)(name);
        // Whoever sits down has not unlocked anything.
        if self.person().is_some_and(|person| person != name) {
            self.keyring().clear();
        }
        *self.0.person.write().unwrap_or_else(PoisonError::into_inner) = Some(name.to_owned());
    }

    /// The open study with this key.
    pub fn find(&self, key: &str) -> Result<Arc<Open>> {
        let open = self.0.open.read().unwrap_or_else(PoisonError::into_inner);
        open.get(key).cloned().ok_or_else(|| {
            Error::not_found(format!("No study is open under the name “{key}”."))
                .hint("Open it from the start page. Nothing was changed.")
        })
    }

    /// Every open study.
    pub fn all(&self) -> Vec<Arc<Open>> {
        self.0.open.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Opens a study, or finds it open; answers its key.
    pub fn open(&self, place: &Place, passphrase: Option<&Secret>) -> Result<String> {
        if let Some(open) = self.open_at(place) {
            return Ok(open.key.clone());
        }
        let study = Study::open(place, passphrase)?;
        // Two windows may open it at the same moment: the first to come in is the one they share.
        let (open, came) = self.take_in(study, |open| same_place(open.study.place(), place));
        if came {
            self.follow(&open);
        }
        Ok(open.key.clone())
    }

    /// Makes a study where none is and takes it in; answers its key.
    pub(crate) fn make(
        &self,
        place: &Place,
        make: impl FnOnce() -> Result<Study>,
    ) -> Result<String> {
        // Whatever was open there is about a file that was taken away.
        self.open_at(place);
        Ok(self.hold(make()?))
    }

    /// Takes in a study that was made or opened elsewhere; answers its key.
    pub fn hold(&self, study: Study) -> String {
        let (open, _) = self.take_in(study, |_| false);
        self.follow(&open);
        open.key.clone()
    }

    /// The open study at a place, under whichever spelling. One whose file was taken away is
    /// closed: what lies there now is another.
    pub(crate) fn open_at(&self, place: &Place) -> Option<Arc<Open>> {
        let open = self.all().into_iter().find(|open| same_place(open.study.place(), place))?;
        if open.study.place().file().is_some_and(|file| !file.exists()) {
            self.close(&open.key);
            return None;
        }
        Some(open)
    }

    /// Puts a study among the open ones, unless one of them is it; says whether it came in.
    fn take_in(&self, study: Study, is_it: impl Fn(&Open) -> bool) -> (Arc<Open>, bool) {
        let mut all = self.0.open.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.values().find(|open| is_it(open)) {
            return (known.clone(), false);
        }
        let key = free_key(&name_of(study.place()), &all);
        let (events, _) = broadcast::channel(64);
        let open = Arc::new(Open {
            key: key.clone(),
            study,
            texts: Mutex::default(),
            waveforms: Mutex::default(),
            heard: Mutex::default(),
            imports: Imports::default(),
            erasing: Erasing::default(),
            listening: self.0.listening.clone(),
            keyring: self.0.keyring.clone(),
            sending: Addresses::default(),
            reading: Mutex::default(),
            events,
        });
        all.insert(key, open.clone());
        (open, true)
    }

    /// What asks the study itself, so nobody else waits for it.
    fn follow(&self, open: &Arc<Open>) {
        events::follow(open);
        listener::wake(open);
        self.0.shelf.remember(&open.study);
    }

    /// Closes a study; whoever works in it elsewhere goes on.
    pub fn close(&self, key: &str) {
        self.keyring().forget(key);
        self.0.open.write().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    pub(crate) fn close_all(&self) {
        // Their counts may have changed since they were opened.
        self.all().iter().for_each(|open| self.0.shelf.remember(&open.study));
        self.keyring().clear();
        self.0.open.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Open {
    /// Forgets what memory holds of the study's words and sounds, after something was erased.
    pub(crate) fn forget(&self) {
        *lock(&self.texts) = None;
        lock(&self.waveforms).clear();
        *lock(&self.heard) = None;
        *lock(&self.reading) = None;
        self.imports.clear();
    }
}

/// A lock whose holder panicked still guards sound data here: every use replaces whole values.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn same_place(one: &Place, other: &Place) -> bool {
    let whole = |place: &Place| place.file().and_then(|file| file.canonicalize().ok());
    one == other || whole(one).is_some_and(|one| whole(other) == Some(one))
}

/// What a study is called where it lives: the file's name without its ending.
fn name_of(place: &Place) -> String {
    match place {
        Place::File(path) => {
            path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
        }
        Place::Server { study, .. } => study.clone(),
    }
}

fn free_key(name: &str, taken: &BTreeMap<String, Arc<Open>>) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let base = if parts.is_empty() { "study".to_owned() } else { parts.join("-") };
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.clone())
        .chain(numbered)
        .find(|key| !taken.contains_key(key))
        .unwrap_or(base)
}
