//! Codings and extracts as tables for a spreadsheet or a script.
//!
//! [`codings`] writes one row per coding, [`extracts`] one per passage with its codes and themes
//! joined; what may leave the study is said by a [`Release`]. Rows come source by source, in the
//! order of the corpus and of each text, so that only one source's rows are in memory. [`key`]
//! writes the key to the pseudonyms. `docs/csv.md` tells the columns.

mod codings;
mod extracts;
mod key;
mod table;

pub use codings::codings;
pub use extracts::extracts;
pub use key::key;

use std::collections::HashMap;

use super::pages::each_by_id;
use crate::bind;
use crate::care::output::Release;
use crate::codebook;
use crate::coding::Coding;
use crate::corpus::source::Listed;
use crate::error::Result;
use crate::id::Id;
use crate::span::Span;
use crate::storage::Reader;
use crate::study::{self, Person};

/// Stands between several values in one cell.
const BETWEEN: &str = "; ";

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether it begins with a byte order mark, by which spreadsheets know UTF-8.
    pub mark: bool,
    /// Whether a cell that a spreadsheet could take for a formula gets an apostrophe in front.
    pub guard: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { mark: true, guard: true }
    }
}

/// What all rows of a table draw on.
struct Ground {
    /// The sources that may leave, in the order of the corpus.
    sources: Vec<Listed>,
    /// Each code: its place in the codebook, its name and the names on the way to it.
    codes: HashMap<Id, Named>,
    /// The codings on each passage.
    codings: HashMap<Id, Vec<Coded>>,
    /// The names of all coders.
    people: HashMap<Id, String>,
    /// Whether everything in the study is invented, which every row says.
    synthetic: bool,
}

/// A coding, without the passage that it is on.
struct Coded {
    id: Id,
    code: Id,
    coder: Id,
    at: i64,
}

/// A passage of the source whose turn it is.
struct Marked {
    id: Id,
    start: i64,
    end: i64,
    text: String,
}

/// A code by the names that people know it by.
struct Named {
    place: usize,
    name: String,
    path: String,
}

impl Ground {
    fn read(reader: &Reader<'_>, release: &Release) -> Result<Self> {
        let tree = codebook::tree(reader)?.into_iter().enumerate();
        let codes = tree.map(|(place, listed)| {
            let path = listed.path.join(" › ");
            (listed.code.id, Named { place, name: listed.code.name, path })
        });
        let people: Vec<Person> = reader.list("", &[])?;
        Ok(Self {
            codes: codes.collect(),
            codings: codings_by_passage(reader)?,
            people: people.into_iter().map(|person| (person.id, person.name)).collect(),
            sources: release.sources(reader)?,
            synthetic: study::about(reader)?.synthetic,
        })
    }

    /// The codings on a passage, first to last.
    fn codings(&self, passage: Id) -> &[Coded] {
        self.codings.get(&passage).map_or(&[], Vec::as_slice)
    }
}

fn codings_by_passage(reader: &Reader<'_>) -> Result<HashMap<Id, Vec<Coded>>> {
    let mut codings: HashMap<Id, Vec<Coded>> = HashMap::new();
    each_by_id(reader, |row: Coding| {
        let Coding { id, passage, code, coder, at } = row;
        codings.entry(passage).or_default().push(Coded { id, code, coder, at });
        Ok(())
    })?;
    for all in codings.values_mut() {
        all.sort_by_key(|coded| (coded.at, coded.id));
    }
    Ok(codings)
}

/// The passages of a source, in the order of its text, with the words that may leave.
fn passages(reader: &Reader<'_>, release: &Release, source: Id) -> Result<Vec<Marked>> {
    let rows = reader.query(include_str!("passages.sql"), bind![source])?;
    let marked = rows.iter().map(|row| {
        let (start, end, text): (i64, i64, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let text = release.words(source, Span::new(start, end), &text);
        Ok(Marked { id: row.get(0)?, start, end, text })
    });
    marked.collect()
}

/// The cells that say which source a row is from: participants, and weeks since they started.
struct Who {
    participants: String,
    weeks: String,
}

impl Who {
    fn of(listed: &Listed) -> Self {
        let present = &listed.participants;
        let names: Vec<&str> = present.iter().map(|one| one.name.as_str()).collect();
        let weeks: Vec<Option<i64>> = present.iter().map(|one| one.week).collect();
        let cell = |week: &Option<i64>| week.map(|week| week.to_string()).unwrap_or_default();
        let weeks = match &weeks[..] {
            [first, rest @ ..] if rest.iter().all(|week| week == first) => cell(first),
            all => all.iter().map(cell).collect::<Vec<_>>().join(BETWEEN),
        };
        Self { participants: names.join(BETWEEN), weeks }
    }
}
