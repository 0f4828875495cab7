//! When each word was said and how sure the machine was of it, for the scripts of the room.
//!
//! The page carries it beside the text, in code points of the revision that is shown. What is to be
//! looked at comes to the same number here and in the scripts: each word that the machine was not
//! sure of, and each doubted segment without such words.

use serde::Serialize;
use trefoil_core::id::Id;
use trefoil_core::transcript::{Doubt, Segment, Speaker, words};

/// Below so many percent a word is marked.
pub(super) const UNSURE: u8 = 60;

/// More speakers than this have no key of their own.
const KEYS: usize = 9;

/// A segment as scripts know it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TimedSegment {
    pub(super) id: Id,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) begin: Option<i64>,
    pub(super) until: Option<i64>,
    pub(super) speaker: Option<Id>,
    /// Why it is doubted, as told.
    pub(super) doubt: Option<&'static str>,
    /// Its words: first code point, code point behind the last, from and to which millisecond, and
    /// how sure the machine was in percent.
    pub(super) words: Vec<(i64, i64, i64, i64, Option<u8>)>,
}

impl TimedSegment {
    fn of(segment: &Segment) -> Self {
        // Times that cannot be read are told by the study's check; the text is shown all the same.
        let words = words::read(segment).unwrap_or_default();
        let place = |word: &words::TimedWord| {
            let shift = segment.start;
            (word.start + shift, word.end + shift, word.begin_ms, word.end_ms, word.sure)
        };
        Self {
            id: segment.id,
            start: segment.start,
            end: segment.end,
            begin: segment.begin_ms,
            until: segment.end_ms,
            speaker: segment.speaker,
            doubt: segment.doubt.map(doubted),
            words: words.iter().map(place).collect(),
        }
    }

    /// How many places of it are to be looked at.
    fn doubts(&self) -> usize {
        let unsure = self.words.iter().filter(|word| word.4.is_some_and(|sure| sure < UNSURE));
        unsure.count().max(usize::from(self.doubt.is_some()))
    }
}

/// A transcript as scripts know it.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Timed {
    pub(super) unsure: u8,
    pub(super) segments: Vec<TimedSegment>,
}

impl Timed {
    pub(super) fn of(segments: &[Segment]) -> Self {
        Self { unsure: UNSURE, segments: segments.iter().map(TimedSegment::of).collect() }
    }

    /// How many places are to be looked at.
    pub(super) fn doubts(&self) -> i64 {
        self.segments.iter().map(|segment| segment.doubts() as i64).sum()
    }
}

/// A speaker with the key that says so.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    pub(super) speaker: Speaker,
    pub(super) key: Option<usize>,
    /// How many segments are theirs.
    pub(super) segments: i64,
}

/// The speakers of a source in the order in which they came, so that a new one moves no key; those
/// who came at once in the order in which they speak.
pub(super) fn voices(mut speakers: Vec<Speaker>, segments: &[Segment]) -> Vec<Voice> {
    /// An id begins with the moment at which it was made, in so many signs.
    const MOMENT: usize = 13;
    let made = |id: Id| id.to_string().chars().take(MOMENT).collect::<String>();
    let first = |id: Id| segments.iter().position(|one| one.speaker == Some(id));
    speakers.sort_by_cached_key(|speaker| {
        let speaks = first(speaker.id);
        (made(speaker.id), speaks.is_none(), speaks, speaker.id)
    });
    let count = |id: Id| segments.iter().filter(|one| one.speaker == Some(id)).count() as i64;
    let voice = |(speaker, at): (Speaker, usize)| Voice {
        key: (at <= KEYS).then_some(at),
        segments: count(speaker.id),
        speaker,
    };
    speakers.into_iter().zip(1..).map(voice).collect()
}

/// Why words are doubted, as told.
pub(super) fn doubted(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Unsure => "the machine was not sure",
        Doubt::Repeated => "said again and again",
        Doubt::Silence => "hardly anything is heard here",
        Doubt::Missing => "words are missing",
        Doubt::Inaudible => "could not be made out",
    }
}
