//! Attributes: what is known of participants and sources beside their words.
//!
//! An [`Attribute`] is of participants or of sources and has a kind; each of them has at most one
//! [`AttributeValue`] of it, written as the kind writes it (`kind.rs`). REFI-QDA calls them
//! variables. Values of a source are words about it, and values of a participant say who they are:
//! those of a closed source, and of somebody who refused everything, are behind the wall and
//! refused. `add.rs`, `set.rs`, `arrange.rs` (move), `remove.rs` and `value.rs` hold the operations,
//! `list.rs` what people look at.

mod add;
mod arrange;
mod kind;
mod list;
mod remove;
mod set;
mod value;

pub use add::AttributeAdd;
pub use arrange::AttributeMove;
pub use kind::AttributeKind;
pub(crate) use list::unreadable;
pub use list::{Known, Listed, list, of, values};
pub use remove::AttributeRemove;
pub use set::AttributeSet;
pub use value::{AttributeValueSet, AttributeValuesSet, NewValue};

use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::Change;

crate::words! {
    /// Of whom or what something can be known.
    pub enum AttributeNoun, "what an attribute is of" {
        /// Of the people whose words are in the corpus.
        Participant = "participant",
        /// Of the items of the corpus.
        Source = "source",
    }
}

crate::record! {
    /// Something that can be known of every participant, or of every source.
    pub struct Attribute in "attribute", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// What it is of.
        noun: AttributeNoun,
        /// The name.
        name: String,
        /// What its values are.
        kind: AttributeKind,
        /// What is meant by it.
        note: String,
        /// Its place among those of the same noun, from 1.
        position: i64,
    }
}

crate::record! {
    /// What is known of one participant, or of one source.
    pub struct AttributeValue in "attribute_value", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The attribute.
        attribute: Id => "attribute",
        /// The participant that it is of.
        participant: Option<Id> => "participant",
        /// The source that it is of.
        source: Option<Id> => "source",
        /// The value: text, a number as `12.5`, a date as `2026-01-31`, `yes` or `no`.
        value: String,
    }
}

/// The attributes of a noun, in their own order.
fn in_order(reader: &Reader<'_>, noun: AttributeNoun) -> Result<Vec<Attribute>> {
    reader.list("WHERE noun = $1 ORDER BY position, id", bind![noun])
}

/// Checks a name that no other attribute of the same noun may have.
fn name(change: &Change<'_>, noun: AttributeNoun, text: &str, own: Option<Id>) -> Result<String> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Error::invalid("An attribute needs a name."));
    }
    let same: Vec<Attribute> = change.list("WHERE noun = $1 AND name = $2", bind![noun, name])?;
    if same.iter().any(|other| Some(other.id) != own) {
        return Err(Error::conflict(format!(
            "There is already an attribute “{name}” of {noun}s. Nothing was changed."
        ))
        .hint("Choose another name, or give that one its values."));
    }
    Ok(name.to_owned())
}
