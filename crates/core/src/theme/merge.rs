//! Merging one theme into another: everything that hangs on it goes over.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Placement, Theme, ThemeCode, ThemePassage, gather, in_order, number};
use crate::action::Action;
use crate::bind;
use crate::condition::{Condition, ConditionTheme};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::sentence::SentenceCitation;
use crate::storage::Record;
use crate::study::{Change, Operation};

/// Merges a theme into another: codes, passages, conditions, actions, citations and memos go
/// over; its name, idea and placements go.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeMerge {
    /// The theme that goes.
    pub theme: Id,
    /// The theme that stays, where it stands.
    pub into: Id,
}

impl Operation for ThemeMerge {
    const NAME: &'static str = "theme.merge";
    const SUMMARY: &'static str = "Merges a theme into another and keeps everything it gathers";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let (theme, into): (Theme, Theme) = (change.get(self.theme)?, change.get(self.into)?);
        if theme.id == into.id {
            return Err(Error::invalid(format!("“{}” cannot be merged into itself.", theme.name)));
        }
        move_codes(change, theme.id, into.id)?;
        move_passages(change, theme.id, into.id)?;
        move_conditions(change, &theme, &into)?;
        for mut action in change.list::<Action>("WHERE theme = $1", bind![theme.id])? {
            action.theme = Some(into.id);
            change.update(&action)?;
        }
        move_citations(change, theme.id, into.id)?;
        crate::memo::move_to(change, theme.id, into.id)?;
        change.remove_all::<Placement>("WHERE theme = $1", bind![theme.id])?;
        change.remove::<Theme>(theme.id)?;
        let left = in_order(change)?;
        number(change, left)?;
        change.say(format!("Merged the theme “{}” into “{}”", theme.name, into.name));
        Ok(())
    }
}

fn move_codes(change: &mut Change<'_>, from: Id, into: Id) -> Result<()> {
    let kept: Vec<ThemeCode> = change.list("WHERE theme = $1", bind![into])?;
    for mut row in change.list::<ThemeCode>("WHERE theme = $1 ORDER BY id", bind![from])? {
        if let Some(same) = kept.iter().find(|other| other.code == row.code) {
            replace::<ThemeCode>(change, row.id, same.id)?;
        } else {
            row.theme = into;
            change.update(&row)?;
        }
    }
    Ok(())
}

/// What was a quote for either theme stays one.
fn move_passages(change: &mut Change<'_>, from: Id, into: Id) -> Result<()> {
    for mut row in change.list::<ThemePassage>("WHERE theme = $1 ORDER BY id", bind![from])? {
        if let Some(mut other) = gather::find_passage(change, into, row.passage)? {
            other.quoted |= row.quoted;
            change.update(&other)?;
            replace::<ThemePassage>(change, row.id, other.id)?;
        } else {
            row.theme = into;
            change.update(&row)?;
        }
    }
    Ok(())
}

/// Where a condition names both themes, the one that stays keeps its bearing; notes are kept.
fn move_conditions(change: &mut Change<'_>, theme: &Theme, into: &Theme) -> Result<()> {
    let kept: Vec<ConditionTheme> = change.list("WHERE theme = $1", bind![into.id])?;
    let moved: Vec<ConditionTheme> =
        change.list("WHERE theme = $1 ORDER BY id", bind![theme.id])?;
    for mut row in moved {
        let same = kept.iter().find(|other| other.condition == row.condition);
        let Some(mut other) = same.cloned() else {
            row.theme = into.id;
            change.update(&row)?;
            continue;
        };
        if other.bearing != row.bearing {
            let condition: Condition = change.get(row.condition)?;
            change.notice(format!(
                "The condition “{}” named both themes, differently; “{}” still {} it.",
                condition.name, into.name, other.bearing
            ));
        }
        other.note = both_notes(&other.note, &row.note);
        change.update(&other)?;
        replace::<ConditionTheme>(change, row.id, other.id)?;
    }
    Ok(())
}

fn both_notes(kept: &str, added: &str) -> String {
    match (kept.trim().is_empty(), added.trim().is_empty() || added == kept) {
        (_, true) => kept.to_owned(),
        (true, false) => added.to_owned(),
        (false, false) => format!("{kept}\n{added}"),
    }
}

/// A sentence that cites both cites the one that stays once.
fn move_citations(change: &mut Change<'_>, from: Id, into: Id) -> Result<()> {
    let kept: Vec<SentenceCitation> = change.list("WHERE theme = $1", bind![into])?;
    for mut row in change.list::<SentenceCitation>("WHERE theme = $1 ORDER BY id", bind![from])? {
        if let Some(same) = kept.iter().find(|other| other.sentence == row.sentence) {
            replace::<SentenceCitation>(change, row.id, same.id)?;
        } else {
            row.theme = Some(into);
            change.update(&row)?;
        }
    }
    Ok(())
}

/// Removes a row that says again what another one says; memos on it go over.
fn replace<R: Record>(change: &mut Change<'_>, row: Id, by: Id) -> Result<()> {
    crate::memo::move_to(change, row, by)?;
    change.remove::<R>(row)
}
