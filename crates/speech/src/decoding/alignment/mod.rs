//! When each word was said, read from where the model looked while it wrote it.
//!
//! The method is that of OpenAI's `whisper/timing.py`: a few heads of the decoder follow the sound
//! from word to word. Their attention is made comparable ([`matrix`]), smoothed ([`median`]),
//! and a path through it ([`warp`]) tells at which frame each token begins; [`words`] puts tokens
//! together to words.

mod matrix;
mod median;
#[cfg(test)]
mod reference;
mod warp;
mod words;

pub use words::TimedWord;

use super::prompt::start_of_transcript;
use super::{Listener, TIMESTAMP_MS, Task, Vocabulary};

/// Where each head of interest looked: cross-attention scores before softmax.
#[derive(Debug, Clone, PartialEq)]
pub struct Attention {
    /// Heads whose attention follows the sound.
    pub heads: usize,
    /// Tokens of the sequence.
    pub tokens: usize,
    /// Positions of the encoder's output, one each 20 ms.
    pub frames: usize,
    /// `heads × tokens × frames`: the products of query and key, scaled as the model scales them.
    pub scores: Vec<f32>,
}

/// A text to be aligned with the sound in which it was heard.
#[derive(Debug, Clone, Copy)]
pub struct Spoken<'t> {
    /// Tokens of text, without moments.
    pub tokens: &'t [u32],
    /// Places of tokens that begin a word whatever stands before them, as after a moment.
    pub breaks: &'t [usize],
    /// The natural logarithm of each one's probability.
    pub log_probabilities: &'t [f64],
    /// The language's code.
    pub language: &'t str,
    /// What the model was asked to write.
    pub task: Task,
    /// How long the sound is, in milliseconds; what follows it is padding.
    pub length_ms: u32,
}

/// Finds when each word of a text was said, in milliseconds from the beginning of the sound.
/// No words where the model does not tell where it looked.
pub fn align(
    listener: &mut dyn Listener,
    vocabulary: &dyn Vocabulary,
    spoken: &Spoken<'_>,
) -> Vec<TimedWord> {
    if spoken.tokens.is_empty() {
        return Vec::new();
    }
    let specials = vocabulary.specials();
    let language = specials.find_language(spoken.language);
    let mut sequence = start_of_transcript(specials, language, spoken.task);
    let before = sequence.len();
    sequence.push(specials.no_timestamps);
    sequence.extend(spoken.tokens);
    sequence.push(specials.end_of_text);
    // Only a text of several decodings could be longer, and such are not aligned at once.
    sequence.truncate(listener.text_context());
    let Some(attention) = listener.attend(&sequence) else {
        return Vec::new();
    };
    let frames = (spoken.length_ms / TIMESTAMP_MS) as usize;
    let Some(begins) = token_begins(&attention, before, spoken.tokens.len(), frames) else {
        return Vec::new();
    };
    let ms = |frame: usize| u32::try_from(frame).unwrap_or(u32::MAX).saturating_mul(TIMESTAMP_MS);
    let begins_ms: Vec<u32> = begins.into_iter().map(ms).collect();
    words::timed(vocabulary, spoken, &begins_ms)
}

/// Finds at which frame each of so many tokens of text begins, and at last where the end does.
///
/// The row of a token tells where the model looked when it had read that token, which is where
/// the *next* one is heard: the token before the text belongs to it, its last to the end.
fn token_begins(
    attention: &Attention,
    before: usize,
    tokens: usize,
    frames: usize,
) -> Option<Vec<usize>> {
    let followed = matrix::followed(attention, frames.min(attention.frames))?;
    let columns = followed.columns;
    let rows = followed.values.get(before * columns..(before + tokens + 1) * columns)?;
    let costs: Vec<f32> = rows.iter().map(|value| -value).collect();
    Some(warp::row_begins(&costs, columns))
}
