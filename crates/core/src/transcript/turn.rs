//! Segments by hand: where one speaker ends and the next begins, who speaks, and when.
//!
//! None of this changes a word; `correct.rs` does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::{self, TimedWord};
use super::{Doubt, Segment, number_segments, segments, speaker, speakers};
use crate::care::consent::{self, Medium};
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Splits a segment in two, such as where the next speaker begins.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SegmentSplit {
    /// Which segment.
    pub segment: Id,
    /// The code point of the source's text that the second part begins with.
    pub at: i64,
    /// When the second part begins in the recording, in milliseconds; found from the times of words
    /// when absent.
    #[serde(default)]
    pub at_ms: Option<i64>,
    /// Who speaks in the second part, by name; the same speaker when absent.
    #[serde(default)]
    pub speaker: Option<String>,
}

impl Operation for SegmentSplit {
    const NAME: &'static str = "segment.split";
    const SUMMARY: &'static str = "Splits a segment of a transcript";
    type Outcome = Id;

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let mut first: Segment = change.get(self.segment)?;
        consent::refuse_closed(change, first.source, Medium::Text)?;
        if self.at <= first.start || self.at >= first.end {
            return Err(Error::invalid(format!(
                "The segment runs from {} to {}; it can be split between them, not at {}.",
                first.start, first.end, self.at
            )));
        }
        let text = change.measured(first.revision)?;
        let ruler = text.ruler();
        let (start, end) = around(&ruler, &first, self.at)?;
        let all = words::read(&first)?;
        let (before, after): (Vec<TimedWord>, Vec<TimedWord>) =
            all.into_iter().partition(|word| first.start + word.start < self.at);
        let at_ms = self.at_ms.or_else(|| moment(&first, self.at, &before, &after));
        if let (Some(at), Some(begin), Some(close)) = (at_ms, first.begin_ms, first.end_ms)
            && !(begin..=close).contains(&at)
        {
            return Err(Error::invalid(format!(
                "The segment lasts from {begin} to {close} milliseconds; the second part cannot \
                 begin at {at}."
            )));
        }
        let shift = start - first.start;
        let later = after
            .into_iter()
            .filter(|word| word.start >= shift)
            .map(|word| TimedWord { start: word.start - shift, end: word.end - shift, ..word })
            .collect::<Vec<_>>();
        let speaker = self.speaker.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let speaker = match speaker {
            None => first.speaker,
            Some(name) => {
                let mut known = speakers(change, first.source)?;
                Some(speaker::find_or_add(change, &mut known, first.source, name)?)
            }
        };
        let second = Segment {
            id: change.new_id(),
            speaker,
            start,
            begin_ms: at_ms,
            words: words::write(&later)?,
            ..first.clone()
        };
        first.end = end;
        first.end_ms = at_ms;
        first.words = words::write(&before)?;
        change.update(&first)?;
        change.insert(&second)?;
        number_segments(change, first.source)?;
        tell(change, first.source, "Split a segment of")?;
        Ok(second.id)
    }
}

/// Where the first part ends and the second begins: blanks at the cut belong to neither.
fn around(ruler: &crate::span::Ruler<'_>, segment: &Segment, at: i64) -> Result<(i64, i64)> {
    let words = ruler.words(segment.span())?;
    let letters: Vec<char> = words.chars().collect();
    let cut = usize::try_from(at - segment.start).unwrap_or(0).min(letters.len());
    let blanks = letters[cut..].iter().take_while(|letter| letter.is_whitespace()).count();
    let behind = letters[..cut].iter().rev().take_while(|letter| letter.is_whitespace()).count();
    if cut + blanks == letters.len() || behind == cut {
        return Err(Error::invalid("There are no words on one side of where it is to be split."));
    }
    Ok((at + blanks as i64, at - behind as i64))
}

/// When the second part begins: with its first word, or in proportion to the letters.
fn moment(segment: &Segment, at: i64, before: &[TimedWord], after: &[TimedWord]) -> Option<i64> {
    if let Some(word) = after.first() {
        return Some(word.begin_ms);
    }
    if let Some(word) = before.last() {
        return Some(word.end_ms);
    }
    let (begin, end) = (segment.begin_ms?, segment.end_ms?);
    let length = (segment.end - segment.start).max(1);
    Some(begin + (end - begin) * (at - segment.start) / length)
}

