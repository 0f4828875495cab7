//! Storing what was heard of a recording, as a whole or instead of what stands for a stretch of it.
//!
//! Each thing that was said becomes a line of the text and a segment that knows when its words were
//! said. Where there are words already, this is a correction: passages are carried along, and words
//! that both wordings share stay where they are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::step::{self, Provenance, Trust};
use super::words::{self, TimedWord};
use super::{
    Corrected, Doubt, EditMap, Revision, Segment, number_segments, revise, segments, speaker,
    speakers,
};
use crate::care::consent::{self, Medium};
use crate::care::redaction::Cause;
use crate::corpus::source::{Source, replaced};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::Span;
use crate::study::{Change, Operation, about};

/// Something that was said, and when.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// When it begins in the recording, in milliseconds.
    pub begin_ms: i64,
    /// When it ends.
    pub end_ms: i64,
    /// What was said; empty where words are missing.
    #[serde(default)]
    pub text: String,
    /// Who said it, by the speaker's name.
    #[serde(default)]
    pub speaker: Option<String>,
    /// When each word was said.
    #[serde(default)]
    pub words: Vec<SpokenWord>,
    /// How sure the engine was, from 0 to 1.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// Why it is doubted.
    #[serde(default)]
    pub doubt: Option<Doubt>,
}

/// A word of what was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpokenWord {
    /// The word, with the marks that belong to it.
    pub text: String,
    /// When it begins, in milliseconds.
    pub begin_ms: i64,
    /// When it ends.
    pub end_ms: i64,
    /// How sure the engine was, from 0 to 1.
    #[serde(default)]
    pub probability: Option<f64>,
}

impl Spoken {
    /// The same without what the key knows to name somebody, and in one line.
    pub(crate) fn replaced(mut self, change: &mut Change<'_>) -> Result<Self> {
        let line = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text = if line.is_empty() { line } else { replaced(change, line, Vec::new())?.0 };
        self.words.retain(|word| !word.text.trim().is_empty());
        Ok(self)
    }

    /// Where its words stand in a text that begins with what was said. Words that were replaced, or
    /// that the text does not have, are left out.
    pub(crate) fn timed_words(&self) -> Vec<TimedWord> {
        let (mut byte, mut point) = (0, 0);
        let mut timed = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let spelled = word.text.trim();
            let Some(found) = self.text[byte..].find(spelled) else { continue };
            if self.text[byte..byte + found].split_whitespace().count() > LOST_WORDS {
                continue;
            }
            let start = point + self.text[byte..byte + found].chars().count() as i64;
            let end = start + spelled.chars().count() as i64;
            (byte, point) = (byte + found + spelled.len(), end);
            timed.push(TimedWord {
                start,
                end,
                begin_ms: word.begin_ms,
                end_ms: word.end_ms,
                sure: word.probability.map(percent),
            });
        }
        timed
    }
}

/// So many words of a text may have no time before a timed one; where more are skipped, the word was
/// mistaken for a later one that is spelled alike.
const LOST_WORDS: usize = 4;

fn percent(probability: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 0 and 100, and what is not a number becomes 0"
    )]
    let percent = (probability.clamp(0.0, 1.0) * 100.0).round() as u8;
    percent
}

/// Stores what a machine, or a person, heard of a recording: all of it, or a stretch.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TranscriptWrite {
    /// Which source.
    pub source: Id,
    /// What was said, in the order of time.
    pub said: Vec<Spoken>,
    /// Where the stretch begins that this is instead of, in milliseconds; absent for the whole.
    #[serde(default)]
    pub begin_ms: Option<i64>,
    /// Where the stretch ends.
    #[serde(default)]
    pub end_ms: Option<i64>,
    /// The state of the transcript from then on; `machine` when not said.
    #[serde(default = "machine")]
    pub state: Trust,
    /// What heard it.
    #[serde(default)]
    pub provenance: Option<Provenance>,
    /// Who is speaking where nobody is named.
    #[serde(default)]
    pub speaker: Option<String>,
}

