//! Laying rich text out: which table, cell and paragraph the words belong to.
//!
//! Rich text never says that a table opens; each paragraph says how deep in
//! tables it stands. A [`Layout`] opens and closes what is needed on a [`Flow`]
//! and marks where headings begin and end.

use crate::anchor::{Anchor, Anchors};
use crate::flow::Flow;
use crate::marked::Marked;

/// Deeper tables than this are laid out as if they were no deeper.
const DEEPEST_TABLE: usize = 32;

/// Puts words where they belong.
pub(super) struct Layout {
    pub(super) flow: Flow,
    pub(super) anchors: Anchors,
    /// The headings so far, as level and marks.
    pub(super) headings: Vec<(u8, Anchor, Anchor)>,
    /// The text itself, and each note or box that is open inside.
    places: Vec<Place>,
}

/// What is open in the text or in a box.
#[derive(Default)]
struct Place {
    /// The tables that are open, each with whether a cell is.
    tables: Vec<bool>,
    heading: Option<(u8, Anchor)>,
}

impl Layout {
    pub(super) fn new() -> Self {
        Self {
            flow: Flow::new(),
            anchors: Anchors::default(),
            headings: Vec::new(),
            places: vec![Place::default()],
        }
    }

    fn tables(&mut self) -> Option<&mut Vec<bool>> {
        self.places.last_mut().map(|place| &mut place.tables)
    }

    fn table_depth(&self) -> usize {
        self.places.last().map_or(0, |place| place.tables.len())
    }

    pub(super) fn in_table(&self) -> bool {
        self.table_depth() > 0
    }

    /// Opens and closes tables until the words stand as deep as they should.
    fn settle(&mut self, depth: usize) {
        let depth = depth.min(DEEPEST_TABLE);
        while self.table_depth() > depth {
            self.close_table();
        }
        while self.table_depth() < depth {
            self.open_cell();
            self.flow.open_table();
            if let Some(tables) = self.tables() {
                tables.push(false);
            }
        }
        self.open_cell();
    }

    fn open_cell(&mut self) {
        if let Some(is_open @ false) = self.tables().and_then(|tables| tables.last_mut()) {
            *is_open = true;
            self.flow.open_cell();
        }
    }

    fn close_cell(&mut self) {
        if let Some(is_open @ true) = self.tables().and_then(|tables| tables.last_mut()) {
            *is_open = false;
            self.end_heading();
            self.flow.close_paragraph();
            self.flow.close_cell(1);
        }
    }

    fn close_table(&mut self) {
        self.close_cell();
        self.flow.close_row(true);
        self.flow.close_table();
        if let Some(tables) = self.tables() {
            tables.pop();
        }
    }

    /// Adds words to the paragraph.
    pub(super) fn say(&mut self, words: &str, depth: usize, level: Option<u8>) {
        self.settle(depth);
        let is_heading = self.places.last().is_some_and(|place| place.heading.is_some());
        if let (Some(level), false) = (level, is_heading || words.trim().is_empty()) {
            let start = self.mark_here();
            if let Some(place) = self.places.last_mut() {
                place.heading = Some((level, start));
            }
        }
        self.flow.push(words);
    }

    /// Puts a mark where the words go on.
    pub(super) fn mark(&mut self, depth: usize) -> Anchor {
        self.settle(depth);
        self.mark_here()
    }

    fn mark_here(&mut self) -> Anchor {
        let (anchor, mark) = self.anchors.set();
        self.flow.push(&mark);
        anchor
    }

    fn end_heading(&mut self) {
        let heading = self.places.last_mut().and_then(|place| place.heading.take());
        if let Some((level, start)) = heading {
            let end = self.mark_here();
            self.headings.push((level, start, end));
        }
    }

    pub(super) fn end_paragraph(&mut self, depth: usize) {
        self.settle(depth);
        self.end_heading();
        self.flow.continue_paragraph();
        self.flow.close_paragraph();
    }

    /// Begins a new line, unless the paragraph has no words yet.
    pub(super) fn break_line(&mut self) {
        if !self.flow.paragraph().is_empty() {
            self.flow.push("\n");
        }
    }

    pub(super) fn end_cell(&mut self, depth: usize) {
        self.settle(depth.max(1));
        self.close_cell();
    }

    pub(super) fn end_row(&mut self, depth: usize) {
        while self.table_depth() > depth.max(1) {
            self.close_table();
        }
        if self.table_depth() == depth.max(1) {
            self.close_cell();
            self.flow.close_row(true);
        }
    }

    /// Opens a box or note with a layout of its own.
    pub(super) fn open_box(&mut self) {
        self.flow.open_box();
        self.places.push(Place::default());
    }

    fn leave_box(&mut self) {
        while self.in_table() {
            self.close_table();
        }
        self.end_heading();
        self.flow.close_paragraph();
        if self.places.len() > 1 {
            self.places.pop();
        }
    }

    /// Closes a box; its words follow the paragraph that it stands in.
    pub(super) fn close_box(&mut self) {
        self.leave_box();
        self.flow.close_box();
    }

    /// Closes a note or comment and takes its words out.
    pub(super) fn take_box(&mut self) -> String {
        self.leave_box();
        self.flow.take_box().map(Marked::into_text).unwrap_or_default()
    }

    /// Closes everything that is still open.
    pub(super) fn finish(&mut self) {
        while self.places.len() > 1 {
            self.close_box();
        }
        while self.in_table() {
            self.close_table();
        }
        self.end_heading();
    }
}
