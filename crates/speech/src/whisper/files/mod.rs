//! Models as they come in files: safetensors as Hugging Face lays them out, and whisper.cpp's ggml.
//!
//! [`open`] tells what a file is and reads everything but its weights; those are read one by one
//! through [`Tensors`](super::Tensors), by their place in the file, so that even a large model is
//! never held twice. A file is never trusted: lengths are checked before anything is reserved for
//! them, and what does not fit the shape that the file tells of is refused with the tensor's name.

mod ggml;
mod hugging_face;
mod model_file;
mod numbers;
mod place;
mod read;
mod safetensors;
mod sniff;

pub use ggml::MelFilters;
pub use model_file::{Layout, ModelFile};
pub use numbers::Numbers;
pub use sniff::open;

use std::path::Path;

use super::error::ModelError;

/// Reads the words of a ggml file; there need be no weights behind them.
pub(super) fn read_words(path: &Path) -> Result<Vec<Vec<u8>>, ModelError> {
    ggml::open_header(path).map(|(header, _)| header.words)
}

/// Reads a small file as a whole.
pub(super) fn read_small(path: &Path, most: u64) -> Result<Vec<u8>, ModelError> {
    read::whole(path, most)
}
