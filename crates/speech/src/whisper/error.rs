//! Why a model cannot be loaded.
//!
//! Each message names the file, the tensor where there is one, and the cause, so that a person can
//! tell a download that was cut short from a file of another kind, and knows what to do about it.
//! The file itself is never touched because of an error.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a model cannot be loaded from a file.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file is of no kind that we know.
    #[error(
        "{}: this is no Whisper model in a known format ({what}): give a ggml file of whisper.cpp \
         or a folder or safetensors file as Hugging Face lays them out",
        file.display()
    )]
    Unknown {
        /// The file or folder.
        file: PathBuf,
        /// What was found instead.
        what: String,
    },
    /// The file is of a kind that we know and do not read.
    #[error("{}: {what}", file.display())]
    Unsupported {
        /// The file or folder.
        file: PathBuf,
        /// What it is, and what to use instead.
        what: String,
    },
    /// The file contradicts itself, or ends too early.
    #[error("{}: the model is damaged ({cause}): copy or download it again", file.display())]
    Damaged {
        /// The file or folder.
        file: PathBuf,
        /// What is wrong.
        cause: String,
    },
    /// One tensor cannot be had.
    #[error("{}: the tensor {tensor} {fault}", file.display())]
    Tensor {
        /// The file or folder.
        file: PathBuf,
        /// The tensor's name, as OpenAI calls it.
        tensor: String,
        /// What is wrong with it.
        fault: TensorFault,
    },
    /// The file could not be read.
    #[error("{}: {error}", file.display())]
    Io {
        /// The file or folder.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// What is wrong with a tensor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TensorFault {
    /// The file has no such tensor.
    Missing,
    /// It has another shape than the model's dimensions ask for.
    Shape {
        /// What the dimensions ask for.
        expected: Vec<usize>,
        /// What the file says.
        found: Vec<usize>,
    },
    /// Its numbers are kept in a way that is not read.
    Type(String),
    /// Its numbers lie past the end of the file, or not where its shape wants them.
    Place(String),
    /// Some of its numbers are infinite or not numbers at all.
    NotFinite,
    /// It is too large to be held in memory.
    TooLarge,
}

impl fmt::Display for TensorFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(formatter, "is missing: this may be no Whisper model"),
            Self::Shape { expected, found } => {
                write!(formatter, "has the shape {found:?}, but the model wants {expected:?}")
            }
            Self::Type(what) => write!(formatter, "is kept as {what}, which is not read"),
            Self::Place(what) => write!(formatter, "is damaged ({what}): download the model again"),
            Self::NotFinite => write!(
                formatter,
                "is damaged (it holds infinities or what is not a number): download the model again"
            ),
            Self::TooLarge => write!(formatter, "does not fit into memory"),
        }
    }
}

impl ModelError {
    /// Makes an error about one tensor.
    pub fn of_tensor(file: &Path, tensor: &str, fault: TensorFault) -> Self {
        Self::Tensor { file: file.to_owned(), tensor: tensor.to_owned(), fault }
    }

    /// Makes an error about a file that contradicts itself.
    pub fn damaged(file: &Path, cause: impl Into<String>) -> Self {
        Self::Damaged { file: file.to_owned(), cause: cause.into() }
    }

    /// Makes an error about a file that is known for what it is, and not read.
    pub fn unsupported(file: &Path, what: impl Into<String>) -> Self {
        Self::Unsupported { file: file.to_owned(), what: what.into() }
    }

    /// Makes an error about a file that is not known for what it is.
    pub fn unknown(file: &Path, what: impl Into<String>) -> Self {
        Self::Unknown { file: file.to_owned(), what: what.into() }
    }

    /// Makes an error about storage; one that ends too early is damaged and no fault of the storage.
    pub fn io(file: &Path, error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return Self::damaged(file, "it ends too early");
        }
        Self::Io { file: file.to_owned(), error }
    }
}
