//! Tracked changes of an OpenDocument text.
//!
//! Deleted words stand before the text, in a list of changed regions; a point in
//! the text says where they were. Inserted words stand in the text between two
//! points. So a deletion is restored by putting its lines back, and an insertion
//! is rejected by walking over it without its words.

use std::collections::HashMap;

use super::body::Walk;
use crate::TrackedChanges;
use crate::marked::{Mark, Marked};
use crate::remarks::{By, Change};
use crate::xml::Element;

/// More insertions than these within one another are not believed.
const MOST_OPEN: usize = 200;

/// A change that was tracked.
#[derive(Debug, Default)]
pub(super) struct Region {
    pub(super) ids: Vec<String>,
    pub(super) by: By,
    is_insertion: bool,
    /// The lines that were deleted.
    lines: Vec<Marked>,
}

/// All changes by their ids, and those that the walk is in.
#[derive(Debug, Default)]
pub(super) struct Changes {
    regions: HashMap<String, (bool, By, Vec<Marked>)>,
    pub(super) region: Option<Region>,
    /// Insertions that are open, and the numbers of their marks where they are shown.
    open: Vec<(String, Option<u32>)>,
    gone: usize,
    pub(super) count: usize,
}

impl Changes {
    /// Whether words that are met are taken away by a change.
    pub(super) fn is_gone(&self) -> bool {
        self.gone > 0
    }

    /// Whether what was deleted is being read.
    pub(super) fn is_in_region(&self) -> bool {
        self.region.is_some()
    }

    pub(super) fn open_region(&mut self, element: &Element<'_>) {
        self.count += 1;
        // Older and newer programs name it differently, and some in both ways.
        let ids = element.attributes("id");
        self.region = Some(Region { ids, ..Region::default() });
    }

    pub(super) fn see_insertion(&mut self) {
        if let Some(region) = self.region.as_mut() {
            region.is_insertion = true;
        }
    }

    pub(super) fn see_deletion(&mut self, lines: Vec<Marked>) {
        if let Some(region) = self.region.as_mut() {
            region.lines = lines;
        }
    }

    pub(super) fn close_region(&mut self) {
        if let Some(region) = self.region.take() {
            for id in region.ids {
                let known = (region.is_insertion, region.by.clone(), region.lines.clone());
                self.regions.insert(id, known);
            }
        }
    }
}

impl Walk<'_> {
    /// A point where words were deleted.
    pub(super) fn deletion(&mut self, id: &str) {
        if self.chosen == TrackedChanges::Accepted || self.changes.is_gone() {
            return;
        }
        let Some((false, by, lines)) = self.changes.regions.get(id) else { return };
        let (by, lines) = (by.clone(), lines.clone());
        // Lines are taken once, or a broken file could repeat them for ever.
        self.changes.regions.remove(id);
        let number = self.note(Change::Deleted, by);
        if let Some(number) = number {
            self.flow.mark(Mark::Begin(number));
        }
        let is_alone = self.paragraphs == 0;
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 || is_alone {
                self.flow.close_paragraph();
                self.flow.open_paragraph();
            }
            if self.flow.has_room_for(line.text()) {
                self.flow.put(line);
            }
        }
        if is_alone {
            self.flow.close_paragraph();
        }
        if let Some(number) = number {
            self.flow.mark(Mark::End(number));
        }
        self.see_word();
    }

    /// Where inserted words begin.
    pub(super) fn begin_insertion(&mut self, id: String) {
        let Some((true, by, _)) = self.changes.regions.get(&id) else { return };
        if self.changes.open.len() >= MOST_OPEN {
            return;
        }
        let by = by.clone();
        let number = self.note(Change::Inserted, by);
        if let Some(number) = number {
            self.flow.mark(Mark::Begin(number));
        }
        self.changes.gone += usize::from(self.chosen == TrackedChanges::Rejected);
        self.changes.open.push((id, number));
    }

    pub(super) fn end_insertion(&mut self, id: &str) {
        let place = self.changes.open.iter().rposition(|(open, _)| open == id);
        if let Some((_, number)) = place.map(|place| self.changes.open.remove(place)) {
            self.changes.gone -= usize::from(self.chosen == TrackedChanges::Rejected);
            if let Some(number) = number {
                self.flow.mark(Mark::End(number));
            }
        }
    }

    fn note(&mut self, change: Change, by: By) -> Option<u32> {
        if self.chosen != TrackedChanges::Shown {
            return None;
        }
        let number = self.remarks.number();
        self.remarks.add_change(number, change, by, false);
        Some(number)
    }
}
