//! A source's words: immutable revisions, and segments that say who spoke and when.
//!
//! A text is never changed. A correction adds a [`Revision`] with its [`EditMap`] and carries
//! passages and segments along in the same operation; `correct.rs` does it, `edit_map.rs` holds
//! the arithmetic. A [`Segment`] is a stretch by one [`Speaker`], who may be a participant; where
//! it was heard from a recording it knows when each of its words was said ([`TimedWord`]), and how
//! sure the engine was. `write.rs` stores what was heard, `turn.rs` splits and joins, and a
//! [`TranscriptStep`] says what was done to a transcript and by whom. `suggest.rs` lays turns of
//! voices over segments, for a person to take over.

mod correct;
pub mod edit_map;
pub mod landmark;
mod speaker;
mod step;
pub mod suggest;
mod turn;
pub mod words;
mod write;

pub(crate) use correct::revise;
pub use correct::{Corrected, Reworded, SourceCorrect};
pub use edit_map::{Edit, EditMap};
pub use landmark::{Landmark, NewLandmark};
pub use speaker::SpeakerSet;
pub(crate) use step::take as take_step;
pub use step::{Provenance, TranscriptMark, TranscriptStep, Trust, steps, trust};
pub use suggest::{Piece, take_over};
pub use turn::{SegmentJoin, SegmentSet, SegmentSplit};
pub use words::TimedWord;
pub use write::{Spoken, SpokenWord, TranscriptWrite, Written};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bind;
use crate::care::consent::{self, Medium};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::{Marks, Ruler, Span};
use crate::storage::{Filing, Reader};
use crate::study::Change;

crate::record! {
    /// One wording of a source's text; it never changes.
    pub struct Revision in "revision", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// Counts the source's revisions from 1.
        number: i64,
        /// The text: LF line ends, no byte order mark, not normalised.
        text: String,
        /// What was edited since the revision before it, as JSON.
        edits: String,
        /// Why it was corrected.
        reason: String,
        /// When, in epoch milliseconds.
        created_at: i64,
        /// Who.
        created_by: Id => "person",
    }
}

crate::record! {
    /// A voice in a source.
    pub struct Speaker in "speaker", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// The name as it stands in the transcript.
        name: String,
        /// The participant who it is.
        participant: Option<Id> => "participant",
    }
}

crate::record! {
    /// A stretch of transcript by one speaker.
    pub struct Segment in "segment", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// The revision that the span counts in.
        revision: Id => "revision",
        /// Its place in the source, from 1.
        position: i64,
        /// Who speaks.
        speaker: Option<Id> => "speaker",
        /// The first code point.
        start: i64,
        /// The code point behind the last.
        end: i64,
        /// When it begins in the recording, in milliseconds.
        begin_ms: Option<i64>,
        /// When it ends in the recording, in milliseconds.
        end_ms: Option<i64>,
        /// How sure the engine was that heard it, from 0 to 1; none when a person wrote it.
        confidence: Option<f64>,
        /// Why its words are doubted, until a person has looked at them.
        doubt: Option<Doubt>,
        /// When each word was said, as [`words::write`] writes it.
        words: Option<String>,
    }
}

crate::words! {
    /// Why the words of a segment are doubted.
    pub enum Doubt, "a reason to doubt a segment" {
        /// The engine was not sure of its words.
        Unsure = "unsure",
        /// The engine said the same again and again, which people seldom do.
        Repeated = "repeated",
        /// It lies where hardly anything was heard.
        Silence = "silence",
        /// Somebody speaks there and no words were found.
        Missing = "missing",
        /// A person could not make it out.
        Inaudible = "inaudible",
    }
}

impl Segment {
    /// Where it lies in the text.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// A revision with the marks of its text, for those who ask about it many times.
#[derive(Debug)]
pub struct Measured {
    /// The revision.
    pub revision: Revision,
    marks: Marks,
}

impl Measured {
    /// Measures a revision.
    pub fn new(revision: Revision) -> Self {
        Self { marks: Marks::of(&revision.text), revision }
    }

    /// Converts positions in its text.
    pub fn ruler(&self) -> Ruler<'_> {
        Ruler::with(&self.revision.text, &self.marks)
    }
}

/// A stretch of a new text: who speaks, and when in the recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSegment {
    /// The first code point.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
    /// The speaker's name.
    #[serde(default)]
    pub speaker: Option<String>,
    /// When it begins in the recording, in milliseconds.
    #[serde(default)]
    pub begin_ms: Option<i64>,
    /// When it ends in the recording, in milliseconds.
    #[serde(default)]
    pub end_ms: Option<i64>,
}

/// The segments of a source, in order.
///
/// Errors: the source is closed, and why.
pub fn segments(reader: &Reader<'_>, source: Id) -> Result<Vec<Segment>> {
    let segments: Vec<Segment> =
        reader.list("WHERE source = $1 ORDER BY position", bind![source])?;
    or_closed(reader, source, segments)
}

/// The speakers of a source, by name.
pub fn speakers(reader: &Reader<'_>, source: Id) -> Result<Vec<Speaker>> {
    reader.list("WHERE source = $1 ORDER BY name, id", bind![source])
}

