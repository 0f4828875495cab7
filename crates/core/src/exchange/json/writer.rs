//! The hand that writes a document: sections, entries, commas and line ends.

use std::io::{BufWriter, Write};

use serde::Serialize;

use super::document::Header;
use crate::error::{Error, Kind, Result};
use crate::exchange::pages::each_by_id;
use crate::storage::{Reader, Record};

/// Writes one document.
pub(super) struct Writer {
    out: BufWriter<Box<dyn Write + Send>>,
    /// The line being made; kept so that its space is used again.
    line: Vec<u8>,
    entries: usize,
}

impl Writer {
    /// Begins a document.
    pub(super) fn new(out: Box<dyn Write + Send>) -> Self {
        Self { out: BufWriter::with_capacity(1 << 16, out), line: Vec::new(), entries: 0 }
    }

    /// Writes what the document says about itself, each field on a line.
    pub(super) fn header(&mut self, header: &Header) -> Result<()> {
        let Header { format, version, exported_at } = header;
        let version = serde_json::to_string(version)?;
        self.raw(&format!(
            "{{\n\"trefoil\": {{\n\"format\": {format},\n\"version\": {version},\n\
             \"exported_at\": {exported_at}\n}}"
        ))
    }

    /// Writes a section that is one object.
    pub(super) fn object(&mut self, section: &str, object: &impl Serialize) -> Result<()> {
        self.raw(&format!(",\n\"{section}\": {}", serde_json::to_string(object)?))
    }

    /// Writes a section that is a list of what `fill` writes; answers how many entries it has.
    pub(super) fn list(
        &mut self,
        section: &str,
        fill: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<usize> {
        self.raw(&format!(",\n\"{section}\": ["))?;
        self.entries = 0;
        fill(self)?;
        self.raw(if self.entries == 0 { "]" } else { "\n]" })?;
        Ok(self.entries)
    }

    /// Writes a section of a noun whose rows are few.
    pub(super) fn rows<R: Record, N: From<R> + Serialize>(
        &mut self,
        section: &str,
        reader: &Reader<'_>,
        order: &str,
    ) -> Result<usize> {
        let rows: Vec<R> = reader.list(order, &[])?;
        self.list(section, |writer| {
            rows.into_iter().try_for_each(|row| writer.entry(&N::from(row)))
        })
    }

    /// Writes a section of a noun whose rows may be very many, in the order of their ids.
    pub(super) fn pages<R: Record, N: From<R> + Serialize>(
        &mut self,
        section: &str,
        reader: &Reader<'_>,
    ) -> Result<usize> {
        self.list(section, |writer| each_by_id(reader, |row: R| writer.entry(&N::from(row))))
    }

    /// Writes the next entry of a list.
    pub(super) fn entry(&mut self, entry: &impl Serialize) -> Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, entry)?;
        self.begin_entry()?;
        self.out.write_all(&self.line).map_err(unwritable)
    }

    /// Begins the next entry of a list with text that is written already.
    pub(super) fn raw_entry(&mut self, text: &str) -> Result<()> {
        self.begin_entry()?;
        self.raw(text)
    }

    /// Writes text as it is.
    pub(super) fn raw(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(unwritable)
    }

    fn begin_entry(&mut self) -> Result<()> {
        let joint = if self.entries == 0 { "\n" } else { ",\n" };
        self.entries += 1;
        self.raw(joint)
    }

    /// Ends the document and hands everything on.
    pub(super) fn finish(mut self) -> Result<()> {
        self.raw("\n}\n")?;
        self.out.flush().map_err(unwritable)
    }
}

fn unwritable(error: std::io::Error) -> Error {
    Error::new(Kind::Io, format!("The document cannot be written: {error}.")).because(error)
}
