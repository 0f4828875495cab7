//! `trefoil round`: dated looks at all placements.

use clap::{Args, Subcommand};
use trefoil_core::error::Error;
use trefoil_core::reference::{self, short};
use trefoil_core::theme::{self, Area, RoundAdd, RoundEnd, RoundRemove, RoundSet, by_round};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief};

/// Dated looks at all placements, such as “Month 1”.
#[derive(Debug, Args)]
pub(crate) struct Round {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them with how many themes stood in each area at their end
    List,
    /// Show where each theme stood at the end of one
    Show {
        /// The name
        round: String,
    },
    /// Add one
    Add {
        /// The name
        name: String,
        /// The day on which it was held
        #[arg(long = "on", value_name = "DATE")]
        held_on: Option<String>,
        /// A note
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Change one; an empty date is taken away
    Set(Set),
    /// Remove one; what was placed in it stays placed
    Remove {
        /// The name
        round: String,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The name
    round: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The day on which it was held
    #[arg(long = "on", value_name = "DATE")]
    held_on: Option<String>,
    /// The new note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

pub(crate) fn run(command: Round, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(by_round, |all, page| tell_list(all, page)),
        Verb::Show { round } => {
            let names = open.read(theme::list)?;
            open.answer(
                move |reader| {
                    let id = reference::round(reader, &round)?;
                    let found = by_round(reader)?.into_iter().find(|one| one.round.id == id);
                    found.ok_or_else(|| Error::not_found("The round is gone."))
                },
                |end, page| tell(end, &names, page),
            )
        }
        Verb::Add { name, held_on, note } => {
            open.act(move |_| Ok(RoundAdd { name, held_on, note }))
        }
        Verb::Set(set) => open.act(move |reader| {
            let round = reference::round(reader, &set.round)?;
            let New { name, held_on, note } = set.new;
            Ok(RoundSet { round, name, held_on, note })
        }),
        Verb::Remove { round } => {
            open.act(move |reader| Ok(RoundRemove { round: reference::round(reader, &round)? }))
        }
    }
}

fn tell_list(all: &[RoundEnd], page: &mut Page) {
    let mut table = Table::new(&[
        "Round",
        "Held on",
        "#Firm up",
        "#Fine tune",
        "#Focus",
        "#Not yet placed",
        "Note",
        "Id",
    ]);
    for one in all {
        let count = |area| one.themes.iter().filter(|theme| theme.area == area).count().to_string();
        table.row([
            one.round.name.clone(),
            one.round.held_on.clone().unwrap_or_default(),
            count(Area::FirmUp),
            count(Area::FineTune),
            count(Area::Focus),
            count(Area::Unplaced),
            brief(&one.round.note, 40),
            short(one.round.id),
        ]);
    }
    page.table(&table, "No rounds yet.");
}

fn tell(end: &RoundEnd, names: &[theme::Listed], page: &mut Page) {
    page.fields(&[
        ("Round", end.round.name.clone()),
        ("Held on", end.round.held_on.clone().unwrap_or_default()),
        ("Note", end.round.note.clone()),
        ("Id", end.round.id.to_string()),
    ]);
    page.gap();
    let mut table = Table::new(&["Area", "Theme", "Reason"]);
    for placed in &end.themes {
        let name = names.iter().find(|one| one.theme.id == placed.theme);
        let reason = placed.placement.as_ref().map(|one| one.reason.clone()).unwrap_or_default();
        table.row([
            placed.area.label().to_owned(),
            name.map(|one| one.theme.name.clone()).unwrap_or_default(),
            reason,
        ]);
    }
    page.table(&table, "No themes yet.");
}
