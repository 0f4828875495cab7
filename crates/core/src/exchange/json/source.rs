//! A source, as it stands in the document: with its words, their revisions and who speaks when.
//!
//! The current words stand once, in `text`; earlier ones stand in `revisions`. Speakers are named
//! in segments as they are in the transcript.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bytes::Hex;
use super::link::Joint;
use super::noun::{Noun, noun};
use super::rows::Rows;
use crate::corpus::original;
use crate::corpus::source::{self, SourceParticipant};
use crate::error::Result;
use crate::id::Id;
use crate::transcript;

/// A source.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Source {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) stream: String,
    /// Told for readers, and not read back: the pseudonyms.
    #[serde(skip_deserializing)]
    pub(super) participant: Option<String>,
    #[serde(default)]
    pub(super) participants: Vec<Id>,
    pub(super) date: Option<String>,
    /// Told for readers, and not read back.
    #[serde(skip_deserializing)]
    pub(super) week: Option<i64>,
    pub(super) text: Option<String>,
    pub(super) revision: Option<Id>,
    #[serde(default)]
    pub(super) revisions: Vec<Revision>,
    #[serde(default)]
    pub(super) speakers: Vec<Speaker>,
    #[serde(default)]
    pub(super) segments: Vec<Segment>,
    /// What was done to the transcript, and by whom.
    #[serde(default)]
    pub(super) steps: Vec<Step>,
    #[serde(default)]
    pub(super) landmarks: Vec<Landmark>,
    /// The file that its text was read from.
    pub(super) original: Option<Original>,
    pub(super) sender: Option<String>,
    pub(super) file_name: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) sha256: Option<Hex>,
    pub(super) bytes: Option<i64>,
    #[serde(default = "plain")]
    pub(super) format: String,
    pub(super) language: Option<String>,
    pub(super) media: Option<Id>,
    pub(super) duration_ms: Option<i64>,
    #[serde(default)]
    pub(super) note: String,
    pub(super) created_at: i64,
    pub(super) created_by: Id,
}

fn plain() -> String {
    "text".to_owned()
}

/// A revision of a source's words.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Revision {
    pub(super) id: Id,
    pub(super) number: i64,
    /// The words; none for the current revision, whose words are the source's.
    pub(super) text: Option<String>,
    /// What was edited since the revision before: first, behind last, new length.
    #[serde(default)]
    pub(super) edits: Vec<[i64; 3]>,
    #[serde(default)]
    pub(super) reason: String,
    pub(super) created_at: i64,
    pub(super) created_by: Id,
}

noun! {
    /// A voice in a source.
    Speaker of transcript::Speaker, under source; {
        id: Id,
        name: String,
        participant: Option<Id>,
    }
}

/// A stretch of transcript by one speaker.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Segment {
    pub(super) id: Id,
    pub(super) position: i64,
    /// The speaker's name.
    pub(super) speaker: Option<String>,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) begin_ms: Option<i64>,
    pub(super) end_ms: Option<i64>,
    /// How sure the engine was that heard it, from 0 to 1.
    pub(super) confidence: Option<f64>,
    /// Why its words are doubted.
    pub(super) doubt: Option<transcript::Doubt>,
    /// When each word was said: first code point and the one behind the last, counted from the
    /// segment's first; begin and end in milliseconds; how sure the engine was, in percent.
    #[serde(default)]
    #[schemars(with = "Vec<(i64, i64, i64, i64, Option<u8>)>")]
    pub(super) words: Vec<transcript::TimedWord>,
    /// Only where it is not the source's current revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<Id>,
}

/// A page or a heading in a source's current words.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Landmark {
    pub(super) id: Id,
    pub(super) kind: String,
    #[serde(default)]
    pub(super) level: i64,
    #[serde(default)]
    pub(super) label: String,
    pub(super) start: i64,
    pub(super) end: i64,
}

noun! {
    /// The file that a source's text was read from.
    Original of original::Original, under source; {
        id: Id,
        media: Id,
    }
}

noun! {
    /// A step in the life of a transcript.
    Step of transcript::TranscriptStep, under source; {
        id: Id,
        number: i64,
        state: transcript::Trust,
        #[serde(default)]
        provenance: String,
        #[serde(default)]
        note: String,
        at: i64,
        person: Id,
    }
}

