//! Where to go on when a transcription was broken off.

use serde::{Deserialize, Serialize};

use super::repetition::Repetition;
use super::{SAMPLES_PER_MS, to_ms};
use crate::voice::Window;

/// Where to go on, and what the model has to be told for it to go on as if it had not stopped.
///
/// A model writes several segments at once. When some of them have been saved, the same sound is
/// heard again and those are passed over, so the rest is what it would have been.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bookmark {
    /// Where the sound that is heard begins, in samples at 16 kHz from the recording's beginning.
    pub(super) sample: u64,
    /// Segments of that sound that have been told already.
    pub(super) told: usize,
    /// Tokens of the text before, moments too.
    pub(super) previous: Vec<u32>,
    /// The language, when it is settled.
    pub(super) language: Option<String>,
    /// How likely the model held each language when it was last asked.
    pub(super) language_probabilities: Vec<(String, f64)>,
    /// When the segment before ended, in milliseconds.
    pub(super) last_end_ms: u64,
    /// What was said over and over.
    pub(super) repetition: Repetition,
    /// Whether this sound was cut free of a loop, and is not to be again.
    pub(super) after_loop: bool,
}

impl Bookmark {
    /// The beginning of a recording, after a text in tokens.
    pub(super) fn beginning(previous: Vec<u32>) -> Self {
        Self {
            sample: 0,
            told: 0,
            previous,
            language: None,
            language_probabilities: Vec::new(),
            last_end_ms: 0,
            repetition: Repetition::default(),
            after_loop: false,
        }
    }

    /// A place of the recording of which no more is known than the text before it, as when it is
    /// gone on from a segment somebody corrected.
    pub fn at(
        begin_ms: u64,
        text_before: &str,
        vocabulary: &dyn crate::decoding::Vocabulary,
    ) -> Self {
        Self {
            sample: begin_ms.saturating_mul(SAMPLES_PER_MS),
            last_end_ms: begin_ms,
            ..Self::beginning(super::transcriber::tokens_of(text_before, vocabulary))
        }
    }

    /// From when on the recording is heard again.
    pub fn begin_ms(&self) -> u64 {
        to_ms(self.sample)
    }

    /// Where it lies in a window, in samples; nothing when the window ends before it.
    pub(super) fn place_in(&self, window: &Window) -> Option<u64> {
        let later = window.recorded().map(|part| part.start).find(|start| *start >= self.sample);
        window.time_of(self.sample).or_else(|| window.time_of(later?))
    }
}
