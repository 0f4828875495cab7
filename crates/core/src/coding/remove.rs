//! Taking a code off a passage, and removing a passage with everything on it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Coding, Passage};
use crate::bind;
use crate::codebook::Code;
use crate::condition::Evidence;
use crate::error::Result;
use crate::id::Id;
use crate::sentence::{self, Support};
use crate::study::{Change, Operation};
use crate::theme::{ThemePassage, counted};

/// Takes one coding off; a passage that nothing else holds goes with it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodingRemove {
    /// Which coding.
    pub coding: Id,
}

impl Operation for CodingRemove {
    const NAME: &'static str = "coding.remove";
    const SUMMARY: &'static str = "Takes a code off a passage";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let coding: Coding = change.get(self.coding)?;
        let code: Code = change.get(coding.code)?;
        change.say(format!("Took “{}” off a passage", code.name));
        change.remove::<Coding>(coding.id)?;
        drop_if_unheld(change, coding.passage)
    }
}

/// Removes a passage with its codings and memos; themes, evidence and sentences lose it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PassageRemove {
    /// Which passage.
    pub passage: Id,
}

impl Operation for PassageRemove {
    const NAME: &'static str = "passage.remove";
    const SUMMARY: &'static str = "Removes a passage with its codings and memos";
    /// How many codings went.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let gone = remove_passage(change, self.passage)?;
        change.say(format!("Removed a passage ({})", counted(gone, "coding")));
        Ok(gone)
    }
}

/// Removes a passage and whatever names it; answers how many codings went.
pub(crate) fn remove_passage(change: &mut Change<'_>, passage: Id) -> Result<usize> {
    change.get::<Passage>(passage)?;
    let gone = change.remove_all::<Coding>("WHERE passage = $1", bind![passage])?;
    change.remove_all::<ThemePassage>("WHERE passage = $1", bind![passage])?;
    sentence::drop_citations(change, Support::Passage(passage))?;
    for mut evidence in change.list::<Evidence>("WHERE passage = $1", bind![passage])? {
        if evidence.text.is_empty() {
            change.remove::<Evidence>(evidence.id)?;
        } else {
            evidence.passage = None;
            change.update(&evidence)?;
        }
    }
    change.remove::<Passage>(passage)?;
    Ok(gone)
}

/// Removes a passage on which nothing is left: no coding, theme, memo, evidence or citation.
pub(crate) fn drop_if_unheld(change: &mut Change<'_>, passage: Id) -> Result<()> {
    let held = change.number(
        "SELECT (SELECT COUNT(*) FROM coding WHERE passage = $1) \
         + (SELECT COUNT(*) FROM theme_passage WHERE passage = $1) \
         + (SELECT COUNT(*) FROM sentence_citation WHERE passage = $1) \
         + (SELECT COUNT(*) FROM evidence WHERE passage = $1) \
         + (SELECT COUNT(*) FROM memo WHERE target = $1)",
        bind![passage],
    )?;
    if held == 0 { change.remove::<Passage>(passage) } else { Ok(()) }
}
