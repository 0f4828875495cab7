//! Saying what a condition needs first, and no longer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::graph::{Graph, and};
use super::{Condition, ConditionNeed};
use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Adds to what a condition needs first; needs never run in a circle.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionNeeds {
    /// The condition that needs.
    pub condition: Id,
    /// The conditions that it needs first.
    pub needs: Vec<Id>,
}

impl Operation for ConditionNeeds {
    const NAME: &'static str = "condition.needs";
    const SUMMARY: &'static str = "Adds to what a condition needs first";
    /// How many needs are new.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let condition = change.get::<Condition>(self.condition)?.id;
        refuse_none(&self.needs)?;
        let mut graph = Graph::read(change)?;
        let mut added = Vec::new();
        for need in self.needs {
            let needs = change.get::<Condition>(need)?.id;
            if graph.does_need(condition, needs) {
                continue;
            }
            graph.refuse_circle(condition, needs)?;
            graph.add(condition, needs);
            change.insert(&ConditionNeed { id: change.new_id(), condition, needs })?;
            added.push(graph.called(needs));
        }
        let called = graph.called(condition);
        if added.is_empty() {
            change.notice(format!("{called} already needs all of these."));
            change.say(format!("Left what {called} needs as it was"));
            return Ok(0);
        }
        if let Some(disorder) = graph.disorder_of(condition) {
            change.notice(format!("{disorder} The order is advice."));
        }
        change.say(format!("{called} now needs {}", and(&added)));
        Ok(added.len())
    }
}

/// Takes away some of what a condition needs first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionUnneed {
    /// The condition that needs.
    pub condition: Id,
    /// The conditions that it no longer needs.
    pub needs: Vec<Id>,
}

impl Operation for ConditionUnneed {
    const NAME: &'static str = "condition.unneed";
    const SUMMARY: &'static str = "Takes away some of what a condition needs first";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let condition = change.get::<Condition>(self.condition)?.id;
        refuse_none(&self.needs)?;
        let graph = Graph::read(change)?;
        let mut gone = Vec::new();
        for need in self.needs {
            let need = change.get::<Condition>(need)?.id;
            let called = graph.called(need);
            let clause = "WHERE condition = $1 AND needs = $2";
            let removed = change.remove_all::<ConditionNeed>(clause, bind![condition, need])?;
            if removed == 0 {
                let message = format!(
                    "{} does not need {called}. Nothing was changed.",
                    graph.called(condition)
                );
                return Err(Error::not_found(message));
            }
            gone.push(called);
        }
        change.say(format!("{} no longer needs {}", graph.called(condition), and(&gone)));
        Ok(())
    }
}

fn refuse_none(needs: &[Id]) -> Result<()> {
    if needs.is_empty() {
        return Err(Error::invalid("Name at least one condition that is needed."));
    }
    Ok(())
}
