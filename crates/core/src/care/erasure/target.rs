//! Which sources an erasure touches, and what of each goes.

use std::collections::HashMap;

use serde::Serialize;

use super::{Scope, Shared, Wish};
use crate::bind;
use crate::care::DataType;
use crate::care::consent::Medium;
use crate::coding::Passage;
use crate::corpus::participant::Participant;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::Span;
use crate::storage::Reader;
use crate::transcript::{Revision, Segment, Speaker, segments, speakers};

crate::words! {
    /// What becomes of a source's text.
    pub enum TextFate, "a fate of a text" {
        /// It stays, or there is none.
        Stays = "stays",
        /// Earlier revisions go, the current one stays.
        Earlier = "earlier",
        /// Some of its words go, with all earlier revisions.
        Partly = "partly",
        /// All of it goes.
        Goes = "goes",
    }
}

/// A source that is touched.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) source: Source,
    /// Everybody in it.
    pub(super) people: Vec<Id>,
    pub(super) text: TextFate,
    /// The words that go, in code points of the current revision; merged and sorted.
    pub(super) spans: Vec<Span>,
    /// Whether its recording goes.
    pub(super) sound: bool,
    /// Whether nothing is left of it, so that it goes as a whole.
    pub(super) whole: bool,
    /// Whether nobody knows which words of a shared source are the person's.
    pub(super) undecided: bool,
}

impl Target {
    fn new(source: Source, people: Vec<Id>) -> Self {
        Self {
            source,
            people,
            text: TextFate::Stays,
            spans: Vec::new(),
            sound: false,
            whole: false,
            undecided: false,
        }
    }

    /// Whether a span of its current revision is wholly among the words that go.
    pub(super) fn takes(&self, span: Span) -> bool {
        match self.text {
            TextFate::Goes => true,
            TextFate::Partly => {
                self.spans.iter().any(|gone| gone.start <= span.start && span.end <= gone.end)
            }
            TextFate::Stays | TextFate::Earlier => false,
        }
    }

    /// Whether a span of its current revision loses some of its words.
    pub(super) fn cuts(&self, span: Span) -> bool {
        !self.takes(span) && self.spans.iter().any(|gone| gone.overlaps(span))
    }

    fn touched(&self) -> bool {
        self.text != TextFate::Stays || self.sound || self.whole || self.undecided
    }
}

/// One name for a source on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: Id,
    /// What people call it.
    pub name: String,
}

/// The sources that a wish touches, in the order people expect.
pub(super) fn targets(reader: &Reader<'_>, wish: &Wish) -> Result<Vec<Target>> {
    let mut found = match wish.scope {
        Scope::StopNew => Vec::new(),
        Scope::All | Scope::Types => of_participant(reader, wish)?,
        Scope::Source => each(reader, &wish.sources, |_, target| {
            (target.text, target.sound, target.whole) = (TextFate::Goes, true, true);
            Ok(())
        })?,
        Scope::Passage => of_passage(reader, wish)?,
        Scope::RawTexts => each(reader, &some_or_all(reader, wish)?, |reader, target| {
            let sql = "SELECT COUNT(*) FROM revision WHERE source = $1";
            if reader.number(sql, bind![target.source.id])? > 1 {
                target.text = TextFate::Earlier;
            }
            Ok(())
        })?,
        Scope::Recordings => each(reader, &some_or_all(reader, wish)?, |_, target| {
            target.sound = target.source.media.is_some();
            Ok(())
        })?,
    };
    found.retain(Target::touched);
    found.sort_by(|a, b| {
        crate::order::by_name(&a.source.name, &b.source.name)
            .then_with(|| a.source.id.cmp(&b.source.id))
    });
    Ok(found)
}

fn some_or_all(reader: &Reader<'_>, wish: &Wish) -> Result<Vec<Id>> {
    if !wish.sources.is_empty() {
        return Ok(wish.sources.clone());
    }
    reader.query("SELECT id FROM source ORDER BY id", &[])?.iter().map(|row| row.get(0)).collect()
}

