//! The words that tokens stand for, from wherever they are kept: a ggml file, OpenAI's `.tiktoken`,
//! or the `tokenizer.json`, or `vocab.json` and what lies beside it, of Hugging Face.
//!
//! All of them say the same: a word for each token of text, in the order in which the words were
//! made by merging, so that a token's number is its rank as well.

mod hugging_face;
mod tiktoken;

use std::path::Path;

use super::error::ModelError;
use super::files;

/// What a tokenizer is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The bytes of each token of text.
    pub(super) words: Vec<Vec<u8>>,
    /// How many languages have a token, where the vocabulary says so itself.
    pub(super) languages: Option<usize>,
}

impl Words {
    /// Takes the words of tokens of text, in the order of their numbers.
    pub fn new(words: Vec<Vec<u8>>) -> Self {
        Self { words, languages: None }
    }

    /// Gives the bytes of each token of text.
    pub fn into_words(self) -> Vec<Vec<u8>> {
        self.words
    }

    /// Takes the words of a ggml file, which for English models include the end of the text.
    pub fn from_ggml(mut words: Vec<Vec<u8>>) -> Self {
        let end = words.iter().position(|word| word == b"<|endoftext|>");
        words.truncate(end.unwrap_or(words.len()));
        Self::new(words)
    }
}

/// Reads the words of a ggml file, whether or not there are weights in it.
pub fn from_ggml(path: &Path) -> Result<Words, ModelError> {
    files::read_words(path).map(Words::from_ggml)
}

pub use hugging_face::from_folder;
pub use tiktoken::from_tiktoken;

/// Finds the vocabulary in a folder.
pub(super) fn find_in(folder: &Path) -> Result<Words, ModelError> {
    if let Some(words) = from_folder(folder)? {
        return Ok(words);
    }
    for name in ["multilingual.tiktoken", "gpt2.tiktoken"] {
        let path = folder.join(name);
        if path.is_file() {
            return from_tiktoken(&path);
        }
    }
    Err(ModelError::damaged(
        folder,
        "there is no vocabulary in it: tokenizer.json, or vocab.json, must lie beside the weights",
    ))
}
