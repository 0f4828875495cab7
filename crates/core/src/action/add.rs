//! Adding an action.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Action, subject, words};
use crate::corpus::participant::day;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Adds an action about a theme, about a condition or about neither.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionAdd {
    /// The theme it is about.
    #[serde(default)]
    pub theme: Option<Id>,
    /// The condition it is about.
    #[serde(default)]
    pub condition: Option<Id>,
    /// What will be done.
    pub text: String,
    /// Who will do it.
    #[serde(default)]
    pub owner: String,
    /// The date by which, `YYYY-MM-DD`.
    #[serde(default)]
    pub due_on: Option<String>,
}

impl Operation for ActionAdd {
    const NAME: &'static str = "action.add";
    const SUMMARY: &'static str = "Adds an action about a theme or a condition";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({
            "theme": self.theme, "condition": self.condition, "due_on": self.due_on,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let about = subject(change, self.theme, self.condition)?;
        let action = Action {
            id: change.new_id(),
            theme: self.theme,
            condition: self.condition,
            text: words(&self.text)?,
            owner: self.owner.trim().to_owned(),
            due_on: day(self.due_on)?,
            done_on: None,
            created_at: change.now(),
            created_by: change.person(),
        };
        change.say(format!("Added an action{about}"));
        change.insert(&action)?;
        Ok(action.id)
    }
}
