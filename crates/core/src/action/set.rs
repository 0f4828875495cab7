//! Changing an action, or marking it as done.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Action, subject, words};
use crate::corpus::participant::day;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Changes an action; absent fields stay, an empty date is taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionSet {
    /// Which action.
    pub action: Id,
    /// The theme it is about instead.
    #[serde(default)]
    pub theme: Option<Id>,
    /// The condition it is about instead.
    #[serde(default)]
    pub condition: Option<Id>,
    /// What will be done.
    #[serde(default)]
    pub text: Option<String>,
    /// Who will do it.
    #[serde(default)]
    pub owner: Option<String>,
    /// The date by which, `YYYY-MM-DD`.
    #[serde(default)]
    pub due_on: Option<String>,
    /// The date on which it was done, `YYYY-MM-DD`; empty when it is to be done again.
    #[serde(default)]
    pub done_on: Option<String>,
}

impl Operation for ActionSet {
    const NAME: &'static str = "action.set";
    const SUMMARY: &'static str = "Changes an action, or marks it as done";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({
            "action": self.action, "theme": self.theme, "condition": self.condition,
            "due_on": self.due_on, "done_on": self.done_on,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut action: Action = change.get(self.action)?;
        let was_done = action.done_on.is_some();
        let about = subject(change, self.theme, self.condition)?;
        if !about.is_empty() {
            (action.theme, action.condition) = (self.theme, self.condition);
        }
        if let Some(text) = self.text {
            action.text = words(&text)?;
        }
        if let Some(owner) = self.owner {
            owner.trim().clone_into(&mut action.owner);
        }
        if self.due_on.is_some() {
            action.due_on = day(self.due_on)?;
        }
        if self.done_on.is_some() {
            action.done_on = day(self.done_on)?;
        }
        change.say(match (was_done, action.done_on.is_some()) {
            (false, true) => "Marked an action as done",
            (true, false) => "Marked an action as still to be done",
            _ => "Changed an action",
        });
        change.update(&action)
    }
}
