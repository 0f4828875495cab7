//! Choosing the quotes that the report shows for a theme.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Theme, ThemePassage, gather};
use crate::care::consent::{self, Medium};
use crate::care::quote;
use crate::coding::Passage;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Chooses a passage as a quote for a theme, or no longer; either way the theme keeps it. Words of
/// somebody who did not agree to be quoted cannot be chosen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeQuote {
    /// The theme.
    pub theme: Id,
    /// The passage; the theme gathers it by itself when it did not.
    pub passage: Id,
    /// Whether the report shall quote it.
    pub quoted: bool,
}

impl Operation for ThemeQuote {
    const NAME: &'static str = "theme.quote";
    const SUMMARY: &'static str = "Chooses a passage as a quote for a theme, or no longer";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let theme: Theme = change.get(self.theme)?;
        let passage: Passage = change.get(self.passage)?;
        change.say(if self.quoted {
            format!("Chose a quote for the theme “{}”", theme.name)
        } else {
            format!("No longer quotes a passage for the theme “{}”", theme.name)
        });
        let row = gather::find_passage(change, theme.id, passage.id)?;
        if self.quoted && !row.as_ref().is_some_and(|row| row.quoted) {
            consent::refuse_closed(change, passage.source, Medium::Text)?;
            if !passage.is_words() {
                return Err(Error::invalid("This passage has no words that could be quoted.")
                    .hint(
                        "Quote a passage of the transcript instead; this one stays as evidence.",
                    ));
            }
            quote::allow(change, &passage)?;
        }
        match row {
            Some(mut row) => {
                row.quoted = self.quoted;
                change.update(&row)
            }
            None if self.quoted => change.insert(&ThemePassage {
                id: change.new_id(),
                theme: theme.id,
                passage: passage.id,
                quoted: true,
            }),
            None => Ok(()),
        }
    }
}
