//! `trefoil export`: writes the study for other programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use trefoil_core::exchange::{csv, json as document};

use crate::args::At;
use crate::desk::{Desk, Open};
use crate::exit::{Result, usage};
use crate::output::{self, Page, counted};
use crate::target::Target;

/// Writes the study for other programs.
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    at: At,
    /// What to write
    #[arg(long, value_enum)]
    format: Format,
    /// Where to; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Which table, of csv
    #[arg(long, value_enum, value_name = "TABLE")]
    table: Option<Table>,
    /// Leave the byte order mark and the guard against formulas away, of csv
    #[arg(long)]
    plain: bool,
    /// Leave out the bytes of recordings, of json
    #[arg(long)]
    without_media: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The whole study in one document, which `trefoil import` brings back
    Json,
    /// A table for a spreadsheet
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Table {
    /// A row for each coding
    Codings,
    /// A row for each passage, with its codes and themes
    Extracts,
}

pub(crate) fn run(command: Export, desk: &Desk) -> Result {
    match command.format {
        Format::Json if command.table.is_some() || command.plain => {
            return Err(usage("`--table` and `--plain` are for csv."));
        }
        Format::Csv if command.without_media => {
            return Err(usage("`--without-media` is for json."));
        }
        Format::Json | Format::Csv => {}
    }
    let open = desk.open(&command.at)?;
    let target = Target::from(command.output);
    match command.format {
        Format::Json => {
            let options = document::Options { media: !command.without_media };
            let written = target.write(&open, |out| document::export(&open.study, options, out))?;
            for notice in &written.notices {
                open.manner.note(&format!("Note: {notice}"));
            }
            let counts = &written.counts;
            let told = [
                counted(counts.sources as i64, "source", "sources"),
                counted(counts.passages as i64, "passage", "passages"),
                counted(counts.codings as i64, "coding", "codings"),
            ];
            tell(&open, &target, &told.join(", "), &json!(written))
        }
        Format::Csv => {
            // Spreadsheets want the mark; scripts behind a pipe do not.
            let mark = matches!(target, Target::File(_)) && !command.plain;
            let options = csv::Options { mark, guard: !command.plain };
            let (rows, told) = match command.table.unwrap_or(Table::Codings) {
                Table::Codings => {
                    let rows =
                        target.write(&open, |out| csv::codings(&open.study, options, out))?;
                    (rows, ("coding", "codings"))
                }
                Table::Extracts => {
                    let rows =
                        target.write(&open, |out| csv::extracts(&open.study, options, out))?;
                    (rows, ("passage", "passages"))
                }
            };
            let told = counted(i64::try_from(rows).unwrap_or(i64::MAX), told.0, told.1);
            tell(&open, &target, &told, &json!({ "rows": rows }))
        }
    }
}

/// Where standard output is the export itself, nothing else goes there.
fn tell(open: &Open<'_>, target: &Target, told: &str, written: &serde_json::Value) -> Result {
    let Target::File(path) = target else { return Ok(()) };
    if open.manner.json {
        return output::json(&json!({ "path": path, "written": written }));
    }
    if open.manner.quiet {
        return Ok(());
    }
    let mut page = Page::default();
    page.line(format!("Wrote {}: {told}.", path.display()));
    page.print()
}
