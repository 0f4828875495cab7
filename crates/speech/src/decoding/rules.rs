//! Which tokens may come next, whatever the model thinks of them.
//!
//! The rules of `SuppressBlank`, `SuppressTokens` and `ApplyTimestampRules` in OpenAI's
//! `whisper/decoding.py`: no text that is empty, no special tokens within it, and moments in
//! pairs that never go back, the first of them early. What may not come gets the logit negative
//! infinity.

use super::likelihood::{log_sum_exp, maximum};
use super::options::Options;
use super::specials::Specials;

/// Milliseconds from one timestamp token to the next.
pub const TIMESTAMP_MS: u32 = 20;

/// The rules of one way of decoding.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    suppressed: Vec<u32>,
    /// What a text may not begin with.
    blanks: Vec<u32>,
    end_of_text: u32,
    timestamp_begin: u32,
    timestamps: bool,
    /// The last timestamp token that a text may begin with.
    latest_beginning: Option<u32>,
}

impl Rules {
    pub(super) fn new(specials: &Specials, options: &Options) -> Self {
        let mut suppressed = options.suppress.clone();
        if options.suppress_non_speech {
            suppressed.extend(&specials.non_speech);
        }
        // A suppressed end would let the text go on for ever.
        suppressed.retain(|token| *token != specials.end_of_text);
        let blanks = if options.suppress_blank {
            [specials.blanks.as_slice(), &[specials.end_of_text]].concat()
        } else {
            Vec::new()
        };
        Self {
            suppressed,
            blanks,
            end_of_text: specials.end_of_text,
            timestamp_begin: specials.timestamp_begin,
            timestamps: !options.without_timestamps,
            latest_beginning: options.max_initial_timestamp_ms.map(|ms| {
                specials.timestamp_begin.saturating_add((ms + TIMESTAMP_MS / 2) / TIMESTAMP_MS)
            }),
        }
    }

    /// Forbids what may not follow `sampled`, the tokens since the prompt.
    pub(super) fn apply(&self, logits: &mut [f32], sampled: &[u32]) {
        if sampled.is_empty() {
            forbid_each(logits, &self.blanks);
        }
        forbid_each(logits, &self.suppressed);
        // Every token between the end of text and the first moment is for prompts only.
        forbid(logits, self.end_of_text + 1, self.timestamp_begin);
        if self.timestamps {
            self.keep_moments_in_pairs(logits, sampled);
            self.keep_moments_from_going_back(logits, sampled);
            if sampled.is_empty() {
                self.begin_with_an_early_moment(logits);
            }
            self.prefer_moments_that_are_likelier_together(logits);
        } else {
            forbid(logits, self.timestamp_begin, u32::MAX);
        }
    }

    fn is_timestamp(&self, token: Option<&u32>) -> bool {
        token.is_some_and(|token| *token >= self.timestamp_begin)
    }

    /// The end of one segment is followed by the beginning of the next, or by the end of text.
    fn keep_moments_in_pairs(&self, logits: &mut [f32], sampled: &[u32]) {
        if self.is_timestamp(sampled.last()) {
            if self.has_whole_pair(sampled) {
                forbid(logits, self.timestamp_begin, u32::MAX);
            } else {
                forbid(logits, 0, self.end_of_text);
            }
        }
    }

    /// Whether the last of the moments begins a segment.
    fn has_whole_pair(&self, sampled: &[u32]) -> bool {
        let before = sampled.len().checked_sub(2).and_then(|place| sampled.get(place));
        before.is_none() || self.is_timestamp(before)
    }

    /// A segment begins no earlier than the one before it ended, and ends later than it began.
    fn keep_moments_from_going_back(&self, logits: &mut [f32], sampled: &[u32]) {
        let Some(last) = sampled.iter().rev().find(|token| self.is_timestamp(Some(token))) else {
            return;
        };
        let segment_has_ended = self.is_timestamp(sampled.last()) && !self.has_whole_pair(sampled);
        let first_allowed = if segment_has_ended { *last } else { last.saturating_add(1) };
        forbid(logits, self.timestamp_begin, first_allowed);
    }

    fn begin_with_an_early_moment(&self, logits: &mut [f32]) {
        forbid(logits, 0, self.timestamp_begin);
        if let Some(latest) = self.latest_beginning {
            forbid(logits, latest.saturating_add(1), u32::MAX);
        }
    }

    /// When all moments together are likelier than the likeliest text, it is time for one of them.
    fn prefer_moments_that_are_likelier_together(&self, logits: &mut [f32]) {
        let begin = (self.timestamp_begin as usize).min(logits.len());
        let (text, moments) = logits.split_at_mut(begin);
        let likeliest_text = maximum(text);
        // Both are relative to the same sum over everything, which therefore need not be known.
        if log_sum_exp(moments) > f64::from(likeliest_text) {
            text.fill(f32::NEG_INFINITY);
        }
    }
}

