//! Rows that do nothing but join two others, as they stand in the document.
//!
//! The nouns that they join list each other by id (`participants`, `codes`, `needs` …); `links`
//! only remembers by which ids those rows go, so that a study comes back equal to the last byte.
//! A document without it is whole: the rows then get new ids.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Id;

/// Which rows only join two others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Joint {
    /// A participant whose words are in a source.
    SourceParticipant,
    /// A source in a set.
    SourceSetMember,
    /// A code that a theme gathers.
    ThemeCode,
    /// A passage that a theme gathers.
    ThemePassage,
    /// A condition that another needs.
    ConditionNeed,
}

/// The id of a row that joins two others.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Link {
    pub(super) noun: Joint,
    pub(super) id: Id,
    pub(super) from: Id,
    pub(super) to: Id,
}
