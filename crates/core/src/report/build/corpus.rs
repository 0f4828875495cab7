//! Whose words a passage holds, when they were said and in which stream.
//!
//! Read once for a whole report: sources in time, participants with their first day, and who speaks
//! where. Whose words count for whom is the rule of `theme::evidence`; who is named beside a quote
//! is stricter, because words that an interviewer said must not stand under a participant's name.

use std::collections::HashMap;

use crate::clock::weeks_between;
use crate::corpus::participant::Participant;
use crate::corpus::source::{self, Listed};
use crate::corpus::stream::Stream;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::order;
use crate::storage::Reader;

use super::wording::in_a_sentence;

/// Where a passage lies; sorts as the corpus came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    /// The place of its source in time.
    pub(super) source: usize,
    /// The first code point.
    pub(super) start: i64,
    /// The code point behind the last.
    pub(super) end: i64,
    /// The revision that they count in; none of what is no words.
    pub(super) revision: Option<Id>,
}

/// A stretch of a revision in which one voice speaks.
#[derive(Debug)]
struct Voice {
    start: i64,
    end: i64,
    participant: Option<Id>,
}

/// What a report needs to know of the corpus.
#[derive(Debug)]
pub(super) struct Corpus {
    /// The sources by date and name; those without a date last.
    pub(super) sources: Vec<Listed>,
    /// The streams in their order.
    pub(super) streams: Vec<Stream>,
    places: HashMap<Id, usize>,
    participants: HashMap<Id, Participant>,
    voices: HashMap<Id, Vec<Voice>>,
}

impl Corpus {
    pub(super) fn read(reader: &Reader<'_>) -> Result<Self> {
        let sources = source::list(reader)?;
        let places = sources.iter().zip(0..).map(|(one, place)| (one.source.id, place)).collect();
        let participants: Vec<Participant> = reader.list("", &[])?;
        let mut voices: HashMap<Id, Vec<Voice>> = HashMap::new();
        for row in reader.query(include_str!("voices.sql"), &[])? {
            let voice = Voice { start: row.get(1)?, end: row.get(2)?, participant: row.get(3)? };
            voices.entry(row.get(0)?).or_default().push(voice);
        }
        Ok(Self {
            sources,
            streams: reader.list("ORDER BY position, id", &[])?,
            places,
            participants: participants.into_iter().map(|one| (one.id, one)).collect(),
            voices,
        })
    }

    /// Where a passage lies.
    pub(super) fn stretch(
        &self,
        source: Id,
        revision: Option<Id>,
        start: i64,
        end: i64,
    ) -> Result<Stretch> {
        let place = self.places.get(&source).copied();
        let source = place.ok_or_else(|| Error::damaged("A passage lies in no source."))?;
        Ok(Stretch { source, start, end, revision })
    }

    /// How many participants the study has.
    pub(super) fn participants(&self) -> usize {
        self.participants.len()
    }

    /// Whose words a passage counts for: in a source with one participant theirs, otherwise of
    /// those who speak in it, or of everybody in the source where that is not known.
    pub(super) fn people(&self, at: &Stretch) -> Vec<Id> {
        let everybody = self.everybody(at);
        if everybody.len() == 1 {
            return everybody;
        }
        let speaking = self.speaking(at);
        if speaking.is_empty() { everybody } else { speaking }
    }

    /// Who can be named as having said a passage; nobody when its voice is known to be another's.
    pub(super) fn speakers(&self, at: &Stretch) -> Vec<Id> {
        let speaking = self.speaking(at);
        if !speaking.is_empty() {
            return speaking;
        }
        let told_apart = self.voices(at).iter().any(|voice| voice.participant.is_some());
        if told_apart && self.heard(at).next().is_some() {
            return Vec::new();
        }
        self.everybody(at)
    }

    /// The pseudonyms of participants, in the order people expect.
    pub(super) fn names(&self, people: &[Id]) -> Vec<String> {
        let known = people.iter().filter_map(|id| self.participants.get(id));
        let mut names: Vec<String> = known.map(|one| one.name.clone()).collect();
        names.sort_by(|a, b| order::by_name(a, b));
        names
    }

    /// Every pseudonym of the study.
    pub(super) fn all_names(&self) -> Vec<String> {
        self.names(&self.participants.keys().copied().collect::<Vec<_>>())
    }

    /// Whole weeks since the start of these people; of the one who started first, where they differ.
    pub(super) fn week(&self, at: &Stretch, people: &[Id]) -> Option<i64> {
        let date = self.sources[at.source].source.date.as_deref()?;
        let starts =
            people.iter().filter_map(|id| self.participants.get(id)?.started_on.as_deref());
        starts.filter_map(|started| weeks_between(started, date)).max()
    }

    /// What a source's stream is called within a sentence.
    pub(super) fn stream(&self, at: &Stretch) -> String {
        let word = &self.sources[at.source].source.stream;
        let stream = self.streams.iter().find(|stream| stream.name == *word);
        in_a_sentence(stream.map_or(word, |stream| &stream.label))
    }

    /// The first and the last date among the sources.
    pub(super) fn dates(&self) -> Option<(&str, &str)> {
        let dates = || self.sources.iter().filter_map(|one| one.source.date.as_deref());
        Some((dates().min()?, dates().max()?))
    }

    fn everybody(&self, at: &Stretch) -> Vec<Id> {
        self.sources[at.source].participants.iter().map(|one| one.id).collect()
    }

    fn voices(&self, at: &Stretch) -> &[Voice] {
        at.revision.and_then(|revision| self.voices.get(&revision)).map_or(&[], Vec::as_slice)
    }

    /// The voices in a passage; they are sorted by their beginning.
    fn heard(&self, at: &Stretch) -> impl Iterator<Item = &Voice> {
        let (start, end) = (at.start, at.end);
        let begun = self.voices(at).iter().take_while(move |voice| voice.start < end);
        begun.filter(move |voice| voice.end > start)
    }

    /// The participants who speak in a passage.
    fn speaking(&self, at: &Stretch) -> Vec<Id> {
        let mut people: Vec<Id> = self.heard(at).filter_map(|voice| voice.participant).collect();
        people.sort_unstable();
        people.dedup();
        people
    }
}
