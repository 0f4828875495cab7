//! Removing a condition, with everything that is only about it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::graph::{Graph, and};
use super::{
    Condition, ConditionGuidance, ConditionNeed, ConditionState, ConditionTheme, Indicator,
    arrange, evidence,
};
use crate::action::Action;
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::sentence::{self, Support};
use crate::study::{Change, Operation};

/// Removes a condition with its needs both ways, states, guidance, indicators, evidence and the
/// actions that are only about it; themes, passages and sentences stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionRemove {
    /// Which condition.
    pub condition: Id,
}

impl Operation for ConditionRemove {
    const NAME: &'static str = "condition.remove";
    const SUMMARY: &'static str = "Removes a condition with everything that is only about it";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let id = change.get::<Condition>(self.condition)?.id;
        let graph = Graph::read(change)?;
        let called = graph.called(id);
        let all = "WHERE condition = $1";

        let needed_by: Vec<_> =
            graph.needed_by(id).into_iter().map(|above| graph.called(above)).collect();
        if !needed_by.is_empty() {
            change.notice(format!("{} needed {called} and no longer do so.", and(&needed_by)));
        }
        change.remove_all::<ConditionNeed>("WHERE condition = $1 OR needs = $1", bind![id])?;
        change.remove_all::<ConditionState>(all, bind![id])?;
        change.remove_all::<ConditionGuidance>(all, bind![id])?;
        evidence::remove_all(change, all, bind![id])?;
        change.remove_all::<Indicator>(all, bind![id])?;
        remove_themes(change, id)?;
        remove_actions(change, id)?;
        sentence::drop_citations(change, Support::Condition(id))?;
        change.remove_all::<Condition>("WHERE id = $1", bind![id])?;

        let left = change.list("ORDER BY position, id", &[])?;
        arrange::number(change, left)?;
        change.say(format!("Removed the condition {called}"));
        Ok(())
    }
}

fn remove_themes(change: &mut Change<'_>, condition: Id) -> Result<()> {
    let idle = "SELECT t.name FROM theme t JOIN condition_theme b ON b.theme = t.id \
                WHERE b.condition = $1 AND NOT EXISTS (SELECT 1 FROM condition_theme o \
                WHERE o.theme = t.id AND o.condition <> b.condition) ORDER BY t.position, t.id";
    let rows = change.query(idle, bind![condition])?;
    let names = rows
        .iter()
        .map(|row| Ok(format!("“{}”", row.get::<String>(0)?)))
        .collect::<Result<Vec<_>>>()?;
    match names.len() {
        0 => {}
        1 => change.notice(format!("The theme {} now bears on no condition.", and(&names))),
        _ => change.notice(format!("The themes {} now bear on no condition.", and(&names))),
    }
    change.remove_all::<ConditionTheme>("WHERE condition = $1", bind![condition]).map(|_| ())
}

/// An action that is about a theme too stays with that theme.
fn remove_actions(change: &mut Change<'_>, condition: Id) -> Result<()> {
    let only = "WHERE condition = $1 AND theme IS NULL";
    change.remove_all::<Action>(only, bind![condition])?;
    let shared: Vec<Action> = change.list("WHERE condition = $1", bind![condition])?;
    match shared.len() {
        0 => {}
        1 => change.notice("1 action stays with its theme."),
        more => change.notice(format!("{more} actions stay with their themes.")),
    }
    for mut action in shared {
        action.condition = None;
        change.update(&action)?;
    }
    Ok(())
}
