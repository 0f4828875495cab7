//! Adding a code.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Code, colour, name_among};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Adds a code, at the end of its siblings.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CodeAdd {
    /// The name; siblings do not share one.
    pub name: String,
    /// The code it lies under; none for the top.
    pub parent: Option<Id>,
    /// What it means.
    pub definition: String,
    /// When to use it.
    pub include: String,
    /// When not to use it.
    pub exclude: String,
    /// An example.
    pub example: String,
    /// A colour, `#RRGGBB`.
    pub colour: Option<String>,
}

impl Operation for CodeAdd {
    const NAME: &'static str = "code.add";
    const SUMMARY: &'static str = "Adds a code to the codebook";
    type Outcome = Id;

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        if let Some(parent) = self.parent {
            change.get::<Code>(parent)?;
        }
        let position = match self.parent {
            Some(parent) => change.next_position::<Code>("WHERE parent = $1", bind![parent])?,
            None => change.next_position::<Code>("WHERE parent IS NULL", &[])?,
        };
        let code = Code {
            id: change.new_id(),
            parent: self.parent,
            position,
            name: name_among(change, &self.name, self.parent, None)?,
            definition: self.definition,
            include: self.include,
            exclude: self.exclude,
            example: self.example,
            colour: colour(self.colour)?,
            created_at: change.now(),
            created_by: change.person(),
        };
        change.say(format!("Added the code “{}”", code.name));
        change.insert(&code)?;
        Ok(code.id)
    }
}
