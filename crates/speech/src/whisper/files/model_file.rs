//! A model in its files, with everything known but its weights.

use std::fmt;
use std::path::{Path, PathBuf};

use super::ggml::{Header, MelFilters};
use super::hugging_face::Generation;
use super::numbers::Numbers;
use super::place::Places;
use crate::whisper::vocabulary::{self, Words};
use crate::whisper::{Dimensions, ModelError, Tensors, Tokenizer, alignment_heads};

/// How a model is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// One file of whisper.cpp.
    Ggml,
    /// A folder with `config.json`, safetensors and a vocabulary.
    HuggingFace,
    /// One file of safetensors.
    Safetensors,
}

impl fmt::Display for Layout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Ggml => "ggml",
            Self::HuggingFace => "hugging-face",
            Self::Safetensors => "safetensors",
        })
    }
}

/// A model that was opened: its weights are read through [`Tensors`], one by one.
#[derive(Debug)]
pub struct ModelFile {
    parts: Parts,
}

/// What a layout's reader found.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) path: PathBuf,
    pub(super) layout: Layout,
    pub(super) dimensions: Dimensions,
    pub(super) places: Places,
    pub(super) generation: Generation,
    /// What only ggml files have.
    pub(super) header: Option<Header>,
}

impl ModelFile {
    pub(super) fn from_parts(parts: Parts) -> Self {
        Self { parts }
    }

    /// The file or folder that was opened.
    pub fn path(&self) -> &Path {
        &self.parts.path
    }

    /// How the model is laid out.
    pub fn layout(&self) -> Layout {
        self.parts.layout
    }

    /// The files that hold its weights, in the order in which they were opened.
    pub fn weight_files(&self) -> Vec<&Path> {
        self.parts.places.paths().collect()
    }

    /// Bytes in these files.
    pub fn bytes(&self) -> u64 {
        self.parts.places.bytes()
    }

    /// How most of its weights are kept: those of its largest tensor, the embedding of tokens.
    pub fn numbers(&self) -> Numbers {
        let largest = self.parts.places.find("decoder.token_embedding.weight");
        largest.and_then(|place| place.numbers.clone().ok()).unwrap_or(Numbers::F32)
    }

    /// The mel filters that come with it, which only ggml files have.
    pub fn mel_filters(&self) -> Option<&MelFilters> {
        self.parts.header.as_ref().map(|header| &header.filters)
    }

    /// Heads of the decoder that follow the sound, layer and head, by which words get their time.
    ///
    /// They come with the model, or are known for models of its shape; else they are all heads of
    /// the upper half of the layers, as in OpenAI's `model.py`.
    pub fn alignment_heads(&self) -> Vec<(usize, usize)> {
        let given = self.parts.generation.alignment_heads.clone();
        given
            .filter(|heads| !heads.is_empty())
            .unwrap_or_else(|| alignment_heads::of_shape(&self.parts.dimensions))
    }

    /// Tokens that the model's own settings keep from being chosen, if it comes with any.
    pub fn suppressed_tokens(&self) -> Option<Vec<u32>> {
        let tokens = self.parts.generation.suppress_tokens.as_ref()?;
        // A lone -1 stands for OpenAI's own list.
        Some(tokens.iter().filter_map(|token| u32::try_from(*token).ok()).collect())
    }

    /// Reads the vocabulary: that in the file, or that beside it.
    pub fn tokenizer(&self) -> Result<Tokenizer, ModelError> {
        let words = match (&self.parts.header, self.parts.layout) {
            (Some(header), _) => Words::from_ggml(header.words.clone()),
            (None, Layout::HuggingFace) => vocabulary::find_in(&self.parts.path)?,
            (None, _) => {
                let folder = self.parts.path.parent().unwrap_or_else(|| Path::new("."));
                vocabulary::find_in(folder)?
            }
        };
        Tokenizer::new(words, self.parts.dimensions.vocabulary)
            .map_err(|error| ModelError::damaged(&self.parts.path, error.to_string()))
    }
}

impl Tensors for ModelFile {
    fn dimensions(&self) -> Dimensions {
        self.parts.dimensions
    }

    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        self.parts.places.read(&self.parts.path, name, shape)
    }
}
