//! The attempts at a window's words: a search at each temperature until a text convinces.
//!
//! Attempts wait for nobody: they say what they [`Wish`] to know of the model and are told, so that
//! those of several windows can be served together.

use super::beams::Beams;
use super::dice::Dice;
use super::fallback::{Decoded, judge_found, make_the_best_of};
use super::options::Options;
use super::prompt::Prompt;
use super::rules::Rules;
use super::search::{Choose, Found, Search, Step};
use super::specials::Vocabulary;

/// What a window's words still want to know of the model.
pub(super) enum Wish {
    /// The sequences begin anew.
    Begin(Beginning),
    /// They go on.
    Advance(Step),
    /// The words are found.
    Nothing(Decoded),
}

/// How sequences begin: as [`Listener::begin`] takes it.
pub(super) struct Beginning {
    pub(super) prompt: Vec<u32>,
    pub(super) sequences: usize,
    pub(super) wanted: Vec<usize>,
}

/// The search for a window's words, one temperature after another.
pub(super) struct Attempts<'a> {
    vocabulary: &'a dyn Vocabulary,
    prompt: &'a Prompt,
    options: &'a Options,
    /// Tokens of the vocabulary and of the context.
    size: (usize, usize),
    search: Option<Search>,
    failed: Vec<Decoded>,
}

impl<'a> Attempts<'a> {
    /// Begins with the first temperature, for a model with so many tokens in its vocabulary and
    /// in its context.
    pub(super) fn begin(
        vocabulary: &'a dyn Vocabulary,
        prompt: &'a Prompt,
        options: &'a Options,
        size: (usize, usize),
    ) -> (Self, Wish) {
        let failed = Vec::new();
        let mut attempts = Self { vocabulary, prompt, options, size, search: None, failed };
        let wish = attempts.attempt();
        (attempts, wish)
    }

    /// Takes what was wished for, and wishes for more.
    pub(super) fn go_on(&mut self, logits: Vec<f32>) -> Wish {
        if let Some(step) = self.search.as_mut().and_then(|search| search.go_on(logits)) {
            return Wish::Advance(step);
        }
        let found = self.search.take().map(Search::finish).unwrap_or_default();
        self.judge(found)
    }

    /// Begins the next attempt, if a temperature is left.
    fn attempt(&mut self) -> Wish {
        let number = self.failed.len();
        let Some(temperature) = self.temperatures().get(number).copied() else {
            let failed = std::mem::take(&mut self.failed);
            return Wish::Nothing(make_the_best_of(failed, self.vocabulary, self.options));
        };
        let specials = self.vocabulary.specials();
        let Options { task, without_timestamps, .. } = *self.options;
        let context = self.size.1;
        let told = self.prompt.tokens(specials, task, without_timestamps, context);
        if told.tokens.is_empty() || told.tokens.len() > context {
            // No real model has so little room.
            return self.judge(Found::default());
        }
        let (sequences, choice) = self.choose(temperature, number as u64);
        let rules = Rules::new(specials, self.options);
        self.search = Some(Search::new(choice, rules, told.tokens.len(), self.size));
        let wanted = vec![told.start, told.tokens.len() - 1];
        Wish::Begin(Beginning { prompt: told.tokens, sequences, wanted })
    }

    fn temperatures(&self) -> &'a [f32] {
        let given = self.options.temperatures.as_slice();
        if given.is_empty() { &[0.0] } else { given }
    }

    /// How words are chosen at a temperature, and among how many sequences.
    fn choose(&self, temperature: f32, number: u64) -> (usize, Box<dyn Choose>) {
        let options = self.options;
        let end = self.vocabulary.specials().end_of_text;
        let seed = options.seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if temperature > 0.0 {
            let texts = options.best_of.max(1);
            (texts, Box::new(Dice::new(temperature, texts, seed, end)))
        } else if options.beam_size > 1 {
            let beams = Beams::new(options.beam_size, options.patience, end);
            (options.beam_size, Box::new(beams))
        } else {
            (1, Box::new(Dice::new(0.0, 1, seed, end)))
        }
    }

    /// Takes a text that convinces, and begins another attempt otherwise.
    fn judge(&mut self, found: Found) -> Wish {
        let temperature = self.temperatures().get(self.failed.len()).copied().unwrap_or_default();
        let (text, convinces) = judge_found(found, temperature, self.vocabulary, self.options);
        if convinces {
            return Wish::Nothing(text);
        }
        self.failed.push(text);
        self.attempt()
    }
}
