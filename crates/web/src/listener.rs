//! Whoever hears recordings, as far as the pages know them.
//!
//! The pages put recordings into a study's queue and show it; they hear nothing themselves. The
//! program gives the server a [`Listener`] with [`crate::App::listen_with`], and the server wakes it
//! whenever a queue may have something for it: when a study is opened and whenever one changes.
//! Without one everything is shown all the same, and what waits goes on waiting.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use trefoil_core::study::Study;

/// Something that hears what is in the queues.
pub trait Listener: fmt::Debug + Send + Sync {
    /// The names of the models that are on this computer, the one that is taken first before the
    /// others.
    fn models(&self) -> Vec<String>;

    /// The names of the detectors of voices that are on this computer, beside the one that is built in.
    fn detectors(&self) -> Vec<String>;

    /// A study's queue may have something. Called often, also while it is being worked off, and must
    /// return at once.
    fn wake(&self, study: &Study);
}

/// The listener, where there is one; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listening(Arc<RwLock<Option<Arc<dyn Listener>>>>);

impl Listening {
    pub(crate) fn begin(&self, listener: Arc<dyn Listener>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }

    fn listener(&self) -> Option<Arc<dyn Listener>> {
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

    /// Tells the listener that a queue may have something.
    pub(crate) fn wake(&self, study: &Study) {
        if let Some(listener) = self.listener() {
            listener.wake(study);
        }
    }
}
