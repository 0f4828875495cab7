//! `trefoil duty`: what people still have to do after something was erased.

use clap::{Args, Subcommand};
use trefoil_core::care::erasure::{self, DueDuty, Duty, DutyDone};
use trefoil_core::reference::{self, short};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief};

/// What people still have to do after something was erased, such as telling a repository.
#[derive(Debug, Args)]
pub(crate) struct DutyCommand {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them, those not done first
    List,
    /// Note that one was done
    Done {
        /// The duty, by id
        duty: String,
        /// The day on which it was done; today when not said, an empty one opens it again
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
}

pub(crate) fn run(command: DutyCommand, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => {
            let today = open.today();
            open.answer(move |reader| erasure::duties(reader, &today), |all, page| tell(all, page))
        }
        Verb::Done { duty, on } => open.act(move |reader| {
            Ok(DutyDone { duty: reference::row::<Duty>(reader, &duty)?, done_on: on })
        }),
    }
}

fn tell(all: &[DueDuty], page: &mut Page) {
    let mut table = Table::new(&["By", "Done", "What", "From", "Id"]);
    for one in all {
        let by = one.duty.due_on.clone().unwrap_or_default();
        table.row([
            if one.overdue { format!("{by} overdue") } else { by },
            one.duty.done_on.clone().unwrap_or_default(),
            brief(&one.duty.text, 90),
            one.reference.clone().unwrap_or_default(),
            short(one.duty.id),
        ]);
    }
    page.table(&table, "Nothing is left to do.");
}
