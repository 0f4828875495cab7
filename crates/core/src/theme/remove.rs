//! Removing a theme with what is only its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Placement, Theme, ThemeCode, ThemePassage, in_order, let_go, number};
use crate::action;
use crate::bind;
use crate::condition::ConditionTheme;
use crate::error::Result;
use crate::id::Id;
use crate::sentence::{self, Support};
use crate::study::{Change, Operation};

/// Removes a theme with its placements, gatherings, actions and memos; codes and codings stay,
/// conditions and sentences lose it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeRemove {
    /// Which theme.
    pub theme: Id,
}

impl Operation for ThemeRemove {
    const NAME: &'static str = "theme.remove";
    const SUMMARY: &'static str = "Removes a theme; codes and codings stay";
    /// How many sentences lost it as support.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let theme: Theme = change.get(self.theme)?;
        let its_own = "WHERE theme = $1";
        let held: Vec<ThemePassage> = change.list(its_own, bind![theme.id])?;
        change.remove_all::<ThemePassage>(its_own, bind![theme.id])?;
        change.remove_all::<ThemeCode>(its_own, bind![theme.id])?;
        change.remove_all::<Placement>(its_own, bind![theme.id])?;
        change.remove_all::<ConditionTheme>(its_own, bind![theme.id])?;
        action::forget_theme(change, theme.id)?;
        let sentences = sentence::drop_citations(change, Support::Theme(theme.id))?;
        change.remove_all::<Theme>("WHERE id = $1", bind![theme.id])?;
        let left = in_order(change)?;
        number(change, left)?;
        let passages: Vec<Id> = held.iter().map(|row| row.passage).collect();
        let_go(change, &passages)?;
        change.say(format!("Removed the theme “{}”", theme.name));
        Ok(sentences)
    }
}
