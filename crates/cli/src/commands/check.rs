//! `trefoil check`: whether a study is sound and every trace leads somewhere.

use clap::Args;
use trefoil_core::study::check::Checked;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::{Code, Failure, Result};
use crate::output::{Page, counted};

/// Checks that the file is sound and every trace leads somewhere; changes nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "The exit code is 0 when everything is in order and 5 when something is wrong."
)]
pub(crate) struct Check {
    #[command(flatten)]
    at: At,
}

pub(crate) fn run(command: &Check, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let checked = open.study.check()?;
    open.print(&checked, tell)?;
    if checked.findings.is_empty() { Ok(()) } else { Err(Failure::Said(Code::Damaged)) }
}

fn tell(checked: &Checked, page: &mut Page) {
    for finding in &checked.findings {
        let id = finding.id.map(|id| format!(" {id}")).unwrap_or_default();
        page.line(format!("{}{id}: {}", finding.noun.replace('_', " "), finding.message));
    }
    let looked = [
        counted(checked.rows, "row", "rows"),
        counted(checked.passages as i64, "passage", "passages"),
        counted(checked.media as i64, "recording", "recordings"),
    ];
    let looked = looked.join(", ");
    match checked.findings.len() as i64 {
        0 => page.line(format!("Everything is in order: {looked}.")),
        wrong => {
            let wrong = counted(wrong, "thing is", "things are");
            page.line(format!("{wrong} wrong; {looked} were looked at. Nothing was changed."));
            page.line("`trefoil backup STUDY list` shows earlier states.");
        }
    }
}
