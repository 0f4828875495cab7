//! `trefoil wave`: the times at which everybody is asked again.

use clap::{Args, Subcommand};
use trefoil_core::care::consent::{self, Wave as Row, WaveAdd, WaveRemove, WaveSet};
use trefoil_core::reference::{self, short};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief};

/// The times at which everybody is asked for consent again.
#[derive(Debug, Args)]
pub(crate) struct Wave {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    List,
    /// Add one
    Add {
        /// The name
        name: String,
        /// The day on which it begins
        #[arg(long = "on", value_name = "DATE")]
        begins_on: Option<String>,
        /// A note
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Change one; an empty date is taken away
    Set(Set),
    /// Remove one; answers given at it stay
    Remove {
        /// The name
        wave: String,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The name
    wave: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The day on which it begins
    #[arg(long = "on", value_name = "DATE")]
    begins_on: Option<String>,
    /// The new note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

pub(crate) fn run(command: Wave, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(consent::waves, |all, page| tell_list(all, page)),
        Verb::Add { name, begins_on, note } => {
            open.act(move |_| Ok(WaveAdd { name, begins_on, note }))
        }
        Verb::Set(set) => open.act(move |reader| {
            let wave = reference::wave(reader, &set.wave)?;
            let New { name, begins_on, note } = set.new;
            Ok(WaveSet { wave, name, begins_on, note })
        }),
        Verb::Remove { wave } => {
            open.act(move |reader| Ok(WaveRemove { wave: reference::wave(reader, &wave)? }))
        }
    }
}

fn tell_list(all: &[Row], page: &mut Page) {
    let mut table = Table::new(&["Wave", "Begins on", "Note", "Id"]);
    for one in all {
        table.row([
            one.name.clone(),
            one.begins_on.clone().unwrap_or_default(),
            brief(&one.note, 60),
            short(one.id),
        ]);
    }
    page.table(&table, "No waves yet.");
}
