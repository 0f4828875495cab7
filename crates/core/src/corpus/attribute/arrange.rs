//! Moving an attribute among those of its noun.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attribute, in_order};
use crate::error::Result;
use crate::id::Id;
use crate::order;
use crate::study::{Change, Operation};

/// Moves an attribute to another place among those of its noun.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeMove {
    /// Which attribute.
    pub attribute: Id,
    /// Its new place, from 1; a greater number than there are puts it at the end.
    pub to: i64,
}

impl Operation for AttributeMove {
    const NAME: &'static str = "attribute.move";
    const SUMMARY: &'static str = "Moves an attribute among those of its noun";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let attribute: Attribute = change.get(self.attribute)?;
        change.say(format!("Moved the attribute “{}”", attribute.name));
        let row = in_order(change, attribute.noun)?;
        let moved = order::moved(row, |one| one.id == attribute.id, self.to)?;
        for (mut one, position) in moved.into_iter().zip(1..) {
            one.position = position;
            change.update(&one)?;
        }
        Ok(())
    }
}
