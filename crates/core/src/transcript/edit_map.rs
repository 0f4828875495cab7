//! The arithmetic of corrections: where a span of one revision lies in the next.
//!
//! An [`EditMap`] is a list of replacements in the code points of the earlier revision, sorted
//! and apart from each other. A span that no edit touches keeps exactly its words. A span that an
//! edit cuts into takes the whole replacement in; text inserted at its very edge stays outside.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::span::{Ruler, Span};

/// One replacement, in code points of the earlier revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The first code point that goes.
    pub start: i64,
    /// The code point behind the last that goes; `start` for an insertion.
    pub end: i64,
    /// What comes in its place.
    pub text: String,
}

/// What an edit does to positions; the words themselves are in the revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Step(i64, i64, i64);

/// How positions of one revision become positions of the next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EditMap {
    steps: Vec<Step>,
}

impl EditMap {
    /// Applies edits to a text; answers the new text and the map to it.
    ///
    /// Errors: edits that overlap, are reversed or reach beyond the text.
    pub fn apply(text: &str, edits: &[Edit]) -> Result<(String, Self)> {
        let ruler = Ruler::new(text);
        let mut sorted: Vec<&Edit> = edits.iter().collect();
        sorted.sort_by_key(|edit| (edit.start, edit.end));
        let (mut out, mut steps) = (String::with_capacity(text.len()), Vec::new());
        let (mut done, mut last) = (0, 0);
        for edit in sorted {
            let (Some(from), Some(to)) = (ruler.byte_of(edit.start), ruler.byte_of(edit.end))
            else {
                return Err(Error::invalid(format!(
                    "The text has {} characters; an edit from {} to {} reaches beyond it.",
                    ruler.length(),
                    edit.start,
                    edit.end
                )));
            };
            if from > to
                || edit.start < last
                || (edit.start == last && !steps.is_empty() && from < done)
            {
                return Err(Error::invalid(format!(
                    "The edit from {} to {} is reversed or overlaps the one before it.",
                    edit.start, edit.end
                )));
            }
            out.push_str(&text[done..from]);
            out.push_str(&edit.text);
            steps.push(Step(edit.start, edit.end, edit.text.chars().count() as i64));
            (done, last) = (to, edit.end);
        }
        out.push_str(&text[done..]);
        Ok((out, Self { steps }))
    }

    /// The smallest set of line-and-word edits that turns one text into another.
    ///
    /// Common beginning and end are kept; between them, words that stand in both texts in the same
    /// order are kept as well when the stretch is not too long.
    pub fn between(old: &str, new: &str) -> Vec<Edit> {
        let (before, after) = (words(old), words(new));
        let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let tail = before[head..]
            .iter()
            .rev()
            .zip(after[head..].iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        let middle = (&before[head..before.len() - tail], &after[head..after.len() - tail]);
        let start: i64 = before[..head].iter().map(|word| word.chars().count() as i64).sum();
        let mut edits = Vec::new();
        hunks(middle.0, middle.1, start, &mut edits);
        edits
    }

    /// Where a span lies after the edits; it can become empty when all its words went.
    pub fn carry(&self, span: Span) -> Span {
        Span::new(self.start_of(span.start), self.end_of(span.end).max(self.start_of(span.start)))
    }

    /// Whether an edit changed words inside the span.
    pub fn touches(&self, span: Span) -> bool {
        self.steps.iter().any(|Step(start, end, _)| {
            if start == end {
                *start > span.start && *start < span.end
            } else {
                *start < span.end && *end > span.start
            }
        })
    }

    /// Whether one edit took the whole span away.
    pub fn replaces(&self, span: Span) -> bool {
        self.steps.iter().any(|Step(start, end, _)| *start <= span.start && span.end <= *end)
    }

    fn start_of(&self, at: i64) -> i64 {
        let mut shift = 0;
        for Step(start, end, length) in &self.steps {
            if *end <= at {
                shift += length - (end - start);
            } else if *start < at {
                return start + shift;
            } else {
                break;
            }
        }
        at + shift
    }

    fn end_of(&self, at: i64) -> i64 {
        let mut shift = 0;
        for Step(start, end, length) in &self.steps {
            if *start >= at {
                break;
            }
            if *end <= at {
                shift += length - (end - start);
            } else {
                return start + shift + length;
            }
        }
        at + shift
    }
}

/// A text in pieces: runs of letters and digits, and everything else one by one.
fn words(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let letter = c.is_alphanumeric();
        if at > start && !(letter && inside) {
            pieces.push(&text[start..at]);
            start = at;
        }
        inside = letter;
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

/// Edits between two stretches, by their longest common sequence of words while that is cheap.
fn hunks(old: &[&str], new: &[&str], start: i64, edits: &mut Vec<Edit>) {
    const CHEAP: usize = 4_000_000;
    if old.is_empty() && new.is_empty() {
        return;
    }
    let keep =
        if old.len().saturating_mul(new.len()) <= CHEAP { common(old, new) } else { Vec::new() };
    let (mut i, mut j, mut at) = (0, 0, start);
    for (x, y) in keep.into_iter().chain([(old.len(), new.len())]) {
        let gone: i64 = old[i..x].iter().map(|word| word.chars().count() as i64).sum();
        if gone > 0 || y > j {
            edits.push(Edit { start: at, end: at + gone, text: new[j..y].concat() });
        }
        at += gone + old.get(x).map_or(0, |word| word.chars().count() as i64);
        (i, j) = (x + 1, y + 1);
    }
}

/// Pairs of positions of a longest common sequence.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut best = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            best[i * width + j] = if old[i] == new[j] {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edit(start: i64, end: i64, text: &str) -> Edit {
        Edit { start, end, text: text.to_owned() }
    }

