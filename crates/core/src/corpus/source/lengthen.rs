//! Lengthening a conversation by what a longer export of the same chat brings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Source, SourceParticipant, set_participants};
use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::row_image::from_hexadecimal;
use crate::study::{Change, Operation};
use crate::transcript::{self, Corrected, Edit, NewSegment, SourceCorrect};

/// Why the text has a new revision.
const REASON: &str = "a longer export";

/// Lengthens a conversation: a correction that carries its codings along and brings new turns.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceLengthen {
    /// Which source.
    pub source: Id,
    /// The number of the revision that is lengthened; refused if there is a newer one.
    pub revision: i64,
    /// The edits, in code points of that revision.
    pub edits: Vec<Edit>,
    /// The turns that come in, in code points of the new text.
    pub segments: Vec<NewSegment>,
    /// Participants whose words come in.
    #[serde(default)]
    pub participants: Vec<Id>,
    /// Speakers who have another label now.
    #[serde(default)]
    pub renamed: Vec<Renamed>,
    /// The SHA-256 of the longer file, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: i64,
}

/// A speaker's label, and what it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Renamed {
    /// What it was.
    pub from: String,
    /// What it is.
    pub to: String,
}

impl Operation for SourceLengthen {
    const NAME: &'static str = "source.lengthen";
    const SUMMARY: &'static str = "Lengthens a conversation by a longer export of the same chat";
    type Outcome = Corrected;

    fn describe(&self) -> Json {
        serde_json::json!({
            "source": self.source, "segments": self.segments.len(), "sha256": self.sha256,
            "bytes": self.bytes,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Corrected> {
        let digest = from_hexadecimal(&self.sha256)
            .filter(|bytes| bytes.len() == 32)
            .ok_or_else(|| Error::invalid("A SHA-256 has 64 hexadecimal digits."))?;
        for renamed in &self.renamed {
            transcript::rename_speaker(change, self.source, &renamed.from, &renamed.to)?;
        }
        let corrected = SourceCorrect {
            source: self.source,
            edits: self.edits,
            text: None,
            revision: Some(self.revision),
            reason: REASON.to_owned(),
        }
        .apply(change)?;
        transcript::add_segments(change, self.source, corrected.revision, &self.segments)?;
        let mut source: Source = change.get(self.source)?;
        (source.sha256, source.bytes) = (Some(digest), Some(self.bytes));
        change.update(&source)?;
        let present: Vec<SourceParticipant> = change.list("WHERE source = $1", bind![source.id])?;
        let mut participants: Vec<Id> = present.into_iter().map(|row| row.participant).collect();
        participants.extend(self.participants);
        set_participants(change, source.id, &participants)?;
        let messages = if self.segments.len() == 1 { "message" } else { "messages" };
        change.say(format!("Lengthened “{}” by {} {messages}", source.name, self.segments.len()));
        Ok(corrected)
    }
}
