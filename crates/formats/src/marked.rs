//! Text that remembers places in it while it is still being laid out.
//!
//! A document is not read in the order in which its words end up: boxes follow
//! their paragraph, notes go to the end. [`Marked`] carries places along as the
//! words move, so that what is said about them, comments and headings for
//! instance, can be turned into spans when the text is finished. What the places
//! mean is known to `remarks.rs` only.

/// A place in a text. Both ends of a stretch bear the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// Where something begins; moves behind what is put in front of it.
    Begin(u32),
    /// Where something ends; what is put behind it is not part of it.
    End(u32),
}

/// A text and the places in it, in bytes, in no particular order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marked {
    text: String,
    marks: Vec<(usize, Mark)>,
}

impl From<String> for Marked {
    fn from(text: String) -> Self {
        Self { text, marks: Vec::new() }
    }
}

impl From<&str> for Marked {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Marked {
    /// The words.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The places, each as the byte before which it lies.
    pub(crate) fn marks(&self) -> &[(usize, Mark)] {
        &self.marks
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Whether there are no words; there may be marks.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Adds words at the end.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Marks the end of what there is so far.
    pub(crate) fn mark(&mut self, mark: Mark) {
        self.marks.push((self.text.len(), mark));
    }

    /// Adds another text at the end.
    pub(crate) fn append(&mut self, other: Self) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.marks.extend(other.marks.into_iter().map(|(place, mark)| (place + shift, mark)));
    }

    /// Puts words in front; what ended at the very beginning still ends there.
    pub(crate) fn prepend(&mut self, text: &str) {
        self.text.insert_str(0, text);
        for (place, mark) in &mut self.marks {
            if *place > 0 || matches!(mark, Mark::Begin(_)) {
                *place += text.len();
            }
        }
    }

    /// Sets a mark at the very beginning.
    pub(crate) fn mark_beginning(&mut self, mark: Mark) {
        self.marks.push((0, mark));
    }

    /// Makes one line of it: line breaks and tabs become spaces.
    pub(crate) fn flatten(&mut self) {
        // Each of these is one byte as the space is, so no mark moves.
        self.text = self.text.replace(['\n', '\t'], " ");
    }

    /// Takes white space away at both ends, where marks move inwards.
    pub(crate) fn trim(&mut self) {
        let front = self.text.len() - self.text.trim_start().len();
        self.cut_front(front);
        self.text.truncate(self.text.trim_end().len());
        self.clamp();
    }

    /// Takes so many bytes away in front, which must end between characters.
    pub(crate) fn cut_front(&mut self, bytes: usize) {
        self.text.drain(..bytes);
        for (place, _) in &mut self.marks {
            *place = place.saturating_sub(bytes);
        }
    }

    /// Joins texts with something between them.
    pub(crate) fn join(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut joined = Self::default();
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                joined.push(between);
            }
            joined.append(part);
        }
        joined
    }

    fn clamp(&mut self) {
        let length = self.text.len();
        for (place, _) in &mut self.marks {
            *place = (*place).min(length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_along_with_the_words() {
        let mut text = Marked::from("ab");
        text.mark(Mark::Begin(1));
        text.push("cd");
        text.mark(Mark::End(1));
        let mut joined = Marked::join([Marked::from("é"), text], "\n");
        assert_eq!(joined.text(), "é\nabcd");
        assert_eq!(joined.marks(), [(5, Mark::Begin(1)), (7, Mark::End(1))]);
        joined.cut_front(3);
        assert_eq!(joined.marks(), [(2, Mark::Begin(1)), (4, Mark::End(1))]);
    }

    #[test]
    fn what_is_put_in_front_is_no_part_of_what_begins_or_ended_there() {
        let mut text = Marked::default();
        text.mark(Mark::End(1));
        text.mark(Mark::Begin(2));
        text.push("x");
        text.prepend("1. ");
        assert_eq!(text.marks(), [(0, Mark::End(1)), (3, Mark::Begin(2))]);
    }

    #[test]
    fn trimmed_text_keeps_its_marks_within() {
        let mut text = Marked::from("  a");
        text.mark(Mark::Begin(0));
        text.push(" \n");
        text.mark(Mark::End(0));
        text.trim();
        assert_eq!(
            (text.text(), text.marks()),
            ("a", [(1, Mark::Begin(0)), (1, Mark::End(0))].as_slice())
        );
    }
}
