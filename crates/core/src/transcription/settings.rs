//! What somebody asks an engine for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How a recording is to be heard; what is absent is chosen by the engine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The name of the model; the one that was added last when absent. With an endpoint, what the
    /// server calls its model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The address of a self-hosted server that hears it instead of a model on this computer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The language, as a BCP 47 tag; heard from the recording when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How many wordings are followed side by side; 1 takes the likeliest word at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beams: Option<usize>,
    /// How many stretches of 30 seconds are heard side by side, which is faster; from 2 on nothing
    /// is known in one of what was said in the one before. 1 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_once: Option<usize>,
    /// Whether fillers and false starts are asked for, as far as a model gives them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verbatim: Option<bool>,
    /// Whether the times of single words are found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word_times: Option<bool>,
    /// What the recording is searched for voices with: `earshot`, or the name of a detector; what the
    /// study says when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voices: Option<String>,
    /// Whether it is heard although the key to the pseudonyms is sealed and nobody unlocked it, so that
    /// names that only the key knows are not replaced; without this it waits for the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_key: Option<bool>,
    /// Whether weights are kept as 32-bit numbers, which is slower and exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<bool>,
}

impl Settings {
    /// The most wordings that are followed side by side.
    pub const MOST_BEAMS: usize = 16;

    /// The most stretches that are heard side by side: what was heard of each is kept meanwhile.
    pub const MOST_AT_ONCE: usize = 16;

    /// Checks what can be checked without an engine.
    pub(super) fn check(&self) -> Result<()> {
        if self.beams.is_some_and(|beams| beams == 0 || beams > Self::MOST_BEAMS) {
            return Err(Error::invalid(format!(
                "From 1 to {} wordings are followed side by side.",
                Self::MOST_BEAMS
            )));
        }
        if self.at_once.is_some_and(|stretches| stretches == 0 || stretches > Self::MOST_AT_ONCE) {
            return Err(Error::invalid(format!(
                "From 1 to {} stretches are heard side by side.",
                Self::MOST_AT_ONCE
            )));
        }
        Ok(())
    }

    /// What was asked for beside model, endpoint and language, by name, to be kept with the words.
    pub(super) fn told(&self) -> impl Iterator<Item = (String, String)> {
        let said = [
            ("beams", self.beams.map(|beams| beams.to_string())),
            ("at once", self.at_once.map(|stretches| stretches.to_string())),
            ("verbatim", self.verbatim.map(|yes| yes.to_string())),
            ("word times", self.word_times.map(|yes| yes.to_string())),
            ("without the key", self.without_key.map(|yes| yes.to_string())),
        ];
        said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)))
    }

    /// Reads what a transcription keeps.
    ///
    /// Errors: it cannot be read.
    pub fn read(stored: &str) -> Result<Self> {
        serde_json::from_str(stored).map_err(|error| {
            Error::damaged(format!("The settings of a transcription cannot be read: {error}."))
        })
    }
}
