//! `trefoil set`: sources that somebody put together, to look at together.

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::corpus::set::{
    self, Listed, SetAdd, SetPut, SetRemove, SetSet, SetTake, SourceSet as Row,
};
use trefoil_core::corpus::source;
use trefoil_core::error::Result as Found;
use trefoil_core::id::Id;
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief};

/// Sources put together under a name, to look at together.
#[derive(Debug, Args)]
pub(crate) struct Set {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    List,
    /// Show one, with the sources in it
    Show {
        /// The name
        set: String,
    },
    /// Add one
    Add {
        /// The name
        name: String,
        /// The sources in it from the beginning
        #[arg(value_name = "SOURCE")]
        sources: Vec<String>,
        /// What it is for
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Change one's name or note
    #[command(name = "set")]
    Change(Change),
    /// Put sources into one; those in it already stay
    Put(Members),
    /// Take sources out of one; they stay in the study
    Take(Members),
    /// Remove one; its sources stay
    Remove {
        /// The name
        set: String,
    },
}

#[derive(Debug, Args)]
struct Members {
    /// The name
    set: String,
    /// The sources
    #[arg(value_name = "SOURCE", required = true)]
    sources: Vec<String>,
}

#[derive(Debug, Args)]
struct Change {
    /// The name
    set: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

pub(crate) fn run(command: Set, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(set::list, |all, page| tell_list(all, page)),
        Verb::Show { set } => open.answer(move |reader| show(reader, &set), tell),
        Verb::Add { name, sources, note } => open.act(move |reader| {
            let sources = found(reader, &sources)?;
            Ok(SetAdd { name, note, sources })
        }),
        Verb::Change(change) => open.act(move |reader| {
            let set = reference::set(reader, &change.set)?;
            let New { name, note } = change.new;
            Ok(SetSet { set, name, note })
        }),
        Verb::Put(members) => open.act(move |reader| {
            let (set, sources) = members.find(reader)?;
            Ok(SetPut { set, sources })
        }),
        Verb::Take(members) => open.act(move |reader| {
            let (set, sources) = members.find(reader)?;
            Ok(SetTake { set, sources })
        }),
        Verb::Remove { set } => {
            open.act(move |reader| Ok(SetRemove { set: reference::set(reader, &set)? }))
        }
    }
}

fn found(reader: &Reader<'_>, sources: &[String]) -> Found<Vec<Id>> {
    sources.iter().map(|text| reference::source(reader, text)).collect()
}

impl Members {
    fn find(&self, reader: &Reader<'_>) -> Found<(Id, Vec<Id>)> {
        Ok((reference::set(reader, &self.set)?, found(reader, &self.sources)?))
    }
}

fn tell_list(all: &[Listed], page: &mut Page) {
    let mut table = Table::new(&["Set", "#Sources", "Note", "Id"]);
    for one in all {
        table.row([
            one.set.name.clone(),
            one.sources.to_string(),
            brief(&one.set.note, 60),
            short(one.set.id),
        ]);
    }
    page.table(&table, "No sets yet.");
}

/// A set with the sources in it.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    set: Row,
    sources: Vec<source::Listed>,
}

fn show(reader: &Reader<'_>, text: &str) -> Found<Shown> {
    let id = reference::set(reader, text)?;
    let members = set::members(reader, id)?;
    let mut sources = source::list(reader)?;
    sources.retain(|one| members.contains(&one.source.id));
    Ok(Shown { set: reader.get(id)?, sources })
}

fn tell(shown: &Shown, page: &mut Page) {
    let one = &shown.set;
    page.fields(&[
        ("Name", one.name.clone()),
        ("Note", one.note.clone()),
        ("Id", one.id.to_string()),
    ]);
    page.heading("Sources");
    super::source::tell_list(&shown.sources, page);
}
