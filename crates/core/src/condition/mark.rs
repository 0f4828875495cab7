//! Marking how far a condition is met.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::list::{self, Listed};
use super::warning::Concern;
use super::{Condition, ConditionState, Standing};
use crate::bind;
use crate::clock;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Marks how far a condition is met; earlier marks stay as its history.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionMark {
    /// Which condition.
    pub condition: Id,
    /// The state.
    pub state: Standing,
    /// Why; required for `not_applicable`.
    #[serde(default)]
    pub reason: String,
}

impl Operation for ConditionMark {
    const NAME: &'static str = "condition.mark";
    const SUMMARY: &'static str = "Marks how far a condition is met";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "condition": self.condition, "state": self.state })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let condition: Condition = change.get(self.condition)?;
        let reason = self.reason.trim();
        if self.state == Standing::NotApplicable && reason.is_empty() {
            return Err(Error::invalid(format!(
                "“{}” can be called not applicable only with a reason. Nothing was changed.",
                condition.name
            ))
            .hint("Say in a sentence why it does not apply here."));
        }
        let next = "SELECT COALESCE(MAX(number), 0) + 1 FROM condition_state WHERE condition = $1";
        change.insert(&ConditionState {
            id: change.new_id(),
            condition: condition.id,
            number: change.number(next, bind![condition.id])?,
            state: self.state,
            reason: reason.to_owned(),
            at: change.now(),
            person: change.person(),
        })?;
        let today = clock::moment(change.now()).chars().take(10).collect::<String>();
        let model = list::list(change, &today)?;
        for notice in notices(&model, condition.id) {
            change.notice(notice);
        }
        let label = model.iter().find(|one| one.condition.id == condition.id);
        let label = label.map_or("", |one| &one.label);
        change.say(format!("Marked {label} “{}” as {}", condition.name, self.state.label()));
        Ok(())
    }
}

/// What the person should know: order is advice, so none of it keeps the mark from standing.
fn notices(model: &[Listed], marked: Id) -> Vec<String> {
    let mut notices = Vec::new();
    for one in model {
        let own = one.condition.id == marked;
        for warning in &one.warnings {
            match warning.concern {
                Concern::AheadOf if own || warning.conditions.contains(&marked) => {
                    notices.push(format!("{} The order is advice.", warning.sentence));
                }
                Concern::ReviewDue if own => notices.push(warning.sentence.clone()),
                Concern::AheadOf | Concern::OutOfOrder | Concern::ReviewDue => {}
            }
        }
    }
    notices
}
