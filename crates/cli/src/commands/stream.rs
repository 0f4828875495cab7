//! `trefoil stream`: the kinds of source, and what the study calls them.

use clap::{Args, Subcommand};
use trefoil_core::corpus::stream::{self, StreamSet};
use trefoil_core::reference;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::Table;

/// The kinds of source.
#[derive(Debug, Args)]
pub(crate) struct Stream {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    List,
    /// Change what the study calls one
    Set {
        /// The stream's word, such as `field-note`
        stream: String,
        /// What the study shall call it
        #[arg(long, value_name = "TEXT")]
        label: String,
    },
}

pub(crate) fn run(command: Stream, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(
            |reader| reader.list::<stream::Stream>("ORDER BY position, id", &[]),
            |all, page| {
                let mut table = Table::new(&["Stream", "Called"]);
                for one in all {
                    table.row([one.name.clone(), one.label.clone()]);
                }
                page.table(&table, "No streams.");
            },
        ),
        Verb::Set { stream, label } => open.act(move |reader| {
            Ok(StreamSet { stream: reference::stream(reader, &stream)?, label })
        }),
    }
}
