//! Changing a sentence's words or the section it stands in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Section, Sentence, in_section, number, words};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Changes a sentence; absent fields stay. In a new section it stands at the end.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentenceSet {
    /// Which sentence.
    pub sentence: Id,
    /// What it says now.
    #[serde(default)]
    pub text: Option<String>,
    /// Where it stands now.
    #[serde(default)]
    pub section: Option<Section>,
}

impl Operation for SentenceSet {
    const NAME: &'static str = "sentence.set";
    const SUMMARY: &'static str = "Changes a sentence's words or section";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "sentence": self.sentence, "section": self.section })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut sentence: Sentence = change.get(self.sentence)?;
        if let Some(text) = self.text {
            sentence.text = words(&text)?;
        }
        let from = sentence.section;
        let section = self.section.unwrap_or(from);
        if section != from {
            sentence.section = section;
            sentence.position =
                change.next_position::<Sentence>("WHERE section = $1", bind![section])?;
        }
        change.update(&sentence)?;
        let left = in_section(change, from)?;
        number(change, left)?;
        change.say(if section == from {
            format!("Changed a sentence under “{}”", section.label())
        } else {
            format!("Moved a sentence from “{}” to “{}”", from.label(), section.label())
        });
        Ok(())
    }
}
