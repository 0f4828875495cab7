//! The people whose words are in the corpus, each known by a pseudonym.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bind;
use crate::care::pseudonym::{Pseudonym, refuse_real_name};
use crate::corpus::attribute::AttributeValue;
use crate::corpus::expectation::Expectation;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::{Change, Operation};

crate::record! {
    /// A person whose words are in the corpus.
    pub struct Participant in "participant", filed Filing::Itself; {
        /// Their id.
        id: Id,
        /// The pseudonym.
        name: String,
        /// A note about their role, in general words.
        note: String,
        /// The ISO date on which they started in their role; weeks are counted from it.
        started_on: Option<String>,
        /// The ISO date on which they left the study.
        ended_on: Option<String>,
        /// When they were added, in epoch milliseconds.
        created_at: i64,
    }
}

/// All participants, in the order people expect (P2 before P10).
pub fn list(reader: &Reader<'_>) -> Result<Vec<Participant>> {
    let mut all: Vec<Participant> = reader.list("", &[])?;
    all.sort_by(|a, b| crate::order::by_name(&a.name, &b.name));
    Ok(all)
}

/// Adds a participant.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipantAdd {
    /// The pseudonym; no two participants share one.
    pub name: String,
    /// A note about their role.
    #[serde(default)]
    pub note: String,
    /// The date on which they started, `YYYY-MM-DD`.
    #[serde(default)]
    pub started_on: Option<String>,
}

impl Operation for ParticipantAdd {
    const NAME: &'static str = "participant.add";
    const SUMMARY: &'static str = "Adds a participant, known by a pseudonym";
    type Outcome = Id;

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let participant = Participant {
            id: change.new_id(),
            name: pseudonym(change, &self.name, None)?,
            note: self.note,
            started_on: day(self.started_on)?,
            ended_on: None,
            created_at: change.now(),
        };
        change.say(format!("Added participant {}", participant.name));
        change.insert(&participant)?;
        Ok(participant.id)
    }
}

/// Changes what is known of a participant; absent fields stay, an empty date is taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipantSet {
    /// Who.
    pub participant: Id,
    /// The new pseudonym.
    #[serde(default)]
    pub name: Option<String>,
    /// The new note.
    #[serde(default)]
    pub note: Option<String>,
    /// The date on which they started.
    #[serde(default)]
    pub started_on: Option<String>,
    /// The date on which they left the study.
    #[serde(default)]
    pub ended_on: Option<String>,
}

impl Operation for ParticipantSet {
    const NAME: &'static str = "participant.set";
    const SUMMARY: &'static str = "Changes what is known of a participant";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut participant: Participant = change.get(self.participant)?;
        if let Some(name) = self.name {
            let new = pseudonym(change, &name, Some(participant.id))?;
            let old = std::mem::replace(&mut participant.name, new);
            rename_in_key(change, &participant, &old)?;
        }
        if let Some(note) = self.note {
            participant.note = note;
        }
        if self.started_on.is_some() {
            participant.started_on = day(self.started_on)?;
        }
        if self.ended_on.is_some() {
            participant.ended_on = day(self.ended_on)?;
        }
        change.say(format!("Changed participant {}", participant.name));
        change.update(&participant)
    }
}

/// Removes a participant who is in no source, with what is known of them and expected from them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipantRemove {
    /// Who.
    pub participant: Id,
}

impl Operation for ParticipantRemove {
    const NAME: &'static str = "participant.remove";
    const SUMMARY: &'static str = "Removes a participant who is in no source";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let participant: Participant = change.get(self.participant)?;
        for noun in ["source_participant", "speaker", "consent", "pseudonym"] {
            let sql = format!("SELECT COUNT(*) FROM {noun} WHERE participant = $1");
            if change.number(&sql, bind![participant.id])? > 0 {
                return Err(Error::conflict(format!(
                    "{} is still named by a {} and cannot be removed.",
                    participant.name,
                    noun.replace('_', " ")
                ))
                .hint("Take them off their sources first (`trefoil source STUDY set`)."));
            }
        }
        change.say(format!("Removed participant {}", participant.name));
        let theirs = "WHERE participant = $1";
        change.remove_all::<AttributeValue>(theirs, bind![participant.id])?;
        change.remove_all::<Expectation>(theirs, bind![participant.id])?;
        change.remove::<Participant>(participant.id)
    }
}

fn pseudonym(change: &mut Change<'_>, name: &str, own: Option<Id>) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("A participant needs a pseudonym."));
    }
    let same: Vec<Participant> = change.list("WHERE name = $1", bind![name])?;
    if same.iter().any(|other| Some(other.id) != own) {
        return Err(Error::conflict(format!("There is already a participant called {name}.")));
    }
    refuse_real_name(change, name)?;
    Ok(name.to_owned())
}

/// What stands in place of the participant's names follows a new pseudonym.
fn rename_in_key(change: &mut Change<'_>, participant: &Participant, old: &str) -> Result<()> {
    let clause = "WHERE participant = $1 AND replacement = $2 ORDER BY id";
    for mut row in change.list::<Pseudonym>(clause, bind![participant.id, old])? {
        row.replacement.clone_from(&participant.name);
        change.update(&row)?;
    }
    Ok(())
}

/// Checks an ISO date; an empty one is none.
pub(crate) fn day(text: Option<String>) -> Result<Option<String>> {
    let Some(text) = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match text.parse::<jiff::civil::Date>() {
        // As the calendar writes it, whatever was typed: dates are compared as text.
        Ok(date) => Ok(Some(date.to_string())),
        Err(error) => {
            Err(Error::invalid(format!("“{text}” is not a date: write it as 2026-01-31."))
                .because(error))
        }
    }
}
