//! What stands beside the text of a Word document: notes and comments.
//!
//! Their texts have parts of their own, which are walked like the text; in the
//! text stand references. A note's mark is printed where it is referred to; a
//! comment has a range of words, or the place of its sign where it has none.

use super::body::Walk;
use super::context::NoteKind;
use crate::marked::{Mark, Marked};
use crate::xml::Element;

/// Something with an id and an author that stands beside the text: a note, a comment.
#[derive(Debug, Default)]
pub(super) struct Aside {
    pub(super) id: String,
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    /// The ids of its paragraphs.
    pub(super) paragraphs: Vec<String>,
    pub(super) text: Marked,
}

impl Walk<'_> {
    pub(super) fn reference(&mut self, kind: NoteKind, element: &Element<'_>) {
        let (Some(notes), Some(id)) = (self.notes, element.attribute("id")) else {
            return;
        };
        if self.changes.is_gone() || self.hidden {
            return;
        }
        if let Some(text) = notes.find(kind, &id) {
            let mark = format!("[{}]", self.printed_notes.len() + 1);
            self.push(&mark);
            if self.flow.has_room_for(text.text()) {
                let mut note = Marked::from(mark + " ");
                // A note that is referred to again brings its marks only once.
                let is_first = self.referred.insert((kind, id));
                let mut words = if is_first { text.clone() } else { text.text().into() };
                words.trim();
                note.append(words);
                self.printed_notes.push(note);
            }
        }
    }

    pub(super) fn comment(&mut self, element: &Element<'_>, mark: impl Fn(u32) -> Mark) {
        let id = element.attribute("id").unwrap_or_default();
        if let Some(number) = self.context.comments.anchor(&id) {
            self.flow.mark(mark(number));
        }
    }

    /// A comment without a range is about the place of its sign.
    pub(super) fn comment_reference(&mut self, element: &Element<'_>) {
        let id = element.attribute("id").unwrap_or_default();
        if !self.context.comments.is_anchored(&id) {
            self.comment(element, Mark::Begin);
        }
    }

    pub(super) fn open_aside(&mut self, element: &Element<'_>) {
        match element.attribute("type").as_deref() {
            None | Some("normal") => {
                let filled =
                    |name: &str| element.attribute(name).filter(|value| !value.trim().is_empty());
                self.aside = Some(Aside {
                    id: element.attribute("id").unwrap_or_default(),
                    author: filled("author"),
                    date: filled("date"),
                    ..Aside::default()
                });
                self.flow.open_box();
            }
            // Separators are lines, not notes.
            Some(_) => self.skip(),
        }
    }

    pub(super) fn close_aside(&mut self) {
        self.settle();
        if let Some(mut aside) = self.aside.take() {
            aside.text = self.flow.take_box().unwrap_or_default();
            self.asides.push(aside);
        }
    }
}
