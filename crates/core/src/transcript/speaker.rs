//! Speakers: who the voices of a source are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Speaker;
use crate::bind;
use crate::care::consent::closing;
use crate::corpus::participant::Participant;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

pub(super) fn find_or_add(
    change: &mut Change<'_>,
    known: &mut Vec<Speaker>,
    source: Id,
    name: &str,
) -> Result<Id> {
    if let Some(speaker) = known.iter().find(|speaker| speaker.name == name) {
        return Ok(speaker.id);
    }
    let participant = called(change, name)?;
    let speaker = Speaker { id: change.new_id(), source, name: name.to_owned(), participant };
    change.insert(&speaker)?;
    let id = speaker.id;
    known.push(speaker);
    Ok(id)
}

/// A voice that is called like a participant is that participant.
pub(super) fn called(change: &Change<'_>, name: &str) -> Result<Option<Id>> {
    let same: Vec<Participant> = change.list("WHERE name = $1", bind![name])?;
    Ok(same.first().map(|participant| participant.id))
}

/// Changes a speaker's name in the whole source, or says which participant it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpeakerSet {
    /// Which speaker.
    pub speaker: Id,
    /// The new name.
    #[serde(default)]
    pub name: Option<String>,
    /// The participant who it is.
    #[serde(default)]
    pub participant: Option<Id>,
    /// Takes the participant off.
    #[serde(default)]
    pub nobody: bool,
}

impl Operation for SpeakerSet {
    const NAME: &'static str = "speaker.set";
    const SUMMARY: &'static str = "Says who a speaker is";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut speaker: Speaker = change.get(self.speaker)?;
        let before = closing::closed(change)?;
        let said = match (&self.name, self.participant, self.nobody) {
            (Some(_), None, false) => "Renamed a speaker",
            _ => "Changed who a speaker is",
        };
        if let Some(name) = self.name {
            let name = name.trim().to_owned();
            let taken = "SELECT COUNT(*) FROM speaker WHERE source = $1 AND name = $2 AND id <> $3";
            if name.is_empty() || change.number(taken, bind![speaker.source, name, speaker.id])? > 0
            {
                return Err(Error::conflict(format!(
                    "“{name}” cannot name this speaker: it is empty or another speaker's name."
                )));
            }
            speaker.name = name;
        }
        if self.nobody {
            speaker.participant = None;
        }
        if let Some(participant) = self.participant {
            speaker.participant = Some(change.get::<Participant>(participant)?.id);
        }
        change.update(&speaker)?;
        let so = closing::tell_of(change, speaker.source, &before)?;
        let source = if so.is_empty() { "" } else { " in a source" };
        change.say(format!("{said}{source}{so}"));
        Ok(())
    }
}
