//! Changing what a theme says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Theme, name};
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation, set};

/// Changes a theme's name, idea or rival explanations; absent fields stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeSet {
    /// Which theme.
    pub theme: Id,
    /// The new name.
    #[serde(default)]
    pub name: Option<String>,
    /// The central organising idea.
    #[serde(default)]
    pub idea: Option<String>,
    /// Rival explanations that were considered.
    #[serde(default)]
    pub rivals: Option<String>,
}

impl Operation for ThemeSet {
    const NAME: &'static str = "theme.set";
    const SUMMARY: &'static str = "Changes a theme's name, idea or rival explanations";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "theme": self.theme, "name": self.name })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut theme: Theme = change.get(self.theme)?;
        if let Some(given) = self.name {
            theme.name = name(change, &given, Some(theme.id))?;
        }
        set(&mut theme.idea, self.idea);
        set(&mut theme.rivals, self.rivals);
        change.say(format!("Changed the theme “{}”", theme.name));
        change.update(&theme)
    }
}
