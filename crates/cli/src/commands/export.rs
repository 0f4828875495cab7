//! `trefoil export`: writes the study for other programs.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::json;
use trefoil_core::care::Use;
use trefoil_core::care::output::{Asked, Holds, Release, usual_level};
use trefoil_core::care::pseudonym::Level;
use trefoil_core::exchange::{csv, json as document};
use trefoil_core::study::Study;

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
    /// What it is for, of csv: `analysis`, `co_researcher_access`, `member_check`,
    /// `archive_safeguarded` or `archive_open`; sources of people who did not agree to that are left out
    #[arg(long = "for", value_name = "USE", default_value = "analysis")]
    purpose: Use,
    /// How much is taken out of words, of csv: raw, direct, indirect or public; raw for analysis,
    /// public for an open archive, else indirect
    #[arg(long, value_name = "LEVEL")]
    level: Option<Level>,
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

/// How a table is written.
type Write = fn(
    &Study,
    Arc<Release>,
    csv::Options,
    Box<dyn std::io::Write + Send>,
) -> trefoil_core::error::Result<u64>;

pub(crate) fn run(command: &Export, desk: &Desk) -> Result {
    match command.format {
        Format::Json if command.table.is_some() || command.plain => {
            return Err(usage("`--table` and `--plain` are for csv."));
        }
        Format::Json if command.purpose != Use::Analysis || command.level.is_some() => {
            return Err(usage(
                "`--for` and `--level` are for csv: the JSON is the whole study, for those who \
                 work in it.",
            ));
        }
        Format::Csv if command.without_media => {
            return Err(usage("`--without-media` is for json."));
        }
        Format::Json | Format::Csv => {}
    }
    let open = desk.open(&command.at)?;
    let target = Target::from(command.output.clone());
    match command.format {
        Format::Json => whole_study(&open, &target, !command.without_media),
        Format::Csv => table(&open, &target, command),
    }
}

fn whole_study(open: &Open<'_>, target: &Target, media: bool) -> Result {
    let session = open.session()?;
    let written = target.write(open, |out| {
        document::export(&session, &target.file_name(), document::Options { media }, out)
    })?;
    for notice in &written.notices {
        open.manner.note(&format!("Note: {notice}"));
    }
    let counts = &written.counts;
    let told = [
        counted(counts.sources as i64, "source", "sources"),
        counted(counts.passages as i64, "passage", "passages"),
        counted(counts.codings as i64, "coding", "codings"),
    ];
    tell(open, target, &told.join(", "), &json!(written))
}

fn table(open: &Open<'_>, target: &Target, command: &Export) -> Result {
    // Spreadsheets want the mark; scripts behind a pipe do not.
    let mark = matches!(target, Target::File(_)) && !command.plain;
    let options = csv::Options { mark, guard: !command.plain };
    let session = open.session()?;
    let purpose = command.purpose;
    let level = command.level.unwrap_or_else(|| usual_level(purpose));
    let which = command.table.unwrap_or(Table::Codings);
    let (holds, write, one, several): (_, Write, _, _) = match which {
        Table::Codings => (Holds::Codings, csv::codings, "coding", "codings"),
        Table::Extracts => (Holds::Passages, csv::extracts, "passage", "passages"),
    };
    let (rows, release) = target.write(open, |out| {
        let (format, file_name) = ("csv".to_owned(), target.file_name());
        let release = Release::make(&session, Asked { format, file_name, purpose, level, holds })?;
        Ok((write(&open.study, release.clone(), options, out)?, release))
    })?;
    for notice in release.notices() {
        open.manner.note(&format!("Note: {notice}"));
    }
    let told = counted(i64::try_from(rows).unwrap_or(i64::MAX), one, several);
    let written = json!({
        "rows": rows, "for": purpose, "level": level, "left_out": release.left_out(),
    });
    tell(open, target, &told, &written)
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
