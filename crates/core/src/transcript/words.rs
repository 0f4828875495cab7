//! When each word of a segment was said.
//!
//! A segment keeps places and times of its words and never the words themselves, so that nothing
//! has to be erased twice. Places count in code points from the segment's first; a correction
//! carries them along, and a word that a person changed keeps its time and is doubted no longer.

use serde::{Deserialize, Serialize};

use super::{EditMap, Segment};
use crate::error::{Error, Result};
use crate::span::{Ruler, Span};

/// A word, where it stands and when it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Packed", from = "Packed")]
pub struct TimedWord {
    /// The first code point, counted from the segment's first.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
    /// When it begins in the recording, in milliseconds.
    pub begin_ms: i64,
    /// When it ends.
    pub end_ms: i64,
    /// How sure the engine was of it, in percent; none when a person wrote it.
    pub sure: Option<u8>,
}

/// A word as it is stored: five numbers are half as long as five names.
type Packed = (i64, i64, i64, i64, Option<u8>);

impl From<TimedWord> for Packed {
    fn from(word: TimedWord) -> Self {
        (word.start, word.end, word.begin_ms, word.end_ms, word.sure)
    }
}

impl From<Packed> for TimedWord {
    fn from((start, end, begin_ms, end_ms, sure): Packed) -> Self {
        Self { start, end, begin_ms, end_ms, sure }
    }
}

/// The words as a segment stores them; none for no words.
pub fn write(words: &[TimedWord]) -> Result<Option<String>> {
    if words.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_json::to_string(words)?))
}

/// The words of a segment, in order; empty where nobody knows when they were said.
///
/// Errors: what is stored cannot be read.
pub fn read(segment: &Segment) -> Result<Vec<TimedWord>> {
    let Some(stored) = &segment.words else { return Ok(Vec::new()) };
    serde_json::from_str(stored).map_err(|error| {
        Error::damaged(format!("The times of the words of a segment cannot be read: {error}."))
    })
}

/// Carries the words of a segment into the next revision; the segment itself still lies where it
/// lay, and will lie at `to`. Where a person changed what it says, nothing about it is doubted any
/// longer.
pub(super) fn carry(
    segment: &mut Segment,
    to: Span,
    map: &EditMap,
    (old, new): (&Ruler<'_>, &Ruler<'_>),
) {
    let from = segment.span();
    let same = |before: Span, after: Span| matches!((old.words(before), new.words(after)), (Ok(a), Ok(b)) if a == b);
    if same(from, to) {
        return;
    }
    (segment.confidence, segment.doubt) = (None, None);
    let Ok(words) = read(segment) else { return };
    let carried = words.into_iter().filter_map(|word| {
        let before = Span::new(from.start + word.start, from.start + word.end);
        let after = map.carry(before);
        let sure = word.sure.filter(|_| same(before, after));
        (after.length() > 0).then_some(TimedWord {
            start: after.start - to.start,
            end: after.end - to.start,
            sure,
            ..word
        })
    });
    let inside: Vec<TimedWord> =
        carried.filter(|word| word.start >= 0 && word.end <= to.length()).collect();
    segment.words = write(&inside).unwrap_or_default();
}