fn each(
    reader: &Reader<'_>,
    sources: &[Id],
    decide: impl Fn(&Reader<'_>, &mut Target) -> Result<()>,
) -> Result<Vec<Target>> {
    let mut sources = sources.to_vec();
    sources.sort_unstable();
    sources.dedup();
    let mut found = Vec::with_capacity(sources.len());
    for source in sources {
        let mut target = Target::new(reader.get(source)?, people(reader, source)?);
        decide(reader, &mut target)?;
        found.push(target);
    }
    Ok(found)
}

fn people(reader: &Reader<'_>, source: Id) -> Result<Vec<Id>> {
    let sql = "SELECT participant FROM source_participant WHERE source = $1 ORDER BY participant";
    reader.query(sql, bind![source])?.iter().map(|row| row.get(0)).collect()
}

fn of_participant(reader: &Reader<'_>, wish: &Wish) -> Result<Vec<Target>> {
    let participant = wish.participant.ok_or_else(|| Error::invalid("Say whose data they are."))?;
    reader.get::<Participant>(participant)?;
    // In a source by name, or by voice alone.
    let sql = "SELECT source FROM source_participant WHERE participant = $1 \
               UNION SELECT source FROM speaker WHERE participant = $1";
    let rows = reader.query(sql, bind![participant])?;
    let sources: Vec<Id> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    each(reader, &sources, |reader, target| {
        let asked = |medium| wish.types().contains(&DataType::of(&target.source.stream, medium));
        let (text, sound) = (asked(Medium::Text), asked(Medium::Sound));
        if target.people.iter().any(|other| *other != participant) && wish.shared == Shared::Turns {
            return share(reader, target, participant, text, sound);
        }
        let (has_text, has_sound) =
            (target.source.revision.is_some(), target.source.media.is_some());
        if text && has_text {
            target.text = TextFate::Goes;
        }
        target.sound = sound && has_sound;
        let left = (has_text && target.text == TextFate::Stays) || (has_sound && !target.sound);
        // One without words and recording goes with whatever of it is asked for.
        target.whole = !left && (text || sound);
        Ok(())
    })
}

/// Only this person's turns go. A voice cannot be cut out of a recording, so that goes too.
fn share(
    reader: &Reader<'_>,
    target: &mut Target,
    participant: Id,
    text: bool,
    sound: bool,
) -> Result<()> {
    // Whoever takes their words back does not leave them to be heard.
    target.sound = (sound || text) && target.source.media.is_some();
    let Some(revision) = target.source.revision.filter(|_| text) else { return Ok(()) };
    let voices: HashMap<Id, Speaker> = speakers(reader, target.source.id)?
        .into_iter()
        .map(|speaker| (speaker.id, speaker))
        .collect();
    let theirs = |segment: &Segment| {
        let voice = segment.speaker.and_then(|id| voices.get(&id));
        voice.is_some_and(|voice| voice.participant == Some(participant))
    };
    let all = segments(reader, target.source.id)?;
    let spans: Vec<Span> = all.iter().filter(|one| theirs(one)).map(Segment::span).collect();
    let length = reader.get::<Revision>(revision)?.text.chars().count() as i64;
    target.spans = merged(spans, length);
    if target.spans.is_empty() {
        target.undecided = true;
    } else {
        target.text = TextFate::Partly;
    }
    Ok(())
}

fn of_passage(reader: &Reader<'_>, wish: &Wish) -> Result<Vec<Target>> {
    let (source, span) = match (wish.passage, wish.span, &wish.sources[..]) {
        (Some(passage), _, _) => {
            let passage: Passage = reader.get(passage)?;
            (passage.source, passage.span())
        }
        (None, Some(span), [source]) => (*source, span),
        _ => return Err(Error::invalid("Say which passage is to be erased.")),
    };
    each(reader, &[source], |reader, target| {
        let revision = target
            .source
            .revision
            .ok_or_else(|| Error::conflict(format!("“{}” has no text.", target.source.name)))?;
        let text = reader.get::<Revision>(revision)?.text;
        crate::span::Ruler::new(&text).words(span)?;
        target.text = TextFate::Partly;
        target.spans = vec![span];
        target.sound = target.source.media.is_some() && !wish.keep_recording;
        Ok(())
    })
}

/// Spans without overlaps and gaps of nothing, inside a text.
fn merged(mut spans: Vec<Span>, length: i64) -> Vec<Span> {
    spans.retain(|span| span.start < span.end && span.start >= 0 && span.end <= length);
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}
