//! Removing a code, with everything beneath it and all its codings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Code, siblings, with_descendants};
use crate::bind;
use crate::coding::{self, Coding};
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::theme::{ThemeCode, counted};

/// Removes a code and the codes beneath it; their codings go, passages that nothing else holds
/// go with them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRemove {
    /// Which code.
    pub code: Id,
}

impl Operation for CodeRemove {
    const NAME: &'static str = "code.remove";
    const SUMMARY: &'static str = "Removes a code with its sub-codes and codings";
    /// How many codings went.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let code: Code = change.get(self.code)?;
        let mut gone = 0;
        let all = with_descendants(change, code.id)?;
        for id in &all {
            let codings: Vec<Coding> = change.list("WHERE code = $1", bind![*id])?;
            gone += codings.len();
            for one in codings {
                change.remove::<Coding>(one.id)?;
                coding::drop_if_unheld(change, one.passage)?;
            }
            change.remove_all::<ThemeCode>("WHERE code = $1", bind![*id])?;
            change.remove::<Code>(*id)?;
        }
        close_gap(change, code.parent)?;
        let below = match all.len() - 1 {
            0 => String::new(),
            1 => " and 1 code beneath it".to_owned(),
            more => format!(" and {more} codes beneath it"),
        };
        change.say(format!(
            "Removed the code “{}”{below} ({})",
            code.name,
            counted(gone, "coding")
        ));
        Ok(gone)
    }
}

/// Numbers the codes of one place from 1 again.
pub(super) fn close_gap(change: &mut Change<'_>, parent: Option<Id>) -> Result<()> {
    for (mut code, position) in siblings(change, parent)?.into_iter().zip(1..) {
        code.position = position;
        change.update(&code)?;
    }
    Ok(())
}
