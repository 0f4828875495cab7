//! The file of a detector: telling which of its formats it is, and its tensors by name.
//!
//! `onnx.rs` reads what Silero itself and faster-whisper publish, `ggml.rs` what whisper.cpp makes of
//! it. Both give the tensors under the names that Silero's own code gives them.

use std::collections::HashMap;
use std::io::Read;

use super::{ggml, onnx};
use crate::onnx::Fault;

/// Why a file cannot be used as a voice detector.
#[derive(Debug, thiserror::Error)]
pub enum SileroError {
    /// It is another kind of file.
    #[error(
        "this is no Silero voice detector (silero_vad*.onnx, or ggml-silero-*.bin of whisper.cpp)"
    )]
    Unknown,
    /// It ends too early, or a part of it is missing or has another shape.
    #[error("the voice detector is damaged or of another version ({0}): copy it again")]
    Damaged(String),
    /// The storage could not be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<Fault> for SileroError {
    fn from(Fault(what): Fault) -> Self {
        Self::Damaged(what)
    }
}

/// No file of this kind is larger; the known ones have at most some megabytes.
const MOST_BYTES: u64 = 16 << 20;

/// In which format a detector is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// ONNX, as Silero and faster-whisper publish it.
    Onnx,
    /// One file of whisper.cpp.
    Ggml,
}

impl Format {
    /// What a file that begins so would be, if it is a detector; none where it cannot be one.
    pub fn of(begin: &[u8]) -> Option<Self> {
        if begin.starts_with(ggml::BEGINS) {
            return Some(Self::Ggml);
        }
        onnx::begins(begin).then_some(Self::Onnx)
    }
}

/// The tensors of a file by their names.
pub(super) struct Tensors(pub(super) HashMap<String, Vec<f32>>);

impl Tensors {
    pub(super) fn read(source: impl Read) -> Result<Self, SileroError> {
        let mut bytes = Vec::new();
        source.take(MOST_BYTES).read_to_end(&mut bytes)?;
        match Format::of(&bytes) {
            Some(Format::Ggml) => ggml::read(&bytes),
            Some(Format::Onnx) => onnx::read(&bytes),
            None => Err(SileroError::Unknown),
        }
    }

    /// Takes a tensor that must have so many numbers.
    pub(super) fn take(&mut self, name: &str, count: usize) -> Result<Vec<f32>, SileroError> {
        let values = self.0.remove(name);
        let values = values.filter(|values| values.len() == count);
        let values = values.filter(|values| values.iter().all(|value| value.is_finite()));
        values.ok_or_else(|| SileroError::Damaged(format!("{name} is missing or wrong")))
    }
}
