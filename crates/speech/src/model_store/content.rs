//! What is about to be taken in: a model that words are heard with, or a detector of voices.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::manifest::ModelKind;
use super::sources::{self, Source};
use crate::decoding::Vocabulary as _;
use crate::voice::Silero;
use crate::voice::silero::{Format, SileroError};
use crate::whisper::files::{self, Layout, ModelFile};
use crate::whisper::{Dimensions, Tensors as _};

/// So much of a file tells a detector from anything else.
const BEGIN: u64 = 64;

/// A file or folder that was looked through, and can be used.
pub(super) enum Content {
    /// A model that words are heard with.
    Words(Box<ModelFile>),
    /// A detector of voices, alone in its file.
    Voices(PathBuf, Format),
}

impl Content {
    /// Looks through a file or folder.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(format) = detector_at(path)? {
            read_detector(path)?;
            return Ok(Self::Voices(path.to_owned(), format));
        }
        let model = files::open(path)?;
        model.tokenizer()?;
        Ok(Self::Words(Box::new(model)))
    }

    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Words(model) => model.path(),
            Self::Voices(path, _) => path,
        }
    }

    pub(super) fn kind(&self) -> ModelKind {
        match self {
            Self::Words(_) => ModelKind::Words,
            Self::Voices(..) => ModelKind::Voices,
        }
    }

    /// How it is laid out, as the list says it.
    pub(super) fn layout(&self) -> String {
        match self {
            Self::Words(model) => model.layout().to_string(),
            Self::Voices(_, Format::Onnx) => "onnx".to_owned(),
            Self::Voices(_, Format::Ggml) => Layout::Ggml.to_string(),
        }
    }

    /// How most of its numbers are kept.
    pub(super) fn precision(&self) -> String {
        match self {
            Self::Words(model) => model.numbers().to_string(),
            // What whisper.cpp writes has its larger tensors in 16 bits.
            Self::Voices(_, Format::Ggml) => "f16".to_owned(),
            Self::Voices(_, Format::Onnx) => "f32".to_owned(),
        }
    }

    pub(super) fn dimensions(&self) -> Option<Dimensions> {
        match self {
            Self::Words(model) => Some(model.dimensions()),
            Self::Voices(..) => None,
        }
    }

    /// How many languages it knows; none for a detector.
    pub(super) fn languages(&self) -> Result<usize, StoreError> {
        match self {
            Self::Words(model) => Ok(model.tokenizer()?.specials().languages.len().max(1)),
            Self::Voices(..) => Ok(0),
        }
    }

    /// Lists its files, and what they become: one file, or a folder that has them all.
    pub(super) fn sources(&self, name: &str) -> (Vec<Source>, PathBuf) {
        match self {
            Self::Words(model) => sources::of_model(model, name),
            Self::Voices(path, _) => {
                let root = PathBuf::from(self.file_name(name));
                (vec![Source { from: path.clone(), to: root.clone() }], root)
            }
        }
    }

    /// What a file of it is called that is alone in the folder.
    pub(super) fn file_name(&self, name: &str) -> String {
        match self {
            Self::Voices(_, Format::Onnx) => format!("{name}.onnx"),
            _ => format!("{name}.bin"),
        }
    }

    /// Whether what is opened is a file in a folder of its own.
    pub(super) fn is_file_in_folder(&self) -> bool {
        matches!(self, Self::Words(model) if model.layout() == Layout::Safetensors)
    }
}

/// In which format a detector is at a place; none where something else is.
fn detector_at(path: &Path) -> Result<Option<Format>, StoreError> {
    if path.is_dir() {
        return Ok(None);
    }
    let failed = |error| StoreError::io(path, error);
    let mut begin = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(BEGIN).read_to_end(&mut begin).map_err(failed)?;
    Ok(Format::of(&begin))
}

/// Reads a detector from its file.
pub(super) fn read_detector(path: &Path) -> Result<Silero, StoreError> {
    let file = File::open(path).map_err(|error| StoreError::io(path, error))?;
    Silero::read(file).map_err(|error| match error {
        SileroError::Io(error) => StoreError::io(path, error),
        error => StoreError::Detector { file: path.to_owned(), error },
    })
}
