//! `trefoil memo`: notes on anything; the study's own are its journal.

use clap::{Args, Subcommand};
use trefoil_core::clock::moment;
use trefoil_core::memo::{self, Memo as Row, MemoAdd, MemoRemove, MemoSet};
use trefoil_core::reference::{self, short};

use crate::args::At;
use crate::ask;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief};

/// Notes on anything; those on nothing in particular are the study's journal.
#[derive(Debug, Args)]
pub(crate) struct Memo {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them, oldest first
    List {
        /// Only those on this: a name or an id
        #[arg(long, value_name = "WHAT")]
        on: Option<String>,
    },
    /// Show one
    Show {
        /// The id, or a piece of it
        memo: String,
    },
    /// Write one
    Add {
        /// What it says, or - for standard input
        text: String,
        /// What it is on: a name or an id; the journal when not given
        #[arg(long, value_name = "WHAT")]
        on: Option<String>,
        /// A title
        #[arg(long, value_name = "TEXT", default_value = "")]
        title: String,
    },
    /// Change one
    Set(Set),
    /// Remove one
    Remove {
        /// The id, or a piece of it
        memo: String,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The id, or a piece of it
    memo: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What it says now, or - for standard input
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

pub(crate) fn run(command: Memo, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List { on } => open.answer(
            move |reader| match on {
                Some(text) => memo::on(reader, reference::anything(reader, &text)?.id),
                None => memo::list(reader),
            },
            |all, page| tell_list(all, page),
        ),
        Verb::Show { memo } => open.answer(
            move |reader| reader.get::<Row>(reference::row::<Row>(reader, &memo)?),
            tell_one,
        ),
        Verb::Add { text, on, title } => {
            let text = ask::text(text)?;
            open.act(move |reader| {
                let on = on.map(|text| reference::anything(reader, &text)).transpose()?;
                Ok(MemoAdd { on: on.map(|found| found.id), title, text })
            })
        }
        Verb::Set(set) => {
            let text = set.new.text.map(ask::text).transpose()?;
            open.act(move |reader| {
                let memo = reference::row::<Row>(reader, &set.memo)?;
                Ok(MemoSet { memo, title: set.new.title, text })
            })
        }
        Verb::Remove { memo } => {
            open.act(move |reader| Ok(MemoRemove { memo: reference::row::<Row>(reader, &memo)? }))
        }
    }
}

fn tell_list(all: &[Row], page: &mut Page) {
    let mut table = Table::new(&["When", "On", "Title", "Memo", "Id"]);
    for one in all {
        table.row([
            moment(one.at),
            subject(one),
            brief(&one.title, 30),
            brief(&one.text, 60),
            short(one.id),
        ]);
    }
    page.table(&table, "No memos.");
}

fn subject(memo: &Row) -> String {
    match memo.noun.as_str() {
        "study" => "journal".to_owned(),
        noun => format!("{} {}", noun.replace('_', " "), short(memo.target)),
    }
}

fn tell_one(one: &Row, page: &mut Page) {
    page.fields(&[
        ("Title", one.title.clone()),
        ("On", subject(one)),
        ("Written", moment(one.at)),
        ("Id", one.id.to_string()),
    ]);
    page.gap();
    page.line(&one.text);
}

/// The memos on something that is shown.
pub(super) fn tell_memos(memos: &[Row], page: &mut Page) {
    for one in memos {
        let title = if one.title.is_empty() { "Memo" } else { &one.title };
        page.heading(format!("{title}  {}  {}", moment(one.at), short(one.id)));
        for line in one.text.lines() {
            page.line(format!("  {line}"));
        }
    }
}
