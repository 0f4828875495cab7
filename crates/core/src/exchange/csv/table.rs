//! One table under way: cells, rows, and what a spreadsheet must not take for a formula.

use std::io::Write;

use super::Options;
use crate::error::{Error, Kind, Result};
use crate::id::Id;

/// Writes a table: UTF-8, commas, quotes where they are needed, CRLF behind each row.
pub(super) struct Table {
    writer: ::csv::Writer<Box<dyn Write + Send>>,
    guard: bool,
    rows: u64,
}

impl Table {
    /// Begins a table with the names of its columns.
    pub(super) fn begin(
        mut out: Box<dyn Write + Send>,
        options: Options,
        columns: &[&str],
    ) -> Result<Self> {
        if options.mark {
            out.write_all(b"\xef\xbb\xbf").map_err(|error| unwritable(error.into()))?;
        }
        let mut writer = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::CRLF)
            .buffer_capacity(1 << 16)
            .from_writer(out);
        writer.write_record(columns).map_err(unwritable)?;
        Ok(Self { writer, guard: options.guard, rows: 0 })
    }

    /// Writes a cell of words.
    pub(super) fn words(&mut self, text: &str) -> Result<()> {
        if self.guard && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            return self.cell(&format!("'{text}"));
        }
        self.cell(text)
    }

    /// Writes a cell that holds no words of people.
    pub(super) fn cell(&mut self, text: &str) -> Result<()> {
        self.writer.write_field(text).map_err(unwritable)
    }

    /// Writes a cell with a number.
    pub(super) fn number(&mut self, number: i64) -> Result<()> {
        self.cell(&number.to_string())
    }

    /// Writes a cell with an id.
    pub(super) fn id(&mut self, id: Id) -> Result<()> {
        self.cell(&id.to_string())
    }

    /// Writes the last cell of a row.
    pub(super) fn end_row(&mut self, synthetic: bool) -> Result<()> {
        self.cell(if synthetic { "yes" } else { "no" })?;
        self.rows += 1;
        self.writer.write_record(None::<&[u8]>).map_err(unwritable)
    }

    /// Ends the table; answers how many rows it has below the names of its columns.
    pub(super) fn finish(mut self) -> Result<u64> {
        self.writer.flush().map_err(|error| unwritable(error.into()))?;
        Ok(self.rows)
    }
}

fn unwritable(error: ::csv::Error) -> Error {
    Error::new(Kind::Io, format!("The table cannot be written: {error}.")).because(error)
}
