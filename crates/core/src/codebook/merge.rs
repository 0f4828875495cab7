//! Merging one code into another: every coding is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Code, remove, siblings, with_descendants};
use crate::bind;
use crate::coding::Coding;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::theme::{ThemeCode, counted};

/// Merges a code into another: codings, sub-codes, themes and memos go over, then it is gone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeMerge {
    /// The code that goes.
    pub code: Id,
    /// The code that stays.
    pub into: Id,
}

impl Operation for CodeMerge {
    const NAME: &'static str = "code.merge";
    const SUMMARY: &'static str = "Merges a code into another and keeps every coding";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let (code, into): (Code, Code) = (change.get(self.code)?, change.get(self.into)?);
        if with_descendants(change, code.id)?.contains(&into.id) {
            return Err(Error::conflict(format!(
                "“{}” cannot be merged into “{}”, which is itself or lies under it.",
                code.name, into.name
            )));
        }
        let moved = move_codings(change, code.id, into.id)?;
        move_children(change, &code, &into)?;
        move_themes(change, code.id, into.id)?;
        crate::memo::move_to(change, code.id, into.id)?;
        change.remove::<Code>(code.id)?;
        remove::close_gap(change, code.parent)?;
        change.say(format!(
            "Merged “{}” into “{}” ({})",
            code.name,
            into.name,
            counted(moved, "coding")
        ));
        Ok(())
    }
}

/// A coding that the other code already has there, by the same person, is the same coding.
fn move_codings(change: &mut Change<'_>, from: Id, into: Id) -> Result<usize> {
    let codings: Vec<Coding> = change.list("WHERE code = $1", bind![from])?;
    let count = codings.len();
    for mut coding in codings {
        let same = "SELECT COUNT(*) FROM coding WHERE passage = $1 AND code = $2 AND coder = $3";
        if change.number(same, bind![coding.passage, into, coding.coder])? > 0 {
            change.remove::<Coding>(coding.id)?;
        } else {
            coding.code = into;
            change.update(&coding)?;
        }
    }
    Ok(count)
}

fn move_children(change: &mut Change<'_>, code: &Code, into: &Code) -> Result<()> {
    let there = siblings(change, Some(into.id))?;
    let mut position = there.last().map_or(0, |last| last.position);
    for mut child in siblings(change, Some(code.id))? {
        if there.iter().any(|other| other.name == child.name) {
            return Err(Error::conflict(format!(
                "Both “{}” and “{}” have a code “{}” beneath them.",
                code.name, into.name, child.name
            ))
            .hint("Merge or rename those first."));
        }
        position += 1;
        child.position = position;
        child.parent = Some(into.id);
        change.update(&child)?;
    }
    Ok(())
}

fn move_themes(change: &mut Change<'_>, from: Id, into: Id) -> Result<()> {
    let gathered: Vec<ThemeCode> = change.list("WHERE code = $1", bind![from])?;
    for mut row in gathered {
        let same = "SELECT COUNT(*) FROM theme_code WHERE theme = $1 AND code = $2";
        if change.number(same, bind![row.theme, into])? > 0 {
            change.remove::<ThemeCode>(row.id)?;
        } else {
            row.code = into;
            change.update(&row)?;
        }
    }
    Ok(())
}
