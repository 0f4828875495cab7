//! What a person decided about single files, instead of what was guessed.
//!
//! It is kept beside what was found, so that the files can be read again with other wishes and
//! nothing typed is lost.

use std::collections::BTreeMap;

use trefoil_core::corpus::import::store::{Item, Plan};

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
    }

    /// Whether it says anything.
    pub(super) fn is_something(&self) -> bool {
        let nothing = Self { file: self.file.clone(), ..Self::default() };
        *self != nothing
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
