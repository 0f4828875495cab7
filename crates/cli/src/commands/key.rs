//! `trefoil key`: the key to the pseudonyms, sealed, opened, changed, written down and destroyed.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};
use trefoil_core::care::output::note_key;
use trefoil_core::care::pseudonym::file::{self, KeyFile};
use trefoil_core::care::pseudonym::{
    self, KeyAccess, KeyChange, KeyDestroy, KeySeal, KeyState, KeyStatus, KeyUnseal,
};
use trefoil_core::clock::moment;
use trefoil_core::error::{Error, Kind};
use trefoil_core::exchange::csv;
use trefoil_core::study::operations;

use crate::args::At;
use crate::ask::{self, KEY_FILE_PASSPHRASE, KEY_PASSPHRASE, NEW_KEY_PASSPHRASE};
use crate::desk::{Desk, Open, as_json};
use crate::exit::{Failure, Result, usage};
use crate::output::{self, Page, Table, counted};
use crate::target::Target;

/// The key to the pseudonyms: who is who.
#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
#[command(override_usage = "trefoil key STUDY <COMMAND>\n       trefoil key open FILE")]
#[command(after_help = "Passphrases are asked for, or read: the key's from \
    TREFOIL_KEY_PASSPHRASE, its new one from\nTREFOIL_NEW_KEY_PASSPHRASE, a key file's from \
    TREFOIL_KEY_FILE_PASSPHRASE. A lost one cannot be recovered.")]
pub(crate) struct Key {
    /// The study: a file, or `postgres://…?study=NAME`
    #[arg(value_name = "STUDY", required = true)]
    study: Option<OsString>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// How the key is kept
    Status,
    /// Give it a passphrase of its own, so that it keeps names
    Seal,
    /// Take its passphrase away; the names that it kept go
    Unseal,
    /// Give it another passphrase
    Change,
    /// Write its names into a file, sealed under a passphrase of the file's own
    Export {
        /// The file; - for standard output
        file: PathBuf,
        /// As a table in the clear, to be printed and locked away
        #[arg(long)]
        plain: bool,
    },
    /// Give it the names of such a file
    Import {
        /// The file
        file: PathBuf,
    },
    /// Destroy it: nobody can tell any more who is who
    Destroy,
    /// Show what a key file holds; no study is needed
    Open {
        /// The file
        file: PathBuf,
    },
}

pub(crate) fn run(command: Key, desk: &Desk) -> Result {
    if let Verb::Open { file } = &command.verb {
        return match command.study {
            None => show_file(file, desk),
            Some(_) => Err(usage("A key file is opened without a study: `trefoil key open FILE`.")),
        };
    }
    let Some(study) = command.study else { return Err(usage("Say which study is meant.")) };
    let open = desk.open(&At { study })?;
    match command.verb {
        Verb::Status => open.answer(pseudonym::status, tell_status),
        Verb::Seal => seal(&open),
        Verb::Unseal => unseal(&open),
        Verb::Change => change(&open),
        Verb::Destroy => destroy(&open),
        Verb::Export { file, plain } => export(&open, file, plain),
        Verb::Import { file } => import(&open, &file),
        Verb::Open { .. } => Ok(()),
    }
}

fn tell_status(status: &KeyStatus, page: &mut Page) {
    page.line(match status.state {
        None => "There is no key yet. The study makes one with the first name or chat.",
        Some(KeyState::Open) => {
            "The key is open: names are recognised, and none is kept. Only the study's own \
             passphrase, where it has one, protects what it recognises them by."
        }
        Some(KeyState::Sealed) => {
            "The key is sealed: it keeps names, and neither opens nor recognises one without its \
             passphrase."
        }
        Some(KeyState::Destroyed) => {
            "The key was destroyed: nobody can tell from this study who is who."
        }
    });
    let when = |at: Option<i64>| at.map(moment).unwrap_or_default();
    page.gap();
    page.fields(&[
        ("Pseudonyms", status.pseudonyms.to_string()),
        ("Recognised", status.recognised.to_string()),
        ("Names kept", status.sealed.to_string()),
        ("Kept from texts", status.sealed_in_texts.to_string()),
        ("Made", when(status.created_at)),
        ("Last changed", when(status.changed_at)),
    ]);
}