/// The revisions of a source, oldest first.
///
/// Errors: the source is closed, and why.
pub fn revisions(reader: &Reader<'_>, source: Id) -> Result<Vec<Revision>> {
    let revisions: Vec<Revision> =
        reader.list("WHERE source = $1 ORDER BY number", bind![source])?;
    or_closed(reader, source, revisions)
}

/// What is closed looks empty to a reader, so that only emptiness needs a question.
fn or_closed<T>(reader: &Reader<'_>, source: Id, found: Vec<T>) -> Result<Vec<T>> {
    if found.is_empty() && reader.is_walled() {
        consent::refuse_closed(reader, source, Medium::Text)?;
    }
    Ok(found)
}

/// Stores the first revision of a source's text with its segments; answers the revision's id.
pub(crate) fn begin(
    change: &mut Change<'_>,
    source: Id,
    text: &str,
    segments: &[NewSegment],
    landmarks: &[NewLandmark],
) -> Result<Id> {
    let (text, segments) = clean(change, text, segments)?;
    let revision = Revision {
        id: change.new_id(),
        source,
        number: 1,
        text,
        edits: "[]".to_owned(),
        reason: String::new(),
        created_at: change.now(),
        created_by: change.person(),
    };
    change.insert(&revision)?;
    let length = Ruler::new(&revision.text).length();
    store_segments(change, source, (revision.id, length), &segments, Vec::new())?;
    landmark::store(change, source, (revision.id, length), landmarks)?;
    Ok(revision.id)
}

/// Adds turns to a source's current revision, among those that are there, in the order of the text.
pub(crate) fn add_segments(
    change: &mut Change<'_>,
    source: Id,
    revision: Id,
    new: &[NewSegment],
) -> Result<()> {
    let length = change.measured(revision)?.ruler().length();
    let known = speakers(change, source)?;
    store_segments(change, source, (revision, length), new, known)?;
    number_segments(change, source)
}

/// Counts the segments of a source anew, in the order of its text.
fn number_segments(change: &mut Change<'_>, source: Id) -> Result<()> {
    let mut all: Vec<Segment> = change.list("WHERE source = $1", bind![source])?;
    all.sort_by_key(|segment| (segment.start, segment.end, segment.id));
    for (mut segment, position) in all.into_iter().zip(1..) {
        if segment.position != position {
            segment.position = position;
            change.update(&segment)?;
        }
    }
    Ok(())
}

/// Gives a speaker of a source another name; where somebody has it already, the two become one.
pub(crate) fn rename_speaker(
    change: &mut Change<'_>,
    source: Id,
    from: &str,
    to: &str,
) -> Result<()> {
    let all = speakers(change, source)?;
    let Some(old) = all.iter().find(|speaker| speaker.name == from).cloned() else {
        return Ok(());
    };
    let Some(other) = all.iter().find(|speaker| speaker.name == to) else {
        let participant = speaker::called(change, to)?;
        return change.update(&Speaker { name: to.to_owned(), participant, ..old });
    };
    let theirs: Vec<Segment> = change.list("WHERE speaker = $1", bind![old.id])?;
    for mut segment in theirs {
        segment.speaker = Some(other.id);
        change.update(&segment)?;
    }
    change.remove::<Speaker>(old.id)
}

/// Stores segments of a revision, whose length in code points is given, from the first place on.
fn store_segments(
    change: &mut Change<'_>,
    source: Id,
    (revision, length): (Id, i64),
    segments: &[NewSegment],
    mut speakers: Vec<Speaker>,
) -> Result<()> {
    for (segment, position) in segments.iter().zip(1..) {
        if segment.start < 0 || segment.end < segment.start || segment.end > length {
            return Err(Error::invalid(format!(
                "Segment {position} runs from {} to {}, outside a text of {length} characters.",
                segment.start, segment.end
            )));
        }
        let speaker = match segment.speaker.as_deref().map(str::trim) {
            Some(name) if !name.is_empty() => {
                Some(speaker::find_or_add(change, &mut speakers, source, name)?)
            }
            _ => None,
        };
        change.insert(&Segment {
            id: change.new_id(),
            source,
            revision,
            position,
            speaker,
            start: segment.start,
            end: segment.end,
            begin_ms: segment.begin_ms,
            end_ms: segment.end_ms,
            confidence: None,
            doubt: None,
            words: None,
        })?;
    }
    Ok(())
}

/// Makes a text storable: LF line ends, no byte order mark, no U+0000. Importers deliver such
/// texts already; when this has to change one, segments given with it would count wrongly.
fn clean(
    change: &mut Change<'_>,
    text: &str,
    segments: &[NewSegment],
) -> Result<(String, Vec<NewSegment>)> {
    if text.trim().is_empty() {
        return Err(Error::invalid("A source's text cannot be empty."));
    }
    if !text.contains(['\r', '\0']) && !text.starts_with('\u{feff}') {
        return Ok((text.to_owned(), segments.to_vec()));
    }
    if !segments.is_empty() {
        return Err(Error::invalid(
            "The text has CR line ends, U+0000 or a byte order mark, so its segments cannot be \
             counted. Give it with LF line ends and without them.",
        ));
    }
    change.notice("Line ends were made LF; byte order marks and U+0000 were removed.");
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    Ok((text.replace('\0', ""), Vec::new()))
}
