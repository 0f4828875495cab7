//! One search for a text: the model is asked for what comes next until the search is content.
//!
//! What is chosen is the business of [`Dice`](super::dice::Dice) and
//! [`Beams`](super::beams::Beams). A search waits for nobody: it says what it wants to know, and is
//! told, so that one caller asks a model for several windows at once.

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

/// Somebody asked to break off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the transcription was broken off")]
pub struct Interrupted;

/// Whether somebody asks to break off; asked before each token.
pub type Stop<'s> = &'s dyn Fn() -> bool;

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) candidates: Vec<Candidate>,
    /// Logits after the start of the transcript, before any rule.
    pub(super) at_start: Vec<f32>,
}

/// A search under way.
pub(super) struct Search {
    choice: Box<dyn Choose>,
    rules: Rules,
    /// Tokens of the vocabulary.
    vocabulary: usize,
    /// Tokens that may still be chosen.
    left: usize,
    at_start: Vec<f32>,
    has_begun: bool,
}

impl Search {
    /// A search after a prompt of so many tokens, by a model with so many tokens in its vocabulary
    /// and so many in its context.
    pub(super) fn new(
        choice: Box<dyn Choose>,
        rules: Rules,
        prompt: usize,
        (vocabulary, context): (usize, usize),
    ) -> Self {
        let left = most_tokens(context, prompt);
        Self { choice, rules, vocabulary, left, at_start: Vec::new(), has_begun: false }
    }

    /// Takes the logits that were asked for, at first those after the start of the transcript and
    /// after the prompt, and says how to go on; nothing when the search is over.
    pub(super) fn go_on(&mut self, mut logits: Vec<f32>) -> Option<Step> {
        if !self.has_begun {
            self.has_begun = true;
            let next = logits.split_off(self.vocabulary.min(logits.len()));
            self.at_start = std::mem::replace(&mut logits, next);
        }
        self.left = self.left.checked_sub(1)?;
        let step = self.choice.choose(&mut logits, &self.rules);
        (!step.tokens.is_empty() && self.left > 0).then_some(step)
    }

    /// What was found.
    pub(super) fn finish(self) -> Found {
        Found { candidates: self.choice.finish(), at_start: self.at_start }
    }
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
