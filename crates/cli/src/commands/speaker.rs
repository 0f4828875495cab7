//! `trefoil speaker`: the voices in a source, and who they are.

use clap::{Args, Subcommand};
use trefoil_core::corpus::participant;
use trefoil_core::reference::{self, short};
use trefoil_core::transcript::{self, SpeakerSet};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table};

/// The voices in a source.
#[derive(Debug, Args)]
pub(crate) struct Speaker {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List those of one source
    List {
        /// The source's name or file name
        source: String,
    },
    /// Rename one in the whole source, or say which participant it is
    Set(Set),
}

#[derive(Debug, Args)]
struct Set {
    /// The source's name or file name
    source: String,
    /// The speaker's name
    speaker: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The participant who it is
    #[arg(long, value_name = "NAME")]
    participant: Option<String>,
    /// It is none of the participants
    #[arg(long, conflicts_with = "participant")]
    nobody: bool,
}

pub(crate) fn run(command: Speaker, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List { source } => {
            let names = open.read(participant::list)?;
            open.answer(
                move |reader| transcript::speakers(reader, reference::source(reader, &source)?),
                |all, page| tell_list(all, &names, page),
            )
        }
        Verb::Set(set) => open.act(move |reader| {
            let source = reference::source(reader, &set.source)?;
            let who = set.new.participant;
            Ok(SpeakerSet {
                speaker: reference::speaker(reader, source, &set.speaker)?,
                name: set.new.name,
                participant: who.map(|who| reference::participant(reader, &who)).transpose()?,
                nobody: set.new.nobody,
            })
        }),
    }
}

fn tell_list(all: &[transcript::Speaker], names: &[participant::Participant], page: &mut Page) {
    let mut table = Table::new(&["Name", "Participant", "Id"]);
    for one in all {
        let who = names.iter().find(|known| Some(known.id) == one.participant);
        let who = who.map(|known| known.name.clone()).unwrap_or_default();
        table.row([one.name.clone(), who, short(one.id)]);
    }
    page.table(&table, "Nobody speaks in this source.");
}
