//! One search for a text: the model is asked for what comes next until the search is content.
//!
//! What is chosen is the business of [`Dice`](super::dice::Dice) and
//! [`Beams`](super::beams::Beams). They are asked step by step, so that
//! a caller can hear several windows side by side.

use super::Listener;
use super::candidate::Candidate;
use super::rules::Rules;

/// A way of choosing tokens.
pub(super) trait Choose {
    /// Takes the logits of what comes next for each sequence in work, one after another, and says
    /// how they go on; nothing when the search is over. At first there is one sequence.
    fn choose(&mut self, logits: &mut [f32], rules: &Rules) -> Step;

    /// Gives the texts that were found, those without an end too if there are no better ones.
    fn finish(self: Box<Self>) -> Vec<Candidate>;
}

/// How sequences go on: the sequence `from[i]` of before with `tokens[i]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Step {
    pub(super) from: Vec<usize>,
    pub(super) tokens: Vec<u32>,
}

impl Step {
    fn is_over(&self) -> bool {
        self.tokens.is_empty()
    }
}

/// Somebody asked to break off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the transcription was broken off")]
pub struct Interrupted;

/// Whether somebody asks to break off; asked before each token.
pub type Stop<'s> = &'s dyn Fn() -> bool;

/// What a search found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) candidates: Vec<Candidate>,
    /// Logits after the start of the transcript, before any rule.
    pub(super) at_start: Vec<f32>,
}

/// Searches for the text that follows a prompt, in which the transcript starts at place `start`.
pub(super) fn search(
    listener: &mut dyn Listener,
    (prompt, start): (&[u32], usize),
    sequences: usize,
    mut choice: Box<dyn Choose>,
    rules: &Rules,
    stop: Stop<'_>,
) -> Result<Found, Interrupted> {
    if prompt.is_empty() || prompt.len() > listener.text_context() {
        // No real model has so little room.
        return Ok(Found { candidates: Vec::new(), at_start: Vec::new() });
    }
    let last = prompt.len() - 1;
    let mut logits = listener.begin(prompt, sequences, &[start, last]);
    let mut next = logits.split_off(listener.vocabulary().min(logits.len()));
    let most = most_tokens(listener.text_context(), prompt.len());
    for place in 1..=most {
        if stop() {
            return Err(Interrupted);
        }
        let chosen = choice.choose(&mut next, rules);
        if chosen.is_over() || place == most {
            break;
        }
        next = listener.advance(&chosen.from, &chosen.tokens);
    }
    Ok(Found { candidates: choice.finish(), at_start: logits })
}

/// How many tokens can follow a prompt: half of the context, and no more than there is room for.
fn most_tokens(context: usize, prompt: usize) -> usize {
    (context / 2).min((context + 1).saturating_sub(prompt))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_half_of_the_context_or_what_is_left() {
        assert_eq!(most_tokens(448, 4), 224);
        // Its last token is never fed back, so there is room for one more than the context.
        assert_eq!(most_tokens(448, 228), 221);
        assert_eq!(most_tokens(448, 449), 0);
        assert_eq!(most_tokens(448, 1000), 0);
    }
}
