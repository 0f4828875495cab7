//! Changing what a set is called or is for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{SourceSet, name};
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation, set};

/// Changes a set's name or note; absent fields stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSet {
    /// Which set.
    pub set: Id,
    /// The new name.
    #[serde(default)]
    pub name: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub note: Option<String>,
}

impl Operation for SetSet {
    const NAME: &'static str = "set.set";
    const SUMMARY: &'static str = "Changes a set's name or note";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "set": self.set, "name": self.name })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut row: SourceSet = change.get(self.set)?;
        if let Some(text) = self.name {
            row.name = name(change, &text, Some(row.id))?;
        }
        set(&mut row.note, self.note.map(|note| note.trim().to_owned()));
        change.say(format!("Changed the set “{}”", row.name));
        change.update(&row)
    }
}
