//! Adding a set.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::gather::put;
use super::{SourceSet, name};
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::theme::counted;

/// Adds a set behind the others, with the sources that are in it from the beginning.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAdd {
    /// The name; no two sets share one.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub note: String,
    /// The sources.
    #[serde(default)]
    pub sources: Vec<Id>,
}

impl Operation for SetAdd {
    const NAME: &'static str = "set.add";
    const SUMMARY: &'static str = "Adds a set of sources";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "name": self.name, "sources": self.sources })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let set = SourceSet {
            id: change.new_id(),
            name: name(change, &self.name, None)?,
            note: self.note.trim().to_owned(),
            position: change.next_position::<SourceSet>("", &[])?,
        };
        change.insert(&set)?;
        let count = put(change, set.id, &self.sources)?;
        change.say(format!("Added the set “{}” ({})", set.name, counted(count, "source")));
        Ok(set.id)
    }
}
