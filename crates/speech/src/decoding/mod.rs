//! From what the model thinks likely to words: which token is taken next, and when to doubt it.
//!
//! The rules are those of OpenAI's reference implementation (`whisper/decoding.py`), written
//! against the small traits [`Listener`] and [`Vocabulary`], so that tests can play the model's
//! part. [`Specials`] says which tokens mean something else than text.

pub mod alignment;
mod attempts;
mod beams;
mod candidate;
mod chance;
mod dice;
mod fallback;
mod language;
mod likelihood;
mod loops;
mod options;
mod prompt;
mod rules;
#[cfg(test)]
pub(crate) mod scripted;
mod search;
mod several;
mod specials;
#[cfg(test)]
mod tests;

pub use alignment::Attention;
pub use fallback::{Decoded, Verdict, decode};
pub use language::detect_language;
pub use options::{Options, Task};
pub use prompt::Prompt;
pub use rules::TIMESTAMP_MS;
pub use search::{Interrupted, Stop};
pub use several::{Going, Listeners, OneOf, decode_all};
pub use specials::{Specials, Vocabulary};

/// What decoding asks of a model that has heard a window: the likelihood of each next token.
///
/// Several sequences over the same sound go on in lock step, as beams or as samples.
pub trait Listener {
    /// Tokens in the vocabulary.
    fn vocabulary(&self) -> usize;

    /// Tokens that a sequence can have, its prompt included: 448.
    fn text_context(&self) -> usize;

    /// Begins anew with so many sequences that all start with `prompt`, and gives the logits after
    /// the tokens at the `wanted` places of the prompt (`wanted × vocabulary`): those after the
    /// start of the transcript tell of silence, the last of what comes next. Others are not
    /// computed, for a long prompt times a large vocabulary takes longer than all layers.
    fn begin(&mut self, prompt: &[u32], sequences: usize, wanted: &[usize]) -> Vec<f32>;

    /// Lets sequence `i` go on from what sequence `from[i]` was, with `tokens[i]`, and gives the
    /// logits of what comes next (`tokens × vocabulary`). There may be fewer sequences than before,
    /// and more, up to as many as were begun with.
    fn advance(&mut self, from: &[usize], tokens: &[u32]) -> Vec<f32>;

    /// Reads all of `tokens` as one sequence and gives where the heads that follow the sound looked
    /// for each of them; `None` where the model does not know such heads. Sequences that were
    /// begun are given up.
    fn attend(&mut self, _tokens: &[u32]) -> Option<Attention> {
        None
    }
}