    fn carried(text: &str, edits: &[Edit], span: Span) -> String {
        let (new, map) = EditMap::apply(text, edits).expect("applies");
        let span = map.carry(span);
        words_of(&new, span)
    }

    fn words_of(text: &str, span: Span) -> String {
        let size = |number: i64| usize::try_from(number).expect("positions are not negative");
        text.chars().skip(size(span.start)).take(size(span.length())).collect()
    }

    #[test]
    fn an_edit_inside_a_passage_changes_its_words_and_not_its_edges() {
        let text = "I were tired then";
        assert_eq!(carried(text, &[edit(2, 6, "was")], Span::new(0, 12)), "I was tired");
        assert_eq!(carried(text, &[edit(2, 6, "was")], Span::new(7, 12)), "tired");
        assert_eq!(carried(text, &[edit(7, 7, "so ")], Span::new(7, 12)), "tired");
        assert_eq!(carried(text, &[edit(12, 12, " out")], Span::new(7, 12)), "tired");
    }

    #[test]
    fn an_edit_across_an_edge_is_taken_in_whole() {
        let text = "abcdefgh";
        assert_eq!(carried(text, &[edit(1, 4, "XY")], Span::new(2, 6)), "XYef");
        assert_eq!(carried(text, &[edit(4, 7, "XY")], Span::new(2, 6)), "cdXY");
        assert_eq!(carried(text, &[edit(1, 7, "")], Span::new(2, 6)), "");
    }

    #[test]
    fn overlapping_reversed_and_far_edits_are_refused() {
        assert!(EditMap::apply("abc", &[edit(0, 2, ""), edit(1, 3, "")]).is_err());
        assert!(EditMap::apply("abc", &[edit(2, 1, "")]).is_err());
        assert!(EditMap::apply("abc", &[edit(0, 4, "")]).is_err());
    }

    #[test]
    fn the_difference_of_two_wordings_is_found_word_by_word() {
        let edits = EditMap::between("I were tired, then I slept.", "I was tired; then I slept!");
        assert_eq!(edits, [edit(2, 6, "was"), edit(12, 13, ";"), edit(26, 27, "!")]);
    }

    proptest! {
        #[test]
        fn the_difference_applied_gives_the_other_text(old in "[ab é\n🙂]{0,40}", new in "[ab é\n🙂]{0,40}") {
            let edits = EditMap::between(&old, &new);
            prop_assert_eq!(EditMap::apply(&old, &edits).expect("applies").0, new);
        }

        #[test]
        fn an_untouched_span_keeps_exactly_its_words(
            text in "[a-z é🙂]{20,60}",
            cuts in proptest::collection::vec((0_i64..20, 0_i64..4, "[A-Z]{0,5}"), 0..5),
            start in 0_i64..20, length in 1_i64..20,
        ) {
            let points: Vec<char> = text.chars().collect();
            let mut edits: Vec<Edit> = Vec::new();
            let mut at = 0;
            for (gap, gone, words) in cuts {
                let from = at + gap;
                let to = from + gone;
                if to > points.len() as i64 { break }
                edits.push(edit(from, to, &words));
                at = to + 1;
            }
            let span = Span::new(start, (start + length).min(points.len() as i64));
            let (new, map) = EditMap::apply(&text, &edits).expect("applies");
            let after = map.carry(span);
            prop_assert!(after.start <= after.end);
            prop_assert!(after.end <= new.chars().count() as i64);
            if !map.touches(span) {
                prop_assert_eq!(words_of(&new, after), words_of(&text, span));
            }
        }
    }
}
