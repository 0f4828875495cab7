//! Beam search: the likeliest beginnings are followed side by side until enough texts have ended.

use super::candidate::Candidate;
use super::likelihood::{likeliest_few, log_sum_exp};
use super::rules::Rules;
use super::search::{Choose, Step};

/// The beginnings that are followed, and the texts that have ended.
#[derive(Debug)]
pub(super) struct Beams {
    size: usize,
    /// So many ended texts are enough: the size times the patience.
    enough: usize,
    end_of_text: u32,
    /// Beginnings in work, in the order of the model's sequences, likeliest first.
    open: Vec<Candidate>,
    ended: Vec<Candidate>,
}

/// A way in which a beginning could go on.
struct Branch {
    from: usize,
    token: u32,
    log_probability: f64,
    sum: f64,
}

impl Beams {
    pub(super) fn new(size: usize, patience: f64, end_of_text: u32) -> Self {
        let size = size.max(1);
        let open = vec![Candidate::default()];
        Self { size, enough: times(size, patience), end_of_text, open, ended: Vec::new() }
    }

    /// Lists how all beginnings could go on, likeliest first. One more than the size is enough of
    /// each, for one of them may be the end.
    fn list_branches(&self, logits: &mut [f32], rules: &Rules) -> Vec<Branch> {
        let size = logits.len() / self.open.len().max(1);
        let mut branches = Vec::new();
        let rows = logits.chunks_mut(size.max(1));
        for (from, (beginning, row)) in self.open.iter().zip(rows).enumerate() {
            rules.apply(row, &beginning.tokens);
            let total = log_sum_exp(row);
            for place in likeliest_few(row, self.size + 1) {
                let log_probability = f64::from(row[place]) - total;
                let sum = beginning.sum + log_probability;
                if let Ok(token) = u32::try_from(place) {
                    branches.push(Branch { from, token, log_probability, sum });
                }
            }
        }
        // Of equals the earlier goes first, so that the order is the same each time.
        branches.sort_by(|one, other| other.sum.total_cmp(&one.sum));
        branches
    }
}

impl Choose for Beams {
    fn choose(&mut self, logits: &mut [f32], rules: &Rules) -> Step {
        let branches = self.list_branches(logits, rules);
        let before = std::mem::take(&mut self.open);
        let mut step = Step::default();
        for branch in branches {
            let beginning = &before[branch.from];
            if branch.token == self.end_of_text {
                if self.ended.len() < self.enough {
                    self.ended.push(beginning.followed_by(None, branch.log_probability));
                }
                continue;
            }
            self.open.push(beginning.followed_by(Some(branch.token), branch.log_probability));
            step.from.push(branch.from);
            step.tokens.push(branch.token);
            if self.open.len() == self.size {
                break;
            }
        }
        if self.open.is_empty() && self.ended.is_empty() {
            // The rules leave nothing at all: what there was is the text.
            self.ended = before;
        }
        if self.ended.len() >= self.enough { Step::default() } else { step }
    }

    fn finish(self: Box<Self>) -> Vec<Candidate> {
        let missing = self.size.saturating_sub(self.ended.len());
        self.ended.into_iter().chain(self.open.into_iter().take(missing)).collect()
    }
}

/// A number of beams times the patience, at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "beams are few, and `as` saturates"
)]
fn times(size: usize, patience: f64) -> usize {
    ((size as f64 * patience).round() as usize).max(1)
}
