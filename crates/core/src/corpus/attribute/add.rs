//! Adding an attribute.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Attribute, AttributeKind, AttributeNoun, name};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Adds an attribute behind the others of its noun; nobody has a value of it yet.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeAdd {
    /// What it is of.
    pub noun: AttributeNoun,
    /// The name; no two attributes of one noun share one.
    pub name: String,
    /// What its values are; text when not said.
    #[serde(default)]
    pub kind: AttributeKind,
    /// What is meant by it.
    #[serde(default)]
    pub note: String,
}

impl Operation for AttributeAdd {
    const NAME: &'static str = "attribute.add";
    const SUMMARY: &'static str = "Adds an attribute of participants or sources";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "noun": self.noun, "name": self.name, "kind": self.kind })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let (noun, clause) = (self.noun, "WHERE noun = $1");
        let attribute = Attribute {
            id: change.new_id(),
            noun,
            name: name(change, noun, &self.name, None)?,
            kind: self.kind,
            note: self.note.trim().to_owned(),
            position: change.next_position::<Attribute>(clause, bind![noun])?,
        };
        change.say(format!("Added the attribute “{}” of {noun}s", attribute.name));
        change.insert(&attribute)?;
        Ok(attribute.id)
    }
}
