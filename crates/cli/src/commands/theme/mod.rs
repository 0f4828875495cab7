//! `trefoil theme`: claims that gather codes and passages, each placed in an area.

mod show;

use clap::{Args, Subcommand};
use trefoil_core::coding::Passage;
use trefoil_core::error::Result as Found;
use trefoil_core::id::Id;
use trefoil_core::reference;
use trefoil_core::storage::Reader;
use trefoil_core::theme::{
    self, Area, ThemeAdd, ThemeGather, ThemeMerge, ThemeMove, ThemePlace, ThemeQuote, ThemeRelease,
    ThemeRemove, ThemeSet,
};

use crate::args::At;
use crate::desk::{Desk, Open};
use crate::exit::Result;

/// Claims with a central idea, each placed in an area: firm-up, fine-tune or focus.
#[derive(Debug, Args)]
pub(crate) struct Theme {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them by area
    List,
    /// Show one with everything it rests on
    Show {
        /// The name
        theme: String,
    },
    /// Add one
    Add {
        /// The name
        name: String,
        /// The central idea: a claim, not a heading
        #[arg(long, value_name = "TEXT", default_value = "")]
        idea: String,
        /// Rival explanations that were considered
        #[arg(long, value_name = "TEXT", default_value = "")]
        rivals: String,
    },
    /// Change what one says
    Set(Set),
    /// Gather codes and single passages in one
    Gather(Which),
    /// Release codes and single passages from one
    Release(Which),
    /// Place one in an area and say why; earlier placements are kept
    Place {
        /// The name
        theme: String,
        /// firm-up, fine-tune, focus or unplaced
        area: Area,
        /// Why it belongs there, in a sentence
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
        /// The round in which it is placed
        #[arg(long, value_name = "NAME")]
        round: Option<String>,
    },
    /// Choose a passage as a quote for the report
    Quote {
        /// The name
        theme: String,
        /// The passage's id, or a piece of it
        passage: String,
        /// No longer quote it
        #[arg(long)]
        not: bool,
    },
    /// Move one among the themes
    Move {
        /// The name
        theme: String,
        /// The theme it shall stand before; the end when not given
        #[arg(long, value_name = "THEME")]
        before: Option<String>,
    },
    /// Merge one into another, which keeps everything gathered
    Merge {
        /// The theme that goes
        theme: String,
        /// The theme that stays
        into: String,
    },
    /// Remove one; codes and codings stay
    Remove {
        /// The name
        theme: String,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The name
    theme: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The central idea
    #[arg(long, value_name = "TEXT")]
    idea: Option<String>,
    /// Rival explanations that were considered
    #[arg(long, value_name = "TEXT")]
    rivals: Option<String>,
}

#[derive(Debug, Args)]
struct Which {
    /// The name
    theme: String,
    #[command(flatten)]
    what: What,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct What {
    /// A code, with the codes beneath it; may be given several times
    #[arg(long, value_name = "CODE")]
    code: Vec<String>,
    /// A passage, by its id; may be given several times
    #[arg(long, value_name = "ID")]
    passage: Vec<String>,
}

impl What {
    fn find(&self, reader: &Reader<'_>) -> Found<(Vec<Id>, Vec<Id>)> {
        let codes = self.code.iter().map(|text| reference::code(reader, text));
        let passages = self.passage.iter().map(|text| reference::row::<Passage>(reader, text));
        Ok((codes.collect::<Found<_>>()?, passages.collect::<Found<_>>()?))
    }
}

pub(crate) fn run(command: Theme, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(theme::list, |all, page| show::tell_list(all, page)),
        Verb::Show { theme } => show::show(&open, theme),
        verb => change(&open, verb),
    }
}

fn change(open: &Open<'_>, verb: Verb) -> Result {
    match verb {
        Verb::List | Verb::Show { .. } => Ok(()),
        Verb::Add { name, idea, rivals } => open.act(move |_| Ok(ThemeAdd { name, idea, rivals })),
        Verb::Set(set) => open.act(move |reader| {
            let theme = reference::theme(reader, &set.theme)?;
            let New { name, idea, rivals } = set.new;
            Ok(ThemeSet { theme, name, idea, rivals })
        }),
        Verb::Gather(which) => open.act(move |reader| {
            let theme = reference::theme(reader, &which.theme)?;
            let (codes, passages) = which.what.find(reader)?;
            Ok(ThemeGather { theme, codes, passages })
        }),
        Verb::Release(which) => open.act(move |reader| {
            let theme = reference::theme(reader, &which.theme)?;
            let (codes, passages) = which.what.find(reader)?;
            Ok(ThemeRelease { theme, codes, passages })
        }),
        Verb::Place { theme, area, reason, round } => open.act(move |reader| {
            let theme = reference::theme(reader, &theme)?;
            let round = round.map(|text| reference::round(reader, &text)).transpose()?;
            Ok(ThemePlace { theme, area, reason, round })
        }),
        Verb::Quote { theme, passage, not } => open.act(move |reader| {
            let theme = reference::theme(reader, &theme)?;
            let passage = reference::row::<Passage>(reader, &passage)?;
            Ok(ThemeQuote { theme, passage, quoted: !not })
        }),
        Verb::Move { theme, before } => open.act(move |reader| {
            let theme = reference::theme(reader, &theme)?;
            let before = before.map(|text| reference::theme(reader, &text)).transpose()?;
            Ok(ThemeMove { theme, before })
        }),
        Verb::Merge { theme, into } => open.act(move |reader| {
            let (theme, into) =
                (reference::theme(reader, &theme)?, reference::theme(reader, &into)?);
            Ok(ThemeMerge { theme, into })
        }),
        Verb::Remove { theme } => {
            open.act(move |reader| Ok(ThemeRemove { theme: reference::theme(reader, &theme)? }))
        }
    }
}
