//! `trefoil report`: writes what the study found, for people.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use trefoil_core::care::Use;
use trefoil_core::care::output::{self, OutputNote};
use trefoil_core::care::pseudonym::Level;
use trefoil_core::error::{Error, Kind};
use trefoil_core::report::{self, Options};
use trefoil_core::study::Session;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::{Failure, Result};
use crate::output::{Page, counted, json as print_json};
use crate::target::Target;

/// Writes the report: one HTML file that needs nothing beside it.
#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    at: At,
    /// Where to, such as report.html; - is standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Leave out whose words are quoted, and what could tell colleagues
    #[arg(long)]
    without_participants: bool,
    /// Give themes without a chosen quote up to three of their passages
    #[arg(long)]
    sample_quotes: bool,
    /// How much is taken out of quotes: raw, direct, indirect or public
    #[arg(long, value_name = "LEVEL", default_value = "public")]
    level: Level,
    /// Leave out quotes that were chosen and may not be printed, and say where
    #[arg(long)]
    leave_out: bool,
}

pub(crate) fn run(command: Report, desk: &Desk) -> Result {
    refuse_other_formats(&command.output)?;
    let open = desk.open(&command.at)?;
    let options = Options {
        participant_labels: !command.without_participants,
        sample_quotes: command.sample_quotes,
        level: command.level,
        leave_out_refused: command.leave_out,
        ..Options::at(open.study.clock().now())
    };
    let report = open.read(move |reader| report::build(reader, &options))?;
    let target = Target::from(command.output);
    let session = open.session()?;
    target.write(&open, |mut out| {
        output_of(&session, &report, &target, command.level)?;
        out.write_all(report::to_html(&report).as_bytes()).and_then(|()| out.flush())?;
        Ok(())
    })?;
    for remark in &report.remarks {
        open.manner.note(&format!("Note: {remark}"));
    }
    let unsupported = report.unsupported().len();
    if unsupported > 0 {
        let sentences = counted(unsupported as i64, "sentence rests", "sentences rest");
        open.manner
            .note(&format!("Note: {sentences} on nothing; the report lists what lacks support."));
    }
    let Target::File(path) = &target else { return Ok(()) };
    if open.manner.json {
        return print_json(&json!({
            "path": path,
            "sentences": report.sentences().len(),
            "unsupported": unsupported,
            "quotes": report.quotes().len(),
            "themes": report.themes.len(),
            "conditions": report.model.conditions.len(),
            "remarks": report.remarks,
        }));
    }
    if open.manner.quiet {
        return Ok(());
    }
    let mut page = Page::default();
    page.line(format!(
        "Wrote {}: {}, {}, {}.",
        path.display(),
        counted(report.themes.len() as i64, "theme", "themes"),
        counted(report.model.conditions.len() as i64, "condition", "conditions"),
        counted(report.quotes().len() as i64, "quote", "quotes"),
    ));
    page.print()
}

/// Writes down, before there is a file, that the report leaves the study.
fn output_of(
    session: &Session,
    report: &report::Report,
    target: &Target,
    level: Level,
) -> trefoil_core::error::Result<()> {
    let note = OutputNote {
        kind: output::Kind::Report,
        format: "html".to_owned(),
        file_name: target.file_name(),
        purpose: Use::Quotation,
        level,
        sources: report.sources.clone(),
    };
    output::note(session, note).map(drop)
}

fn refuse_other_formats(path: &Path) -> Result {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    if path == Path::new("-") || matches!(ending.as_deref(), Some("html" | "htm")) {
        return Ok(());
    }
    Err(Failure::Refused(
        Error::new(Kind::Invalid, format!("{} does not end in .html.", path.display()))
            .hint("This version writes HTML, which any browser opens and prints."),
    ))
}
