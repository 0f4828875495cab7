//! Removing a sentence from the report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Sentence, SentenceCitation, in_section, number};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::theme;

/// Removes a sentence with its citations and memos; a passage that nothing else holds goes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentenceRemove {
    /// Which sentence.
    pub sentence: Id,
}

impl Operation for SentenceRemove {
    const NAME: &'static str = "sentence.remove";
    const SUMMARY: &'static str = "Removes a sentence from the report";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let sentence: Sentence = change.get(self.sentence)?;
        let citations: Vec<SentenceCitation> =
            change.list("WHERE sentence = $1", bind![sentence.id])?;
        change.remove_all::<SentenceCitation>("WHERE sentence = $1", bind![sentence.id])?;
        change.remove_all::<Sentence>("WHERE id = $1", bind![sentence.id])?;
        let left = in_section(change, sentence.section)?;
        number(change, left)?;
        change.say(format!("Removed a sentence under “{}”", sentence.section.label()));
        let passages: Vec<Id> = citations.iter().filter_map(|one| one.passage).collect();
        theme::let_go(change, &passages)
    }
}
