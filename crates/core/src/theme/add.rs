//! Adding a theme.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Theme, name};
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Adds a theme behind the others; it is not yet placed and gathers nothing yet.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeAdd {
    /// The name; no two themes share one.
    pub name: String,
    /// The central organising idea.
    #[serde(default)]
    pub idea: String,
    /// Rival explanations that were considered.
    #[serde(default)]
    pub rivals: String,
}

impl Operation for ThemeAdd {
    const NAME: &'static str = "theme.add";
    const SUMMARY: &'static str = "Adds a theme";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "name": self.name })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let theme = Theme {
            id: change.new_id(),
            position: change.next_position::<Theme>("", &[])?,
            name: name(change, &self.name, None)?,
            idea: self.idea,
            rivals: self.rivals,
            created_at: change.now(),
            created_by: change.person(),
        };
        change.say(format!("Added the theme “{}”", theme.name));
        change.insert(&theme)?;
        Ok(theme.id)
    }
}
