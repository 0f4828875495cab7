//! `trefoil passphrase`: sets, changes or removes the passphrase of a study file.

use std::path::Path;

use clap::{Args, Subcommand};
use serde_json::json;
use trefoil_core::error::Error;
use trefoil_core::storage::Place;
use trefoil_core::study::{Secret, Study, backup, set_passphrase};

use crate::args::At;
use crate::ask::{self, NEW_PASSPHRASE, PASSPHRASE};
use crate::desk::{Desk, place};
use crate::exit::{Failure, Result};
use crate::output::{self, Page, counted};

/// Sets, changes or removes the passphrase of a study file.
#[derive(Debug, Args)]
#[command(after_help = "The passphrase is asked for, or read from TREFOIL_PASSPHRASE; a new one \
    from\nTREFOIL_NEW_PASSPHRASE. A lost passphrase cannot be recovered.")]
pub(crate) struct Passphrase {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Verb {
    /// Encrypt a study that has no passphrase
    Set,
    /// Give an encrypted study another passphrase
    Change,
    /// Store an encrypted study in the clear again
    Remove,
}

pub(crate) fn run(command: &Passphrase, desk: &Desk) -> Result {
    let place = place(&command.at.study)?;
    let Some(path) = place.file() else {
        return Err(Failure::Refused(
            Error::invalid("A study on a server has no passphrase of its own.")
                .hint("Who may open it there is up to the server and its disks."),
        ));
    };
    let present = present(command.verb, &place)?;
    let new = match command.verb {
        Verb::Set => Some(ask::new_passphrase(&[NEW_PASSPHRASE, PASSPHRASE])?),
        Verb::Change => Some(ask::new_passphrase(&[NEW_PASSPHRASE])?),
        Verb::Remove => None,
    };
    set_passphrase(path, present.as_ref(), new.as_ref())?;
    tell(command.verb, path, desk)
}

/// The present passphrase, checked before anybody thinks up a new one.
fn present(verb: Verb, place: &Place) -> Result<Option<Secret>> {
    let encrypted = Study::needs_passphrase(place)?;
    let conflict = |message: &str, hint: &str| {
        Err(Failure::Refused(Error::conflict(format!("{place} {message}")).hint(hint)))
    };
    match (verb, encrypted) {
        (Verb::Set, true) => conflict("has a passphrase already.", "Use `change`."),
        (Verb::Change, false) => conflict("has no passphrase.", "Use `set`."),
        (Verb::Remove, false) => conflict("has no passphrase.", "There is nothing to remove."),
        (Verb::Set, false) => {
            Study::check_passphrase(place, None)?;
            Ok(None)
        }
        (Verb::Change | Verb::Remove, true) => {
            let secret = ask::passphrase(&place.to_string())?;
            Study::check_passphrase(place, secret.as_ref())?;
            Ok(secret)
        }
    }
}

fn tell(verb: Verb, path: &Path, desk: &Desk) -> Result {
    let encrypted = !matches!(verb, Verb::Remove);
    if desk.manner.json {
        return output::json(&json!({ "encrypted": encrypted }));
    }
    let backups = backup::list(path)?.len() as i64;
    let mut page = Page::default();
    page.line(match verb {
        Verb::Set => format!("{} is encrypted now.", path.display()),
        Verb::Change => format!("{} has another passphrase now.", path.display()),
        Verb::Remove => format!("{} is stored in the clear now.", path.display()),
    });
    if backups > 0 {
        let backups = counted(backups, "older backup stays", "older backups stay");
        page.line(match verb {
            Verb::Set => format!("{backups} in the clear: remove what should not."),
            Verb::Change | Verb::Remove => format!("{backups} under the passphrase of its day."),
        });
    }
    if desk.manner.quiet { Ok(()) } else { page.print() }
}
