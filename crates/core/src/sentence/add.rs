//! Adding a sentence to the report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Cites, Section, Sentence, cite, words};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Adds a sentence, at the end of its section, with what it rests on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentenceAdd {
    /// Where it stands.
    pub section: Section,
    /// What it says.
    pub text: String,
    /// What it rests on.
    #[serde(default)]
    pub cites: Cites,
}

impl Operation for SentenceAdd {
    const NAME: &'static str = "sentence.add";
    const SUMMARY: &'static str = "Adds a sentence to the report, with what it rests on";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "section": self.section, "cites": self.cites })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let position =
            change.next_position::<Sentence>("WHERE section = $1", bind![self.section])?;
        let sentence = Sentence {
            id: change.new_id(),
            section: self.section,
            position,
            text: words(&self.text)?,
        };
        change.insert(&sentence)?;
        cite::add(change, sentence.id, &self.cites)?;
        change.say(format!("Added a sentence under “{}”", self.section.label()));
        Ok(sentence.id)
    }
}
