//! Tracked changes of a Word document.
//!
//! Words can be inserted, deleted or moved, and so can the end of a paragraph,
//! a row and a cell. What is gone by the [`TrackedChanges`] that were chosen is
//! walked over without its words; where both are shown, each change becomes a
//! comment that says who made it and when.

use super::body::Walk;
use crate::TrackedChanges;
use crate::marked::Mark;
use crate::remarks::{By, Change};
use crate::xml::Element;

/// The changes that the walk is in.
#[derive(Debug, Default)]
pub(super) struct Changes {
    open: Vec<Open>,
    /// How many of the open changes take their words away.
    gone: usize,
    rows: Vec<Row>,
    cell_is_gone: bool,
}

#[derive(Debug)]
struct Open {
    depth: usize,
    is_gone: bool,
    number: Option<u32>,
}

#[derive(Debug, Default)]
struct Row {
    is_gone: bool,
    number: Option<u32>,
}

impl Changes {
    /// Whether words are in a change at all.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether words that are met are taken away by a change.
    pub(super) fn is_gone(&self) -> bool {
        self.gone > 0
    }

    pub(super) fn open_row(&mut self) {
        self.rows.push(Row::default());
    }

    /// Whether the cell that closes is gone.
    pub(super) fn close_cell(&mut self) -> bool {
        std::mem::take(&mut self.cell_is_gone)
    }
}

impl Walk<'_> {
    pub(super) fn open_change(&mut self, element: &Element<'_>, in_row_properties: bool) {
        let change = match element.name {
            "ins" | "cellIns" => Change::Inserted,
            "moveTo" => Change::MovedHere,
            "moveFrom" => Change::MovedAway,
            _ => Change::Deleted,
        };
        let is_gone = is_gone(self.context.changes, change);
        let is_cell = matches!(element.name, "cellIns" | "cellDel");
        if self.in_paragraph_properties && !self.in_run_properties {
            // A list that the paragraph became part of.
            if is_gone && let Some(paragraph) = self.paragraphs.last_mut() {
                paragraph.is_unlisted = true;
            }
            return;
        }
        // Signs of equations bear changes in their properties as well.
        if self.in_run_properties && !self.in_paragraph_properties {
            return;
        }
        self.context.left_out.see_change(change);
        let by = By { author: attribute(element, "author"), date: attribute(element, "date") };
        if self.in_paragraph_properties {
            self.change_paragraph_end(change, is_gone, by);
        } else if in_row_properties {
            let number = self.note(change, by, false);
            if let Some(number) = number {
                self.flow.mark(Mark::Begin(number));
            }
            if let Some(row) = self.changes.rows.last_mut() {
                self.changes.gone += usize::from(is_gone && !row.is_gone);
                row.is_gone |= is_gone;
                row.number = number.or(row.number);
            }
        } else if is_cell {
            self.changes.cell_is_gone |= is_gone;
        } else {
            let number = self.note(change, by, false);
            if let Some(number) = number {
                self.flow.mark(Mark::Begin(number));
            }
            self.changes.gone += usize::from(is_gone);
            self.changes.open.push(Open { depth: self.depth, is_gone, number });
        }
    }

    /// Closes a change that holds words; one in properties has none.
    pub(super) fn close_change(&mut self) {
        // The depth was already left when this is called.
        let depth = self.depth + 1;
        if let Some(open) = self.changes.open.pop_if(|open| open.depth == depth) {
            self.changes.gone -= usize::from(open.is_gone);
            if let Some(number) = open.number {
                self.flow.mark(Mark::End(number));
            }
        }
    }

    /// Whether the row that closes is kept.
    pub(super) fn close_row_change(&mut self) -> bool {
        let row = self.changes.rows.pop().unwrap_or_default();
        self.changes.gone -= usize::from(row.is_gone);
        if let Some(number) = row.number {
            self.flow.mark(Mark::End(number));
        }
        !row.is_gone
    }

    fn change_paragraph_end(&mut self, change: Change, is_gone: bool, by: By) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.end_is_gone |= is_gone;
        }
        if let Some(number) = self.note(change, by, true)
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.ends.push(number);
        }
    }

    fn note(&mut self, change: Change, by: By, is_break: bool) -> Option<u32> {
        if self.context.changes != TrackedChanges::Shown {
            return None;
        }
        let number = self.context.remarks.number();
        self.context.remarks.add_change(number, change, by, is_break);
        Some(number)
    }
}

fn is_gone(chosen: TrackedChanges, change: Change) -> bool {
    match chosen {
        TrackedChanges::Accepted => matches!(change, Change::Deleted | Change::MovedAway),
        TrackedChanges::Rejected => matches!(change, Change::Inserted | Change::MovedHere),
        TrackedChanges::Shown => false,
    }
}

fn attribute(element: &Element<'_>, name: &str) -> Option<String> {
    element.attribute(name).filter(|value| !value.trim().is_empty())
}