fn machine() -> Trust {
    Trust::Machine
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Written {
    /// The revision that the words are in.
    pub revision: Id,
    /// How many segments were added.
    pub segments: usize,
    /// What happened to passages that were there before.
    pub corrected: Option<Corrected>,
}

impl Operation for TranscriptWrite {
    const NAME: &'static str = "transcript.write";
    const SUMMARY: &'static str = "Stores what was heard of a recording";
    type Outcome = Written;

    fn describe(&self) -> Json {
        serde_json::json!({
            "source": self.source, "segments": self.said.len(),
            "begin_ms": self.begin_ms, "end_ms": self.end_ms,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Written> {
        let mut source: Source = change.get(self.source)?;
        consent::refuse_closed(change, source.id, Medium::Text)?;
        check(&self.said)?;
        let style = about(change)?;
        let mut said = Vec::with_capacity(self.said.len());
        for one in self.said {
            let one = one.replaced(change)?;
            said.push(Line { speaker: one.speaker.clone().or(self.speaker.clone()), spoken: one });
        }
        let lines = lay_out(&said, style.pauses_from_ms, style.inaudible());
        if lines.text.trim().is_empty() {
            return Err(Error::conflict(format!("No words were heard in “{}”.", source.name)));
        }
        let stretch = (self.begin_ms.is_some() || self.end_ms.is_some())
            .then(|| (self.begin_ms.unwrap_or(0), self.end_ms.unwrap_or(i64::MAX)));
        let written = match source.revision {
            None => begin(change, &mut source, &lines)?,
            Some(revision) => {
                let old: Revision = change.get(revision)?;
                replace(change, &mut source, &old, &lines, stretch)?
            }
        };
        step::take(change, source.id, self.state, self.provenance.as_ref(), String::new())?;
        change.say(match stretch {
            None => format!("Stored the transcript of “{}”", source.name),
            Some(_) => format!("Stored anew what is said in a stretch of “{}”", source.name),
        });
        Ok(written)
    }
}

/// Something said, and by whom.
struct Line {
    spoken: Spoken,
    speaker: Option<String>,
}

/// A text, and where each thing that was said lies in it.
struct Lines<'s> {
    text: String,
    at: Vec<(Span, &'s Line)>,
}

fn check(said: &[Spoken]) -> Result<()> {
    let mut before = i64::MIN;
    for (one, number) in said.iter().zip(1..) {
        let Spoken { begin_ms, end_ms, .. } = *one;
        if begin_ms < 0 || end_ms < begin_ms || begin_ms < before {
            return Err(Error::invalid(format!(
                "What was said as number {number} lasts from {begin_ms} to {end_ms} milliseconds: \
                 it has to begin at 0 or later, not before the one in front of it, and not end \
                 before it begins."
            )));
        }
        if one.confidence.is_some_and(|sure| !(0.0..=1.0).contains(&sure)) {
            return Err(Error::invalid("How sure an engine was is a number from 0 to 1."));
        }
        before = begin_ms;
    }
    Ok(())
}

/// Writes what was said in lines. A pause stands at the end of the line that it follows.
fn lay_out<'s>(said: &'s [Line], pauses_from_ms: Option<i64>, inaudible: &str) -> Lines<'s> {
    let (mut text, mut at, mut length) = (String::new(), Vec::with_capacity(said.len()), 0);
    for (index, line) in said.iter().enumerate() {
        if index > 0 {
            text.push('\n');
            length += 1;
        }
        let words = if line.spoken.text.is_empty() { inaudible } else { &line.spoken.text };
        text.push_str(words);
        let start = length;
        length += words.chars().count() as i64;
        if let (Some(least), Some(next)) = (pauses_from_ms, said.get(index + 1))
            && next.spoken.begin_ms - line.spoken.end_ms >= least
        {
            let seconds = (next.spoken.begin_ms - line.spoken.end_ms + 500) / 1000;
            let pause = format!(" ({} s)", seconds.max(1));
            text.push_str(&pause);
            length += pause.chars().count() as i64;
        }
        at.push((Span::new(start, length), line));
    }
    Lines { text, at }
}

/// The first words of a recording.
fn begin(change: &mut Change<'_>, source: &mut Source, lines: &Lines<'_>) -> Result<Written> {
    let revision = super::begin(change, source.id, &lines.text, &[], &[])?;
    source.revision = Some(revision);
    change.update(source)?;
    store(change, source.id, revision, lines, 0)?;
    number_segments(change, source.id)?;
    Ok(Written { revision, segments: lines.at.len(), corrected: None })
}

/// Words instead of words that were there.
fn replace(
    change: &mut Change<'_>,
    source: &mut Source,
    old: &Revision,
    lines: &Lines<'_>,
    stretch: Option<(i64, i64)>,
) -> Result<Written> {
    let there = segments(change, source.id)?;
    let length = old.text.chars().count() as i64;
    let (span, gone) = match stretch {
        None => (Span::new(0, length), there.clone()),
        Some(stretch) => taken(&there, stretch, length),
    };
    let (mut head, mut tail) = (String::new(), String::new());
    for (point, letter) in (0..).zip(old.text.chars()) {
        if point < span.start {
            head.push(letter);
        } else if point >= span.end {
            tail.push(letter);
        }
    }
    let mut shift = span.start;
    if !head.is_empty() && !head.ends_with('\n') {
        head.push('\n');
        shift += 1;
    }
    let gap = if tail.is_empty() || tail.starts_with('\n') { "" } else { "\n" };
    let text = format!("{head}{}{gap}{tail}", lines.text);
    for segment in &gone {
        change.remove::<Segment>(segment.id)?;
    }
    let corrected = if text == old.text {
        None
    } else {
        let edits = EditMap::between(&old.text, &text);
        let reason = "Heard anew".to_owned();
        Some(revise(change, source, old, &edits, reason, Cause::Correction)?)
    };
    let revision = corrected.as_ref().map_or(old.id, |corrected| corrected.revision);
    store(change, source.id, revision, lines, shift)?;
    number_segments(change, source.id)?;
    Ok(Written { revision, segments: lines.at.len(), corrected })
}

/// The words that a stretch of time takes with it: those of segments of which the middle lies in it.
/// Where there are none, the place behind everything that was said before.
fn taken(there: &[Segment], (begin, end): (i64, i64), length: i64) -> (Span, Vec<Segment>) {
    let middle = |segment: &Segment| Some(i64::midpoint(segment.begin_ms?, segment.end_ms?));
    let inside =
        |segment: &&Segment| middle(segment).is_some_and(|middle| begin <= middle && middle < end);
    let gone: Vec<Segment> = there.iter().filter(inside).cloned().collect();
    if let (Some(first), Some(last)) = (gone.first(), gone.last()) {
        return (Span::new(first.start, last.end), gone);
    }
    let later = there.iter().find(|one| middle(one).is_some_and(|middle| middle >= end));
    let place = later.map_or(length, |segment| segment.start);
    (Span::new(place, place), gone)
}

fn store(
    change: &mut Change<'_>,
    source: Id,
    revision: Id,
    lines: &Lines<'_>,
    shift: i64,
) -> Result<()> {
    let mut known = speakers(change, source)?;
    for (position, (span, line)) in (1..).zip(&lines.at) {
        let name = line.speaker.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let speaker =
            name.map(|name| speaker::find_or_add(change, &mut known, source, name)).transpose()?;
        let missing = line.spoken.text.is_empty().then_some(Doubt::Missing);
        change.insert(&Segment {
            id: change.new_id(),
            source,
            revision,
            position,
            speaker,
            start: span.start + shift,
            end: span.end + shift,
            begin_ms: Some(line.spoken.begin_ms),
            end_ms: Some(line.spoken.end_ms),
            confidence: line.spoken.confidence,
            doubt: line.spoken.doubt.or(missing),
            words: words::write(&line.spoken.timed_words())?,
        })?;
    }
    Ok(())
}
