//! Looking whether models are still what they were, and taking them away.

use std::ops::ControlFlow;
use std::path::PathBuf;

use super::ModelStore;
use super::add::remove;
use super::copy::{Progress, Reading, sync_folder};
use super::error::StoreError;
use super::manifest::{self, Lock};

/// What is not as it was when a model was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A file is not there.
    Gone(PathBuf),
    /// A file's content is another one.
    Changed {
        /// The file.
        path: PathBuf,
        /// Its SHA-256 when it was added.
        expected: String,
        /// Its SHA-256 now.
        found: String,
    },
}

/// What taking a model away came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// Bytes that are free now.
    pub freed: u64,
    /// What was only linked and is where it was.
    pub kept: Option<PathBuf>,
}

impl ModelStore {
    /// Hashes a model's files again; what differs is told, and nothing is changed.
    pub fn verify(
        &self,
        name: &str,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vec<Fault>, StoreError> {
        let model = self.find(name)?;
        let mut faults = Vec::new();
        let mut reading = Reading::new(model.bytes, watch);
        for file in model.files {
            let path = self.folder().join(&file.path);
            if !path.is_file() {
                faults.push(Fault::Gone(path));
                continue;
            }
            let (found, _) = reading.hash(&path)?;
            if found != file.sha256 {
                faults.push(Fault::Changed { path, expected: file.sha256, found });
            }
        }
        Ok(faults)
    }

    /// Takes a model off the list, then deletes it, unless it was only linked.
    pub fn remove(&self, name: &str) -> Result<Removed, StoreError> {
        let model = self.find(name)?;
        let lock = Lock::take(self.folder())?;
        let mut models = manifest::read(self.folder())?;
        models.retain(|known| known.name != model.name);
        lock.write(&models)?;
        let path = self.folder().join(&model.file);
        if model.linked {
            return Ok(Removed { freed: 0, kept: Some(path) });
        }
        // What is opened may lie in a folder with what belongs to it.
        let root = self.folder().join(model.root());
        if root.symlink_metadata().is_ok() {
            remove(&root)?;
            sync_folder(self.folder())?;
        }
        Ok(Removed { freed: model.bytes, kept: None })
    }
}