/// Asks before what cannot be undone.
fn agree(open: &Open<'_>, what: &str) -> Result {
    let what = format!("{what} This cannot be undone, and earlier backups are removed.");
    ask::agree(&what, open.manner.yes)
}

fn seal(open: &Open<'_>) -> Result {
    let state = open.read(pseudonym::status)?.state;
    if matches!(state, None | Some(KeyState::Open)) {
        agree(open, "The key gets a passphrase; without it no name is recognised any more.")?;
        open.give_key(KeyAccess::new(ask::new_passphrase(&[KEY_PASSPHRASE])?));
    }
    open.act(|_| Ok(KeySeal {}))
}

fn unseal(open: &Open<'_>) -> Result {
    open.unlock()?;
    let kept = open.read(pseudonym::status)?;
    let names = counted(kept.sealed + kept.sealed_in_texts, "name goes", "names go");
    agree(open, &format!("The key loses its passphrase; {names} that it kept."))?;
    open.act(|_| Ok(KeyUnseal {}))
}

fn change(open: &Open<'_>) -> Result {
    let access = open.unlock()?;
    if open.read(pseudonym::needs_passphrase)?
        && let Some(access) = access
    {
        agree(open, "The key gets another passphrase.")?;
        let new = ask::new_passphrase(&[NEW_KEY_PASSPHRASE])?;
        let session = open.session()?.with_key(access.changing_to(new));
        let done = session.perform(KeyChange {})?;
        return tell_done(open, &as_json(&done)?, &done.summary, &done.notices);
    }
    open.act(|_| Ok(KeyChange {}))
}

fn destroy(open: &Open<'_>) -> Result {
    let status = open.read(pseudonym::status)?;
    if !matches!(status.state, None | Some(KeyState::Destroyed)) {
        let names = counted(status.pseudonyms, "name", "names");
        agree(
            open,
            &format!(
                "The key is destroyed: from this study nobody will recognise {names} again, nor \
                 tell who is who. What stands in their place stays."
            ),
        )?;
    }
    open.act(|_| Ok(KeyDestroy {}))
}

fn export(open: &Open<'_>, path: PathBuf, plain: bool) -> Result {
    let access = open.unlock()?;
    let (key, nameless) = open.read(move |reader| file::gather(reader, access.as_ref()))?;
    if key.names.is_empty() {
        return Err(Failure::Refused(
            Error::conflict("The key keeps no names yet, so there is nothing to write down.")
                .hint("Give it names with `trefoil pseudonym STUDY add`."),
        ));
    }
    let target = Target::from(path);
    if plain {
        let what = "Names will stand in the file for anybody who opens it: print it, lock it away \
                    and delete it.";
        ask::agree(what, open.manner.yes)?;
        let mark = matches!(target, Target::File(_));
        let options = csv::Options { mark, guard: true };
        let session = open.session()?;
        target.write_private(open, |out| {
            note_key(&session, "key_csv", &target.file_name())?;
            csv::key(&key, options, out)
        })?;
    } else {
        let passphrase = ask::new_passphrase(&[KEY_FILE_PASSPHRASE])?;
        let at = moment(open.study.clock().now());
        let text = file::seal(&key, open.study.about()?.id, &at, &passphrase)?;
        let session = open.session()?;
        target.write_private(open, |mut out| {
            note_key(&session, "key", &target.file_name())?;
            out.write_all(text.as_bytes())?;
            Ok(out.flush()?)
        })?;
    }
    if nameless > 0 {
        let left = counted(nameless as i64, "pseudonym has", "pseudonyms have");
        open.manner.note(&format!(
            "Note: {left} no name that the key keeps, and {} left out.",
            if nameless == 1 { "was" } else { "were" }
        ));
    }
    let Target::File(path) = &target else { return Ok(()) };
    let count = key.names.len();
    if open.manner.json {
        return output::json(&json!({ "path": path, "names": count, "left_out": nameless }));
    }
    let mut page = Page::default();
    let names = counted(count as i64, "name", "names");
    page.line(format!("Wrote {}: {names}.", path.display()));
    if open.manner.quiet { Ok(()) } else { page.print() }
}

