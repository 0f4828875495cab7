//! The key to the pseudonyms as a table, to be printed and locked away.

use std::io::Write;

use super::Options;
use super::table::Table;
use crate::care::pseudonym::file::KeyFile;
use crate::error::Result;

const COLUMNS: &[&str] = &["name", "stands_for_it", "participant", "kind", "level", "synthetic"];

/// Writes the names of a key and what stands for them; answers how many there are.
///
/// Errors: the table cannot be written to where it goes.
pub fn key(file: &KeyFile, options: Options, out: Box<dyn Write + Send>) -> Result<u64> {
    let mut table = Table::begin(out, options, COLUMNS)?;
    for line in &file.names {
        table.words(&line.name)?;
        table.words(&line.replacement)?;
        table.words(line.participant.as_deref().unwrap_or_default())?;
        table.cell(line.kind.word())?;
        table.cell(line.level.word())?;
        table.end_row(file.synthetic)?;
    }
    table.finish()
}
