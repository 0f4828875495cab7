//! Moving a code under another one or among its siblings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Code, name_among, siblings, with_descendants};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Moves a code, with everything beneath it, under another code or to the top.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeMove {
    /// Which code.
    pub code: Id,
    /// The code it shall lie under; none for the top.
    #[serde(default)]
    pub parent: Option<Id>,
    /// The sibling it shall stand before; none for the end.
    #[serde(default)]
    pub before: Option<Id>,
}

impl Operation for CodeMove {
    const NAME: &'static str = "code.move";
    const SUMMARY: &'static str = "Moves a code in the tree";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut code: Code = change.get(self.code)?;
        let mut place = "the top".to_owned();
        if let Some(parent) = self.parent {
            let parent: Code = change.get(parent)?;
            if with_descendants(change, code.id)?.contains(&parent.id) {
                return Err(Error::conflict(format!(
                    "“{}” cannot lie under “{}”, which lies under it.",
                    code.name, parent.name
                )));
            }
            place = format!("“{}”", parent.name);
        }
        code.name = name_among(change, &code.name, self.parent, Some(code.id))?;
        code.parent = self.parent;
        let name = code.name.clone();
        let mut row: Vec<Code> =
            siblings(change, self.parent)?.into_iter().filter(|one| one.id != code.id).collect();
        let at = match self.before {
            None => row.len(),
            Some(before) => row
                .iter()
                .position(|one| one.id == before)
                .ok_or_else(|| Error::invalid("The code to stand before is not in that place."))?,
        };
        row.insert(at, code);
        for (mut one, position) in row.into_iter().zip(1..) {
            one.position = position;
            change.update(&one)?;
        }
        change.say(format!("Moved the code “{name}” to {place}"));
        Ok(())
    }
}
