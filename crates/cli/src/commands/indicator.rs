//! `trefoil indicator`: the signs by which a condition shows.

use clap::{Args, Subcommand};
use trefoil_core::bind;
use trefoil_core::condition::{self, IndicatorAdd, IndicatorMove, IndicatorRemove, IndicatorSet};
use trefoil_core::error::Result as Found;
use trefoil_core::id::Id;
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::Page;

/// The signs by which a condition shows.
#[derive(Debug, Args)]
pub(crate) struct Indicator {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List those of a condition
    List {
        /// The condition's name or number
        condition: String,
    },
    /// Add one
    Add {
        /// The condition's name or number
        condition: String,
        /// What can be seen
        text: String,
        /// Where it sits: macro, meso or micro
        #[arg(long, value_name = "LEVEL")]
        level: Option<String>,
        /// The domain of the Consolidated Framework for Implementation Research
        #[arg(long, value_name = "DOMAIN")]
        domain: Option<String>,
    },
    /// Change one, or say that it was seen
    Set {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        new: New,
    },
    /// Move one among those of its condition
    Move {
        #[command(flatten)]
        which: Which,
        /// The indicator it shall stand before; the end when not given
        #[arg(long, value_name = "INDICATOR")]
        before: Option<String>,
    },
    /// Remove one; evidence for it stays with the condition
    Remove(Which),
}

#[derive(Debug, Args)]
struct Which {
    /// Its id; with --of, its words or its place, from 1
    indicator: String,
    /// The condition that it is of
    #[arg(long, value_name = "CONDITION")]
    of: Option<String>,
}

impl Which {
    fn find(&self, reader: &Reader<'_>) -> Found<Id> {
        self.other(reader, &self.indicator)
    }

    fn other(&self, reader: &Reader<'_>, text: &str) -> Found<Id> {
        let of = self.of.as_ref().map(|text| reference::condition(reader, text)).transpose()?;
        reference::indicator(reader, of, text)
    }
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// What can be seen
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// It was seen
    #[arg(long)]
    seen: bool,
    /// It has not been seen
    #[arg(long, conflicts_with_all = ["seen", "seen_on"])]
    unseen: bool,
    /// The day on which it was seen
    #[arg(long, value_name = "DATE")]
    seen_on: Option<String>,
    /// Where it sits: macro, meso or micro
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// The domain of the Consolidated Framework for Implementation Research
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
}

pub(crate) fn run(command: Indicator, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List { condition } => open.answer(
            move |reader| {
                let condition = reference::condition(reader, &condition)?;
                let clause = "WHERE condition = $1 ORDER BY position, id";
                reader.list::<condition::Indicator>(clause, bind![condition])
            },
            |all, page| {
                if all.is_empty() {
                    page.line("No indicators yet.");
                } else {
                    tell_indicators(all, page);
                }
            },
        ),
        Verb::Add { condition, text, level, domain } => open.act(move |reader| {
            let condition = reference::condition(reader, &condition)?;
            Ok(IndicatorAdd { condition, text, level, domain })
        }),
        Verb::Set { which, new } => open.act(move |reader| {
            Ok(IndicatorSet {
                indicator: which.find(reader)?,
                text: new.text,
                seen: match (new.seen, new.unseen) {
                    (true, _) => Some(true),
                    (_, true) => Some(false),
                    (false, false) => None,
                },
                seen_on: new.seen_on,
                level: new.level,
                domain: new.domain,
            })
        }),
        Verb::Move { which, before } => open.act(move |reader| {
            let before = before.map(|text| which.other(reader, &text)).transpose()?;
            Ok(IndicatorMove { indicator: which.find(reader)?, before })
        }),
        Verb::Remove(which) => {
            open.act(move |reader| Ok(IndicatorRemove { indicator: which.find(reader)? }))
        }
    }
}

/// Indicators under a heading, each with its place.
pub(super) fn tell_indicators(all: &[condition::Indicator], page: &mut Page) {
    if !all.is_empty() {
        page.heading("Indicators");
    }
    for one in all {
        let seen = match (one.seen, &one.seen_on) {
            (true, Some(day)) => format!("seen on {day}"),
            (true, None) => "seen".to_owned(),
            (false, _) => "not seen".to_owned(),
        };
        page.line(format!("{}. {} ({seen})  {}", one.position, one.text, short(one.id)));
    }
}
