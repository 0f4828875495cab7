//! `trefoil condition`: the model of what must be true, in which order.

mod show;

pub(super) use show::tell_evidence;

use clap::{Args, Subcommand};
use trefoil_core::condition::{
    self, Bearing, Beginning, ConditionAdd, ConditionBear, ConditionMark, ConditionMove,
    ConditionNeeds, ConditionRemove, ConditionSet, ConditionUnbear, ConditionUnneed, ModelBegin,
    Standing,
};
use trefoil_core::error::Result as Found;
use trefoil_core::id::Id;
use trefoil_core::reference;
use trefoil_core::storage::Reader;

use crate::args::At;
use crate::desk::{Desk, Open};
use crate::exit::Result;

/// The model of conditions. A condition is named by its name, or by its number: C4.
#[derive(Debug, Args)]
pub(crate) struct Condition {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them in the advised order
    List,
    /// Show one with everything that belongs to it
    Show {
        /// The name or number
        condition: String,
    },
    /// Fill an empty model from a template
    Begin {
        /// ten-conditions, composed from published guidance, or blank
        #[arg(default_value = "ten-conditions")]
        template: Beginning,
    },
    /// Add one, at the end of the advised order
    Add {
        /// The name
        name: String,
        /// What must be true
        #[arg(long, value_name = "TEXT", default_value = "")]
        statement: String,
        /// Why it matters
        #[arg(long, value_name = "TEXT", default_value = "")]
        why: String,
        /// A condition that it needs first; may be given several times
        #[arg(long, value_name = "CONDITION")]
        needs: Vec<String>,
    },
    /// Change one's words, who looks after it and when; an empty date is taken away
    Set(Set),
    /// Say what one needs first
    Need {
        /// The name or number
        condition: String,
        /// What it needs
        #[arg(required = true)]
        needs: Vec<String>,
    },
    /// Say what one no longer needs
    Unneed {
        /// The name or number
        condition: String,
        /// What it no longer needs
        #[arg(required = true)]
        needs: Vec<String>,
    },
    /// Mark how far one is met; earlier marks are kept
    Mark {
        /// The name or number
        condition: String,
        /// not-started, partly, in-place, lapsed or not-applicable
        state: Standing,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Say how a theme bears on one
    Bear {
        /// The name or number
        condition: String,
        /// supports or strains
        bearing: Bearing,
        /// The theme
        theme: String,
        /// A note on how
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// Say that a theme no longer bears on one
    Unbear {
        /// The name or number
        condition: String,
        /// The theme
        theme: String,
    },
    /// Move one in the advised order; what it needs stays
    Move {
        /// The name or number
        condition: String,
        /// The condition it shall stand before; the end when not given
        #[arg(long, value_name = "CONDITION")]
        before: Option<String>,
    },
    /// Remove one with everything that is only about it
    Remove {
        /// The name or number
        condition: String,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The name or number
    condition: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// What must be true
    #[arg(long, value_name = "TEXT")]
    statement: Option<String>,
    /// Why it matters
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Who looks after it
    #[arg(long, value_name = "TEXT")]
    owner: Option<String>,
    /// The day by which to look at it again
    #[arg(long = "review", value_name = "DATE")]
    review_due: Option<String>,
}

pub(crate) fn run(command: Condition, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => {
            let today = open.today();
            let about = open.study.about()?;
            open.answer(
                move |reader| condition::list(reader, &today),
                |all, page| show::tell_list(all, &about, page),
            )
        }
        Verb::Show { condition } => {
            let today = open.today();
            open.answer(
                move |reader| {
                    condition::show(reader, reference::condition(reader, &condition)?, &today)
                },
                show::tell,
            )
        }
        verb => change(&open, verb),
    }
}

fn each(reader: &Reader<'_>, names: &[String]) -> Found<Vec<Id>> {
    names.iter().map(|text| reference::condition(reader, text)).collect()
}

fn change(open: &Open<'_>, verb: Verb) -> Result {
    match verb {
        Verb::List | Verb::Show { .. } => Ok(()),
        Verb::Begin { template } => open.act(move |_| Ok(ModelBegin { template })),
        Verb::Add { name, statement, why, needs } => open.act(move |reader| {
            Ok(ConditionAdd { name, statement, why, needs: each(reader, &needs)? })
        }),
        Verb::Set(set) => open.act(move |reader| {
            let condition = reference::condition(reader, &set.condition)?;
            let New { name, statement, why, owner, review_due } = set.new;
            Ok(ConditionSet { condition, name, statement, why, owner, review_due })
        }),
        Verb::Need { condition, needs } => open.act(move |reader| {
            let condition = reference::condition(reader, &condition)?;
            Ok(ConditionNeeds { condition, needs: each(reader, &needs)? })
        }),
        Verb::Unneed { condition, needs } => open.act(move |reader| {
            let condition = reference::condition(reader, &condition)?;
            Ok(ConditionUnneed { condition, needs: each(reader, &needs)? })
        }),
        Verb::Mark { condition, state, reason } => open.act(move |reader| {
            let condition = reference::condition(reader, &condition)?;
            Ok(ConditionMark { condition, state, reason })
        }),
        Verb::Bear { condition, bearing, theme, note } => open.act(move |reader| {
            let condition = reference::condition(reader, &condition)?;
            let theme = reference::theme(reader, &theme)?;
            Ok(ConditionBear { condition, theme, bearing, note })
        }),
        Verb::Unbear { condition, theme } => open.act(move |reader| {
            let condition = reference::condition(reader, &condition)?;
            Ok(ConditionUnbear { condition, theme: reference::theme(reader, &theme)? })
        }),
        Verb::Move { condition, before } => open.act(move |reader| {
            let condition = reference::condition(reader, &condition)?;
            let before = before.map(|text| reference::condition(reader, &text)).transpose()?;
            Ok(ConditionMove { condition, before })
        }),
        Verb::Remove { condition } => open.act(move |reader| {
            Ok(ConditionRemove { condition: reference::condition(reader, &condition)? })
        }),
    }
}
