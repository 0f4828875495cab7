//! `trefoil pseudonym`: what stands in texts in place of names.
//!
//! Whoever types a name as an argument leaves it in the shell's history; so names can also be typed
//! when asked, or come from standard input.

use clap::{Args, Subcommand};
use trefoil_core::care::Pseudonym as Row;
use trefoil_core::care::pseudonym::{
    self, Entry, KeyAccess, Level, NameKind, PseudonymAdd, PseudonymRemove, PseudonymSet,
};
use trefoil_core::error::{Error, Result as CoreResult};
use trefoil_core::id::Id;
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;

use crate::args::At;
use crate::ask;
use crate::desk::{Desk, Open};
use crate::exit::{Failure, Result};
use crate::output::{Page, Table};

/// What stands in texts in place of names.
#[derive(Debug, Args)]
#[command(after_help = "A sealed key opens with the passphrase in TREFOIL_KEY_PASSPHRASE, or one \
    that is asked for.\nA name that is typed behind a command stays in the shell's history; \
    without one you are asked.")]
pub(crate) struct Pseudonym {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List what stands for whom
    List {
        /// Open the names that the key keeps
        #[arg(long)]
        names: bool,
    },
    /// Give the key a name and its spellings
    Add(Add),
    /// Change what stands for a name and its spellings
    Set(Set),
    /// Take a name out of the key
    Remove {
        /// The name, what stands for it, or its id
        which: String,
        /// All spellings that stand for the same
        #[arg(long)]
        spellings: bool,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// The name and its other spellings; - for standard input, one to a line
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// The participant who is meant
    #[arg(long)]
    participant: Option<String>,
    /// What is written in its place, such as "colleague, team lead"; else the pseudonym
    #[arg(long, value_name = "TEXT")]
    replacement: Option<String>,
    /// participant, person, sender, phone, place, organisation, `not_a_name` or other
    #[arg(long)]
    kind: Option<NameKind>,
    /// From which level on it is replaced: direct, indirect or public
    #[arg(long)]
    level: Option<Level>,
    /// Each word of a name of several words, too
    #[arg(long)]
    parts: bool,
}

#[derive(Debug, Args)]
struct Set {
    /// The name, what stands for it, or its id
    which: String,
    /// Only this spelling
    #[arg(long)]
    alone: bool,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// What is written in its place
    #[arg(long, value_name = "TEXT")]
    replacement: Option<String>,
    /// What kind of word it is
    #[arg(long)]
    kind: Option<NameKind>,
    /// From which level on it is replaced
    #[arg(long)]
    level: Option<Level>,
    /// The participant who is meant; empty for nobody
    #[arg(long)]
    participant: Option<String>,
}

pub(crate) fn run(command: Pseudonym, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List { names } => {
            let access = if names { open.unlock()? } else { None };
            open.answer(
                move |reader| pseudonym::entries(reader, access.as_ref()),
                |all, page| {
                    tell_list(all, page, names);
                },
            )
        }
        Verb::Add(add) => run_add(&open, add),
        Verb::Set(set) => {
            let access = open.key();
            open.act(move |reader| operation(reader, access.as_ref(), set))
        }
        Verb::Remove { which, spellings } => {
            let access = open.key();
            open.act(move |reader| {
                let (pseudonym, others) = find(reader, access.as_ref(), &which)?;
                if others && !spellings {
                    return Err(Error::conflict(format!("“{which}” stands for several names."))
                        .hint("Say --spellings to take all of them out, or one name or id."));
                }
                Ok(PseudonymRemove { pseudonym, spellings })
            })
        }
    }
}

fn run_add(open: &Open<'_>, add: Add) -> Result {
    let names = names(add.names)?;
    open.unlock()?;
    open.act(move |reader| {
        let whose = add.participant.as_deref().map(|text| reference::participant(reader, text));
        Ok(PseudonymAdd {
            names,
            parts: add.parts,
            replacement: add.replacement,
            kind: add.kind,
            level: add.level,
            participant: whose.transpose()?,
        })
    })
}

/// The names that were given, asked for where there are none.
fn names(given: Vec<String>) -> Result<Vec<String>> {
    if given.iter().any(|name| name == "-") {
        let text = ask::text("-".to_owned())?;
        return Ok(text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(Into::into)
            .collect());
    }
    if !given.is_empty() {
        return Ok(given);
    }
    if !ask::somebody_is_there() {
        return Err(Failure::Refused(
            Error::invalid("No name was given, and nobody is there to ask.")
                .hint("Give names behind the command, or - and one to a line on standard input."),
        ));
    }
    let mut names = Vec::new();
    while let Some(name) = ask::line(match names.len() {
        0 => "Name:",
        _ => "Another spelling, or nothing:",
    })? {
        names.push(name);
    }
    Ok(names)
}

fn operation(
    reader: &Reader<'_>,
    access: Option<&KeyAccess>,
    set: Set,
) -> CoreResult<PseudonymSet> {
    let (pseudonym, _) = find(reader, access, &set.which)?;
    let named = set.new.participant.as_deref().map(str::trim);
    let participant = match named {
        Some(text) if !text.is_empty() => Some(reference::participant(reader, text)?),
        _ => None,
    };
    Ok(PseudonymSet {
        pseudonym,
        alone: set.alone,
        replacement: set.new.replacement,
        kind: set.new.kind,
        level: set.new.level,
        participant,
        nobody: named == Some(""),
    })
}

/// The pseudonym that was meant, and whether others stand for the same: by the name, where it can
/// be recognised, by what stands for it, or by id.
fn find(reader: &Reader<'_>, access: Option<&KeyAccess>, which: &str) -> CoreResult<(Id, bool)> {
    let recogniser = pseudonym::recogniser(reader, access)?;
    if let Some(row) = recogniser.as_ref().and_then(|known| known.recognise(which)) {
        return Ok((row.id, false));
    }
    let written = which.trim().trim_start_matches('[').trim_end_matches(']').to_lowercase();
    let all = pseudonym::list(reader)?;
    let same: Vec<&Row> =
        all.iter().filter(|row| row.replacement.to_lowercase() == written).collect();
    let Some(first) = same.first() else {
        return reference::row::<Row>(reader, which).map(|id| (id, false));
    };
    if same.iter().any(|row| row.participant != first.participant) {
        return Err(Error::conflict(format!("“{which}” stands for several people."))
            .hint("Say which by its id: `trefoil pseudonym STUDY list`."));
    }
    Ok((first.id, same.len() > 1))
}

fn tell_list(all: &[Entry], page: &mut Page, names: bool) {
    let mut table =
        Table::new(&["Written", "Stands for", "Kind", "From level", "Participant", "Id"]);
    for one in all {
        let stands_for = match (&one.name, one.kept, one.recognised) {
            (Some(name), ..) => name.clone(),
            (None, true, _) => "(sealed)".to_owned(),
            (None, false, true) => "(recognised, not kept)".to_owned(),
            (None, false, false) => "(nobody knows any more)".to_owned(),
        };
        table.row([
            format!("[{}]", one.replacement),
            stands_for,
            one.kind.word().replace('_', " "),
            one.level.word().to_owned(),
            one.participant_name.clone().unwrap_or_default(),
            short(one.id),
        ]);
    }
    page.table(&table, "No pseudonyms yet.");
    if !names && all.iter().any(|one| one.kept) {
        page.gap();
        page.line("--names opens the names that the key keeps.");
    }
}
