//! How words are chosen, and when they are doubted.

use serde::{Deserialize, Serialize};

/// What the model is asked to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// What was said, in the language it was said in.
    #[default]
    Transcribe,
    /// What was said, in English.
    Translate,
}

/// How words are chosen and doubted. The defaults are those of OpenAI's command line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// What the model is asked to write.
    pub task: Task,
    /// Tried in order until one gives words that are not doubted: at 0 the likeliest are searched
    /// for, above it is thrown dice, the wilder the higher.
    pub temperatures: Vec<f32>,
    /// Beginnings that are followed side by side at temperature 0; with 1 each token is the
    /// likeliest.
    pub beam_size: usize,
    /// Texts that are thrown dice for at temperatures above 0, of which the likeliest is taken.
    pub best_of: usize,
    /// How many times the beam size of finished texts are waited for (Kasai et al. 2022).
    pub patience: f64,
    /// The exponent of the length penalty (Wu et al. 2016, equation 14) by which texts of unequal
    /// length are compared; without it, their mean log-probability is.
    pub length_penalty: Option<f64>,
    /// Whether the model writes no moments between words.
    pub without_timestamps: bool,
    /// The latest moment at which the first words may begin, in milliseconds.
    pub max_initial_timestamp_ms: Option<u32>,
    /// Whether a text may not be empty nor begin with a lone space.
    pub suppress_blank: bool,
    /// Whether brackets, notes and the like are kept out of the text.
    pub suppress_non_speech: bool,
    /// Further tokens that are kept out.
    pub suppress: Vec<u32>,
    /// A text that compresses better than this many times is taken for a loop.
    pub compression_ratio_threshold: Option<f64>,
    /// A text whose mean log-probability is below this is doubted.
    pub log_probability_threshold: Option<f64>,
    /// Above this probability of no speech, a doubted text is taken for silence.
    pub no_speech_threshold: Option<f64>,
    /// Where the dice begin, so that the same sound gives the same words again.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            task: Task::Transcribe,
            temperatures: vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0],
            beam_size: 5,
            best_of: 5,
            patience: 1.0,
            length_penalty: None,
            without_timestamps: false,
            max_initial_timestamp_ms: Some(1000),
            suppress_blank: true,
            suppress_non_speech: true,
            suppress: Vec::new(),
            compression_ratio_threshold: Some(2.4),
            log_probability_threshold: Some(-1.0),
            no_speech_threshold: Some(0.6),
            seed: 0,
        }
    }
}
