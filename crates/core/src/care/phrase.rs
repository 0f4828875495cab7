//! Runs of words by which what was said is recognised wherever it was copied.
//!
//! A text is cut into words without regard to capitals and punctuation ([`runs`]). For an erasure
//! every run of six of them is kept as a number ([`Phrases`]); a shorter text is one run. Runs that
//! also stand in what remains are nobody's alone and are taken out again. What is left tells copies
//! (a memo that quotes an interview) and gives the proof words to look for. A report asks the same
//! of words that were typed into it (`quote::typed`).

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// How many words in a row are somebody's own.
const RUN: usize = 6;

/// What stands where words were removed.
pub(crate) const REMOVED: &str = "[removed]";

/// Runs of words, by how many words they have.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    runs: BTreeMap<usize, HashSet<u64>>,
}

/// The words of a text: where each stands, and a number for it.
fn words(text: &str) -> Vec<(Range<usize>, u64)> {
    let inside = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(from) = text[rest..].find(char::is_alphanumeric).map(|at| rest + at) {
        let to = text[from..].find(|c| !inside(c)).map_or(text.len(), |at| from + at);
        let mut hasher = DefaultHasher::new();
        for c in text[from..to].chars().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() {
                c.hash(&mut hasher);
            }
        }
        found.push((from..to, hasher.finish()));
        rest = to;
    }
    found
}

fn number(run: &[(Range<usize>, u64)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (_, word) in run {
        word.hash(&mut hasher);
    }
    hasher.finish()
}

/// Every run of so many words in a text: where it stands, in bytes, and a number for it.
pub(crate) fn runs(text: &str, length: usize) -> Vec<(Range<usize>, u64)> {
    let words = words(text);
    let all = words.windows(length.max(1));
    all.map(|run| (run[0].0.start..run[run.len() - 1].0.end, number(run))).collect()
}

impl Phrases {
    /// Takes in a text; one of fewer than `shortest` words says nothing of its own.
    pub(crate) fn add(&mut self, text: &str, shortest: usize) {
        let words = words(text);
        let length = words.len().min(RUN);
        if length >= shortest.max(1) {
            let runs = self.runs.entry(length).or_default();
            runs.extend(words.windows(length).map(number));
        }
    }

    /// Forgets the runs that stand in this text as well.
    pub(crate) fn leave_out(&mut self, text: &str) {
        let words = words(text);
        for (length, runs) in &mut self.runs {
            for run in words.windows(*length) {
                runs.remove(&number(run));
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.runs.values().all(HashSet::is_empty)
    }

    /// The stretches of a text, in bytes, that are made of these runs.
    pub(crate) fn stretches(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let words = words(text);
        let mut held = vec![false; words.len()];
        for (length, runs) in &self.runs {
            for (at, run) in words.windows(*length).enumerate() {
                if runs.contains(&number(run)) {
                    held[at..at + length].fill(true);
                }
            }
        }
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for (at, (place, _)) in words.iter().enumerate().filter(|(at, _)| held[*at]) {
            match stretches.last_mut() {
                Some(last) if at > 0 && held[at - 1] => last.end = place.end,
                _ => stretches.push(place.clone()),
            }
        }
        stretches
    }

    /// Whether a text has one of these runs.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        !self.stretches(text).is_empty()
    }

    /// The text with these runs taken out; none when it has none.
    pub(crate) fn blot(&self, text: &str) -> Option<String> {
        let stretches = self.stretches(text);
        if stretches.is_empty() {
            return None;
        }
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for stretch in stretches {
            out.push_str(&text[done..stretch.start]);
            out.push_str(REMOVED);
            done = stretch.end;
        }
        out.push_str(&text[done..]);
        Some(out)
    }

    /// Up to `most` stretches of a text that hold one of these runs and are found as they stand
    /// wherever the text is stored, also inside JSON: on one line, without quotes or backslashes.
    pub(crate) fn samples(&self, text: &str, most: usize) -> Vec<String> {
        /// Longer stretches are cut, so that a page's edge seldom falls into one.
        const LONGEST: usize = 160;
        let words = words(text);
        let mut all = Vec::new();
        for (length, runs) in &self.runs {
            let mut at = 0;
            while at + length <= words.len() {
                let run = &words[at..at + length];
                let stretch = &text[run[0].0.start..run[length - 1].0.end];
                let plain = stretch.len() <= LONGEST
                    && !stretch.chars().any(|c| c.is_control() || c == '"' || c == '\\');
                if plain && runs.contains(&number(run)) {
                    all.push(stretch.to_owned());
                    at += length;
                } else {
                    at += 1;
                }
            }
        }
        // Spread over the whole text.
        let step = all.len().div_ceil(most.max(1)).max(1);
        all.into_iter().step_by(step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "The lift was out again, so I “carried” the shopping up myself.\nTwice!";

    fn said() -> Phrases {
        let mut phrases = Phrases::default();
        phrases.add(SAID, 3);
        phrases
    }

    #[test]
    fn a_copy_is_found_whatever_its_capitals_and_commas() {
        let copy = "She said: the lift was out again so I carried it. Fine.";
        assert_eq!(said().blot(copy).as_deref(), Some("She said: [removed] it. Fine."));
        assert_eq!(said().blot("The lift was out, said a neighbour."), None);
    }

    #[test]
    fn what_also_stands_elsewhere_is_nobodys_alone() {
        let mut phrases = said();
        phrases.leave_out("the lift was out again, so I walked");
        assert!(!phrases.stand_in("The lift was out again, so I took the stairs."));
        assert!(phrases.stand_in("out again, so I carried the shopping"));
    }

    #[test]
    fn samples_stand_in_the_text_as_they_are_and_on_one_line() {
        let samples = said().samples(SAID, 10);
        assert!(!samples.is_empty());
        assert!(samples.iter().all(|one| SAID.contains(one.as_str()) && !one.contains('\n')));
    }

    #[test]
    fn a_short_text_is_one_run_and_a_shorter_one_none() {
        let mut phrases = Phrases::default();
        phrases.add("Jane Smith", 1);
        phrases.add("", 1);
        assert_eq!(phrases.blot("Ask Jane Smith.").as_deref(), Some("Ask [removed]."));
        let mut none = Phrases::default();
        none.add("Yes, fine.", 3);
        assert!(none.is_empty());
    }
}
