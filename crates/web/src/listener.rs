//! Whoever hears recordings, as far as the pages know them.
//!
//! The pages put recordings into a study's queue and show it; they hear nothing themselves, and open
//! no connection. The program gives the server a [`Listener`] with [`crate::App::listen_with`], and
//! the server wakes it whenever a queue may have something for it: when a study is opened, whenever
//! one changes, and when somebody grants what is waited for. Without one everything is shown all the
//! same, and what waits goes on waiting. What a person grants while they sit before the pages (the
//! unlocked key, a server that recordings may be sent to) is held in memory and asked for anew each
//! time: it ends with the program, and no study that is opened brings it along.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::error::Result;
use trefoil_core::study::Study;

use crate::state::{Open, lock};

/// Something that hears what is in the queues.
pub trait Listener: fmt::Debug + Send + Sync {
    /// The names of the models that are on this computer, the one that is taken first before the
    /// others.
    fn models(&self) -> Vec<String>;

    /// The names of the detectors of voices that are on this computer, beside the one that is built in.
    fn detectors(&self) -> Vec<String>;

    /// The name of the other computer that an address leads to; none where it leads to this one.
    ///
    /// Errors: it cannot be used as the address of a server.
    fn other_computer(&self, address: &str) -> Result<Option<String>>;

    /// A study's queue may have something. Called often, also while it is being worked off, and must
    /// return at once.
    fn wake(&self, study: &Study, granted: &Granted);
}

/// What people granted for a study until now, and have not taken back.
#[derive(Clone, Default)]
pub struct Granted(Weak<Open>);

impl Granted {
    pub(crate) fn of(open: &Arc<Open>) -> Self {
        Self(Arc::downgrade(open))
    }

    /// The key to the pseudonyms, while somebody has it unlocked in a browser.
    pub fn key(&self) -> Option<KeyAccess> {
        let open = self.0.upgrade()?;
        open.keyring.any(&open.key, open.study.clock().now())
    }

    /// Whether recordings may be sent to an address, and to which other computer that is.
    pub fn sending(&self, address: &str) -> Option<Sending> {
        self.0.upgrade()?.sending.may(address)
    }
}

impl fmt::Debug for Granted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Granted").finish_non_exhaustive()
    }
}

/// To where an address may be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// Within this computer.
    Here,
    /// To the computer of this name, which somebody typed.
    Elsewhere(String),
}

/// The addresses that recordings of a study may be sent to.
#[derive(Debug, Default)]
pub(crate) struct Addresses(Mutex<BTreeMap<String, Sending>>);

impl Addresses {
    pub(crate) fn allow(&self, address: &str, sending: Sending) {
        lock(&self.0).insert(address.to_owned(), sending);
    }

    /// The other computers among them, each once.
    pub(crate) fn hosts(&self) -> Vec<String> {
        let all = lock(&self.0);
        let mut hosts: Vec<String> = all
            .values()
            .filter_map(|sending| match sending {
                Sending::Here => None,
                Sending::Elsewhere(host) => Some(host.clone()),
            })
            .collect();
        hosts.sort();
        hosts.dedup();
        hosts
    }

    pub(crate) fn may(&self, address: &str) -> Option<Sending> {
        lock(&self.0).get(address).cloned()
    }
}

/// The listener, where there is one; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listening(Arc<RwLock<Option<Arc<dyn Listener>>>>);

impl Listening {
    pub(crate) fn begin(&self, listener: Arc<dyn Listener>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }

    pub(crate) fn listener(&self) -> Option<Arc<dyn Listener>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The models that are on this computer.
    pub(crate) fn models(&self) -> Vec<String> {
        self.listener().map_or_else(Vec::new, |listener| listener.models())
    }

    /// The detectors of voices that are on this computer, beside the one that is built in.
    pub(crate) fn detectors(&self) -> Vec<String> {
        self.listener().map_or_else(Vec::new, |listener| listener.detectors())
    }
}

/// Tells the listener of a study that its queue may have something.
pub(crate) fn wake(open: &Arc<Open>) {
    if let Some(listener) = open.listening.listener() {
        listener.wake(&open.study, &Granted::of(open));
    }
}
