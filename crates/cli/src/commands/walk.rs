//! `trefoil undo` and `trefoil redo`: back and forth over the acts of one person.

use clap::Args;
use serde_json::json;
use trefoil_core::study::Walked;

use crate::args::At;
use crate::desk::{Desk, Open};
use crate::exit::{Code, Failure, Result};
use crate::output::{self, Page, note};

/// Takes back your last act.
#[derive(Debug, Args)]
pub(crate) struct Undo {
    #[command(flatten)]
    at: At,
}

/// Does again what you took back last.
#[derive(Debug, Args)]
pub(crate) struct Redo {
    #[command(flatten)]
    at: At,
}

pub(crate) fn undo(command: &Undo, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let session = open.session()?;
    match session.undo()? {
        Some(walked) => tell(&open, "Undid", &walked),
        None => nothing(&open, session.person(), "undo"),
    }
}

pub(crate) fn redo(command: &Redo, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let session = open.session()?;
    match session.redo()? {
        Some(walked) => tell(&open, "Did again", &walked),
        None => nothing(&open, session.person(), "redo"),
    }
}

fn tell(open: &Open<'_>, did: &str, walked: &Walked) -> Result {
    if open.manner.json {
        let answer = json!({ "change": walked.number, "summaries": walked.summaries });
        return output::json(&answer);
    }
    if open.manner.quiet {
        return Ok(());
    }
    let mut page = Page::default();
    match walked.summaries.as_slice() {
        [first, _, .., last] => page.line(format!(
            "{did} {} operations, from “{first}” to “{last}”.",
            walked.summaries.len()
        )),
        few => {
            for summary in few {
                page.line(format!("{did}: {summary}."));
            }
        }
    }
    page.print()
}

/// Acts are a person's own, so the name is said.
fn nothing(open: &Open<'_>, person: &str, verb: &str) -> Result {
    if open.manner.json {
        output::json(&json!({ "change": null, "summaries": [] }))?;
    }
    note(&format!("There is nothing that {person} could {verb} in this study."));
    note("Everybody undoes their own acts; `--as NAME` says who you are.");
    Err(Failure::Said(Code::No))
}
