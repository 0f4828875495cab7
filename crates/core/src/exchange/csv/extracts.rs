//! The table of extracts: one row for each passage, with the codes and themes it stands under.

use std::collections::HashMap;
use std::io::Write;

use super::table::Table;
use super::{BETWEEN, Ground, Named, Options, Who};
use crate::bind;
use crate::codebook::Code;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;
use crate::study::Study;
use crate::theme::{self, ThemeCode, ThemePassage};

const COLUMNS: &[&str] = &[
    "source",
    "stream",
    "date",
    "week",
    "participant",
    "start",
    "end",
    "text",
    "codes",
    "code_paths",
    "themes",
    "passage_id",
    "source_id",
    "synthetic",
];

/// Writes `extracts.csv`; answers how many passages there are.
///
/// Errors: the table cannot be written to where it goes.
pub fn extracts(study: &Study, options: Options, out: Box<dyn Write + Send>) -> Result<u64> {
    study.read(move |reader| {
        let table = Table::begin(out, options, COLUMNS)?;
        write(reader, table)
    })
}

fn write(reader: &Reader<'_>, mut table: Table) -> Result<u64> {
    let ground = Ground::read(reader)?;
    let themes = Themes::read(reader)?;
    for listed in ground.sources.iter().filter(|listed| listed.passages > 0) {
        let (who, source) = (Who::of(listed), &listed.source);
        for extract in extracts_of(reader, source.id)? {
            table.words(&source.name)?;
            table.words(&source.stream)?;
            table.words(source.date.as_deref().unwrap_or_default())?;
            table.cell(&who.weeks)?;
            table.words(&who.participants)?;
            table.number(extract.start)?;
            table.number(extract.end)?;
            table.words(&extract.text)?;
            let codes = extract.codes(&ground);
            let joined = |of: fn(&Named) -> &str| -> String {
                codes.iter().map(|named| of(named)).collect::<Vec<_>>().join(BETWEEN)
            };
            table.words(&joined(|named| &named.name))?;
            table.words(&joined(|named| &named.path))?;
            table.words(&themes.of(&extract).join(BETWEEN))?;
            table.id(extract.passage)?;
            table.id(source.id)?;
            table.end_row(ground.synthetic)?;
        }
    }
    table.finish()
}

/// A passage with the codes on it.
struct Extract {
    passage: Id,
    start: i64,
    end: i64,
    text: String,
    codes: Vec<Id>,
}

impl Extract {
    /// Its codes, in the order of the codebook.
    fn codes<'g>(&self, ground: &'g Ground) -> Vec<&'g Named> {
        let mut codes: Vec<&Named> =
            self.codes.iter().filter_map(|code| ground.codes.get(code)).collect();
        codes.sort_by_key(|named| named.place);
        codes
    }
}

/// Rows of the same passage follow each other.
fn extracts_of(reader: &Reader<'_>, source: Id) -> Result<Vec<Extract>> {
    let mut extracts: Vec<Extract> = Vec::new();
    for row in reader.query(include_str!("extracts.sql"), bind![source])? {
        let passage: Id = row.get(0)?;
        if extracts.last().is_none_or(|last| last.passage != passage) {
            extracts.push(Extract {
                passage,
                start: row.get(1)?,
                end: row.get(2)?,
                text: row.get(3)?,
                codes: Vec::new(),
            });
        }
        let code: Option<Id> = row.get(4)?;
        if let (Some(last), Some(code)) = (extracts.last_mut(), code) {
            last.codes.push(code);
        }
    }
    Ok(extracts)
}

/// Which themes gather what, by their places among the themes.
struct Themes {
    names: Vec<String>,
    by_passage: HashMap<Id, Vec<usize>>,
    /// A theme that gathers a code gathers what lies beneath it.
    by_code: HashMap<Id, Vec<usize>>,
}

impl Themes {
    fn read(reader: &Reader<'_>) -> Result<Self> {
        let listed: Vec<theme::Theme> = reader.list("ORDER BY position, id", &[])?;
        let places: HashMap<Id, usize> =
            listed.iter().enumerate().map(|(place, theme)| (theme.id, place)).collect();
        let mut by_passage: HashMap<Id, Vec<usize>> = HashMap::new();
        for row in reader.list::<ThemePassage>("", &[])? {
            by_passage.entry(row.passage).or_default().extend(places.get(&row.theme));
        }
        let mut own: HashMap<Id, Vec<usize>> = HashMap::new();
        for row in reader.list::<ThemeCode>("", &[])? {
            own.entry(row.code).or_default().extend(places.get(&row.theme));
        }
        let codes: Vec<Code> = reader.list("", &[])?;
        Ok(Self {
            names: listed.into_iter().map(|theme| theme.name).collect(),
            by_passage,
            by_code: inherited(&codes, &own),
        })
    }

    /// The names of the themes that gather an extract, in their order.
    fn of(&self, extract: &Extract) -> Vec<&str> {
        let by_codes = extract.codes.iter().filter_map(|code| self.by_code.get(code));
        let all = by_codes.chain(self.by_passage.get(&extract.passage)).flatten();
        let mut places: Vec<usize> = all.copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| self.names[place].as_str()).collect()
    }
}

/// What each code gets from itself and from all codes above it.
fn inherited(codes: &[Code], own: &HashMap<Id, Vec<usize>>) -> HashMap<Id, Vec<usize>> {
    let parents: HashMap<Id, Option<Id>> =
        codes.iter().map(|code| (code.id, code.parent)).collect();
    let all = codes.iter().map(|code| {
        let way = std::iter::successors(Some(code.id), |at| parents.get(at).copied().flatten());
        // No way up is longer than there are codes, even in a damaged study.
        let places = way.take(codes.len()).filter_map(|at| own.get(&at)).flatten();
        (code.id, places.copied().collect())
    });
    all.collect()
}
