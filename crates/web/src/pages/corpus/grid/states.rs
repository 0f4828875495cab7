//! How far each source has come, and what is expected and not there: read once for a drawing.
//!
//! A recording has its text or not, a source is coded or not, and consent may close it. What was
//! expected is laid beside what came; a week that is not over is awaited, one that is is late.

use std::collections::{BTreeMap, HashSet};

use trefoil_core::corpus::expectation::{Standing, standing};
use trefoil_core::corpus::source::Source;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::axis::Axis;
use super::marks::Look;
use crate::pages::care::{Mark, Marks};
use crate::pages::corpus::Streams;
use crate::pages::media;
use crate::words;

/// How far one source has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// Whether it is a recording that has no text yet.
    pub(crate) is_textless: bool,
    /// Whether a code is on it.
    pub(crate) is_coded: bool,
    /// What consent closes of it: `closed`, `not to be heard`.
    pub(crate) withheld: Option<&'static str>,
}

impl State {
    /// In words: `no text yet`, `coded`.
    pub(super) fn words(&self) -> Vec<&'static str> {
        let textless = self.is_textless.then_some("no text yet");
        let coded = self.is_coded.then_some("coded");
        [self.withheld, textless, coded].into_iter().flatten().collect()
    }
}

/// What is known of all sources, and what is expected.
#[derive(Debug)]
pub(crate) struct States {
    coded: HashSet<Id>,
    pictures: HashSet<Id>,
    marks: Marks,
    standing: Vec<Standing>,
    streams: Streams,
}

impl States {
    /// Reads them as they stand on a day given as an ISO date.
    pub(crate) fn read(reader: &Reader<'_>, today: &str) -> Result<Self> {
        // Whether there is one: counting them all takes long where there are many.
        let coded = "SELECT s.id FROM source s WHERE EXISTS (SELECT 1 FROM passage p \
                     JOIN coding k ON k.passage = p.id WHERE p.source = s.id)";
        let coded = reader.query(coded, &[])?;
        Ok(Self {
            coded: coded.iter().map(|row| row.get(0)).collect::<Result<_>>()?,
            pictures: media::pictures(reader)?,
            marks: Marks::read(reader)?,
            standing: standing(reader, today)?,
            streams: Streams::read(reader)?,
        })
    }

    /// How far a source has come.
    pub(super) fn of(&self, source: &Source) -> State {
        let is_recording = source.media.is_some_and(|media| !self.pictures.contains(&media));
        let marks = self.marks.of(source);
        State {
            is_textless: is_recording && source.revision.is_none(),
            is_coded: self.coded.contains(&source.id),
            withheld: marks.iter().find(|mark| Mark::closes(mark)).map(|mark| mark.word),
        }
    }

    /// The weeks in which something of somebody is late: they are drawn in any case.
    pub(super) fn late_weeks(&self, who: Id) -> impl Iterator<Item = i64> + '_ {
        let late = move |one: &&Standing| one.participant == who && one.is_late();
        self.standing.iter().filter(late).map(|one| one.week)
    }

    /// What is missing from somebody, by week.
    pub(super) fn missing(&self, who: Id, axis: &Axis) -> BTreeMap<i64, Vec<Missing>> {
        let mut missing: BTreeMap<i64, Vec<Missing>> = BTreeMap::new();
        let is_missing = |one: &&Standing| {
            one.participant == who && axis.holds(one.week) && (one.is_late() || one.is_awaited())
        };
        for one in self.standing.iter().filter(is_missing) {
            let stream = self.streams.label(&one.stream).to_lowercase();
            let here = missing.entry(one.week).or_default();
            here.push(Missing {
                top: Look::of_stream(&one.stream).middle(),
                left: format!("{}%", 90_usize.saturating_sub(here.len() * 16)),
                is_late: one.is_late(),
                says: said(one, &stream),
                query: format!(
                    "view=list&stream={}&participant={who}&from={}&to={}",
                    words::encode(&one.stream),
                    one.week,
                    one.week
                ),
            });
        }
        missing
    }
}

/// Something that was expected in a week, and has not come.
#[derive(Debug)]
pub(crate) struct Missing {
    /// Its middle, from the upper edge of the row.
    pub(crate) top: i32,
    /// Its middle within its week, in percent.
    pub(crate) left: String,
    pub(crate) is_late: bool,
    /// `week 3: voice note, 1 of 2 came`.
    pub(crate) says: String,
    /// Where the list shows what came.
    pub(crate) query: String,
}

fn said(one: &Standing, stream: &str) -> String {
    let came = match one.received {
        0 if one.expected == 1 => String::new(),
        0 => format!(", none of {}", one.expected),
        some => format!(", {some} of {} came", one.expected),
    };
    format!("week {}: {stream}{came}", words::grouped(&one.week))
}
