//! `trefoil backup`: sees, takes and restores backups of a study file.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;
use trefoil_core::error::Error;
use trefoil_core::storage::Place;
use trefoil_core::study::{Study, backup};

use crate::args::At;
use crate::ask;
use crate::desk::{Desk, place};
use crate::exit::{Failure, Result};
use crate::output::{self, Page, Table, sentence_case};

/// Sees, takes and restores backups, which lie beside the study file.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Verb {
    /// List them, newest first
    List,
    /// Make one now
    Take,
    /// Put one in the study's place; the present state becomes a backup first
    Restore {
        /// Its number in the list
        number: usize,
    },
}

pub(crate) fn run(command: &Backup, desk: &Desk) -> Result {
    let path = file(&place(&command.at.study)?)?;
    match command.verb {
        Verb::List => list(&path, desk),
        Verb::Take => take(command, desk),
        Verb::Restore { number } => restore(&path, number, desk),
    }
}

fn file(place: &Place) -> Result<PathBuf> {
    place.file().map(Path::to_owned).ok_or_else(|| {
        Failure::Refused(
            Error::conflict(
                "This study is on a server; its administrator makes the backups there.",
            )
            .hint("`trefoil copy STUDY FILE` makes a copy as a file."),
        )
    })
}

fn list(path: &Path, desk: &Desk) -> Result {
    let all = backup::list(path)?;
    if all.is_empty() && !path.exists() {
        // Says that there is no such study, rather than that it has no backups.
        Study::needs_passphrase(&Place::File(path.to_owned()))?;
    }
    if desk.manner.json {
        return output::json(&all);
    }
    let mut table = Table::new(&["#No.", "Made", "Why", "#Size"]);
    for one in &all {
        let why = sentence_case(one.reason.word());
        table.row([one.number.to_string(), one.made_at.clone(), why, size(one.bytes)]);
    }
    let mut page = Page::default();
    page.table(&table, "No backups yet. One is made on the first change of each day.");
    page.print()
}

fn take(command: &Backup, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let made = open.study.back_up()?;
    if desk.manner.json {
        return output::json(&json!({ "path": made }));
    }
    if desk.manner.quiet {
        return Ok(());
    }
    let mut page = Page::default();
    page.line(format!("Made the backup {}.", made.display()));
    page.line("It lies on the same disk; `trefoil copy` puts a copy elsewhere.");
    page.print()
}

fn restore(path: &Path, number: usize, desk: &Desk) -> Result {
    let all = backup::list(path)?;
    let chosen = number.checked_sub(1).and_then(|at| all.get(at));
    if let Some(chosen) = chosen {
        let what = format!(
            "{} will be as it was at {}; how it is now becomes a backup.",
            path.display(),
            chosen.made_at
        );
        ask::agree(&what, desk.manner.yes)?;
    }
    let encrypted = chosen.map(|one| Study::needs_passphrase(&Place::File(one.path.clone())));
    let passphrase = match encrypted.transpose()? {
        Some(true) => ask::passphrase("the backup")?,
        _ => None,
    };
    let restored = backup::restore(path, number, passphrase.as_ref())?;
    if desk.manner.json {
        return output::json(&restored);
    }
    if desk.manner.quiet {
        return Ok(());
    }
    let mut page = Page::default();
    page.line(format!("{} is as it was at {}.", path.display(), restored.made_at));
    page.line("How it was before is the newest backup now.");
    page.print()
}

fn size(bytes: u64) -> String {
    match bytes {
        0..=1_048_575 => format!("{} KiB", bytes.div_ceil(1024)),
        1_048_576..=1_073_741_823 => format!("{} MiB", bytes.div_ceil(1_048_576)),
        _ => format!("{} GiB", bytes.div_ceil(1_073_741_824)),
    }
}
