//! The table of codings: one row for each code that somebody put on a passage.

use std::io::Write;

use super::table::Table;
use super::{Ground, Options, Who};
use crate::bind;
use crate::clock;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Reader, Row};
use crate::study::Study;

const COLUMNS: &[&str] = &[
    "source",
    "stream",
    "date",
    "week",
    "participant",
    "start",
    "end",
    "text",
    "code",
    "code_path",
    "coder",
    "at",
    "passage_id",
    "coding_id",
    "code_id",
    "source_id",
    "synthetic",
];

/// Writes `codings.csv`; answers how many codings there are.
///
/// Errors: the table cannot be written to where it goes.
pub fn codings(study: &Study, options: Options, out: Box<dyn Write + Send>) -> Result<u64> {
    study.read(move |reader| {
        let table = Table::begin(out, options, COLUMNS)?;
        write(reader, table)
    })
}

fn write(reader: &Reader<'_>, mut table: Table) -> Result<u64> {
    let ground = Ground::read(reader)?;
    for listed in ground.sources.iter().filter(|listed| listed.codings > 0) {
        let who = Who::of(listed);
        for row in reader.query(include_str!("codings.sql"), bind![listed.source.id])? {
            let source = &listed.source;
            table.words(&source.name)?;
            table.words(&source.stream)?;
            table.words(source.date.as_deref().unwrap_or_default())?;
            table.cell(&who.weeks)?;
            table.words(&who.participants)?;
            write_coding(&mut table, &ground, &row)?;
            table.id(source.id)?;
            table.end_row(ground.synthetic)?;
        }
    }
    table.finish()
}

fn write_coding(table: &mut Table, ground: &Ground, row: &Row) -> Result<()> {
    let (passage, text): (Id, String) = (row.get(0)?, row.get(3)?);
    let (coding, code): (Id, Id) = (row.get(4)?, row.get(5)?);
    let (coder, at): (String, i64) = (row.get(6)?, row.get(7)?);
    let named = ground.codes.get(&code).ok_or_else(|| {
        Error::damaged(format!("The coding {coding} has a code that is not in the codebook."))
    })?;
    table.number(row.get(1)?)?;
    table.number(row.get(2)?)?;
    table.words(&text)?;
    table.words(&named.name)?;
    table.words(&named.path)?;
    table.words(&coder)?;
    table.cell(&clock::moment(at))?;
    table.id(passage)?;
    table.id(coding)?;
    table.id(code)
}
