//! Suggested speakers: what would become of segments if turns of voices were taken over.
//!
//! Turns come from a machine that knows no names ([`trefoil_speech::speakers`]), and nothing of
//! them is stored. [`pieces`] lays them over a segment's words; [`take_over`] is what a person does
//! with them once they said who the voices are: the operations by which they would split segments
//! and name speakers by hand.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;
use trefoil_speech::speakers::Turn;

use super::words::{self, TimedWord};
use super::{Segment, SegmentSet, SegmentSplit};
use crate::error::Result;
use crate::id::Id;
use crate::study::operation::Described;

/// Milliseconds below which a change of voices within a segment is not believed, if it is of one
/// word only.
const SHORTEST: i64 = 400;

/// A segment, or a part of one, that one voice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The segment.
    pub segment: Id,
    /// Its number in the source.
    pub number: i64,
    /// The code point of the source's text that the piece begins with.
    pub start: i64,
    /// The code point behind its last.
    pub end: i64,
    /// When it begins in the recording, in milliseconds.
    pub begin_ms: Option<i64>,
    /// The voice; none where none was heard.
    pub voice: Option<usize>,
}

/// What turns make of a segment: one piece, or several where voices change between its words.
///
/// Errors: the times of its words cannot be read.
pub fn pieces(segment: &Segment, turns: &[Turn]) -> Result<Vec<Piece>> {
    let words = words::read(segment)?;
    let piece = |start, begin_ms, voice| Piece {
        segment: segment.id,
        number: segment.position,
        start,
        end: segment.end,
        begin_ms,
        voice,
    };
    let mut runs = runs(&words, turns).into_iter().peekable();
    let Some((_, voice)) = runs.next() else {
        let heard = segment.begin_ms.zip(segment.end_ms);
        let voice = heard.and_then(|(begin, end)| voice_of(turns, begin, end));
        return Ok(vec![piece(segment.start, segment.begin_ms, voice)]);
    };
    let mut pieces = vec![piece(segment.start, segment.begin_ms, voice)];
    for (first, voice) in runs {
        let start = segment.start + words[first].start;
        if let Some(last) = pieces.last_mut() {
            last.end = start;
        }
        // Times of words may lie a little outside of those of their segment.
        let begin_ms = segment.begin_ms.map_or(words[first].begin_ms, |begin| {
            let end = segment.end_ms.unwrap_or(i64::MAX).max(begin);
            words[first].begin_ms.clamp(begin, end)
        });
        pieces.push(piece(start, Some(begin_ms), voice));
    }
    Ok(pieces)
}

/// Where voices change: the number of the first word of each, and the voice.
fn runs(words: &[TimedWord], turns: &[Turn]) -> Vec<(usize, Option<usize>)> {
    let mut voices: Vec<Option<usize>> =
        words.iter().map(|word| voice_of(turns, word.begin_ms, word.end_ms)).collect();
    // Between turns there is nobody: a word there is said by whoever spoke before, or speaks next.
    for at in 1..voices.len() {
        voices[at] = voices[at].or(voices[at - 1]);
    }
    let first = voices.iter().find_map(|voice| *voice);
    for voice in &mut voices {
        *voice = voice.or(first);
    }

    let mut runs: Vec<(usize, Option<usize>)> = Vec::new();
    let mut at = 0;
    while at < voices.len() {
        let length = voices[at..].iter().take_while(|voice| **voice == voices[at]).count();
        let lasts = words[at + length - 1].end_ms - words[at].begin_ms;
        let is_short = length == 1 && lasts < SHORTEST && voices.len() > 1;
        if !is_short && runs.last().is_none_or(|(_, voice)| *voice != voices[at]) {
            runs.push((at, voices[at]));
        }
        at += length;
    }
    match runs.first_mut() {
        Some(first) => first.0 = 0,
        None => runs.extend(voices.first().map(|voice| (0, *voice))),
    }
    runs
}

/// The voice that speaks longest from one moment to another.
fn voice_of(turns: &[Turn], begin_ms: i64, end_ms: i64) -> Option<usize> {
    let ms = |time: u64| i64::try_from(time).unwrap_or(i64::MAX);
    let mut heard: BTreeMap<usize, i64> = BTreeMap::new();
    for turn in turns {
        let shared = ms(turn.end_ms).min(end_ms) - ms(turn.begin_ms).max(begin_ms);
        if shared > 0 {
            *heard.entry(turn.voice).or_default() += shared;
        }
    }
    heard.into_iter().max_by_key(|(_, shared)| *shared).map(|(voice, _)| voice)
}

/// The operations that take pieces over, in their order, to be performed as one act. Voices are
/// called by these names; pieces of others stay as they are.
///
/// Errors: none but of storage.
pub fn take_over(
    pieces: &[Piece],
    names: &BTreeMap<usize, String>,
) -> Result<Vec<(Described, Json)>> {
    let (split, set) = (Described::of::<SegmentSplit>(), Described::of::<SegmentSet>());
    let mut operations = Vec::new();
    for of_segment in pieces.chunk_by(|one, other| one.segment == other.segment) {
        let name_of = |piece: &Piece| piece.voice.and_then(|voice| names.get(&voice));
        let parts = of_segment.iter().map(|piece| (piece, name_of(piece)));
        let mut parts: Vec<(&Piece, Option<&String>)> = parts.collect();
        parts.dedup_by_key(|(_, name)| *name);
        // From the end, so that what is split off next is still a part of the same segment.
        for (piece, name) in parts.iter().skip(1).rev() {
            let operation = SegmentSplit {
                segment: piece.segment,
                at: piece.start,
                at_ms: piece.begin_ms,
                speaker: name.map(|name| (*name).clone()),
            };
            operations.push((split, serde_json::to_value(operation)?));
        }
        if let Some((piece, Some(name))) = parts.first() {
            let operation = SegmentSet {
                segments: vec![piece.segment],
                speaker: Some((*name).clone()),
                ..SegmentSet::default()
            };
            operations.push((set, serde_json::to_value(operation)?));
        }
    }
    Ok(operations)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(voice: usize, begin_ms: u64, end_ms: u64) -> Turn {
        Turn { begin_ms, end_ms, voice, is_unsure: false }
    }

    /// Words of four letters, each half a second long.
    fn words(count: i64) -> Vec<TimedWord> {
        let word = |at| TimedWord {
            start: at * 5,
            end: at * 5 + 4,
            begin_ms: at * 500,
            end_ms: at * 500 + 500,
            sure: None,
        };
        (0..count).map(word).collect()
    }

    #[test]
    fn voices_change_at_the_word_that_is_nearest() {
        let turns = [turn(0, 0, 1_200), turn(1, 1_200, 3_000)];
        assert_eq!(runs(&words(6), &turns), [(0, Some(0)), (2, Some(1))]);
    }

    #[test]
    fn a_word_between_turns_belongs_to_whoever_spoke_before() {
        let turns = [turn(0, 600, 1_000), turn(1, 1_500, 3_000)];
        assert_eq!(runs(&words(5), &turns), [(0, Some(0)), (3, Some(1))]);
        assert_eq!(runs(&words(3), &[]), [(0, None)]);
        assert_eq!(runs(&[], &turns), []);
    }

    #[test]
    fn one_short_word_is_no_turn() {
        let mut all = words(4);
        all[2].end_ms = 1_300;
        let turns = [turn(0, 0, 1_000), turn(1, 1_000, 1_300), turn(0, 1_300, 2_000)];
        assert_eq!(runs(&all, &turns), [(0, Some(0))]);
    }
}
