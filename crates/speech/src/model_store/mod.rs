//! A folder of models, with a list of what is in it and where it came from.
//!
//! A model is taken in only as a whole: it is looked through, hashed while it is copied beside,
//! synced, and renamed; the list is replaced in one step after that. Nothing here speaks to a
//! network: [`Incoming`] keeps what somebody else downloads until it is complete and checked. A file
//! that a person has is never changed and never deleted, whatever its hash; one that is not among
//! the [`KNOWN_MODELS`] or [`KNOWN_DETECTORS`] is taken and labelled so.

mod add;
mod content;
mod copy;
mod error;
mod incoming;
mod known;
mod manifest;
mod missing;
mod name;
mod sources;
mod verify;

use std::path::{Path, PathBuf};

pub use add::{Adding, Details};
pub use copy::Progress;
pub use error::StoreError;
pub use incoming::{Expected, Incoming};
pub use known::{
    KNOWN_DETECTORS, KNOWN_MODELS, KnownDetector, KnownModel, find_by_hash, find_detector_by_hash,
    find_known, find_known_detector,
};
pub use manifest::{ModelKind, StoredFile, StoredModel};
pub use missing::Missing;
pub use name::suggest_name;
pub use verify::{Fault, Removed};

use crate::voice::Silero;
use crate::whisper::files::{self, ModelFile};

/// A folder of models; it need not be there until a model is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelStore {
    folder: PathBuf,
}

impl ModelStore {
    /// Names the folder; nothing is read or made yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Lists the models by name.
    pub fn list(&self) -> Result<Vec<StoredModel>, StoreError> {
        manifest::read(&self.folder)
    }

    /// Finds a model by name; one that is not here is an error that says how to get it.
    pub fn find(&self, name: &str) -> Result<StoredModel, StoreError> {
        let models = self.list()?;
        let wanted = name::without_decoration(name);
        let found = models.iter().find(|model| model.name.eq_ignore_ascii_case(wanted));
        found.cloned().ok_or_else(|| StoreError::Missing(Box::new(self.missing(wanted, &models))))
    }

    /// Finds the file or folder of a model, for [`files::open`]. It is there.
    pub fn path(&self, name: &str) -> Result<PathBuf, StoreError> {
        let model = self.find(name)?;
        let path = self.folder.join(&model.file);
        if path.exists() { Ok(path) } else { Err(StoreError::Gone { name: model.name, path }) }
    }

    /// Lists the models of one kind, the one that was added last first.
    pub fn list_of(&self, kind: ModelKind) -> Result<Vec<StoredModel>, StoreError> {
        let mut models = self.list()?;
        models.retain(|model| model.kind == kind);
        models.sort_by(|a, b| b.added.cmp(&a.added));
        Ok(models)
    }

    /// Opens a model that hears words.
    pub fn open(&self, name: &str) -> Result<ModelFile, StoreError> {
        let path = self.path_of(&self.find(name)?, ModelKind::Words)?;
        Ok(files::open(&path)?)
    }

    /// Opens a detector of voices, at the beginning of a recording.
    pub fn open_detector(&self, name: &str) -> Result<Silero, StoreError> {
        let path = self.path_of(&self.find(name)?, ModelKind::Voices)?;
        content::read_detector(&path)
    }

    fn path_of(&self, model: &StoredModel, wanted: ModelKind) -> Result<PathBuf, StoreError> {
        if model.kind != wanted {
            return Err(StoreError::Kind { name: model.name.clone(), is: model.kind });
        }
        self.path(&model.name)
    }
}
