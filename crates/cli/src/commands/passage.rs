//! `trefoil passage`: the marked spans of the sources, with the codes on them.

use clap::{Args, Subcommand};
use trefoil_core::coding::{self, CodedPassage, Passage as Row, PassageRemove};
use trefoil_core::corpus::source;
use trefoil_core::error::Result as Found;
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;

use super::coding::Where;
use super::memo::tell_memos;
use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, counted};

/// The marked spans of the sources.
#[derive(Debug, Args)]
pub(crate) struct Passage {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them with the codes on them
    List(Which),
    /// Show one
    Show {
        /// The id, or a piece of it
        passage: String,
    },
    /// Mark one without a code
    Add(Where),
    /// Remove one with its codings and memos
    Remove {
        /// The id, or a piece of it
        passage: String,
    },
}

/// Which passages; all of them when nothing is said.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Those with this code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Those with a code beneath it as well
    #[arg(long, requires = "code")]
    below: bool,
    /// Those in this source
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
}

impl Which {
    /// The passages that are meant, in the order of dates, sources and texts.
    pub(super) fn find(&self, reader: &Reader<'_>) -> Found<Vec<CodedPassage>> {
        let within =
            self.source.as_ref().map(|text| reference::source(reader, text)).transpose()?;
        if let Some(text) = &self.code {
            let mut all = coding::of_code(reader, reference::code(reader, text)?, self.below)?;
            all.retain(|one| within.is_none_or(|source| one.source == source));
            return Ok(all);
        }
        if let Some(source) = within {
            return coding::of_source(reader, source);
        }
        let mut all = Vec::new();
        for listed in source::list(reader)?.iter().filter(|listed| listed.passages > 0) {
            all.extend(coding::of_source(reader, listed.source.id)?);
        }
        Ok(all)
    }
}

pub(crate) fn run(command: Passage, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List(which) => open.answer(
            move |reader| which.find(reader),
            |all, page| {
                for one in all {
                    page.gap();
                    tell_one(one, page);
                }
                page.gap();
                page.line(counted(all.len() as i64, "passage", "passages"));
            },
        ),
        Verb::Show { passage } => {
            let (one, memos) = open.read(move |reader| {
                let id = reference::row::<Row>(reader, &passage)?;
                let row: Row = reader.get(id)?;
                let beside = coding::of_source(reader, row.source)?;
                let one = beside.into_iter().find(|one| one.id == id);
                Ok((one, trefoil_core::memo::on(reader, id)?))
            })?;
            open.print(&one, |one, page| {
                if let Some(one) = one {
                    tell_one(one, page);
                    tell_memos(&memos, page);
                }
            })
        }
        Verb::Add(place) => open.act(move |reader| place.with_codes(reader, Vec::new())),
        Verb::Remove { passage } => open.act(move |reader| {
            Ok(PassageRemove { passage: reference::row::<Row>(reader, &passage)? })
        }),
    }
}

/// A passage: where it stands, its words, its codes.
pub(super) fn tell_one(one: &CodedPassage, page: &mut Page) {
    let date = one.date.as_deref().map(|date| format!(", {date}")).unwrap_or_default();
    let place = if one.is_words { format!(", {}–{}", one.start, one.end) } else { String::new() };
    page.line(format!("{}  {}{date}{place}", short(one.id), one.source_name));
    for line in one.quoted().lines() {
        page.line(format!("  {line}"));
    }
    let codes = one.codings.iter().map(|mark| format!("{} ({})", mark.name, mark.coder));
    let codes = codes.collect::<Vec<_>>().join(", ");
    if !codes.is_empty() {
        page.line(format!("  {codes}"));
    }
}
