//! Adding a condition.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Condition, ConditionNeed, free_name};
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Adds a condition, at the end of the advised order.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConditionAdd {
    /// The name; no two conditions share one.
    pub name: String,
    /// What must be true.
    pub statement: String,
    /// Why it matters.
    pub why: String,
    /// The conditions that it needs first.
    pub needs: Vec<Id>,
}

impl Operation for ConditionAdd {
    const NAME: &'static str = "condition.add";
    const SUMMARY: &'static str = "Adds a condition to the model";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "name": self.name, "needs": self.needs })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let condition = Condition {
            id: change.new_id(),
            position: change.next_position::<Condition>("", &[])?,
            name: free_name(change, &self.name, None)?,
            statement: self.statement,
            why: self.why,
            owner: String::new(),
            review_due: None,
            template: None,
            created_at: change.now(),
            created_by: change.person(),
        };
        change.say(format!("Added the condition “{}”", condition.name));
        change.insert(&condition)?;
        let mut needs = self.needs;
        needs.sort_unstable();
        needs.dedup();
        for need in needs {
            // Nothing needs a new condition yet, so this cannot close a circle.
            let needs = change.get::<Condition>(need)?.id;
            let id = change.new_id();
            change.insert(&ConditionNeed { id, condition: condition.id, needs })?;
        }
        Ok(condition.id)
    }
}