/// Reads a key file with its passphrase.
fn read_file(path: &Path) -> Result<KeyFile> {
    let length = std::fs::metadata(path).map_or(0, |found| found.len());
    if length > file::LARGEST {
        let message = format!("{} is too large to be a key.", path.display());
        return Err(Failure::Refused(Error::new(Kind::BadFile, message)));
    }
    let text = ask::file(path)?;
    let of = path.display().to_string();
    let Some(passphrase) = ask::passphrase_of(KEY_FILE_PASSPHRASE, &of)? else {
        return Err(Failure::Refused(
            Error::new(Kind::Denied, format!("{of} is sealed, and nobody is there to ask."))
                .hint(format!("Set {KEY_FILE_PASSPHRASE}.")),
        ));
    };
    Ok(file::open(&text, &passphrase)?)
}

fn show_file(path: &Path, desk: &Desk) -> Result {
    let key = read_file(path)?;
    if desk.manner.json {
        return output::json(&key);
    }
    let mut page = Page::default();
    page.line(format!("The key to “{}”.", key.title));
    if key.synthetic {
        page.line("Synthetic: everything in it is invented.");
    }
    page.gap();
    let mut table = Table::new(&["Written", "Stands for", "Kind", "From level", "Participant"]);
    for line in &key.names {
        table.row([
            format!("[{}]", line.replacement),
            line.name.clone(),
            line.kind.word().replace('_', " "),
            line.level.word().to_owned(),
            line.participant.clone().unwrap_or_default(),
        ]);
    }
    page.table(&table, "It holds no names.");
    page.print()
}

fn import(open: &Open<'_>, path: &Path) -> Result {
    let key = read_file(path)?;
    let access = open.unlock()?;
    let taking = open.read(move |reader| file::plan(reader, access.as_ref(), key))?;
    if !taking.strangers.is_empty() {
        open.manner.note(&format!(
            "Note: this study has no participant called {}; what stands for them comes in without \
             one.",
            taking.strangers.join(", ")
        ));
    }
    if taking.known > 0 {
        let names = counted(taking.known as i64, "name is", "names are");
        open.manner.note(&format!("Note: {names} in the key already and stay as they are."));
    }
    let Some(add) = operations::by_name("pseudonym.add").filter(|_| !taking.additions.is_empty())
    else {
        let nothing = json!({ "outcome": [] });
        return tell_done(open, &nothing, "Nothing was new", &[]);
    };
    let count: usize = taking.additions.iter().map(|one| one.names.len()).sum();
    let with = |one| Ok((add, serde_json::to_value(one)?));
    let additions: Result<Vec<(_, Json)>> = taking.additions.into_iter().map(with).collect();
    let done = open.session()?.perform_all(additions?)?;
    let names = counted(count as i64, "name", "names");
    let mut told = HashSet::new();
    let mut notices = done.notices.clone();
    notices.retain(|notice| told.insert(notice.clone()));
    tell_done(open, &as_json(&done)?, &format!("Gave the key {names}"), &notices)
}

fn tell_done(open: &Open<'_>, done: &Json, summary: &str, notices: &[String]) -> Result {
    if open.manner.json {
        return output::json(done);
    }
    for notice in notices {
        open.manner.note(&format!("Note: {notice}"));
    }
    open.tell_done(&format!("{summary}."))
}
