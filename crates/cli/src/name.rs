//! Who acts: the name that the history keeps.
//!
//! Given with `--as` or `TREFOIL_AS`; else the one remembered in the person's own configuration
//! folder; else asked once and remembered. In a script it is the account's name, and that is said.

use std::path::PathBuf;

use trefoil_core::error::Error;

use crate::args::Manner;
use crate::ask;
use crate::exit::{Failure, Result};
use crate::output::note;

/// The name of the person who acts.
pub(crate) fn find(manner: &Manner) -> Result<String> {
    if let Some(name) = known(manner) {
        return Ok(name);
    }
    if ask::somebody_is_there() {
        return asked();
    }
    let Some(name) = account() else {
        return Err(Failure::Refused(
            Error::invalid("A change needs the name of the person who makes it.")
                .hint("Give it with `--as NAME`, or set TREFOIL_AS."),
        ));
    };
    if !manner.quiet {
        note(&format!("Acting as “{name}”, the name of this account; `--as NAME` gives another."));
    }
    Ok(name)
}

/// The name, where it is known without asking.
pub(crate) fn known(manner: &Manner) -> Option<String> {
    let given = manner.person.clone().or_else(|| std::env::var("TREFOIL_AS").ok());
    given.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).or_else(remembered)
}

/// A name to offer where one is asked for.
pub(crate) fn suggested() -> Option<String> {
    account()
}

/// Remembers a name where that can be done; without it the person is asked again another time.
pub(crate) fn remember_quietly(name: &str) {
    let _ = remember(name);
}

/// The file that remembers the name.
fn file() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "trefoil")?;
    Some(folders.config_dir().join("name"))
}

/// The file that remembers which studies were open before.
pub(crate) fn shelf() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "trefoil")?;
    Some(folders.config_dir().join("studies.json"))
}

fn remembered() -> Option<String> {
    let text = std::fs::read_to_string(file()?).ok()?;
    text.lines().next().map(|line| line.trim().to_owned()).filter(|name| !name.is_empty())
}

fn asked() -> Result<String> {
    let suggested = account();
    let question = match &suggested {
        Some(name) => format!("Your name, for the history of this study [{name}]:"),
        None => "Your name, for the history of this study:".to_owned(),
    };
    let Some(name) = ask::line(&question)?.or(suggested) else {
        return Err(crate::exit::usage("A change needs the name of the person who makes it."));
    };
    if remember(&name).is_err() {
        note("The name could not be kept; `--as NAME` or TREFOIL_AS gives it.");
    }
    Ok(name)
}

fn remember(name: &str) -> std::io::Result<()> {
    let Some(file) = file() else { return Ok(()) };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, format!("{name}\n"))
}

/// What the operating system calls whoever is logged in.
fn account() -> Option<String> {
    let variables = ["USER", "LOGNAME", "USERNAME"];
    let mut set = variables.iter().filter_map(|variable| std::env::var(variable).ok());
    let name = set.find(|name| !name.trim().is_empty()).map(|name| name.trim().to_owned());
    name.or_else(owner_of_this_process)
}

/// Services and containers often run without those variables; the account is there all the same.
#[cfg(unix)]
fn owner_of_this_process() -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let home = directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned());
    let places = [Some(PathBuf::from("/proc/self")), home];
    let owned = places.into_iter().flatten().find_map(|place| std::fs::metadata(place).ok())?;
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == owned.uid().to_string()).then(|| name.to_owned())
    });
    Some(name.unwrap_or_else(|| format!("account {}", owned.uid())))
}

#[cfg(not(unix))]
fn owner_of_this_process() -> Option<String> {
    None
}
