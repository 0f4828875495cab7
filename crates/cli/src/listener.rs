//! Hearing what waits in the studies that are open in the browser, beside the pages.
//!
//! The server says when a queue may have something; one thread for each study works it off with the
//! program's own engine and goes when nothing is left that can be heard. What needs a model that is
//! not there waits until it is.

use std::collections::HashMap;
use std::fmt;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use trefoil_core::error::Result;
use trefoil_core::study::{Person, Study};
use trefoil_core::transcription::{
    self, Local, Progress, Voices, Waiting, usual_threads, work_off,
};
use trefoil_speech::model_store::{ModelKind, ModelStore};
use trefoil_web::Listener;

/// The studies at whose queues somebody works, and whether they changed since that one looked.
type AtWork = Arc<Mutex<HashMap<String, bool>>>;

/// The program's own engine, for the pages.
#[derive(Clone)]
pub(crate) struct Ears {
    models: PathBuf,
    at_work: AtWork,
}

impl Ears {
    /// Ears with the models of a folder.
    pub(crate) fn new(models: PathBuf) -> Self {
        Self { models, at_work: AtWork::default() }
    }

    /// Works off what can be heard, again and again until nothing is left.
    fn listen(&self, study: &Study) {
        let key = study.place().to_string();
        let mut engine = Local::new(&self.models, usual_threads());
        loop {
            // A study that cannot be read now is looked at again when it changes.
            let Ok(Some(person)) = self.whose_turn(study) else { break };
            let session = study.session(&person);
            if work_off(&session, &mut engine, &mut |_| ControlFlow::Continue(())).is_err() {
                break;
            }
            lock(&self.at_work).insert(key.clone(), false);
        }
        let changed = lock(&self.at_work).remove(&key);
        // Somebody may have asked for more between the last look and this.
        if changed == Some(true) && matches!(self.whose_turn(study), Ok(Some(_))) {
            self.wake(study);
        }
    }

    /// The names of models of one kind, the one that is taken first before the others.
    fn names_of(&self, kind: ModelKind) -> Vec<String> {
        let all = ModelStore::new(&self.models).list_of(kind).unwrap_or_default();
        all.into_iter().map(|model| model.name).collect()
    }

    /// Who asked for the first recording that can be heard; none when there is none.
    fn whose_turn(&self, study: &Study) -> Result<Option<String>> {
        let store = ModelStore::new(&self.models);
        let can_be_heard = move |one: &Waiting| {
            let told = !one.row.message.is_empty();
            let model = || match &one.asked.model {
                Some(name) => store.path(name).is_ok(),
                None => store.list_of(ModelKind::Words).is_ok_and(|all| !all.is_empty()),
            };
            let there = || model() && Voices::is_here(&store, one.asked.voices.as_deref());
            one.row.state == Progress::Waiting && one.asked.endpoint.is_none() && (!told || there())
        };
        study.read(move |reader| {
            let Some(next) = transcription::list(reader)?.into_iter().find(can_be_heard) else {
                return Ok(None);
            };
            Ok(Some(reader.get::<Person>(next.row.asked_by)?.name))
        })
    }
}

impl Listener for Ears {
    fn models(&self) -> Vec<String> {
        self.names_of(ModelKind::Words)
    }

    fn detectors(&self) -> Vec<String> {
        self.names_of(ModelKind::Voices)
    }

    fn wake(&self, study: &Study) {
        let key = study.place().to_string();
        {
            let mut at_work = lock(&self.at_work);
            if let Some(changed) = at_work.get_mut(&key) {
                *changed = true;
                return;
            }
            at_work.insert(key, false);
        }
        let (ears, study) = (self.clone(), study.clone());
        thread::spawn(move || ears.listen(&study));
    }
}

impl fmt::Debug for Ears {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ears").field("models", &self.models).finish_non_exhaustive()
    }
}

fn lock(at_work: &AtWork) -> MutexGuard<'_, HashMap<String, bool>> {
    at_work.lock().unwrap_or_else(PoisonError::into_inner)
}