impl Noun for Source {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        rows.push(self.row());
        for participant in &self.participants {
            let id = rows.link(Joint::SourceParticipant, self.id, *participant);
            rows.push(SourceParticipant { id, source: self.id, participant: *participant });
        }
        self.push_revisions(rows)?;
        for speaker in &self.speakers {
            rows.push(speaker.clone().row(self.id));
        }
        self.push_segments(rows)?;
        for step in &self.steps {
            rows.push(step.clone().row(self.id));
        }
        if let Some(original) = &self.original {
            rows.push(original.clone().row(self.id));
        }
        for one in &self.landmarks {
            let revision =
                self.revision.ok_or_else(|| rows.spot().wrong("a landmark stands in no text"))?;
            rows.push(transcript::Landmark {
                id: one.id,
                source: self.id,
                revision,
                kind: one.kind.clone(),
                level: one.level,
                label: one.label.clone(),
                start: one.start,
                end: one.end,
            });
        }
        Ok(())
    }
}

impl Source {
    fn row(&self) -> source::Source {
        let this = self.clone();
        source::Source {
            id: this.id,
            name: this.name,
            stream: this.stream,
            date: this.date,
            sender: this.sender,
            file_name: this.file_name,
            origin: this.origin,
            sha256: this.sha256.map(|digest| digest.0),
            bytes: this.bytes,
            format: this.format,
            language: this.language,
            media: this.media,
            duration_ms: this.duration_ms,
            revision: this.revision,
            note: this.note,
            created_at: this.created_at,
            created_by: this.created_by,
        }
    }

    /// The words of one of its revisions.
    pub(super) fn text_of<'s>(&'s self, revision: &'s Revision) -> Option<&'s str> {
        if Some(revision.id) == self.revision { &self.text } else { &revision.text }.as_deref()
    }

    fn push_revisions(&self, rows: &mut Rows) -> Result<()> {
        if self.text.is_some() != self.revision.is_some() {
            return Err(rows.spot().wrong("`text` and `revision` go together"));
        }
        if let Some(current) = self.revision
            && !self.revisions.iter().any(|one| one.id == current)
        {
            return Err(rows.spot().wrong("its `revision` is not one of its `revisions`"));
        }
        for revision in &self.revisions {
            let number = revision.number;
            let text = self.text_of(revision).ok_or_else(|| {
                rows.spot().wrong(format_args!("revision {number} has no `text`"))
            })?;
            if text.contains(['\r', '\0']) {
                let what = "has CR line ends or U+0000, and texts have LF and none";
                return Err(rows.spot().wrong(format_args!("revision {number} {what}")));
            }
            rows.push(transcript::Revision {
                id: revision.id,
                source: self.id,
                number,
                text: text.to_owned(),
                edits: serde_json::to_string(&revision.edits)?,
                reason: revision.reason.clone(),
                created_at: revision.created_at,
                created_by: revision.created_by,
            });
        }
        Ok(())
    }

    fn push_segments(&self, rows: &mut Rows) -> Result<()> {
        for segment in &self.segments {
            let position = segment.position;
            let revision = segment.revision.or(self.revision).ok_or_else(|| {
                rows.spot().wrong(format_args!("segment {position} stands in no text"))
            })?;
            let named = |name: &String| {
                let speaker = self.speakers.iter().find(|speaker| speaker.name == *name);
                speaker.map(|speaker| speaker.id).ok_or_else(|| {
                    rows.spot().wrong(format_args!(
                        "segment {position} is spoken by “{name}”, who is not among `speakers`"
                    ))
                })
            };
            rows.push(transcript::Segment {
                id: segment.id,
                source: self.id,
                revision,
                position,
                speaker: segment.speaker.as_ref().map(named).transpose()?,
                start: segment.start,
                end: segment.end,
                begin_ms: segment.begin_ms,
                end_ms: segment.end_ms,
                confidence: segment.confidence,
                doubt: segment.doubt,
                words: transcript::words::write(&segment.words)?,
            });
        }
        Ok(())
    }
}