/// Forbids tokens from one up to, and without, another.
fn forbid(logits: &mut [f32], from: u32, to: u32) {
    let to = (to as usize).min(logits.len());
    let from = (from as usize).min(to);
    logits[from..to].fill(f32::NEG_INFINITY);
}

fn forbid_each(logits: &mut [f32], tokens: &[u32]) {
    for token in tokens {
        if let Some(logit) = logits.get_mut(*token as usize) {
            *logit = f32::NEG_INFINITY;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decoding::scripted::{SIZE, letter, moment, specials};

    fn allowed(options: &Options, logits: Vec<f32>, sampled: &[u32]) -> Vec<u32> {
        let mut logits = logits;
        Rules::new(&specials(), options).apply(&mut logits, sampled);
        (0..).zip(&logits).filter(|(_, logit)| logit.is_finite()).map(|(token, _)| token).collect()
    }

    /// Logits by which text is far likelier than all moments together.
    fn text_likely() -> Vec<f32> {
        let mut logits = vec![0.0; SIZE];
        logits[..=specials().end_of_text as usize].fill(20.0);
        logits
    }

    fn text(token: u32) -> bool {
        specials().is_text(token)
    }

    #[test]
    fn a_text_begins_with_a_moment_within_the_first_second() {
        let first = allowed(&Options::default(), text_likely(), &[]);
        assert_eq!(first, (0..=50).map(|n| moment(n * 20)).collect::<Vec<_>>());
        let later = Options { max_initial_timestamp_ms: None, ..Options::default() };
        assert_eq!(allowed(&later, text_likely(), &[]).len(), 1501);
    }

    #[test]
    fn after_the_first_moment_comes_text_and_nothing_special() {
        let next = allowed(&Options::default(), text_likely(), &[moment(0)]);
        assert!(next.iter().all(|token| text(*token) || *token == specials().end_of_text));
        assert!(next.contains(&letter('a')) && next.contains(&letter(' ')));
        assert!(!next.contains(&letter('[')), "non-speech");
    }

    #[test]
    fn moments_come_in_pairs() {
        let ended = [moment(0), letter('a'), moment(400)];
        let next = allowed(&Options::default(), text_likely(), &ended);
        assert_eq!(next[0], specials().end_of_text);
        assert_eq!(next[1], moment(400), "a segment may begin where the last ended");
        assert!(!next.iter().any(|token| text(*token)));
        let begun = [moment(0), letter('a'), moment(400), moment(400)];
        assert!(
            allowed(&Options::default(), text_likely(), &begun).iter().any(|token| text(*token))
        );
        assert!(!allowed(&Options::default(), text_likely(), &begun).contains(&moment(600)));
    }

    #[test]
    fn a_segment_ends_later_than_it_began() {
        let next = allowed(&Options::default(), text_likely(), &[moment(400), letter('a')]);
        assert!(!next.contains(&moment(400)) && next.contains(&moment(420)));
    }

    #[test]
    fn moments_win_when_together_they_are_likelier_than_any_text() {
        let sampled = [moment(0), letter('a')];
        let logits = |text: f32| {
            let mut logits = vec![f32::NEG_INFINITY; SIZE];
            logits[letter('b') as usize] = text;
            logits[letter('c') as usize] = text;
            logits[moment(20) as usize] = 0.0;
            logits[moment(40) as usize] = 0.0;
            logits
        };
        // Two moments of probability 1 each against texts of less, then more, than both: ln 2.
        let both = [letter('b'), letter('c'), moment(20), moment(40)];
        assert_eq!(allowed(&Options::default(), logits(0.69), &sampled), both[2..]);
        assert_eq!(allowed(&Options::default(), logits(0.70), &sampled), both);
    }

    #[test]
    fn without_timestamps_a_text_begins_with_text_but_no_blank() {
        let options = Options { without_timestamps: true, suppress: vec![7], ..Options::default() };
        let next = allowed(&options, vec![0.0; SIZE], &[]);
        assert!(next.iter().all(|token| text(*token)));
        assert!(!next.contains(&letter(' ')) && !next.contains(&7));
        let open = Options { suppress_blank: false, ..options };
        let next = allowed(&open, vec![0.0; SIZE], &[]);
        assert!(next.contains(&letter(' ')) && next.contains(&specials().end_of_text));
    }

    #[test]
    fn a_vocabulary_smaller_than_its_special_tokens_is_no_fault() {
        assert_eq!(allowed(&Options::default(), vec![0.0; 5], &[]), [0; 0]);
        assert_eq!(allowed(&Options::default(), Vec::new(), &[moment(0)]), [0; 0]);
    }
}
