//! How much there is in a study: the numbers of the overview and of `trefoil status`.
//!
//! Every area and state is counted, the empty ones too, so that scripts find each key. States of
//! conditions are those shown on the day asked about: what is past its review has lapsed.

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use super::{Method, about};
use crate::condition::{self, Standing};
use crate::corpus::stream::Stream;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;
use crate::theme::Area;

/// The numbers of a study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// The study's id.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its method.
    pub method: Method,
    /// Whether everything in it is invented.
    pub synthetic: bool,
    /// Whether its model of conditions is still called tentative.
    pub tentative: bool,
    /// The change number.
    pub change: i64,
    /// How many sources.
    pub sources: i64,
    /// How many of them in each stream.
    #[serde(serialize_with = "as_map")]
    pub by_stream: Vec<(Stream, i64)>,
    /// How many participants.
    pub participants: i64,
    /// How many codes.
    pub codes: i64,
    /// How many marked passages.
    pub passages: i64,
    /// How many codings.
    pub codings: i64,
    /// How many themes.
    pub themes: i64,
    /// How many of them in each area.
    #[serde(serialize_with = "as_map")]
    pub by_area: Vec<(Area, i64)>,
    /// How many conditions.
    pub conditions: i64,
    /// How many of them in each state.
    #[serde(serialize_with = "as_map")]
    pub by_state: Vec<(Standing, i64)>,
    /// How many memos.
    pub memos: i64,
    /// How many rounds.
    pub rounds: i64,
    /// How many actions.
    pub actions: i64,
    /// How many sentences of the report.
    pub sentences: i64,
}

/// The numbers of the study on a day given as an ISO date.
pub fn status(reader: &Reader<'_>, today: &str) -> Result<Status> {
    let about = about(reader)?;
    let count = |noun: &str| reader.number(&format!("SELECT COUNT(*) FROM {noun}"), &[]);
    let (themes, model) = (count("theme")?, condition::list(reader, today)?);
    let in_state = |state| model.iter().filter(|one| one.state == state).count() as i64;
    Ok(Status {
        id: about.id,
        title: about.title,
        method: about.method,
        synthetic: about.synthetic,
        tentative: about.tentative,
        change: reader.number("SELECT number FROM change_number", &[])?,
        sources: count("source")?,
        by_stream: by_stream(reader)?,
        participants: count("participant")?,
        codes: count("code")?,
        passages: count("passage")?,
        codings: count("coding")?,
        themes,
        by_area: by_area(reader, themes)?,
        conditions: model.len() as i64,
        by_state: Standing::ALL.iter().map(|state| (*state, in_state(*state))).collect(),
        memos: count("memo")?,
        rounds: count("round")?,
        actions: count("action")?,
        sentences: count("sentence")?,
    })
}

fn by_stream(reader: &Reader<'_>) -> Result<Vec<(Stream, i64)>> {
    let mut counted: HashMap<String, i64> = HashMap::new();
    for row in reader.query("SELECT stream, COUNT(*) FROM source GROUP BY stream", &[])? {
        counted.insert(row.get(0)?, row.get(1)?);
    }
    let streams: Vec<Stream> = reader.list("ORDER BY position, id", &[])?;
    let number = |stream: &Stream| counted.get(&stream.name).copied().unwrap_or(0);
    Ok(streams.into_iter().map(|stream| (stream.clone(), number(&stream))).collect())
}

/// What was never placed counts as not yet placed.
fn by_area(reader: &Reader<'_>, themes: i64) -> Result<Vec<(Area, i64)>> {
    let last = "SELECT area, COUNT(*) FROM placement p \
                WHERE number = (SELECT MAX(o.number) FROM placement o WHERE o.theme = p.theme) \
                GROUP BY area";
    let mut placed: HashMap<Area, i64> = HashMap::new();
    for row in reader.query(last, &[])? {
        placed.insert(row.get(0)?, row.get(1)?);
    }
    placed.remove(&Area::Unplaced);
    placed.insert(Area::Unplaced, themes - placed.values().sum::<i64>());
    Ok(Area::ALL.iter().map(|area| (*area, placed.get(area).copied().unwrap_or(0))).collect())
}

/// What is counted, as the key under which scripts find its number.
trait Word {
    fn key(&self) -> &str;
}

impl Word for Stream {
    fn key(&self) -> &str {
        &self.name
    }
}

impl Word for Area {
    fn key(&self) -> &str {
        self.word()
    }
}

impl Word for Standing {
    fn key(&self) -> &str {
        self.word()
    }
}

fn as_map<T: Word, S: Serializer>(
    counted: &[(T, i64)],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_map(counted.iter().map(|(what, number)| (what.key(), number)))
}
