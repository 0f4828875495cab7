//! Saying which themes support or strain a condition.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::graph::Graph;
use super::{Bearing, Condition, ConditionTheme};
use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation, set};
use crate::theme::Theme;

/// Says how a theme bears on a condition, or says it anew; an absent note stays.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionBear {
    /// Which condition.
    pub condition: Id,
    /// Which theme.
    pub theme: Id,
    /// Whether it supports or strains the condition.
    pub bearing: Bearing,
    /// A note on how.
    #[serde(default)]
    pub note: Option<String>,
}

impl Operation for ConditionBear {
    const NAME: &'static str = "condition.bear";
    const SUMMARY: &'static str = "Says how a theme bears on a condition";
    type Outcome = Id;

    fn describe(&self) -> Json {
        let (condition, theme, bearing) = (self.condition, self.theme, self.bearing);
        serde_json::json!({ "condition": condition, "theme": theme, "bearing": bearing })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let condition: Condition = change.get(self.condition)?;
        let theme: Theme = change.get(self.theme)?;
        let called = Graph::read(change)?.called(condition.id);
        change.say(format!("The theme “{}” {} {called}", theme.name, self.bearing));
        let clause = "WHERE condition = $1 AND theme = $2";
        let said = change.list::<ConditionTheme>(clause, bind![condition.id, theme.id])?.pop();
        if let Some(mut row) = said {
            row.bearing = self.bearing;
            set(&mut row.note, self.note);
            change.update(&row)?;
            return Ok(row.id);
        }
        let row = ConditionTheme {
            id: change.new_id(),
            condition: condition.id,
            theme: theme.id,
            bearing: self.bearing,
            note: self.note.unwrap_or_default(),
        };
        change.insert(&row)?;
        Ok(row.id)
    }
}

/// Says that a theme no longer bears on a condition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionUnbear {
    /// Which condition.
    pub condition: Id,
    /// Which theme.
    pub theme: Id,
}

impl Operation for ConditionUnbear {
    const NAME: &'static str = "condition.unbear";
    const SUMMARY: &'static str = "Says that a theme no longer bears on a condition";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let condition: Condition = change.get(self.condition)?;
        let theme: Theme = change.get(self.theme)?;
        let called = Graph::read(change)?.called(condition.id);
        let clause = "WHERE condition = $1 AND theme = $2";
        let gone = change.remove_all::<ConditionTheme>(clause, bind![condition.id, theme.id])?;
        if gone == 0 {
            let message = format!(
                "The theme “{}” does not bear on {called}. Nothing was changed.",
                theme.name
            );
            return Err(Error::not_found(message));
        }
        change.say(format!("The theme “{}” no longer bears on {called}", theme.name));
        Ok(())
    }
}
