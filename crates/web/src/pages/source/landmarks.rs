//! The pages and headings that a file marks in its text, as the reading room shows them.
//!
//! Pages stand beside the block in which they begin; headings and pages together are the outline
//! from which one jumps. A heading that fills its block is set as one.

use trefoil_core::span::Ruler;
use trefoil_core::transcript::landmark::Landmark;

use super::blocks::Block;
use crate::words::short;

/// How much of a heading is shown.
const LONGEST: usize = 80;

/// Where one can jump to in a text.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) headings: Vec<Entry>,
    pub(super) pages: Vec<Entry>,
}

/// A heading or a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// How deep it is, from 1.
    pub(super) level: i64,
    /// The heading's words, or the page's number as printed.
    pub(super) words: String,
    /// Where the block begins in which it stands.
    pub(super) at: i64,
}

impl Outline {
    /// Whether there is nowhere to jump to.
    pub(super) fn is_empty(&self) -> bool {
        self.headings.is_empty() && self.pages.is_empty()
    }
}

/// Marks the landmarks on the blocks, and gathers the outline.
pub(super) fn mark(text: &str, blocks: &mut [Block], landmarks: &[Landmark]) -> Outline {
    let ruler = Ruler::new(text);
    let mut outline = Outline::default();
    for landmark in landmarks {
        let next = blocks.partition_point(|block| block.start <= landmark.start);
        let Some(block) = next.checked_sub(1).and_then(|at| blocks.get_mut(at)) else { continue };
        let entry = |words: String, level| Entry { level, words, at: block.start };
        if landmark.kind == "page" {
            if !landmark.label.is_empty() {
                outline.pages.push(entry(landmark.label.clone(), 1));
                block.pages.push(landmark.label.clone());
            }
            continue;
        }
        let Ok(words) = ruler.words(landmark.span()) else { continue };
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            continue;
        }
        outline.headings.push(entry(short(&words, LONGEST), landmark.level.clamp(1, 6)));
        let whole: String = block.pieces.iter().map(|piece| piece.text.as_str()).collect();
        block.heading |= whole.split_whitespace().collect::<Vec<_>>().join(" ") == words;
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::super::blocks::blocks;
    use super::*;
    use trefoil_core::id::Id;

    fn landmark(kind: &str, level: i64, label: &str, (start, end): (i64, i64)) -> Landmark {
        let id = Id::new(start);
        let (kind, label) = (kind.to_owned(), label.to_owned());
        Landmark { id, source: id, revision: id, kind, level, label, start, end }
    }

    #[test]
    fn pages_stand_where_they_begin_and_headings_are_set_as_such() {
        let text = "Tea 😀 rounds\nWho makes it.\nAnd who not.\n";
        let mut blocks = blocks(text, &[], &[]);
        let landmarks = [
            landmark("page", 0, "iv", (0, 27)),
            landmark("heading", 2, "", (0, 12)),
            landmark("page", 0, "5", (27, 41)),
            landmark("page", 0, "", (30, 41)),
        ];
        let outline = mark(text, &mut blocks, &landmarks);
        assert!(blocks[0].heading && !blocks[1].heading);
        assert_eq!((blocks[0].pages.len(), blocks[2].pages[0].as_str()), (1, "5"));
        assert_eq!(outline.headings[0].words, "Tea 😀 rounds");
        assert_eq!(outline.pages[1], Entry { level: 1, words: "5".into(), at: 27 });
    }
}
