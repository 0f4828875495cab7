//! The list of models, `models.json` in their folder.
//!
//! It is replaced as a whole: written beside, synced, renamed. Whoever changes it holds the lock of
//! `models.lock` meanwhile; whoever only reads it needs none.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::copy::sync_folder;
use super::error::StoreError;
use crate::whisper::Dimensions;

const FILE: &str = "models.json";
const LOCK: &str = "models.lock";
const VERSION: u32 = 1;
/// More than a list of thousands of models has.
const LARGEST: u64 = 16 << 20;

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelKind {
    /// Words are heard with it.
    #[default]
    Words,
    /// It finds where somebody speaks.
    Voices,
}

impl ModelKind {
    /// What it is, in words.
    pub fn told(self) -> &'static str {
        match self {
            Self::Words => "a model that hears words",
            Self::Voices => "a detector of voices",
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::Words => Self::Voices,
            Self::Voices => Self::Words,
        }
    }
}

/// A model in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredModel {
    /// What it is called.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub kind: ModelKind,
    /// What is opened: a file or folder in the models' folder, or an absolute path when linked.
    pub file: String,
    /// Whether it stays where it was, and is not of this folder.
    #[serde(default)]
    pub linked: bool,
    /// SHA-256 of its file; of several, that of the lines that `sha256sum` prints for them, by name.
    pub sha256: String,
    /// Bytes of all its files.
    pub bytes: u64,
    /// Its files.
    pub files: Vec<StoredFile>,
    /// How it is laid out: `ggml`, `hugging-face`, `safetensors` or `onnx`.
    pub layout: String,
    /// How most of its weights are kept, such as `f16` or `q5_1`.
    pub precision: String,
    /// How large its parts are; none for a detector of voices.
    #[serde(default)]
    pub dimensions: Option<Dimensions>,
    /// How many languages it knows; 1 is English only, and a detector of voices needs none.
    pub languages: usize,
    /// What it may be used for, where somebody said so.
    #[serde(default)]
    pub licence: Option<String>,
    /// Where it came from: an address, or the path that it was added from.
    #[serde(default)]
    pub origin: Option<String>,
    /// Which published model it is, by its hash; none when it is not verified to be one.
    #[serde(default)]
    pub published: Option<String>,
    /// When it was added, as whoever added it wrote that down.
    pub added: String,
}

impl StoredModel {
    /// What it is in the models' folder: a file, or a folder of its own.
    pub(super) fn root(&self) -> &Path {
        let file = Path::new(&self.file);
        file.components().next().map_or(file, |first| Path::new(first.as_os_str()))
    }
}

/// One file of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Where it is, as in [`StoredModel::file`].
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u32,
    models: Vec<StoredModel>,
}

/// Reads the list; there are no models where there is no list.
pub(super) fn read(folder: &Path) -> Result<Vec<StoredModel>, StoreError> {
    let path = folder.join(FILE);
    let damaged = |cause: String| StoreError::Manifest { file: path.clone(), cause };
    let length = match fs::metadata(&path) {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(&path, error)),
    };
    if length > LARGEST {
        return Err(damaged(format!("it has {length} bytes")));
    }
    let bytes = fs::read(&path).map_err(|error| StoreError::io(&path, error))?;
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
    if manifest.version != VERSION {
        return Err(damaged(format!("it is of version {}, which is unknown", manifest.version)));
    }
    // What is of this folder may be deleted by its name in the list, so that must not lead elsewhere.
    let astray = manifest.models.iter().find(|model| {
        let paths = model.files.iter().map(|file| &file.path).chain([&model.file]);
        !model.linked && !paths.into_iter().all(|path| is_inside(path))
    });
    match astray {
        Some(model) => Err(damaged(format!("{} leads out of the folder", model.name))),
        None => Ok(manifest.models),
    }
}

fn is_inside(path: &str) -> bool {
    let mut components = Path::new(path).components().peekable();
    components.peek().is_some() && components.all(|part| matches!(part, Component::Normal(_)))
}

/// The right to change the list, until it is dropped.
pub(super) struct Lock {
    folder: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock or says that somebody else has it; makes the folder.
    pub(super) fn take(folder: &Path) -> Result<Self, StoreError> {
        let file = Self::file(folder)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy(folder.to_owned())),
            Err(TryLockError::Error(error)) => Err(StoreError::io(&folder.join(LOCK), error)),
        }
    }

    /// Waits for the lock.
    pub(super) fn wait(folder: &Path) -> Result<Self, StoreError> {
        let file = Self::file(folder)?;
        file.lock().map_err(|error| StoreError::io(&folder.join(LOCK), error))?;
        Ok(Self { folder: folder.to_owned(), _file: file })
    }

    fn file(folder: &Path) -> Result<File, StoreError> {
        fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, error))?;
        let path = folder.join(LOCK);
        let opened = File::options().create(true).truncate(false).write(true).open(&path);
        opened.map_err(|error| StoreError::io(&path, error))
    }

    /// Replaces the list.
    pub(super) fn write(&self, models: &[StoredModel]) -> Result<(), StoreError> {
        let folder = &self.folder;
        let mut models = models.to_vec();
        models.sort_by(|a, b| a.name.cmp(&b.name));
        let path = folder.join(FILE);
        let beside = folder.join(format!("{FILE}.new"));
        let failed = |error: io::Error| StoreError::io(&path, error);
        let text = serde_json::to_vec_pretty(&Manifest { version: VERSION, models })
            .map_err(|error| failed(error.into()))?;
        let mut file = File::create(&beside).map_err(failed)?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(failed)?;
        drop(file);
        fs::rename(&beside, &path).map_err(failed)?;
        sync_folder(folder)
    }
}
