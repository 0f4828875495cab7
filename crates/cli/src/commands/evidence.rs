//! `trefoil evidence`: what shows that a condition is met.

use clap::{Args, Subcommand};
use trefoil_core::coding::Passage;
use trefoil_core::condition::{self, EvidenceAdd, EvidenceRemove};
use trefoil_core::reference;

use super::condition::tell_evidence;
use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;

/// What shows that a condition is met: a passage, or something outside the corpus.
#[derive(Debug, Args)]
pub(crate) struct Evidence {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List that of a condition
    List {
        /// The condition's name or number
        condition: String,
    },
    /// Add a passage, words or both
    Add {
        /// The condition's name or number
        condition: String,
        /// What it is, in words
        #[arg(required_unless_present = "passage")]
        text: Option<String>,
        /// The passage it is, by its id
        #[arg(long, value_name = "ID")]
        passage: Option<String>,
        /// The indicator it speaks to: its words, its place from 1 or its id
        #[arg(long, value_name = "INDICATOR")]
        indicator: Option<String>,
        /// The day it is from
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Remove a piece of it
    Remove {
        /// The id, or a piece of it
        evidence: String,
    },
}

pub(crate) fn run(command: Evidence, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List { condition } => {
            let today = open.today();
            open.answer(
                move |reader| {
                    let condition = reference::condition(reader, &condition)?;
                    Ok(condition::show(reader, condition, &today)?.evidence)
                },
                |all, page| {
                    if all.is_empty() {
                        page.line("No evidence yet.");
                    } else {
                        tell_evidence(all, page);
                    }
                },
            )
        }
        Verb::Add { condition, text, passage, indicator, date } => open.act(move |reader| {
            let condition = reference::condition(reader, &condition)?;
            let indicator = indicator
                .map(|text| reference::indicator(reader, Some(condition), &text))
                .transpose()?;
            let passage = passage.map(|text| reference::row::<Passage>(reader, &text));
            Ok(EvidenceAdd {
                condition,
                indicator,
                passage: passage.transpose()?,
                text: text.unwrap_or_default(),
                date,
            })
        }),
        Verb::Remove { evidence } => open.act(move |reader| {
            Ok(EvidenceRemove { evidence: reference::evidence(reader, &evidence)? })
        }),
    }
}
