//! How a transcript came about, to be kept with it.

use serde::{Deserialize, Serialize};

use super::Settings;

/// How a transcript came about: enough to make it again, and to say so in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The model's name, such as `whisper-small`.
    pub model: String,
    /// The SHA-256 of the model's file, in hexadecimal.
    pub model_sha256: String,
    /// The version of this engine.
    pub engine_version: String,
    /// How weights were kept and multiplied: `float` or `int8`.
    pub precision: String,
    /// The instruction set that was used.
    pub isa: String,
    /// How many threads computed.
    pub threads: usize,
    /// What told speech from silence, with its version or model.
    pub voice_detector: String,
    /// All settings.
    pub settings: Settings,
    /// The code of the language that was told to the model, or that it detected.
    pub language: String,
    /// How likely the model held each language, where it was asked; likeliest first.
    pub language_probabilities: Vec<(String, f64)>,
}

impl Provenance {
    /// The version of this engine, for [`Provenance::engine_version`].
    pub const ENGINE_VERSION: &'static str = env!("CARGO_PKG_VERSION");
}
