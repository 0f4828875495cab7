//! Removing a source with everything that rests on it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Source, SourceParticipant};
use crate::bind;
use crate::care::redaction::Redaction;
use crate::coding::{Passage, remove_passage};
use crate::corpus::attribute::AttributeValue;
use crate::corpus::original::Original;
use crate::corpus::set::SourceSetMember;
use crate::error::Result;
use crate::id::Id;
use crate::memo::Memo;
use crate::study::{Change, Operation};
use crate::theme::counted;
use crate::transcript::{Landmark, Revision, Segment, Speaker, TranscriptStep};
use crate::transcription;

/// Removes a source: its text, its passages and codings, what is known of it, and the memos on them.
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
        let (of_it, its) = ("WHERE source = $1", bind![source.id]);
        change.remove_all::<Memo>(of_it, its)?;
        change.remove_all::<Redaction>(of_it, its)?;
        transcription::leave_queue(change, source.id)?;
        change.remove_all::<TranscriptStep>(of_it, its)?;
        change.remove_all::<Segment>(of_it, its)?;
        change.remove_all::<Landmark>(of_it, its)?;
        change.remove_all::<Original>(of_it, its)?;
        change.remove_all::<Speaker>(of_it, its)?;
        change.remove_all::<AttributeValue>(of_it, its)?;
        change.remove_all::<SourceSetMember>(of_it, its)?;
        change.remove_all::<SourceParticipant>(of_it, its)?;
        change.remove_all::<Revision>(of_it, its)?;
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
