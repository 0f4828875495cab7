//! Changing what stands in a place, or from which level on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::super::find::Rule;
use super::super::{Cause, Decision, Redaction, bracketed};
use super::apply::RedactionApply;
use super::{Place, clean, replacing};
use crate::care::pseudonym::Level;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::transcript::{Edit, Revision, revise};

/// Changes the replacement or the level of a decision.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactionSet {
    /// Which decision.
    pub redaction: Id,
    /// The level from which on it is replaced; `direct` replaces it in the text now.
    #[serde(default)]
    pub level: Option<Level>,
    /// What stands in its place.
    #[serde(default)]
    pub replacement: Option<String>,
}

impl Operation for RedactionSet {
    const NAME: &'static str = "redaction.set";
    const SUMMARY: &'static str = "Changes what stands in place of words, or from which level on";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "redaction": self.redaction, "level": self.level })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut row: Redaction = change.get(self.redaction)?;
        if let Some(level) = self.level {
            row.level = replacing(level)?;
        }
        let before = row.replacement.clone();
        if let Some(replacement) = &self.replacement {
            row.replacement = clean(replacement)?;
        }
        match row.state {
            Decision::Refused => Err(Error::conflict("This was refused, so nothing stands there.")
                .hint("Take the refusal back, then decide about the place anew.")),
            Decision::Applied if row.level != Level::Direct => Err(Error::conflict(
                "The words are not in the text any more, so they are replaced at every level.",
            )),
            Decision::Applied if row.replacement == before => {
                Err(Error::invalid("This changes nothing."))
            }
            Decision::Applied => reword(change, row),
            Decision::Standing if row.level == Level::Direct => into_the_text(change, &row),
            Decision::Standing => {
                change.update(&row)?;
                change.say("Changed a replacement");
                Ok(())
            }
        }
    }
}

/// Puts another replacement where one stands in the text.
fn reword(change: &mut Change<'_>, row: Redaction) -> Result<()> {
    let mut source: Source = change.get(row.source)?;
    let old: Revision = change.get(row.revision)?;
    let text = bracketed(&row.replacement);
    let length = text.chars().count() as i64;
    let edit = Edit { start: row.start, end: row.end, text };
    // Taken away while the text changes, so that it is not carried as what it was.
    change.remove::<Redaction>(row.id)?;
    let reason = "A replacement was changed.".to_owned();
    let done = revise(change, &mut source, &old, &[edit], reason, Cause::Redaction)?;
    change.insert(&Redaction { revision: done.revision, end: row.start + length, ..row })?;
    change.say("Changed a replacement in a text");
    Ok(())
}

/// Replaces in the text what was replaced only where words leave the study.
fn into_the_text(change: &mut Change<'_>, row: &Redaction) -> Result<()> {
    let place = Place {
        source: row.source,
        revision: row.revision,
        start: row.start,
        end: row.end,
        rule: row.rule.parse().unwrap_or(Rule::ByHand),
        kind: None,
        level: Level::Direct,
        replacement: row.replacement.clone(),
    };
    RedactionApply { places: vec![place], everywhere: false }.apply(change).map(|_| ())
}
