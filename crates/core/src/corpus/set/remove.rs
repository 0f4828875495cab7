//! Removing a set.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{SourceSet, SourceSetMember};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Removes a set; the sources in it stay in the study.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRemove {
    /// Which set.
    pub set: Id,
}

impl Operation for SetRemove {
    const NAME: &'static str = "set.remove";
    const SUMMARY: &'static str = "Removes a set; its sources stay";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let set: SourceSet = change.get(self.set)?;
        change.remove_all::<SourceSetMember>("WHERE source_set = $1", bind![set.id])?;
        change.remove::<SourceSet>(set.id)?;
        change.say(format!("Removed the set “{}”", set.name));
        Ok(())
    }
}
