//! What each theme gathers, and how much of it comes from where.
//!
//! One query answers for all themes; counting is done here, because whose words a passage holds is
//! known to `corpus` alone. Counts keep the order of streams, people and weeks and are never sorted
//! by size.

use std::collections::{BTreeMap, HashMap};

use crate::error::Result;
use crate::id::Id;
use crate::order;
use crate::storage::Reader;

use super::corpus::{Corpus, Stretch};
use crate::report::{Count, Counts, Weeks};

/// A passage that a theme gathers.
#[derive(Debug)]
pub(super) struct Held {
    /// The passage.
    pub(super) passage: Id,
    /// Where it lies.
    pub(super) at: Stretch,
    /// Whether it was chosen as a quote for the theme.
    pub(super) quoted: bool,
}

/// The passages of every theme, each as the corpus came to be.
pub(super) fn read(reader: &Reader<'_>, corpus: &Corpus) -> Result<HashMap<Id, Vec<Held>>> {
    let mut gathered: HashMap<Id, Vec<Held>> = HashMap::new();
    for row in reader.query(include_str!("gathered.sql"), &[])? {
        let at = corpus.stretch(row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)?;
        let held = Held { passage: row.get(1)?, at, quoted: row.get(6)? };
        gathered.entry(row.get(0)?).or_default().push(held);
    }
    for held in gathered.values_mut() {
        held.sort_unstable_by_key(|one| (one.at, one.passage));
    }
    Ok(gathered)
}

/// How many passages there are, and where they come from.
pub(super) fn counts(corpus: &Corpus, held: &[Held], labels: bool) -> Counts {
    let mut streams: HashMap<&str, u64> = HashMap::new();
    let mut people: HashMap<Id, u64> = HashMap::new();
    let mut weeks: BTreeMap<i64, u64> = BTreeMap::new();
    for one in held {
        *streams.entry(&corpus.sources[one.at.source].source.stream).or_default() += 1;
        let whose = corpus.people(&one.at);
        if let Some(week) = corpus.week(&one.at, &whose) {
            *weeks.entry(week).or_default() += 1;
        }
        for person in whose {
            *people.entry(person).or_default() += 1;
        }
    }
    let ends = weeks.keys().next().zip(weeks.keys().next_back());
    Counts {
        passages: held.len() as u64,
        by_stream: by_stream(corpus, &streams),
        by_participant: if labels { by_participant(corpus, &people) } else { Vec::new() },
        weeks: ends.map(|(first, last)| Weeks { first: *first, last: *last }),
        by_week: weeks.into_iter().collect(),
    }
}

fn by_stream(corpus: &Corpus, counted: &HashMap<&str, u64>) -> Vec<Count> {
    let streams = corpus.streams.iter();
    let heard = streams.filter_map(|stream| {
        let count = counted.get(stream.name.as_str()).copied()?;
        Some(Count { name: super::wording::in_a_sentence(&stream.label), count })
    });
    heard.collect()
}

fn by_participant(corpus: &Corpus, counted: &HashMap<Id, u64>) -> Vec<Count> {
    let named = counted.iter().flat_map(|(person, count)| {
        corpus.names(&[*person]).into_iter().map(|name| Count { name, count: *count })
    });
    let mut counts: Vec<Count> = named.collect();
    counts.sort_by(|a, b| order::by_name(&a.name, &b.name));
    counts
}
