//! What all parts of a Word document share while they are read.
//!
//! Styles and lists are known before the text; comments and notes too, so that
//! they can be anchored where the text refers to them. [`LeftOut`] counts what
//! was met and not taken over.

use std::collections::{HashMap, HashSet};

use super::aside::Aside;
use super::body::Walk;
use super::numbering::Numbering;
use super::styles::Styles;
use crate::marked::Marked;
use crate::remarks::{By, Change, Remarks};
use crate::xml::{self, Element, Space, Visit};
use crate::{Notices, TrackedChanges, Trouble};

/// Which of the two parts a note comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NoteKind {
    Foot,
    End,
}

/// What is known of the whole document.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub(super) changes: TrackedChanges,
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) comments: Comments,
    pub(super) remarks: Remarks,
    pub(super) left_out: LeftOut,
}

/// The texts of foot- and endnotes by their ids.
#[derive(Debug, Default)]
pub(super) struct Notes {
    texts: HashMap<(NoteKind, String), Marked>,
}

impl Notes {
    /// Reads `footnotes.xml` or `endnotes.xml`.
    pub(super) fn read(
        &mut self,
        kind: NoteKind,
        bytes: &[u8],
        part: &str,
        context: &mut Context,
    ) -> Result<(), Trouble> {
        let mut walk = Walk::new(context, None);
        walk.read(bytes, part)?;
        self.texts.extend(walk.asides.into_iter().map(|note| ((kind, note.id), note.text)));
        Ok(())
    }

    pub(super) fn find(&self, kind: NoteKind, id: &str) -> Option<&Marked> {
        self.texts.get(&(kind, id.to_owned()))
    }
}

/// The comments of a document, in the order of its part of comments.
#[derive(Debug, Default)]
pub(super) struct Comments {
    list: Vec<(u32, Aside)>,
    places: HashMap<String, usize>,
    anchored: HashSet<u32>,
    /// The last paragraphs of replies, and of what they reply to.
    parents: HashMap<String, String>,
}

impl Comments {
    /// Reads `comments.xml`.
    pub(super) fn read(
        bytes: &[u8],
        part: &str,
        remarks: &mut Remarks,
        changes: TrackedChanges,
    ) -> Result<Self, Trouble> {
        // What is changed or left out in a comment is not said of the text.
        let mut context = Context { changes, ..Context::default() };
        let mut walk = Walk::new(&mut context, None);
        walk.read(bytes, part)?;
        let mut comments = Self::default();
        for aside in walk.asides {
            comments.places.insert(aside.id.clone(), comments.list.len());
            comments.list.push((remarks.number(), aside));
        }
        Ok(comments)
    }

    /// Reads `commentsExtended.xml`, which says what is a reply to what.
    pub(super) fn read_replies(&mut self, bytes: &[u8], part: &str) -> Result<(), Trouble> {
        struct Find<'a>(&'a mut HashMap<String, String>);
        impl Visit for Find<'_> {
            fn open(&mut self, element: &Element<'_>) {
                let pair = (element.attribute("paraId"), element.attribute("paraIdParent"));
                if let (Some(own), Some(parent)) = pair {
                    self.0.insert(own, parent);
                }
            }
            fn close(&mut self, _: Space, _: &str) {}
            fn text(&mut self, _: &str) {}
        }
        xml::walk(bytes, part, &mut Find(&mut self.parents))
    }

    /// The number of a comment's marks, which from now on has a place.
    pub(super) fn anchor(&mut self, id: &str) -> Option<u32> {
        let (number, _) = self.list.get(*self.places.get(id)?)?;
        self.anchored.insert(*number);
        Some(*number)
    }

    pub(super) fn is_anchored(&self, id: &str) -> bool {
        let comment = self.places.get(id).and_then(|place| self.list.get(*place));
        comment.is_some_and(|(number, _)| self.anchored.contains(number))
    }

    /// Tells every comment; replies follow what they reply to, and share its place
    /// where they have none.
    pub(super) fn tell(self, remarks: &mut Remarks) {
        let by_paragraph: HashMap<&str, usize> = self
            .list
            .iter()
            .enumerate()
            .filter_map(|(place, (_, aside))| Some((aside.paragraphs.last()?.as_str(), place)))
            .collect();
        let parent = |aside: &Aside| {
            let parent = self.parents.get(aside.paragraphs.last()?)?;
            by_paragraph.get(parent.as_str()).copied()
        };
        // Word has one level of replies.
        let mut order: Vec<(usize, usize, u32)> = Vec::new();
        for (place, (number, aside)) in self.list.iter().enumerate() {
            let above = parent(aside).filter(|above| *above != place);
            let number = match above.and_then(|above| self.list.get(above)) {
                Some((shared, _)) if !self.anchored.contains(number) => *shared,
                _ => *number,
            };
            order.push((above.unwrap_or(place), place, number));
        }
        order.sort_by_key(|(thread, place, _)| (*thread, *place != *thread, *place));
        let mut asides: Vec<Option<Aside>> =
            self.list.into_iter().map(|(_, aside)| Some(aside)).collect();
        for (_, place, number) in order {
            if let Some(aside) = asides.get_mut(place).and_then(Option::take) {
                let by = By { author: aside.author, date: aside.date };
                remarks.add_comment(number, by, aside.text.into_text().trim().to_owned());
            }
        }
    }
}

/// What was met and not taken over, and the changes that were decided on.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    inserted: usize,
    deleted: usize,
    pub(super) pictures: usize,
    pub(super) hidden: usize,
    pub(super) embedded: usize,
    pub(super) signs: usize,
    pub(super) margins: usize,
}

impl LeftOut {
    pub(super) fn see_change(&mut self, change: Change) {
        match change {
            Change::Inserted | Change::MovedHere => self.inserted += 1,
            Change::Deleted | Change::MovedAway => self.deleted += 1,
        }
    }

    pub(super) fn report(&self, changes: TrackedChanges, notices: &mut Notices<'_>) {
        let (inserted, deleted) = match changes {
            TrackedChanges::Accepted => {
                ("accepted", "accepted: the deleted words are not in the text")
            }
            TrackedChanges::Rejected => {
                ("rejected: the inserted words are not in the text", "rejected")
            }
            TrackedChanges::Shown => ("kept and noted in comments", "kept and noted in comments"),
        };
        notices.count(self.inserted, "tracked insertion", "tracked insertions", inserted);
        notices.count(self.deleted, "tracked deletion", "tracked deletions", deleted);
        notices.count(self.pictures, "picture", "pictures", "left out");
        notices.count(self.hidden, "piece of hidden text", "pieces of hidden text", "left out");
        notices.count(self.embedded, "embedded object", "embedded objects", "left out");
        notices.count(self.margins, "header or footer", "headers and footers", "left out");
        notices.count(
            self.signs,
            "sign of a picture font",
            "signs of picture fonts",
            "not recognised and shown as �",
        );
    }
}
