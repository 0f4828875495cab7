//! Moving a condition in the advised order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Condition;
use super::graph::Graph;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Moves a condition in the advised order; what it needs stays what it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionMove {
    /// Which condition.
    pub condition: Id,
    /// The condition it shall stand before; none for the end.
    #[serde(default)]
    pub before: Option<Id>,
}

impl Operation for ConditionMove {
    const NAME: &'static str = "condition.move";
    const SUMMARY: &'static str = "Moves a condition in the advised order";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let condition: Condition = change.get(self.condition)?;
        let (id, name) = (condition.id, condition.name.clone());
        let mut row: Vec<Condition> = change.list("ORDER BY position, id", &[])?;
        row.retain(|one| one.id != id);
        let at = match self.before {
            None => row.len(),
            Some(before) if before == id => {
                return Err(Error::invalid(format!("“{name}” cannot stand before itself.")));
            }
            Some(before) => {
                let before = change.get::<Condition>(before)?.id;
                row.iter().position(|one| one.id == before).unwrap_or(row.len())
            }
        };
        row.insert(at, condition);
        number(change, row)?;
        let graph = Graph::read(change)?;
        let disorder = graph.disorder();
        if !disorder.is_empty() {
            change.notice(format!("{} The order is advice.", disorder.join(" ")));
        }
        change.say(format!("Moved the condition “{name}” to {}", graph.label(id)));
        Ok(())
    }
}

/// Numbers conditions from 1, in the order given.
pub(super) fn number(change: &mut Change<'_>, conditions: Vec<Condition>) -> Result<()> {
    for (mut condition, position) in conditions.into_iter().zip(1..) {
        condition.position = position;
        change.update(&condition)?;
    }
    Ok(())
}
