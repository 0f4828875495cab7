//! What a recording is searched for voices with before it is heard: the detector that is built in, or
//! one of Silero's from a file among the models.
//!
//! Which one it was is kept with the words, with the hash of its file, for it decides what an engine
//! gets to hear at all.

use std::collections::BTreeMap;

use trefoil_speech::model_store::{ModelKind, ModelStore, StoredModel};
use trefoil_speech::voice::{Detector, Earshot, Silero};

use super::local::refused;
use crate::error::{Error, Result};

/// The detector that is built in.
pub const EARSHOT: &str = "earshot";

/// Any of Silero's detectors: the one of that name, else the one that was taken in last.
pub const SILERO: &str = "silero";

/// A detector that is ready.
#[derive(Debug, Clone, Default)]
pub struct Voices(Option<(StoredModel, Silero)>);

impl Voices {
    /// Makes a detector ready; the one that is built in when none is named.
    ///
    /// Errors: of the kind `NotFound` when it is not among the models, with how to get it.
    pub fn find(store: &ModelStore, wanted: Option<&str>) -> Result<Self> {
        let Some(wanted) = wanted.filter(|name| *name != EARSHOT) else {
            return Ok(Self::default());
        };
        let stored = match store.find(wanted) {
            Err(_) if wanted == SILERO && newest(store).is_some() => newest(store),
            found => Some(found.map_err(|error| refused(&error))?),
        };
        let silero = |stored: StoredModel| {
            let silero = store.open_detector(&stored.name).map_err(|error| refused(&error))?;
            Ok((stored, silero))
        };
        stored.map(silero).transpose().map(Self)
    }

    /// Whether a detector is here.
    pub fn is_here(store: &ModelStore, wanted: Option<&str>) -> bool {
        match wanted {
            None | Some(EARSHOT) => true,
            Some(SILERO) if newest(store).is_some() => true,
            Some(name) => store.path(name).is_ok(),
        }
    }

    /// Begins a recording.
    pub(super) fn listen(&self) -> Box<dyn Detector> {
        match &self.0 {
            None => Box::new(Earshot::new()),
            Some((_, silero)) => Box::new(silero.clone()),
        }
    }

    /// Says which it is, among the settings that are kept with the words.
    pub(super) fn tell(&self, settings: &mut BTreeMap<String, String>) {
        let mut say = |name: &str, value: &str| settings.insert(name.to_owned(), value.to_owned());
        match &self.0 {
            None => {
                say("voices", EARSHOT);
            }
            Some((stored, _)) => {
                say("voices", &stored.name);
                say("voices SHA-256", &stored.sha256);
            }
        }
    }
}

fn newest(store: &ModelStore) -> Option<StoredModel> {
    store.list_of(ModelKind::Voices).unwrap_or_default().into_iter().next()
}

/// A detector by the name that somebody gave; none for the one that is built in.
///
/// Errors: no detector could be called so.
pub(crate) fn named(text: &str) -> Result<Option<String>> {
    let name = text.trim();
    if name.chars().count() > 64 || name.chars().any(char::is_whitespace) {
        return Err(Error::invalid("A detector of voices is named in one word, such as silero."));
    }
    Ok(Some(name.to_owned()).filter(|name| !name.is_empty() && name != EARSHOT))
}
