//! Moving a theme among the themes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Theme, in_order, number};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Moves a theme before another one or to the end.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeMove {
    /// Which theme.
    pub theme: Id,
    /// The theme it shall stand before; none for the end.
    #[serde(default)]
    pub before: Option<Id>,
}

impl Operation for ThemeMove {
    const NAME: &'static str = "theme.move";
    const SUMMARY: &'static str = "Moves a theme among the themes";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let theme: Theme = change.get(self.theme)?;
        let before: Option<Theme> = self.before.map(|before| change.get(before)).transpose()?;
        if before.as_ref().is_some_and(|before| before.id == theme.id) {
            return Err(Error::invalid(format!("“{}” cannot stand before itself.", theme.name)));
        }
        change.say(match &before {
            Some(before) => format!("Moved the theme “{}” before “{}”", theme.name, before.name),
            None => format!("Moved the theme “{}” to the end", theme.name),
        });
        let mut row = in_order(change)?;
        row.retain(|one| one.id != theme.id);
        let at = row.iter().position(|one| Some(one.id) == self.before).unwrap_or(row.len());
        row.insert(at, theme);
        number(change, row)
    }
}
