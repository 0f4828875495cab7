//! Hearing what waits in the studies that are open in the browser, beside the pages.
//!
//! The server says when a queue may have something; one thread for each study works it off and goes
//! when nothing is left that can be heard. What needs a model that is not there waits until it is;
//! what needs the key to the pseudonyms waits until somebody unlocks it, and is broken off when the
//! key is locked again. A server is asked only where a person said so since the program began: a
//! study that somebody was given sends nothing by being opened.

use std::collections::HashMap;
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use trefoil_core::care::pseudonym::{KeyAccess, check_access, needs_passphrase};
use trefoil_core::error::{Error, Result};
use trefoil_core::study::{Person, Study};
use trefoil_core::transcription::{
    self, Elsewhere, Engine, Hearing, Local, Progress, Settings, Voices, Waiting, usual_threads,
    work_off,
};
use trefoil_speech::model_store::{ModelKind, ModelStore};
use trefoil_web::{Granted, Listener, Sending};

use crate::endpoint::{self, Remote};

/// The studies at whose queues somebody works, and whether they changed since that one looked.
type AtWork = Arc<Mutex<HashMap<String, bool>>>;

/// The program's own engine, and servers that somebody allowed, for the pages.
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
    fn listen(&self, study: &Study, granted: &Granted) {
        let at = study.place().to_string();
        let mut engine = Either::new(&self.models, granted);
        loop {
            // A study that cannot be read now is looked at again when it changes.
            let Ok(Some((person, key))) = self.whose_turn(study, granted) else { break };
            let mut session = study.session(&person);
            let held = key.is_some();
            if let Some(key) = key {
                session = session.with_key(key);
            }
            let worked = work_off(&session, &mut engine, &mut |_| {
                // Somebody locked it, or it locked itself.
                if held && granted.key().is_none() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            if worked.is_err() {
                break;
            }
            lock(&self.at_work).insert(at.clone(), false);
        }
        let changed = lock(&self.at_work).remove(&at);
        // Somebody may have asked for more between the last look and this.
        if changed == Some(true) && matches!(self.whose_turn(study, granted), Ok(Some(_))) {
            self.wake(study, granted);
        }
    }

    /// The names of models of one kind, the one that is taken first before the others.
    fn names_of(&self, kind: ModelKind) -> Vec<String> {
        let all = ModelStore::new(&self.models).list_of(kind).unwrap_or_default();
        all.into_iter().map(|model| model.name).collect()
    }

    /// Who asked for the first recording that can be heard, with the key where it is sealed and
    /// unlocked; none when there is none.
    fn whose_turn(
        &self,
        study: &Study,
        granted: &Granted,
    ) -> Result<Option<(String, Option<KeyAccess>)>> {
        let (store, granted) = (ModelStore::new(&self.models), granted.clone());
        study.read(move |reader| {
            let sealed = needs_passphrase(reader)?;
            // A key that was given another passphrase meanwhile opens nothing.
            let opens = |key: &KeyAccess| sealed && check_access(reader, key).is_ok();
            let key = granted.key().filter(opens);
            let is_there = |one: &Waiting| {
                let engine = match (&one.asked.endpoint, &one.asked.model) {
                    (Some(address), _) => granted.sending(address).is_some(),
                    (None, Some(name)) => store.path(name).is_ok(),
                    (None, None) => {
                        store.list_of(ModelKind::Words).is_ok_and(|all| !all.is_empty())
                    }
                };
                let names = !sealed || key.is_some() || one.asked.without_key == Some(true);
                engine && names && Voices::is_here(&store, one.asked.voices.as_deref())
            };
            // What was not tried yet is, so that it says what it waits for.
            let can_be_heard = |one: &Waiting| {
                one.row.state == Progress::Waiting && (one.row.message.is_empty() || is_there(one))
            };
            let Some(next) = transcription::list(reader)?.into_iter().find(can_be_heard) else {
                return Ok(None);
            };
            Ok(Some((reader.get::<Person>(next.row.asked_by)?.name, key)))
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

    fn other_computer(&self, address: &str) -> Result<Option<String>> {
        endpoint::other_computer(address)
    }

    fn wake(&self, study: &Study, granted: &Granted) {
        let at = study.place().to_string();
        {
            let mut at_work = lock(&self.at_work);
            if let Some(changed) = at_work.get_mut(&at) {
                *changed = true;
                return;
            }
            at_work.insert(at, false);
        }
        let (ears, study, granted) = (self.clone(), study.clone(), granted.clone());
        thread::spawn(move || ears.listen(&study, &granted));
    }
}

impl fmt::Debug for Ears {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ears").field("models", &self.models).finish_non_exhaustive()
    }
}

/// The program's own engine, or the server that a recording is to be heard by.
struct Either<'e> {
    models: &'e Path,
    granted: &'e Granted,
    local: Local,
    server: Option<Elsewhere<Remote>>,
}

impl<'e> Either<'e> {
    fn new(models: &'e Path, granted: &'e Granted) -> Self {
        Self { models, granted, local: Local::new(models, usual_threads()), server: None }
    }
}

impl Engine for Either<'_> {
    fn prepare(&mut self, settings: &Settings) -> Result<&mut dyn Hearing> {
        let Some(address) = &settings.endpoint else { return self.local.prepare(settings) };
        let allowed = match self.granted.sending(address) {
            Some(Sending::Here) => Vec::new(),
            Some(Sending::Elsewhere(host)) => vec![host],
            None => {
                return Err(Error::not_found(format!(
                    "It is to be sent to {address}, and nobody has said so since Trefoil was started."
                ))
                .hint("Say so again on the page of transcriptions, or stop it."));
            }
        };
        let server = endpoint::engine(address, &endpoint::reach(&allowed), self.models)?;
        self.server.insert(server).prepare(settings)
    }
}

fn lock(at_work: &AtWork) -> MutexGuard<'_, HashMap<String, bool>> {
    at_work.lock().unwrap_or_else(PoisonError::into_inner)
}
