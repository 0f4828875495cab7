//! Places in a text that is still being laid out.
//!
//! A reader does not know where words will stand before tables, boxes and notes
//! have found their places. It puts an [`Anchors::set`] mark among the words
//! instead, made of noncharacters that no text holds, and [`Anchors::lift`]
//! takes all marks out again and says where each was, in code points.

use crate::{Comment, Landmark, LandmarkKind, RefusalKind, Trouble, Turn};

/// Begins a mark; the digits of its number follow, then [`CLOSE`].
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';
/// The sixteen digits.
const DIGITS: u32 = 0xfde0;

/// Counts the marks of one text.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    count: usize,
}

/// The number of a mark.
pub(crate) type Anchor = usize;

/// A text without its marks.
#[derive(Debug)]
pub(crate) struct Lifted {
    pub(crate) text: String,
    places: Vec<Option<u64>>,
    /// Where blanks are: a stretch neither begins nor ends with them.
    blanks: Vec<u64>,
}

impl Anchors {
    /// Makes a new mark, to be put among the words.
    pub(crate) fn set(&mut self) -> (Anchor, String) {
        let number = self.count;
        self.count += 1;
        let digits = format!("{number:x}");
        let digit = |sign: char| {
            sign.to_digit(16).and_then(|value| char::from_u32(DIGITS + value)).unwrap_or(CLOSE)
        };
        (number, std::iter::once(OPEN).chain(digits.chars().map(digit)).chain([CLOSE]).collect())
    }

    /// Takes the marks out of a finished text; refuses one in which no words are left.
    pub(crate) fn lift(&self, marked: &str) -> Result<Lifted, Trouble> {
        let mut places = vec![None; self.count];
        let mut blanks = Vec::new();
        let mut text = String::with_capacity(marked.len());
        let mut at = 0_u64;
        let mut signs = marked.chars();
        while let Some(sign) = signs.next() {
            if sign != OPEN {
                // A mark may have hidden what begins no text.
                if text.is_empty() && matches!(sign, '\u{feff}' | '\n') {
                    continue;
                }
                if sign.is_whitespace() {
                    blanks.push(at);
                }
                text.push(sign);
                at += 1;
                continue;
            }
            let digits = signs.by_ref().take_while(|sign| *sign != CLOSE);
            let number = digits
                .filter_map(|sign| u32::from(sign).checked_sub(DIGITS).filter(|digit| *digit < 16))
                .fold(0_usize, |number, digit| number.saturating_mul(16) + digit as usize);
            if let Some(place) = places.get_mut(number) {
                *place = Some(at);
            }
        }
        if text.trim().is_empty() {
            return Err(Trouble::new(RefusalKind::Empty, "there are no words in it."));
        }
        Ok(Lifted { text, places, blanks })
    }
}

impl Lifted {
    /// Where two marks were, without the blanks inside them; nothing when no words are between.
    pub(crate) fn stretch(&self, from: Anchor, to: Anchor) -> Option<(u64, u64)> {
        let mut start = self.places.get(from).copied().flatten()?;
        let mut end = self.places.get(to).copied().flatten()?;
        let is_blank = |place: u64| self.blanks.binary_search(&place).is_ok();
        while start < end && is_blank(start) {
            start += 1;
        }
        while start < end && is_blank(end - 1) {
            end -= 1;
        }
        (start < end).then_some((start, end))
    }

    /// Where a mark was.
    pub(crate) fn place(&self, anchor: Anchor) -> Option<u64> {
        self.places.get(anchor).copied().flatten()
    }

    /// Headings between marks, in the order of the text.
    pub(crate) fn headings(&self, marks: &[(u8, Anchor, Anchor)]) -> Vec<Landmark> {
        let mut found: Vec<Landmark> = marks
            .iter()
            .filter_map(|(level, from, to)| {
                let (start, end) = self.stretch(*from, *to)?;
                let kind = LandmarkKind::Heading(*level);
                Some(Landmark { kind, label: String::new(), start, end })
            })
            .collect();
        found.sort_by_key(|heading| (heading.start, heading.end));
        let mut reached = 0;
        found.retain(|heading| {
            let is_free = heading.start >= reached;
            if is_free {
                reached = heading.end;
            }
            is_free
        });
        found
    }

    /// Turns in order, those that overlap an earlier one left out.
    pub(crate) fn turns(mut turns: Vec<Turn>) -> Vec<Turn> {
        turns.sort_by_key(|turn| (turn.start, turn.end));
        let mut reached = 0;
        turns.retain(|turn| {
            let is_free = turn.start >= reached;
            if is_free {
                reached = turn.end;
            }
            is_free
        });
        turns
    }

    /// Comments in order.
    pub(crate) fn comments(mut comments: Vec<Comment>) -> Vec<Comment> {
        comments.sort_by_key(|comment| (comment.start, comment.end));
        comments
    }
}

/// Words as they may stand in a text: without the noncharacters that marks are made of.
pub(crate) fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    let is_mark = |sign: char| matches!(sign, '\u{fdd0}'..='\u{fdef}' | '\0');
    if text.contains(is_mark) { text.replace(is_mark, "").into() } else { text.into() }
}

/// Words without the marks that were put among them, such as those of a comment.
pub(crate) fn without_marks(marked: &str) -> String {
    clean(marked).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_out_with_their_places() {
        let mut anchors = Anchors::default();
        let marks: Vec<(Anchor, String)> = (0..20).map(|_| anchors.set()).collect();
        let text = format!("ä{} Hi {}you{}", marks[17].1, marks[3].1, marks[19].1);
        let lifted = anchors.lift(&text).expect("words");
        assert_eq!(lifted.text, "ä Hi you");
        assert_eq!((lifted.place(17), lifted.place(3), lifted.place(0)), (Some(1), Some(5), None));
        assert_eq!(lifted.stretch(17, 3), Some((2, 4)));
        assert_eq!(lifted.stretch(3, 17), None);
        let headings = lifted.headings(&[(2, 3, 19), (1, 17, 3), (1, 17, 19)]);
        let ranges: Vec<_> = headings.iter().map(|heading| (heading.start, heading.end)).collect();
        assert_eq!(ranges, [(2, 4), (5, 8)]);
    }

    #[test]
    fn what_begins_no_text_is_left_out_behind_a_mark_too() {
        let mut anchors = Anchors::default();
        let (one, mark) = anchors.set();
        let lifted = anchors.lift(&format!("{mark}\u{feff}\n\u{feff}Hi\u{feff}\n")).expect("words");
        assert_eq!(lifted.text, "Hi\u{feff}\n");
        assert_eq!(lifted.place(one), Some(0));
    }

    #[test]
    fn marks_alone_are_no_words() {
        let mut anchors = Anchors::default();
        let (_, mark) = anchors.set();
        assert_eq!(anchors.lift(&mark).expect_err("empty").kind, RefusalKind::Empty);
        assert_eq!(clean("a\u{fdd0}b\u{fdef}\0"), "ab");
        assert_eq!(without_marks(&format!("{mark}x")), "x");
    }
}
