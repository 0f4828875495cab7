//! Removing an action.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Action;
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Removes an action with its memos.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionRemove {
    /// Which action.
    pub action: Id,
}

impl Operation for ActionRemove {
    const NAME: &'static str = "action.remove";
    const SUMMARY: &'static str = "Removes an action";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let action: Action = change.get(self.action)?;
        change.say("Removed an action");
        change.remove_all::<Action>("WHERE id = $1", bind![action.id]).map(|_| ())
    }
}
