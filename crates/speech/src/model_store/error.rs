//! Why a model is not taken in, found or taken away.

use std::io;
use std::path::{Path, PathBuf};

use super::manifest::ModelKind;
use super::missing::Missing;
use crate::voice::silero::SileroError;
use crate::whisper::ModelError;

/// Why a model is not taken in, found or taken away. No file of a person is touched because of it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It is not here.
    #[error(transparent)]
    Missing(Box<Missing>),
    /// It is in the list, but its file is not there any more.
    #[error(
        "the model {name} was in {}, but is not there any more: put it back, or say \
         `trefoil model remove {name}` and add it again",
        path.display()
    )]
    Gone {
        /// The model's name.
        name: String,
        /// Where it should be.
        path: PathBuf,
    },
    /// A name that no file could have on every system.
    #[error(
        "{0:?} cannot be a model's name: use up to 64 letters, digits, dots, hyphens and \
         underscores, and begin with a letter or a digit"
    )]
    Name(String),
    /// There is a model of that name; it stays as it is.
    #[error(
        "there is a model called {0} already: give another name with `--name`, or say \
         `trefoil model remove {0}` first"
    )]
    Exists(String),
    /// Something that is not in the list is where the model would go; it stays as it is.
    #[error(
        "{} is there already, but not in the list of models: take it in with \
         `trefoil model add {}`, or move it away",
        .0.display(), .0.display()
    )]
    Occupied(PathBuf),
    /// Another process is adding or removing a model.
    #[error("another Trefoil is changing the models in {} just now: try again when it is done", .0.display())]
    Busy(PathBuf),
    /// The file is no model that can be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The file is no detector of voices that can be used.
    #[error("{}: {error}", file.display())]
    Detector {
        /// The file.
        file: PathBuf,
        /// What is the matter with it.
        error: SileroError,
    },
    /// It is here, but of another kind than is needed.
    #[error("{name} is {}, and cannot be used as {}", is.told(), is.other().told())]
    Kind {
        /// The model's name.
        name: String,
        /// What it is.
        is: ModelKind,
    },
    /// What was downloaded is not what was expected; it was put aside.
    #[error(
        "what was downloaded for {name} is not what was expected: its SHA-256 is {found}, not \
         {expected}. It was kept as {}: if the model was published anew and you trust it, say \
         `trefoil model add {} --name {name}`",
        kept.display(), kept.display()
    )]
    Hash {
        /// The model's name.
        name: String,
        /// What its hash should have been.
        expected: String,
        /// What it is.
        found: String,
        /// Where the download is now.
        kept: PathBuf,
    },
    /// What was downloaded is no model; it was put aside.
    #[error(
        "what was downloaded for {name} cannot be used, and was kept beside the models: {error}"
    )]
    Downloaded {
        /// The model's name.
        name: String,
        /// What is the matter with it, which names where it is now.
        error: Box<StoreError>,
    },
    /// A download is not complete; it goes on where it ended.
    #[error(
        "only {have} of {whole} bytes of {name} are here yet: fetch it again, and it goes on from there"
    )]
    Incomplete {
        /// The model's name.
        name: String,
        /// Bytes that are here.
        have: u64,
        /// Bytes that there should be.
        whole: u64,
    },
    /// More came than there should be.
    #[error("more than the {whole} bytes of {name} came: the download is begun anew next time")]
    TooMuch {
        /// The model's name.
        name: String,
        /// Bytes that there should be.
        whole: u64,
    },
    /// Whoever asked for it does not want it any more.
    #[error("it was stopped; nothing was changed")]
    Cancelled,
    /// The list of models cannot be read.
    #[error(
        "the list of models, {}, is damaged ({cause}): move it away and add the models again; they \
         themselves are untouched",
        file.display()
    )]
    Manifest {
        /// The list's file.
        file: PathBuf,
        /// What is the matter with it.
        cause: String,
    },
    /// A path that cannot be written into the list.
    #[error("{} has a name that is no text: rename it", .0.display())]
    PathIsNoText(PathBuf),
    /// The storage failed.
    #[error("{}: {error}", path.display())]
    Io {
        /// What was read or written.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl StoreError {
    /// Makes an error about storage.
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io { path: path.to_owned(), error }
    }
}
