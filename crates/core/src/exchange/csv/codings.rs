//! The table of codings: one row for each code that somebody put on a passage.

use std::io::Write;
use std::sync::Arc;

use super::table::Table;
use super::{Coded, Ground, Marked, Options, Who, passages};
use crate::care::output::Release;
use crate::clock;
use crate::error::{Error, Result};
use crate::storage::Reader;
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
pub fn codings(
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
    for listed in ground.sources.iter().filter(|listed| listed.codings > 0) {
        let (who, source) = (Who::of(listed), &listed.source);
        for passage in passages(reader, release, source.id)? {
            for coded in ground.codings(passage.id) {
                table.words(&source.name)?;
                table.words(&source.stream)?;
                table.words(source.date.as_deref().unwrap_or_default())?;
                table.cell(&who.weeks)?;
                table.words(&who.participants)?;
                write_coding(&mut table, &ground, &passage, coded)?;
                table.id(source.id)?;
                table.end_row(ground.synthetic)?;
            }
        }
    }
    table.finish()
}

fn write_coding(table: &mut Table, ground: &Ground, passage: &Marked, coded: &Coded) -> Result<()> {
    let named = ground.codes.get(&coded.code).ok_or_else(|| {
        Error::damaged(format!("The coding {} has a code outside the codebook.", coded.id))
    })?;
    table.number(passage.start)?;
    table.number(passage.end)?;
    table.words(&passage.text)?;
    table.words(&named.name)?;
    table.words(&named.path)?;
    table.words(ground.people.get(&coded.coder).map_or("", String::as_str))?;
    table.cell(&clock::moment(coded.at))?;
    table.id(passage.id)?;
    table.id(coded.id)?;
    table.id(coded.code)
}
