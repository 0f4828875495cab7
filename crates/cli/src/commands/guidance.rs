//! `trefoil guidance`: what comes with a condition to work on it.

use clap::{Args, Subcommand};
use trefoil_core::condition::{ConditionGuidance, Guidance as Kind, GuidanceAdd, GuidanceRemove};
use trefoil_core::reference;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;

/// Sources, kinds of evidence and review questions of a condition; `condition show` lists them.
#[derive(Debug, Args)]
pub(crate) struct Guidance {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add a piece
    Add {
        /// The condition's name or number
        condition: String,
        /// source, evidence or question
        kind: Kind,
        /// What it says
        text: String,
        /// A DOI or web address
        #[arg(long, value_name = "LINK")]
        link: Option<String>,
    },
    /// Remove a piece
    Remove {
        /// The id, or a piece of it
        guidance: String,
    },
}

pub(crate) fn run(command: Guidance, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::Add { condition, kind, text, link } => open.act(move |reader| {
            let condition = reference::condition(reader, &condition)?;
            Ok(GuidanceAdd { condition, kind, text, link })
        }),
        Verb::Remove { guidance } => open.act(move |reader| {
            let guidance = reference::row::<ConditionGuidance>(reader, &guidance)?;
            Ok(GuidanceRemove { guidance })
        }),
    }
}
