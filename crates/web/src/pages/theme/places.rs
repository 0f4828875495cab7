//! Where passages lie: in which source, stream and week.
//!
//! Weeks are counted from the day on which a participant started, of the one who started first
//! where several are in a source. A study that knows no such day counts from its first dated
//! source instead, and says so.

use std::collections::HashMap;

use trefoil_core::clock::weeks_between;
use trefoil_core::corpus::participant::Participant;
use trefoil_core::corpus::source::{Source, SourceParticipant};
use trefoil_core::corpus::stream::Stream;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use crate::pages::care::Marks;
use crate::pages::media;

/// The sources of a study by what a theme wants to know of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    /// The streams that have a source, in the study's order.
    pub(crate) streams: Vec<Stream>,
    /// Whether weeks are counted from the first source, because no participant's start is known.
    pub(crate) from_first: bool,
    sources: HashMap<Id, Lies>,
}

/// A source.
#[derive(Debug, Clone)]
pub(crate) struct Lies {
    /// The place of its stream among [`Places::streams`].
    pub(crate) stream: usize,
    /// The week it is from.
    pub(crate) week: Option<i64>,
    /// Its recording, where it may be heard.
    pub(crate) media: Option<Id>,
}

impl Places {
    /// Reads all sources.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<Self> {
        let sources: Vec<Source> = reader.list("", &[])?;
        let all: Vec<Stream> = reader.list("ORDER BY position, id", &[])?;
        let used = |stream: &Stream| sources.iter().any(|source| source.stream == stream.name);
        let streams: Vec<Stream> = all.into_iter().filter(used).collect();
        let (starts, marks) = (starts(reader)?, Marks::read(reader)?);
        let pictures = media::pictures(reader)?;
        let from_first = starts.is_empty();
        let first = sources.iter().filter_map(|source| source.date.clone()).min();
        let lies = |source: Source| {
            let start = if from_first { first.as_deref() } else { starts.first_of(source.id) };
            let week = start.zip(source.date.as_deref());
            let week = week.and_then(|(start, date)| weeks_between(start, date));
            let stream = streams.iter().position(|stream| stream.name == source.stream);
            let media = source
                .media
                .filter(|media| !pictures.contains(media) && marks.silent(source.id).is_empty());
            (source.id, Lies { stream: stream.unwrap_or(0), week, media })
        };
        let sources = sources.into_iter().map(lies).collect();
        Ok(Self { streams, from_first, sources })
    }

    /// A source.
    pub(crate) fn of(&self, source: Id) -> Option<&Lies> {
        self.sources.get(&source)
    }

    /// The first and the last week in which anything was said.
    pub(crate) fn weeks(&self) -> Option<(i64, i64)> {
        let weeks = || self.sources.values().filter_map(|lies| lies.week);
        Some((weeks().min()?, weeks().max()?))
    }

    /// The stream of a source.
    pub(crate) fn stream(&self, source: Id) -> Option<&Stream> {
        self.streams.get(self.of(source)?.stream)
    }
}

/// On which day whoever started first in each source did so.
struct Starts(HashMap<Id, String>);

impl Starts {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn first_of(&self, source: Id) -> Option<&str> {
        self.0.get(&source).map(String::as_str)
    }
}

fn starts(reader: &Reader<'_>) -> Result<Starts> {
    let people: Vec<Participant> = reader.list("", &[])?;
    let started: HashMap<Id, String> =
        people.into_iter().filter_map(|one| Some((one.id, one.started_on?))).collect();
    let mut starts: HashMap<Id, String> = HashMap::new();
    for present in reader.list::<SourceParticipant>("", &[])? {
        let Some(day) = started.get(&present.participant) else { continue };
        let known = starts.entry(present.source).or_insert_with(|| day.clone());
        if day < known {
            known.clone_from(day);
        }
    }
    Ok(Starts(starts))
}

/// What comes from a stream, as a sentence says it: `interviews`, `voice notes`.
pub(crate) fn plural(stream: &Stream) -> String {
    let usual = match (stream.name.as_str(), stream.label.as_str()) {
        ("interview", "Interview") => "interviews",
        ("field_note", "Field note") => "field notes",
        ("voice_note", "Voice note") => "voice notes",
        ("conversation", "Conversation") => "conversations",
        ("document", "Document") => "documents",
        // A label of the study's own has a plural that only its people know.
        _ => return format!("“{}”", stream.label),
    };
    usual.to_owned()
}
