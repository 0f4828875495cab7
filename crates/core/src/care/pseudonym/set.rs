//! Changing what is written in a name's place.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{Level, NameKind, Pseudonym, add};
use crate::bind;
use crate::corpus::participant::Participant;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation, set};

/// Changes what is written in place of a name and its other spellings; absent fields stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PseudonymSet {
    /// Which.
    pub pseudonym: Id,
    /// Whether only this spelling is meant, and not all that stand for the same.
    #[serde(default)]
    pub alone: bool,
    /// What is written in its place, without brackets.
    #[serde(default)]
    pub replacement: Option<String>,
    /// What kind of word it is.
    #[serde(default)]
    pub kind: Option<NameKind>,
    /// The level from which on it is replaced.
    #[serde(default)]
    pub level: Option<Level>,
    /// The participant who is meant.
    #[serde(default)]
    pub participant: Option<Id>,
    /// Whether no participant is meant.
    #[serde(default)]
    pub nobody: bool,
}

impl Operation for PseudonymSet {
    const NAME: &'static str = "pseudonym.set";
    const SUMMARY: &'static str = "Changes what is written in a name's place";
    type Outcome = ();

    fn describe(&self) -> Json {
        json!({
            "pseudonym": self.pseudonym,
            "kind": self.kind,
            "level": self.level,
            "participant": self.participant,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let chosen: Pseudonym = change.get(self.pseudonym)?;
        let replacement = self.replacement.as_deref().map(add::tidy).transpose()?;
        let level = self.level.map(add::level).transpose()?;
        if let Some(participant) = self.participant {
            change.get::<Participant>(participant)?;
        }
        if replacement.as_ref().is_some_and(|new| *new != chosen.replacement) {
            refuse_known_name(change, replacement.as_deref().unwrap_or_default())?;
            change.notice("What was replaced in texts already stays as it was written there.");
        }
        let rows = if self.alone { vec![chosen] } else { spellings(change, &chosen)? };
        for mut row in rows {
            set(&mut row.replacement, replacement.clone());
            set(&mut row.kind, self.kind);
            set(&mut row.level, level);
            set(&mut row.participant, self.participant.map(Some));
            if self.nobody {
                row.participant = None;
            }
            change.update(&row)?;
        }
        change.say("Changed what is written in a name's place");
        Ok(())
    }
}

/// All pseudonyms that stand for the same as this one, itself among them.
pub(super) fn spellings(change: &Change<'_>, of: &Pseudonym) -> Result<Vec<Pseudonym>> {
    let all: Vec<Pseudonym> =
        change.list("WHERE replacement = $1 ORDER BY id", bind![of.replacement.clone()])?;
    Ok(all.into_iter().filter(|one| one.participant == of.participant).collect())
}

/// A name in the key cannot stand in place of another.
fn refuse_known_name(change: &mut Change<'_>, replacement: &str) -> Result<()> {
    let access = change.key.clone();
    let known = super::recogniser(change, access.as_ref())?;
    let is_name = |row: &Pseudonym| matches!(row.kind, NameKind::Participant | NameKind::Person);
    match known.as_ref().and_then(|known| known.recognise(replacement)) {
        Some(row) if is_name(row) => Err(super::real_name()),
        _ => Ok(()),
    }
}
