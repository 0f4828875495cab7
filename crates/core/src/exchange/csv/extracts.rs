//! The table of extracts: one row for each passage, with the codes and themes it stands under.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use super::table::Table;
use super::{BETWEEN, Ground, Named, Options, Who, passages};
use crate::care::output::Release;
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
pub fn extracts(
    study: &Study,
    release: Arc<Release>,
    options: Options,
    out: Box<dyn Write + Send>,
) -> Result<u64> {
    study.read(move |reader| {
        let table = Table::begin(out, options, COLUMNS)?;
        write(reader, &release, table)
    })
}

fn write(reader: &Reader<'_>, release: &Release, mut table: Table) -> Result<u64> {
    let ground = Ground::read(reader, release)?;
    let themes = Themes::read(reader)?;
    for listed in ground.sources.iter().filter(|listed| listed.passages > 0) {
        let (who, source) = (Who::of(listed), &listed.source);
        for passage in passages(reader, release, source.id)? {
            table.words(&source.name)?;
            table.words(&source.stream)?;
            table.words(source.date.as_deref().unwrap_or_default())?;
            table.cell(&who.weeks)?;
            table.words(&who.participants)?;
            table.number(passage.start)?;
            table.number(passage.end)?;
            table.words(&passage.text)?;
            let codes = codes(&ground, passage.id);
            table.words(&joined(&codes, |named| &named.name))?;
            table.words(&joined(&codes, |named| &named.path))?;
            table.words(&themes.of(&ground, passage.id).join(BETWEEN))?;
            table.id(passage.id)?;
            table.id(source.id)?;
            table.end_row(ground.synthetic)?;
        }
    }
    table.finish()
}

/// The codes on a passage, each once, in the order of the codebook.
fn codes(ground: &Ground, passage: Id) -> Vec<&Named> {
    let codings = ground.codings(passage).iter();
    let mut codes: Vec<&Named> =
        codings.filter_map(|coded| ground.codes.get(&coded.code)).collect();
    codes.sort_by_key(|named| named.place);
    codes.dedup_by_key(|named| named.place);
    codes
}

fn joined(codes: &[&Named], cell: fn(&Named) -> &str) -> String {
    codes.iter().map(|named| cell(named)).collect::<Vec<_>>().join(BETWEEN)
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

    /// The names of the themes that gather a passage, in their order.
    fn of(&self, ground: &Ground, passage: Id) -> Vec<&str> {
        let codings = ground.codings(passage).iter();
        let by_codes = codings.filter_map(|coded| self.by_code.get(&coded.code));
        let all = by_codes.chain(self.by_passage.get(&passage)).flatten();
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
