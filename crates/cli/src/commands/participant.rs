//! `trefoil participant`: the people whose words are in the corpus.

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::corpus::attribute::{self, Known};
use trefoil_core::corpus::participant::{self, ParticipantAdd, ParticipantRemove, ParticipantSet};
use trefoil_core::corpus::source;
use trefoil_core::memo::{self, Memo};
use trefoil_core::reference::{self, short};

use super::attribute::tell_known;
use super::memo::tell_memos;
use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief};

/// The people whose words are in the corpus, each known by a pseudonym.
#[derive(Debug, Args)]
pub(crate) struct Participant {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    List,
    /// Show one, with the sources they are in
    Show {
        /// The pseudonym
        participant: String,
    },
    /// Add one
    Add {
        /// The pseudonym
        name: String,
        /// A note about their role, in general words
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
        /// The day on which they started, from which weeks are counted
        #[arg(long, value_name = "DATE")]
        started: Option<String>,
    },
    /// Change what is known of one; an empty date is taken away
    Set(Set),
    /// Remove one who is in no source
    Remove {
        /// The pseudonym
        participant: String,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The pseudonym
    participant: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new pseudonym
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The new note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The day on which they started
    #[arg(long, value_name = "DATE")]
    started: Option<String>,
    /// The day on which they left the study
    #[arg(long, value_name = "DATE")]
    ended: Option<String>,
}

pub(crate) fn run(command: Participant, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(participant::list, |all, page| tell_list(all, page)),
        Verb::Show { participant } => open.answer(move |reader| show(reader, &participant), tell),
        Verb::Add { name, note, started } => {
            open.act(move |_| Ok(ParticipantAdd { name, note, started_on: started }))
        }
        Verb::Set(set) => open.act(move |reader| {
            Ok(ParticipantSet {
                participant: reference::participant(reader, &set.participant)?,
                name: set.new.name,
                note: set.new.note,
                started_on: set.new.started,
                ended_on: set.new.ended,
            })
        }),
        Verb::Remove { participant } => open.act(move |reader| {
            let participant = reference::participant(reader, &participant)?;
            Ok(ParticipantRemove { participant })
        }),
    }
}

fn tell_list(all: &[participant::Participant], page: &mut Page) {
    let mut table = Table::new(&["Name", "Started", "Left", "Note", "Id"]);
    for one in all {
        table.row([
            one.name.clone(),
            one.started_on.clone().unwrap_or_default(),
            one.ended_on.clone().unwrap_or_default(),
            brief(&one.note, 60),
            short(one.id),
        ]);
    }
    page.table(&table, "No participants yet.");
}

/// A participant with the sources they are in.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    participant: participant::Participant,
    known: Vec<Known>,
    sources: Vec<source::Listed>,
    memos: Vec<Memo>,
}

fn show(
    reader: &trefoil_core::storage::Reader<'_>,
    text: &str,
) -> trefoil_core::error::Result<Shown> {
    let id = reference::participant(reader, text)?;
    let present = |one: &source::Listed| one.participants.iter().any(|one| one.id == id);
    Ok(Shown {
        participant: reader.get(id)?,
        known: attribute::of(reader, id)?,
        sources: source::list(reader)?.into_iter().filter(present).collect(),
        memos: memo::on(reader, id)?,
    })
}

fn tell(shown: &Shown, page: &mut Page) {
    let one = &shown.participant;
    page.fields(&[
        ("Name", one.name.clone()),
        ("Note", one.note.clone()),
        ("Started", one.started_on.clone().unwrap_or_default()),
        ("Left", one.ended_on.clone().unwrap_or_default()),
        ("Id", one.id.to_string()),
    ]);
    tell_known(&shown.known, page);
    page.heading("Sources");
    super::source::tell_list(&shown.sources, page);
    tell_memos(&shown.memos, page);
}
