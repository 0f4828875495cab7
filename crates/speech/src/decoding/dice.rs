//! Texts chosen token by token: always the likeliest, or by dice, several at a time.

use super::candidate::Candidate;
use super::chance::Chance;
use super::likelihood::{drawn, likeliest, log_sum_exp};
use super::rules::Rules;
use super::search::{Choose, Step};

/// So many texts side by side, each independent of the others.
#[derive(Debug)]
pub(super) struct Dice {
    temperature: f32,
    chance: Chance,
    texts: usize,
    end_of_text: u32,
    /// Texts in work, in the order of the model's sequences.
    open: Vec<Candidate>,
    ended: Vec<Candidate>,
}

impl Dice {
    /// At temperature 0 there is no more than one text: all would be alike.
    pub(super) fn new(temperature: f32, texts: usize, seed: u64, end_of_text: u32) -> Self {
        Self {
            temperature,
            chance: Chance::seeded(seed),
            texts: if temperature > 0.0 { texts.max(1) } else { 1 },
            end_of_text,
            open: vec![Candidate::default()],
            ended: Vec::new(),
        }
    }

    fn pick(&mut self, logits: &[f32]) -> Option<usize> {
        if self.temperature > 0.0 {
            drawn(logits, self.temperature, self.chance.share())
        } else {
            likeliest(logits)
        }
    }

    /// Lets a text go on; gives the token unless it has ended.
    fn follow(&mut self, text: &Candidate, logits: &[f32], sum: f64) -> Option<u32> {
        let picked = self.pick(logits);
        let token = picked.and_then(|picked| u32::try_from(picked).ok());
        let (Some(picked), Some(token)) = (picked, token) else {
            self.ended.push(text.clone());
            return None;
        };
        let log_probability = f64::from(logits[picked]) - sum;
        let ends = token == self.end_of_text;
        let next = text.followed_by((!ends).then_some(token), log_probability);
        if ends {
            self.ended.push(next);
            return None;
        }
        self.open.push(next);
        Some(token)
    }
}

impl Choose for Dice {
    fn choose(&mut self, logits: &mut [f32], rules: &Rules) -> Step {
        let texts = std::mem::take(&mut self.open);
        let size = logits.len() / texts.len().max(1);
        let is_first = texts.iter().all(|text| text.tokens.is_empty());
        let throws = if is_first { self.texts } else { 1 };
        let mut step = Step::default();
        for (from, (text, row)) in texts.iter().zip(logits.chunks_mut(size.max(1))).enumerate() {
            rules.apply(row, &text.tokens);
            let sum = log_sum_exp(row);
            for _ in 0..throws {
                if let Some(token) = self.follow(text, row, sum) {
                    step.from.push(from);
                    step.tokens.push(token);
                }
            }
        }
        step
    }

    fn finish(self: Box<Self>) -> Vec<Candidate> {
        [self.ended, self.open].concat()
    }
}
