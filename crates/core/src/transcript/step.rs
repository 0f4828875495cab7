//! What was done to a transcript, step by step: heard by a machine, typed, checked, approved.
//!
//! Each step says who took it and when; the last one is the state that the transcript is in.
//! A machine's words come with their [`Provenance`], so that a reader of the study can tell which
//! model heard them, with which settings. Steps are never changed, and go with their source.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bind;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::{Change, Operation};

crate::words! {
    /// How far the words of a transcript can be trusted.
    pub enum Standing, "a state of a transcript" {
        /// A machine heard them, and nobody has looked.
        Machine = "machine",
        /// They came from a file.
        Imported = "imported",
        /// A person typed them.
        Typed = "typed",
        /// A person compared them with the recording.
        Checked = "checked",
        /// What points to people was taken out or replaced.
        Redacted = "redacted",
        /// They may be worked with as they are, such as after the participant has seen them.
        Approved = "approved",
    }
}

impl Standing {
    /// What was done to the words, in a few of them.
    pub fn told(self) -> &'static str {
        match self {
            Self::Machine => "heard by a machine, not checked",
            Self::Imported => "came from a file",
            Self::Typed => "typed by a person",
            Self::Checked => "checked against the recording",
            Self::Redacted => "names and places taken out",
            Self::Approved => "approved",
        }
    }
}

crate::record! {
    /// One step in the life of a transcript.
    pub struct TranscriptStep in "transcript_step", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// Counts the steps of the source from 1.
        number: i64,
        /// The state that the transcript was in from then on.
        state: Standing,
        /// What heard the words, as JSON of a [`Provenance`]; empty when no machine did.
        provenance: String,
        /// What the person said to it.
        note: String,
        /// When, in epoch milliseconds.
        at: i64,
        /// Who.
        person: Id => "person",
    }
}

impl TranscriptStep {
    /// What heard the words, where a machine did.
    pub fn provenance(&self) -> Option<Provenance> {
        serde_json::from_str(&self.provenance).ok()
    }
}

/// What a machine's words come from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Provenance {
    /// The program and its version, or the address of the endpoint.
    pub engine: String,
    /// The name of the model.
    pub model: String,
    /// The SHA-256 of the model's file, in hexadecimal; empty when nobody knows.
    pub model_sha256: String,
    /// The language that was heard or asked for, as a BCP 47 tag.
    pub language: String,
    /// The settings, by name.
    pub settings: BTreeMap<String, String>,
}

/// The steps of a source's transcript, oldest first.
pub fn steps(reader: &Reader<'_>, source: Id) -> Result<Vec<TranscriptStep>> {
    reader.list("WHERE source = $1 ORDER BY number", bind![source])
}

/// The step that says which state a source's transcript is in; none when nobody ever said.
pub fn standing(reader: &Reader<'_>, source: Id) -> Result<Option<TranscriptStep>> {
    let last = "WHERE source = $1 ORDER BY number DESC LIMIT 1";
    Ok(reader.list(last, bind![source])?.pop())
}

/// Takes a step with a transcript.
pub(crate) fn take(
    change: &mut Change<'_>,
    source: Id,
    state: Standing,
    provenance: Option<&Provenance>,
    note: String,
) -> Result<()> {
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM transcript_step WHERE source = $1";
    let step = TranscriptStep {
        id: change.new_id(),
        source,
        number: change.number(sql, bind![source])?,
        state,
        provenance: provenance.map(serde_json::to_string).transpose()?.unwrap_or_default(),
        note,
        at: change.now(),
        person: change.person(),
    };
    change.insert(&step)
}

/// Says how far the words of a transcript can be trusted from now on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TranscriptMark {
    /// The sources, each with a transcript.
    pub sources: Vec<Id>,
    /// The state: `checked`, `redacted` or `approved`; `machine`, `imported` or `typed` takes it
    /// back.
    pub state: Standing,
    /// What there is to say to it.
    #[serde(default)]
    pub note: String,
}

impl Operation for TranscriptMark {
    const NAME: &'static str = "transcript.mark";
    const SUMMARY: &'static str = "Says how far a transcript can be trusted";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        if self.sources.is_empty() {
            return Err(Error::invalid("Say whose transcript is meant."));
        }
        let mut name = String::new();
        for id in &self.sources {
            let source: Source = change.get(*id)?;
            if source.revision.is_none() {
                return Err(Error::conflict(format!("“{}” has no transcript yet.", source.name)));
            }
            if standing(change, *id)?.is_some_and(|step| step.state == self.state) {
                continue;
            }
            take(change, *id, self.state, None, self.note.trim().to_owned())?;
            name = source.name;
        }
        change.say(match self.sources.len() {
            1 => format!("Marked the transcript of “{name}” as {}", self.state),
            count => format!("Marked {count} transcripts as {}", self.state),
        });
        Ok(())
    }
}
