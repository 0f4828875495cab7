//! What a person decided about single files, instead of what was guessed.
//!
//! It is kept beside what was found, so that the files can be read again with other wishes and
//! nothing typed is lost.

use std::collections::BTreeMap;

use trefoil_core::corpus::import::store::{ColumnRole, Item, Plan, RowsAre, SheetPlan};

/// What a person says about one file instead of what was guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Edit {
    /// The file it is about: where it lay may hold other files when it is read again.
    pub(super) file: String,
    pub(super) name: Option<String>,
    pub(super) stream: Option<String>,
    /// A date; an empty one is none.
    pub(super) date: Option<String>,
    pub(super) participants: Option<Vec<String>>,
    pub(super) keep: Option<bool>,
    /// Whether it becomes the transcript of the recording that it belongs to.
    pub(super) attaches: Option<bool>,
    /// Of a table, what is said of its sheets, by their places from 0.
    pub(super) sheets: BTreeMap<usize, SheetEdit>,
}

/// What a person says about one sheet of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SheetEdit {
    pub(super) keep: Option<bool>,
    pub(super) rows_are: Option<RowsAre>,
    /// What is said of its columns, by their places from 0.
    pub(super) columns: BTreeMap<usize, ColumnEdit>,
}

/// What a person says about one column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ColumnEdit {
    pub(super) role: Option<ColumnRole>,
    /// Whether the day comes first in its dates.
    pub(super) day_first: Option<bool>,
}

impl Edit {
    /// Says it to an item.
    pub(super) fn apply(&self, item: &mut Item) {
        if item.file != self.file {
            return;
        }
        if let Some(name) = &self.name {
            item.name.clone_from(name);
        }
        if let Some(stream) = &self.stream {
            item.stream.clone_from(stream);
        }
        if let Some(date) = &self.date {
            item.date = Some(date.clone()).filter(|date| !date.is_empty());
        }
        if let Some(participants) = &self.participants {
            item.participants.clone_from(participants);
        }
        item.keep = self.keep;
        if let (Some(belongs), Some(attaches)) = (&mut item.belongs, self.attaches) {
            belongs.attaches = attaches;
        }
        for (at, sheet) in &self.sheets {
            let table = item.table.as_mut();
            if let Some(plan) = table.and_then(|table| table.sheets.get_mut(*at)) {
                sheet.apply(plan);
            }
        }
    }

    /// Whether it says anything.
    pub(super) fn is_something(&self) -> bool {
        let nothing = Self { file: self.file.clone(), ..Self::default() };
        *self != nothing
    }
}

impl SheetEdit {
    fn apply(&self, plan: &mut SheetPlan) {
        plan.keep = self.keep.unwrap_or(plan.keep);
        plan.rows_are = self.rows_are.unwrap_or(plan.rows_are);
        for (at, said) in &self.columns {
            let Some(column) = plan.columns.get_mut(*at) else { continue };
            if let Some(role) = said.role {
                (column.role, column.is_sure) = (role, true);
            }
            if let Some(day_first) = said.day_first {
                column.set_day_first(day_first);
            }
        }
    }

    /// Whether it says anything.
    pub(super) fn is_something(&self) -> bool {
        *self != Self::default()
    }
}

/// Says to a plan what a person said.
pub(super) fn apply(edits: &BTreeMap<usize, Edit>, plan: &mut Plan) {
    for (id, edit) in edits {
        if let Some(item) = plan.item_mut(*id) {
            edit.apply(item);
        }
    }
}
