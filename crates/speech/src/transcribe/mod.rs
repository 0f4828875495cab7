//! A recording from its sound to its segments, one at a time, so that each can be saved when made.
//!
//! A [`Transcriber`] takes windows of speech in their order and tells [`Event`]s: segments with
//! their words, how far it is, and with each a [`Bookmark`] from which another run goes on as
//! if this one had never been broken off. Times are those of the recording. What was not
//! understood is never filled with words: it is a segment without text and with a [`Doubt`].
//! [`Settings`] and [`Provenance`] say how it was done.

mod bookmark;
mod engine;
mod excerpt;
mod pieces;
mod placing;
mod progress;
mod provenance;
mod repetition;
mod segment;
mod settings;
#[cfg(test)]
mod tests;
mod transcriber;
mod writing;

pub use bookmark::Bookmark;
pub use engine::Engine;
pub use progress::Progress;
pub use provenance::Provenance;
pub use segment::{Doubt, Segment, Word};
pub use settings::{Language, Settings, SettingsError};
pub use transcriber::{Event, Outcome, Tell, Transcriber};

use crate::sound::SAMPLE_RATE;

/// Samples in a millisecond.
const SAMPLES_PER_MS: u64 = SAMPLE_RATE as u64 / 1000;

/// Milliseconds to the nearest.
fn to_ms(samples: u64) -> u64 {
    (samples + SAMPLES_PER_MS / 2) / SAMPLES_PER_MS
}
