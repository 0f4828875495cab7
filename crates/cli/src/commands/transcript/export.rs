//! `trefoil transcript STUDY export`: one transcript as a file for other programs and for people.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use trefoil_core::care::Use;
use trefoil_core::care::output::usual_level;
use trefoil_core::care::pseudonym::Level;
use trefoil_core::exchange::transcript::{Format, Wanted, export};
use trefoil_core::reference;

use crate::desk::Open;
use crate::exit::{Result, usage};
use crate::output::{self, Page, counted};
use crate::target::Target;

/// Writes a transcript.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The source's name or file name
    source: String,
    /// Where to; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// vtt or srt, which are subtitles, md or txt; as the file ends when not said
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// What it is for: `analysis`, `co_researcher_access`, `member_check`, `archive_safeguarded` or
    /// `archive_open`; everybody in the source has to have agreed to that
    #[arg(long = "for", value_name = "USE", default_value = "analysis")]
    purpose: Use,
    /// How much is taken out of words: raw, direct, indirect or public; raw for analysis, public
    /// for an open archive, else indirect
    #[arg(long, value_name = "LEVEL")]
    level: Option<Level>,
}

pub(super) fn run(command: Export, open: &Open<'_>) -> Result {
    let ending = command.output.extension().and_then(|ending| ending.to_str()?.parse().ok());
    let Some(format) = command.format.or(ending) else {
        return Err(usage("Say `--format vtt`, srt, md or txt, or give the file such an ending."));
    };
    let Export { source, purpose, .. } = command;
    let target = Target::from(command.output);
    let source = open.study.read(move |reader| reference::source(reader, &source))?;
    let session = open.session()?;
    let level = command.level.unwrap_or_else(|| usual_level(purpose));
    let exported = target.write(open, |mut out| {
        let file_name = target.file_name();
        let exported = export(&session, Wanted { source, format, file_name, purpose, level })?;
        out.write_all(exported.text.as_bytes())?;
        out.flush()?;
        Ok(exported)
    })?;
    for notice in &exported.notices {
        open.manner.note(&format!("Note: {notice}"));
    }
    let Target::File(path) = &target else { return Ok(()) };
    if open.manner.json {
        let written = json!({ "turns": exported.turns, "for": purpose, "level": level });
        return output::json(&json!({ "path": path, "written": written }));
    }
    if open.manner.quiet {
        return Ok(());
    }
    let turns = i64::try_from(exported.turns).unwrap_or(i64::MAX);
    let mut page = Page::default();
    page.line(format!("Wrote {}: {}.", path.display(), counted(turns, "turn", "turns")));
    page.print()
}
