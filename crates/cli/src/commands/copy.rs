//! `trefoil copy`: copies a study to another file, to a server or back.

use std::ffi::OsString;

use clap::Args;
use trefoil_core::storage::Place;

use crate::args::At;
use crate::ask::{self, NEW_PASSPHRASE};
use crate::desk::{Desk, place};
use crate::exit::{Result, usage};
use crate::output::{self, Page};
use crate::progress;

/// Copies a study, also while it is open; the copy has everything, history and undo included.
#[derive(Debug, Args)]
pub(crate) struct Copy {
    #[command(flatten)]
    at: At,
    /// Where to: a new file, or `postgres://…?study=NAME`
    #[arg(value_name = "TO")]
    to: OsString,
    /// Encrypt a copy of a study that is not encrypted
    #[arg(long)]
    encrypt: bool,
}

pub(crate) fn run(command: &Copy, desk: &Desk) -> Result {
    let target = place(&command.to)?;
    let to_file = target.file().is_some();
    if command.encrypt && !to_file {
        return Err(usage("Trefoil does not encrypt a study on a server. Nothing was copied."));
    }
    desk.manner.warn_of_risk(&target);
    let open = desk.open(&command.at)?;
    let passphrase = match (&open.passphrase, command.encrypt) {
        _ if !to_file => None,
        (Some(own), _) => Some(own.clone()),
        (None, true) => Some(ask::new_passphrase(&[NEW_PASSPHRASE])?),
        (None, false) => None,
    };
    if open.passphrase.is_some() && !to_file {
        desk.manner.note("Careful: on the server the study is not encrypted by Trefoil.");
    }
    let from_server = matches!(open.study.place(), Place::Server { .. });
    if from_server && to_file && !command.encrypt {
        desk.manner.note("The file will not be encrypted; `--encrypt` gives it a passphrase.");
    }
    let bar = progress::bar("Copying", desk);
    let shown = bar.clone();
    let copied = open.study.copy_to(&target, passphrase.as_ref(), move |at| {
        shown.set_length(at.total.unsigned_abs());
        shown.set_position(at.done.unsigned_abs());
    });
    bar.finish_and_clear();
    let copied = copied?;
    if desk.manner.json {
        return output::json(&copied);
    }
    if desk.manner.quiet {
        return Ok(());
    }
    let mut page = Page::default();
    let kept = if passphrase.is_some() { ", encrypted" } else { "" };
    page.line(format!("Copied to {target}{kept}."));
    page.print()
}
