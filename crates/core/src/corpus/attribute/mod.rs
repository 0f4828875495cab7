//! Attributes: what is known of participants and sources beside their words.
//!
//! An [`Attribute`] has a kind, and each participant or source at most one
//! [`AttributeValue`] of it. REFI-QDA calls them variables.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::storage::Filing;

crate::record! {
    /// Something that can be known of every participant, or of every source.
    pub struct Attribute in "attribute", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// What it is of: `participant` or `source`.
        noun: String,
        /// The name.
        name: String,
        /// What its values are.
        kind: String,
        /// What is meant by it.
        note: String,
        /// Its place in lists, from 1.
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

/// What an attribute's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// Words.
    Text,
    /// Numbers.
    Number,
    /// Dates.
    Date,
    /// Yes or no.
    YesNo,
}