/// Joins a segment with the next one, whose speaker is forgotten.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SegmentJoin {
    /// The first of the two.
    pub segment: Id,
}

impl Operation for SegmentJoin {
    const NAME: &'static str = "segment.join";
    const SUMMARY: &'static str = "Joins a segment of a transcript with the next";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut first: Segment = change.get(self.segment)?;
        consent::refuse_closed(change, first.source, Medium::Text)?;
        let all = segments(change, first.source)?;
        let next = all.iter().find(|one| one.position > first.position).cloned();
        let next = next.ok_or_else(|| Error::conflict("This is the last segment."))?;
        let shift = next.start - first.start;
        let mut joined = words::read(&first)?;
        joined.extend(words::read(&next)?.into_iter().map(|word| TimedWord {
            start: word.start + shift,
            end: word.end + shift,
            ..word
        }));
        first.end = next.end.max(first.end);
        first.end_ms = next.end_ms.or(first.end_ms);
        first.begin_ms = first.begin_ms.or(next.begin_ms);
        first.words = words::write(&joined)?;
        first.doubt = first.doubt.or(next.doubt);
        first.confidence = match (first.confidence, next.confidence) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        change.remove::<Segment>(next.id)?;
        change.update(&first)?;
        number_segments(change, first.source)?;
        tell(change, first.source, "Joined two segments of")
    }
}

/// Says who speaks in segments, when they begin and end, or that their words are no longer doubted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SegmentSet {
    /// Which segments, of one source.
    pub segments: Vec<Id>,
    /// Who speaks, by name; an empty one takes the speaker off.
    pub speaker: Option<String>,
    /// When it begins in the recording, in milliseconds; for one segment.
    pub begin_ms: Option<i64>,
    /// When it ends; for one segment.
    pub end_ms: Option<i64>,
    /// Whether a person has listened and the words are right.
    pub checked: bool,
    /// Why the words are doubted.
    pub doubt: Option<Doubt>,
}

impl Operation for SegmentSet {
    const NAME: &'static str = "segment.set";
    const SUMMARY: &'static str = "Says who speaks in a segment, and when";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let timed = self.begin_ms.is_some() || self.end_ms.is_some();
        if self.segments.is_empty() || (timed && self.segments.len() > 1) {
            return Err(Error::invalid("Name the segments; times are set for one alone."));
        }
        let mut source = None;
        for id in &self.segments {
            let mut segment: Segment = change.get(*id)?;
            if source.is_some_and(|source| source != segment.source) {
                return Err(Error::invalid("The segments are of different sources."));
            }
            if source.is_none() {
                consent::refuse_closed(change, segment.source, Medium::Text)?;
            }
            source = Some(segment.source);
            if let Some(name) = self.speaker.as_deref().map(str::trim) {
                segment.speaker = if name.is_empty() {
                    None
                } else {
                    let mut known = speakers(change, segment.source)?;
                    Some(speaker::find_or_add(change, &mut known, segment.source, name)?)
                };
            }
            segment.begin_ms = self.begin_ms.or(segment.begin_ms);
            segment.end_ms = self.end_ms.or(segment.end_ms);
            if segment.begin_ms.is_some_and(|begin| begin < 0)
                || matches!((segment.begin_ms, segment.end_ms), (Some(a), Some(b)) if b < a)
            {
                return Err(Error::invalid("A segment begins at 0 or later and ends after that."));
            }
            if self.checked {
                (segment.doubt, segment.confidence) = (None, None);
                let words = words::read(&segment)?;
                let sure = words.into_iter().map(|word| TimedWord { sure: None, ..word });
                segment.words = words::write(&sure.collect::<Vec<_>>())?;
            }
            segment.doubt = self.doubt.or(segment.doubt);
            change.update(&segment)?;
        }
        source.map_or(Ok(()), |source| tell(change, source, "Changed segments of"))
    }
}

fn tell(change: &mut Change<'_>, source: Id, what: &str) -> Result<()> {
    let source: Source = change.get(source)?;
    change.say(format!("{what} “{}”", source.name));
    Ok(())
}
