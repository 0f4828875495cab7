//! Placing a theme in an area, with a written reason.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Area, Placement, Round, Theme};
use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Places a theme in an area; where it stood before stays in its history.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemePlace {
    /// Which theme.
    pub theme: Id,
    /// The area.
    pub area: Area,
    /// Why; every area but `unplaced` needs a reason.
    #[serde(default)]
    pub reason: String,
    /// The round in which it is placed.
    #[serde(default)]
    pub round: Option<Id>,
}

impl Operation for ThemePlace {
    const NAME: &'static str = "theme.place";
    const SUMMARY: &'static str = "Places a theme in an area, with a reason";
    /// The placement.
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "theme": self.theme, "area": self.area, "round": self.round })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let theme: Theme = change.get(self.theme)?;
        let round: Option<Round> = self.round.map(|round| change.get(round)).transpose()?;
        let reason = self.reason.trim();
        if reason.is_empty() && self.area != Area::Unplaced {
            return Err(Error::invalid(format!(
                "“{}” was not placed in {}: a placement needs a written reason.",
                theme.name,
                self.area.label()
            ))
            .hint("Say in a sentence why it belongs there. It stays where it was until then."));
        }
        let last = "SELECT COALESCE(MAX(number), 0) FROM placement WHERE theme = $1";
        let placement = Placement {
            id: change.new_id(),
            theme: theme.id,
            round: self.round,
            number: change.number(last, bind![theme.id])? + 1,
            area: self.area,
            reason: reason.to_owned(),
            at: change.now(),
            person: change.person(),
        };
        let when = round.map(|round| format!(" ({})", round.name)).unwrap_or_default();
        change.say(match self.area {
            Area::Unplaced => format!("Took the theme “{}” out of its area{when}", theme.name),
            area => format!("Placed the theme “{}” in {}{when}", theme.name, area.label()),
        });
        change.insert(&placement)?;
        Ok(placement.id)
    }
}
