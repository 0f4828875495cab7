//! Changing what a code says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Code, colour, name_among};
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation, set};

/// Changes a code's name or explanations; absent fields stay, an empty colour is taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeSet {
    /// Which code.
    pub code: Id,
    /// The new name.
    #[serde(default)]
    pub name: Option<String>,
    /// What it means.
    #[serde(default)]
    pub definition: Option<String>,
    /// When to use it.
    #[serde(default)]
    pub include: Option<String>,
    /// When not to use it.
    #[serde(default)]
    pub exclude: Option<String>,
    /// An example.
    #[serde(default)]
    pub example: Option<String>,
    /// A colour, `#RRGGBB`.
    #[serde(default)]
    pub colour: Option<String>,
}

impl Operation for CodeSet {
    const NAME: &'static str = "code.set";
    const SUMMARY: &'static str = "Changes a code's name or explanations";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut code: Code = change.get(self.code)?;
        if let Some(name) = self.name {
            code.name = name_among(change, &name, code.parent, Some(code.id))?;
        }
        set(&mut code.definition, self.definition);
        set(&mut code.include, self.include);
        set(&mut code.exclude, self.exclude);
        set(&mut code.example, self.example);
        if self.colour.is_some() {
            code.colour = colour(self.colour)?;
        }
        change.say(format!("Changed the code “{}”", code.name));
        change.update(&code)
    }
}
