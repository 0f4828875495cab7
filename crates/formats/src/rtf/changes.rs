//! Tracked changes: accepted, rejected, or both kept with comments that tell.

use super::state::{State, moment};
use super::walk::{MOST_ENTRIES, Remark, Walk};
use crate::TrackedChanges;

impl Walk<'_> {
    /// Counts stretches of tracked changes; false where the words are not in the text.
    pub(super) fn follow_changes(&mut self) -> bool {
        let State { inserted, deleted, .. } = self.state;
        let now = match (deleted.is_on, inserted.is_on) {
            (true, _) => Some((deleted, true)),
            (_, true) => Some((inserted, false)),
            _ => None,
        };
        if now != self.change.map(|(change, is_deletion, _)| (change, is_deletion)) {
            self.end_change();
            if let Some((change, is_deletion)) = now {
                let count = if is_deletion {
                    &mut self.left_out.deleted
                } else {
                    &mut self.left_out.inserted
                };
                *count += 1;
                let is_shown = self.options.changes == TrackedChanges::Shown;
                let from = if is_shown { self.mark() } else { 0 };
                self.change = Some((change, is_deletion, from));
            }
        }
        !self.is_struck()
    }

    /// Whether the words here are not part of the text that was asked for.
    pub(super) fn is_struck(&self) -> bool {
        match self.options.changes {
            TrackedChanges::Accepted => self.state.deleted.is_on,
            TrackedChanges::Rejected => self.state.inserted.is_on,
            TrackedChanges::Shown => false,
        }
    }

    pub(super) fn end_change(&mut self) {
        let Some((change, is_deletion, from)) = self.change.take() else { return };
        if self.options.changes != TrackedChanges::Shown || self.changes.len() >= MOST_ENTRIES {
            return;
        }
        let to = self.mark();
        let author = usize::try_from(change.author)
            .ok()
            .and_then(|place| self.authors.get(place))
            .filter(|name| !name.is_empty() && name.as_str() != "Unknown")
            .cloned();
        let what = if is_deletion { "Deleted" } else { "Inserted" };
        let text = match &author {
            Some(author) => format!("{what} by {author}"),
            None => what.to_owned(),
        };
        let date = moment(i64::from(change.moment));
        self.changes.push(Remark { author, date, text, from, to });
    }
}
