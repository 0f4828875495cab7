//! From what the model thinks likely to words: which token is taken next, and when to doubt it.
//!
//! The rules are those of OpenAI's reference implementation (`whisper/decoding.py`), written
//! against the small trait [`Listener`], so that tests can play the model's part.

/// What decoding asks of a model that has heard a window: the likelihood of each next token.
///
/// Several sequences over the same sound go on in lock step, as beams or as samples.
pub trait Listener {
    /// Tokens in the vocabulary.
    fn vocabulary(&self) -> usize;

    /// Begins anew with so many sequences that all start with `prompt`, and gives the logits after
    /// each token of the prompt of the first sequence (`prompt × vocabulary`): the first tell of
    /// silence, the last of what comes next.
    fn begin(&mut self, prompt: &[u32], sequences: usize) -> Vec<f32>;

    /// Lets sequence `i` go on from what sequence `from[i]` was, with `tokens[i]`, and gives the
    /// logits of what comes next (`tokens × vocabulary`). There may be fewer sequences than before.
    fn advance(&mut self, from: &[usize], tokens: &[u32]) -> Vec<f32>;
}
