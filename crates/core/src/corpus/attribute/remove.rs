//! Removing an attribute with its values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attribute, AttributeValue};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::theme::counted;

/// Removes an attribute with all its values.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeRemove {
    /// Which attribute.
    pub attribute: Id,
}

impl Operation for AttributeRemove {
    const NAME: &'static str = "attribute.remove";
    const SUMMARY: &'static str = "Removes an attribute with its values";
    /// How many values went with it.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let attribute: Attribute = change.get(self.attribute)?;
        let clause = "WHERE attribute = $1";
        let values = change.remove_all::<AttributeValue>(clause, bind![attribute.id])?;
        change.remove::<Attribute>(attribute.id)?;
        change.say(format!(
            "Removed the attribute “{}” ({})",
            attribute.name,
            counted(values, "value")
        ));
        Ok(values)
    }
}
