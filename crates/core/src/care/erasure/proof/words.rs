//! What is looked for: words and phrases a person names, or pieces of what was erased.
//!
//! Long texts are cut into pieces at spaces, so that a part of a text that stays behind is found
//! too; very long ones are looked for by pieces taken evenly from all of them. Words of fewer than
//! four letters are refused: they are everywhere and prove nothing. The words live in memory only.

use super::super::Gone;
use crate::error::{Error, Result};

/// The fewest characters that mean something.
const FEWEST: usize = 4;

/// How long a piece of a longer text is, in characters.
const PIECE: usize = 48;

/// The most pieces that are looked for.
const MOST: usize = 3000;

/// What is looked for.
#[derive(Clone, Default)]
pub struct Words {
    /// Words and phrases with their numbers.
    pub(super) phrases: Vec<(usize, String)>,
    /// Whether the letters are known to be as they stand in the study.
    pub(super) as_is: bool,
    /// Stretches of recordings with their numbers.
    pub(super) stretches: Vec<(usize, Vec<u8>)>,
}

// Says how much there is, never what.
impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({} phrases, {} stretches)", self.phrases.len(), self.stretches.len())
    }
}

impl Words {
    /// Reads words or phrases, one to a line; empty lines are passed over.
    ///
    /// Errors: no words at all; a line that is too short to mean something, by its number.
    pub fn of_lines(text: &str) -> Result<Self> {
        let mut words = Self::default();
        for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
            let phrase = line.trim();
            if phrase.is_empty() {
                continue;
            }
            if phrase.chars().count() < FEWEST {
                return Err(Error::invalid(format!(
                    "Line {number} is too short: words of fewer than {FEWEST} characters are found \
                     everywhere and prove nothing."
                ))
                .hint("Write a longer word, or the words that stood around it."));
            }
            words.phrases.push((number, phrase.to_owned()));
        }
        if words.phrases.len() > MOST {
            return Err(Error::invalid(format!(
                "There are {} words and phrases; at most {MOST} are looked for at once.",
                words.phrases.len()
            ))
            .hint("Look for them in several files, one after the other."));
        }
        if words.phrases.is_empty() {
            return Err(Error::invalid("There are no words to look for.")
                .hint("Write one word or phrase on each line."));
        }
        Ok(words)
    }

    /// What is erased, cut into pieces.
    pub(crate) fn of_gone(gone: &Gone) -> Self {
        let mut pieces: Vec<&str> = gone.words.iter().flat_map(|text| pieces(text)).collect();
        pieces.sort_unstable();
        pieces.dedup();
        let kept = evenly(pieces.len(), MOST).map(|at| pieces[at].to_owned());
        let phrases: Vec<(usize, String)> = kept.zip(1..).map(|(text, at)| (at, text)).collect();
        let first = phrases.len() + 1;
        let kept = evenly(gone.bytes.len(), MOST).map(|at| gone.bytes[at].clone());
        let stretches =
            kept.filter(|bytes| bytes.len() >= 16).zip(first..).map(|(b, at)| (at, b)).collect();
        Self { phrases, as_is: true, stretches }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many words, phrases and stretches there are.
    pub fn len(&self) -> usize {
        self.phrases.len() + self.stretches.len()
    }

    /// Leaves out those with these numbers.
    pub(crate) fn without(&mut self, numbers: &std::collections::BTreeSet<usize>) {
        self.phrases.retain(|(number, _)| !numbers.contains(number));
        self.stretches.retain(|(number, _)| !numbers.contains(number));
    }
}

/// At most `most` positions of so many, evenly spread, the first and the last among them.
fn evenly(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let wanted = count.min(most);
    (0..wanted).map(move |at| if wanted < 2 { 0 } else { at * (count - 1) / (wanted - 1) })
}

/// A text as pieces, cut at spaces; a short one whole, what is too short not at all.
fn pieces(text: &str) -> Vec<&str> {
    let text = text.trim();
    let mut all = Vec::new();
    let mut rest = text;
    while rest.chars().nth(2 * PIECE).is_some() {
        let least = rest.char_indices().nth(PIECE).map_or(rest.len(), |(at, _)| at);
        let most = rest.char_indices().nth(2 * PIECE).map_or(rest.len(), |(at, _)| at);
        let cut = rest[least..most].find(char::is_whitespace).map_or(most, |at| least + at);
        all.push(rest[..cut].trim());
        rest = rest[cut..].trim_start();
    }
    all.push(rest);
    all.retain(|piece| piece.chars().count() >= FEWEST);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_spaces_and_nothing_of_it_is_lost() {
        let text = "word after word ".repeat(40);
        let all = pieces(&text);
        assert!(all.len() > 5, "{all:?}");
        assert!(all.iter().all(|piece| piece.chars().count() <= 2 * PIECE));
        let (joined, whole): (String, String) =
            (all.join("").replace(' ', ""), text.replace(' ', ""));
        assert_eq!(joined, whole);
        assert_eq!(pieces("  Anna "), ["Anna"]);
        assert!(pieces("Al").is_empty());
        let without_spaces = "ä".repeat(300);
        assert!(pieces(&without_spaces).len() > 2);
    }

    #[test]
    fn lines_that_are_too_short_are_told_by_their_number_and_never_repeated() {
        let refused = Words::of_lines("Lanternfield\n\nAnn\n").expect_err("too short").to_string();
        assert!(refused.contains("Line 3") && !refused.contains("Ann"), "{refused}");
        assert!(Words::of_lines(" \n").is_err());
        let many = Words::of_lines(&"Lanternfield\n".repeat(MOST + 1)).expect_err("too many");
        assert!(many.hint_text().is_some());
        let words = Words::of_lines("\u{feff}One phrase\r\n\r\nanother\r\n").expect("fits");
        assert_eq!(words.phrases, [(1, "One phrase".to_owned()), (3, "another".to_owned())]);
        assert!(!format!("{words:?}").contains("phrase\""));
    }

    #[test]
    fn of_very_much_pieces_are_taken_evenly() {
        let all: Vec<usize> = evenly(10_000, 3).collect();
        assert_eq!(all, [0, 4999, 9999]);
        assert_eq!(evenly(2, 3).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(evenly(0, 3).count(), 0);
    }
}
