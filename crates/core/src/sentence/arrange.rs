//! Moving a sentence within the report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Sentence, in_section, number};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Moves a sentence before another one, in whichever section that stands, or to the end of its
/// own section.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentenceMove {
    /// Which sentence.
    pub sentence: Id,
    /// The sentence it shall stand before; none for the end of its section.
    #[serde(default)]
    pub before: Option<Id>,
}

impl Operation for SentenceMove {
    const NAME: &'static str = "sentence.move";
    const SUMMARY: &'static str = "Moves a sentence within the report";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut sentence: Sentence = change.get(self.sentence)?;
        let from = sentence.section;
        if let Some(before) = self.before {
            if before == sentence.id {
                return Err(Error::invalid("A sentence cannot stand before itself."));
            }
            sentence.section = change.get::<Sentence>(before)?.section;
        }
        let section = sentence.section;
        let mut row = in_section(change, section)?;
        row.retain(|one| one.id != sentence.id);
        let at = row.iter().position(|one| Some(one.id) == self.before).unwrap_or(row.len());
        row.insert(at, sentence);
        number(change, row)?;
        if section != from {
            let left = in_section(change, from)?;
            number(change, left)?;
        }
        change.say(format!("Moved a sentence under “{}”", section.label()));
        Ok(())
    }
}
