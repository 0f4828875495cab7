//! Removing a source with everything that rests on it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Source, SourceParticipant};
use crate::bind;
use crate::care::redaction::Redaction;
use crate::coding::{Passage, remove_passage};
use crate::error::Result;
use crate::id::Id;
use crate::memo::Memo;
use crate::study::{Change, Operation};
use crate::theme::counted;
use crate::transcript::{Revision, Segment, Speaker};

/// Removes a source: its text, its passages and codings, and the memos on them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceRemove {
    /// Which source.
    pub source: Id,
}

/// What went with a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// How many passages.
    pub passages: usize,
    /// How many codings.
    pub codings: usize,
}

impl Operation for SourceRemove {
    const NAME: &'static str = "source.remove";
    const SUMMARY: &'static str = "Removes a source with its passages and codings";
    type Outcome = Removed;

    fn apply(self, change: &mut Change<'_>) -> Result<Removed> {
        let source: Source = change.get(self.source)?;
        let passages: Vec<Passage> = change.list("WHERE source = $1", bind![source.id])?;
        let mut codings = 0;
        for passage in &passages {
            codings += remove_passage(change, passage.id)?;
        }
        change.remove_all::<Memo>("WHERE source = $1", bind![source.id])?;
        change.remove_all::<Redaction>("WHERE source = $1", bind![source.id])?;
        change.remove_all::<Segment>("WHERE source = $1", bind![source.id])?;
        change.remove_all::<Speaker>("WHERE source = $1", bind![source.id])?;
        change.remove_all::<SourceParticipant>("WHERE source = $1", bind![source.id])?;
        change.remove_all::<Revision>("WHERE source = $1", bind![source.id])?;
        change.remove::<Source>(source.id)?;
        change.say(format!(
            "Removed the source “{}” ({}, {})",
            source.name,
            counted(passages.len(), "passage"),
            counted(codings, "coding")
        ));
        Ok(Removed { passages: passages.len(), codings })
    }
}
