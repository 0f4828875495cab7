//! What was said in a stretch of a recording, and whether to believe it.

use serde::{Deserialize, Serialize};

/// Something that was said without a break, in milliseconds from the beginning of the recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// When it begins.
    pub begin_ms: u64,
    /// When it ends.
    pub end_ms: u64,
    /// How long nothing was said before it, since the segment before it or the beginning.
    pub pause_before_ms: u64,
    /// What was said; empty where it was not understood, and then there is a doubt.
    pub text: String,
    /// The words of the text in order; none where the model does not tell when they were said.
    pub words: Vec<Word>,
    /// The mean natural logarithm of the probability of its tokens.
    pub average_log_probability: f64,
    /// How likely the model held it that nobody speaks in the window.
    pub no_speech_probability: f64,
    /// How many times smaller the window's text becomes by compression.
    pub compression_ratio: f64,
    /// The temperature at which the text was found: above 0 the likeliest text did not convince.
    pub temperature: f32,
    /// Why this is not to be believed as it stands.
    pub doubt: Option<Doubt>,
    /// The code of the language.
    pub language: String,
}

/// A word and when it was said, in milliseconds from the beginning of the recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// When it begins.
    pub begin_ms: u64,
    /// When it ends.
    pub end_ms: u64,
    /// The word with its signs and the space before it: all texts one after the other are the
    /// segment's, but for the space at its beginning.
    pub text: String,
    /// How likely the model held it.
    pub probability: f64,
}

/// Why a segment is not to be believed as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// There is a text, but the model held it unlikely.
    Unlikely,
    /// The model went round in circles: a text that repeats those before it, or, where the text
    /// is empty, a stretch that was cut.
    Loop,
    /// Somebody speaks, but at no temperature the model wrote anything that convinces.
    Failed,
    /// It sounds like speech, but the model heard nobody speak.
    NoSpeech,
    /// The model wrote a text for what comes after the sound; it is left out.
    Invented,
}
