//! Adding a source, and attaching a transcript to a recording.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Source, find_by_sha256, moment, name, set_participants};
use crate::bind;
use crate::care::pseudonym::{self, KeyState, PseudonymKey};
use crate::coding::Passage;
use crate::corpus::import::masked;
use crate::corpus::media::Media;
use crate::corpus::original::Original;
use crate::corpus::stream;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::memo::Memo;
use crate::span::Span;
use crate::storage::Record as _;
use crate::storage::row_image::from_hexadecimal;
use crate::study::{Change, Operation};
use crate::transcript::{self, NewLandmark, NewSegment, Trust};

/// Adds a source with its text, its recording or both.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SourceAdd {
    /// The name.
    pub name: String,
    /// The stream's word, such as `interview`.
    pub stream: String,
    /// An ISO date, with a time where that is known.
    pub date: Option<String>,
    /// The participants whose words are in it.
    pub participants: Vec<Id>,
    /// Who sent it.
    pub sender: Option<String>,
    /// The file's name.
    pub file_name: Option<String>,
    /// Where the file lay.
    pub origin: Option<String>,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// The size of the file in bytes.
    pub bytes: Option<i64>,
    /// What the file was; `text` when not said.
    pub format: String,
    /// The language, as a BCP 47 tag.
    pub language: Option<String>,
    /// The text, with LF line ends.
    pub text: Option<String>,
    /// Who speaks when in the text.
    pub segments: Vec<NewSegment>,
    /// The recording, stored before.
    pub media: Option<Id>,
    /// How long the recording is, in milliseconds.
    pub duration_ms: Option<i64>,
    /// A note.
    pub note: String,
    /// The pages and headings that the file marks in the text.
    pub landmarks: Vec<NewLandmark>,
    /// What others wrote beside the text; each becomes a memo.
    pub comments: Vec<NewComment>,
    /// The file that the text was read from, stored before.
    pub original: Option<Id>,
}

/// What somebody wrote beside a new text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// The first code point of what it is about.
    pub start: i64,
    /// The code point behind the last; where nothing lies between, it is about the source.
    pub end: i64,
    /// Who wrote it and when, as the file says.
    #[serde(default)]
    pub title: String,
    /// What it says.
    pub text: String,
}

impl Operation for SourceAdd {
    const NAME: &'static str = "source.add";
    const SUMMARY: &'static str = "Adds a source to the corpus";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({
            "stream": self.stream, "date": self.date, "participants": self.participants,
            "format": self.format, "sha256": self.sha256, "bytes": self.bytes,
            "media": self.media, "segments": self.segments.len(),
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        if self.text.is_none() && self.media.is_none() {
            return Err(Error::invalid("A source needs a text or a recording."));
        }
        let sha256 = match &self.sha256 {
            None => None,
            Some(text) => Some(
                from_hexadecimal(text)
                    .filter(|bytes| bytes.len() == 32)
                    .ok_or_else(|| Error::invalid("A SHA-256 has 64 hexadecimal digits."))?,
            ),
        };
        if let Some(digest) = &sha256
            && let Some(same) = find_by_sha256(change, digest)?
        {
            return Err(Error::conflict(format!(
                "This file is already in the study, as “{}”.",
                same.name
            )));
        }
        if let Some(media) = self.media {
            change.get::<Media>(media)?;
        }
        let source = Source {
            id: change.new_id(),
            name: name(&self.name)?,
            stream: stream::find(change, &self.stream)?.name,
            date: moment(self.date)?,
            sender: self.sender,
            file_name: self.file_name,
            origin: self.origin,
            sha256,
            bytes: self.bytes,
            format: if self.format.is_empty() { "text".to_owned() } else { self.format },
            language: self.language,
            media: self.media,
            duration_ms: self.duration_ms,
            revision: None,
            note: self.note,
            created_at: change.now(),
            created_by: change.person(),
        };
        change.insert(&source)?;
        set_participants(change, source.id, &self.participants)?;
        if let Some(media) = self.original {
            change.get::<Media>(media)?;
            change.insert(&Original { id: change.new_id(), source: source.id, media })?;
        }
        if let Some(text) = &self.text {
            let revision =
                transcript::begin(change, source.id, text, &self.segments, &self.landmarks)?;
            change.update(&Source { revision: Some(revision), ..source.clone() })?;
            comment(change, &source, revision, &self.comments)?;
        }
        change.say(format!("Added the source “{}”", source.name));
        Ok(source.id)
    }
}

