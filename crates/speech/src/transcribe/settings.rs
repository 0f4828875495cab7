//! How a recording is transcribed.

use serde::{Deserialize, Serialize};

use crate::decoding::{Options, Specials};

/// How a recording is transcribed. Serialised, it is a part of a transcript's provenance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How words are chosen, and when they are doubted.
    pub options: Options,
    /// Which language is spoken.
    pub language: Language,
    /// Words that may come up, such as names; told to the model with every window.
    pub hotwords: String,
    /// A text as if it had gone before the recording: it sets the style.
    pub prompt: String,
    /// Whether the model is told what it wrote before, which keeps names and style alike
    /// but may carry a loop along.
    pub tell_text_before: bool,
    /// How many windows are heard side by side where the model can do that, which is faster; from 2
    /// on the model is not told what it wrote before.
    pub windows_at_once: usize,
    /// Whether to find out when each word was said, where the model can tell.
    pub word_times: bool,
    /// Whether a stretch where nothing convinces has the likeliest text, with its doubt, instead of
    /// none.
    pub guesses: bool,
    /// A segment is split where so much silence, in milliseconds, was skipped within it.
    pub longest_gap_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            options: Options::default(),
            language: Language::Detect,
            hotwords: String::new(),
            prompt: String::new(),
            tell_text_before: true,
            windows_at_once: 1,
            word_times: true,
            guesses: false,
            longest_gap_ms: 2000,
        }
    }
}

/// Which language is spoken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// The model is asked, window by window, until it is sure.
    #[default]
    Detect,
    /// The model is asked for each window anew, as where people change between languages.
    DetectEach,
    /// The one with this code.
    Given(String),
}

/// Settings that the model cannot follow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The model does not know the language.
    #[error(
        "the model does not know the language `{0}`; give one of its codes, such as `en`, or let it detect"
    )]
    UnknownLanguage(String),
    /// The model knows English only.
    #[error(
        "the model knows English only and cannot transcribe `{0}`; choose a multilingual model"
    )]
    EnglishOnly(String),
    /// The model knows English only, so there is nothing to translate.
    #[error("the model knows English only and cannot translate; choose a multilingual model")]
    CannotTranslate,
}

impl Settings {
    /// Whether the model is told what it wrote in the window before.
    pub(super) fn tells_text_before(&self) -> bool {
        self.tell_text_before && self.windows_at_once < 2
    }

    /// Whether a model with these special tokens can follow them.
    pub(super) fn check(&self, specials: &Specials) -> Result<(), SettingsError> {
        use crate::decoding::Task;
        let given = match &self.language {
            Language::Given(code) => Some(code),
            Language::Detect | Language::DetectEach => None,
        };
        if specials.is_multilingual() {
            let unknown = given.filter(|code| specials.find_language(code).is_none());
            return unknown
                .map_or(Ok(()), |code| Err(SettingsError::UnknownLanguage(code.clone())));
        }
        if let Some(code) = given.filter(|code| *code != "en") {
            return Err(SettingsError::EnglishOnly(code.clone()));
        }
        if self.options.task == Task::Translate {
            return Err(SettingsError::CannotTranslate);
        }
        Ok(())
    }
}
