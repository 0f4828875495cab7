//! Transcripts that come in by themselves, not with an import: typed, or read from one file.
//!
//! They go through the mask of an import without its chats: what the key to the pseudonyms knows is
//! replaced, in words and as speakers, and so are telephone numbers. Turns move along.

use super::mask::{Known, Mask};
use super::{Document, Turn};
use crate::care::pseudonym::{Hasher, Pseudonym};
use crate::transcript::NewSegment;

/// A transcript as it may be stored.
#[derive(Debug)]
pub(crate) struct Masked {
    /// The text.
    pub(crate) text: String,
    /// Who speaks when in it.
    pub(crate) segments: Vec<NewSegment>,
    /// How much was replaced, in a sentence.
    pub(crate) said: Option<String>,
}

/// Replaces what names somebody. Segments that fit no text stay as they are, to be refused.
pub(crate) fn masked(
    hasher: Option<Hasher>,
    rows: &[Pseudonym],
    text: String,
    segments: Vec<NewSegment>,
) -> Masked {
    let turns: Option<Vec<Turn>> = segments.iter().map(turn).collect();
    let Some(turns) = turns else { return Masked { text, segments, said: None } };
    let known = hasher.map(|hasher| Known::new(hasher, rows));
    let mask = Mask::new(&[], Vec::new(), known);
    let mut document = Document { text, segments: turns, ..Document::default() };
    let count = mask.document(&mut document).count;
    let segments = segments.into_iter().zip(document.segments);
    let segments = segments.map(|(said, turn)| NewSegment {
        start: point(turn.start),
        end: point(turn.end),
        speaker: turn.speaker,
        ..said
    });
    let said = match count {
        0 => None,
        1 => Some("1 name or number in its words was replaced.".to_owned()),
        many => Some(format!("{many} names and numbers in its words were replaced.")),
    };
    Masked { text: document.text, segments: segments.collect(), said }
}

fn turn(segment: &NewSegment) -> Option<Turn> {
    Some(Turn {
        start: u64::try_from(segment.start).ok()?,
        end: u64::try_from(segment.end).ok()?,
        speaker: segment.speaker.clone(),
        begin_ms: None,
        end_ms: None,
    })
}

fn point(at: u64) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}
