//! `trefoil history`: who did what, and when.

use clap::Args;
use trefoil_core::clock::moment;
use trefoil_core::study::{Entry, State, history};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table};

/// Shows who did what, and when, newest first.
#[derive(Debug, Args)]
pub(crate) struct History {
    #[command(flatten)]
    at: At,
    /// How many entries at most
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    limit: i64,
}

pub(crate) fn run(command: &History, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let limit = command.limit;
    open.answer(move |reader| history(reader, limit), |all, page| tell(all, page))
}

fn tell(all: &[Entry], page: &mut Page) {
    let mut table = Table::new(&["#No.", "When", "Who", "What"]);
    for one in all {
        let state = match one.state {
            State::Done | State::Fixed => "",
            State::Undone | State::Dropped => " (undone)",
        };
        table.row([
            one.number.to_string(),
            moment(one.at),
            one.person.clone(),
            format!("{}{state}", one.summary),
        ]);
    }
    page.table(&table, "Nothing has been done in this study yet.");
}
