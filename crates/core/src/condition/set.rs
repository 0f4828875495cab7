//! Changing what a condition says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Condition, free_name};
use crate::corpus::participant::day;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation, set};

/// Changes a condition's words, who looks after it and when; absent fields stay, an empty date is
/// taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionSet {
    /// Which condition.
    pub condition: Id,
    /// The new name.
    #[serde(default)]
    pub name: Option<String>,
    /// What must be true.
    #[serde(default)]
    pub statement: Option<String>,
    /// Why it matters.
    #[serde(default)]
    pub why: Option<String>,
    /// Who looks after it.
    #[serde(default)]
    pub owner: Option<String>,
    /// The date by which to look at it again, `YYYY-MM-DD`.
    #[serde(default)]
    pub review_due: Option<String>,
}

impl Operation for ConditionSet {
    const NAME: &'static str = "condition.set";
    const SUMMARY: &'static str = "Changes a condition's words, its owner or its review date";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({
            "condition": self.condition, "name": self.name, "review_due": self.review_due,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut condition: Condition = change.get(self.condition)?;
        if let Some(name) = self.name {
            condition.name = free_name(change, &name, Some(condition.id))?;
        }
        set(&mut condition.statement, self.statement);
        set(&mut condition.why, self.why);
        set(&mut condition.owner, self.owner.map(|owner| owner.trim().to_owned()));
        if self.review_due.is_some() {
            condition.review_due = day(self.review_due)?;
        }
        change.say(format!("Changed the condition “{}”", condition.name));
        change.update(&condition)
    }
}