/// Keeps comments as memos on the words that they are about.
fn comment(
    change: &mut Change<'_>,
    source: &Source,
    revision: Id,
    comments: &[NewComment],
) -> Result<()> {
    for comment in comments {
        let measured = change.measured(revision)?;
        let span = Span::new(comment.start, comment.end);
        let words = if span.length() > 0 { measured.ruler().words(span)? } else { "" };
        let passage = Passage {
            id: change.new_id(),
            source: source.id,
            revision: Some(revision),
            start: span.start,
            end: span.end,
            text: words.to_owned(),
            created_at: change.now(),
            created_by: change.person(),
            begin_ms: None,
            end_ms: None,
        };
        let (noun, target) = if words.trim().is_empty() {
            (Source::TABLE.name, source.id)
        } else {
            let clause =
                "WHERE revision = $1 AND \"start\" = $2 AND \"end\" = $3 ORDER BY id LIMIT 1";
            let known: Vec<Passage> = change.list(clause, bind![revision, span.start, span.end])?;
            let id = if let Some(known) = known.first() {
                known.id
            } else {
                change.insert(&passage)?;
                passage.id
            };
            (Passage::TABLE.name, id)
        };
        change.insert(&Memo {
            id: change.new_id(),
            noun: noun.to_owned(),
            target,
            source: Some(source.id),
            participant: None,
            title: comment.title.clone(),
            text: comment.text.clone(),
            at: change.now(),
            person: change.person(),
        })?;
    }
    Ok(())
}

/// Attaches a text to a source that has only its recording. Names that the key knows, and telephone
/// numbers, are replaced in it as in what is imported.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceAttach {
    /// Which source.
    pub source: Id,
    /// The text, with LF line ends.
    pub text: String,
    /// Who speaks when in the text.
    #[serde(default)]
    pub segments: Vec<NewSegment>,
}

impl Operation for SourceAttach {
    const NAME: &'static str = "source.attach";
    const SUMMARY: &'static str = "Attaches a transcript to a recording";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "source": self.source, "segments": self.segments.len() })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let mut source: Source = change.get(self.source)?;
        if source.revision.is_some() {
            return Err(Error::conflict(format!("“{}” already has a text.", source.name))
                .hint("Correct it instead: that keeps the codings."));
        }
        let (text, segments) = replaced(change, self.text, self.segments)?;
        let revision = transcript::begin(change, source.id, &text, &segments, &[])?;
        source.revision = Some(revision);
        change.update(&source)?;
        transcript::take_step(change, source.id, Trust::Imported, None, String::new())?;
        change.say(format!("Attached a transcript to “{}”", source.name));
        Ok(revision)
    }
}

/// A transcript as it may be stored, without what the key knows to name somebody.
pub(crate) fn replaced(
    change: &mut Change<'_>,
    text: String,
    segments: Vec<NewSegment>,
) -> Result<(String, Vec<NewSegment>)> {
    let key: Option<PseudonymKey> = change.list("LIMIT 1", &[])?.pop();
    let hasher = pseudonym::hasher(change, change.key.as_ref())?;
    if hasher.is_none() && key.is_some_and(|key| key.state == KeyState::Sealed) {
        change.notice(
            "The key to the pseudonyms is sealed, so names that only it knows were not looked for. \
             Look through the transcript, or undo this, unlock the key and attach it again.",
        );
    }
    let rows = pseudonym::list(change)?;
    let masked = masked(hasher, &rows, text, segments);
    if let Some(said) = masked.said {
        change.notice(said);
    }
    Ok((masked.text, masked.segments))
}
