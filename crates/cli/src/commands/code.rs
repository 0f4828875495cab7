//! `trefoil code`: the codebook.

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::bind;
use trefoil_core::codebook::{
    self, Code as Row, CodeAdd, CodeMerge, CodeMove, CodeRemove, CodeSet, Listed,
};
use trefoil_core::error::Error;
use trefoil_core::memo::{self, Memo};
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;
use trefoil_core::theme::{Theme, ThemeCode};

use super::memo::tell_memos;
use crate::args::At;
use crate::desk::Desk;
use crate::exit::{Result, usage};
use crate::output::{Page, Table, brief};

/// The codebook. A code is named by its name, or by its path: "Belonging / Being greeted".
#[derive(Debug, Args)]
pub(crate) struct Code {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the codes as a tree
    List,
    /// Show one with its explanations
    Show {
        /// The name or path
        code: String,
    },
    /// Add one
    Add {
        /// The name
        name: String,
        /// The code it shall lie under
        #[arg(long, value_name = "CODE")]
        parent: Option<String>,
        #[command(flatten)]
        words: Words,
    },
    /// Change its name or explanations; what is not given stays
    Set {
        /// The name or path
        code: String,
        /// The new name
        #[arg(long, value_name = "TEXT")]
        name: Option<String>,
        #[command(flatten)]
        words: Words,
    },
    /// Move it, with everything beneath it
    Move {
        /// The name or path
        code: String,
        /// The code it shall lie under
        #[arg(long, value_name = "CODE")]
        under: Option<String>,
        /// Move it to the top of the codebook
        #[arg(long, conflicts_with = "under")]
        top: bool,
        /// The code it shall stand before
        #[arg(long, value_name = "CODE")]
        before: Option<String>,
    },
    /// Merge it into another code, which keeps every coding
    Merge {
        /// The code that goes
        code: String,
        /// The code that stays
        into: String,
    },
    /// Remove it with the codes beneath it and their codings
    Remove {
        /// The name or path
        code: String,
    },
}

#[derive(Debug, Args)]
struct Words {
    /// What it means
    #[arg(long, value_name = "TEXT")]
    definition: Option<String>,
    /// When to use it
    #[arg(long, value_name = "TEXT")]
    include: Option<String>,
    /// When not to use it
    #[arg(long, value_name = "TEXT")]
    exclude: Option<String>,
    /// An example
    #[arg(long, value_name = "TEXT")]
    example: Option<String>,
    /// A colour, such as #6b4fa0
    #[arg(long, value_name = "COLOUR")]
    colour: Option<String>,
}

impl Words {
    fn are_empty(&self) -> bool {
        let Self { definition, include, exclude, example, colour } = self;
        [definition, include, exclude, example, colour].iter().all(|one| one.is_none())
    }
}

pub(crate) fn run(command: Code, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(codebook::tree, |all, page| tell_list(all, page)),
        Verb::Show { code } => open.answer(move |reader| show(reader, &code), tell),
        Verb::Add { name, parent, words } => open.act(move |reader| {
            Ok(CodeAdd {
                name,
                parent: parent.map(|text| reference::code(reader, &text)).transpose()?,
                definition: words.definition.unwrap_or_default(),
                include: words.include.unwrap_or_default(),
                exclude: words.exclude.unwrap_or_default(),
                example: words.example.unwrap_or_default(),
                colour: words.colour,
            })
        }),
        Verb::Set { name: None, words, .. } if words.are_empty() => {
            Err(usage("Say what is to change: `--name`, `--definition` or another of its words."))
        }
        Verb::Set { code, name, words } => open.act(move |reader| {
            Ok(CodeSet {
                code: reference::code(reader, &code)?,
                name,
                definition: words.definition,
                include: words.include,
                exclude: words.exclude,
                example: words.example,
                colour: words.colour,
            })
        }),
        Verb::Move { code, under, top, before } => {
            open.act(move |reader| moved(reader, &code, under.as_deref(), top, before.as_deref()))
        }
        Verb::Merge { code, into } => open.act(move |reader| {
            let (code, into) = (reference::code(reader, &code)?, reference::code(reader, &into)?);
            Ok(CodeMerge { code, into })
        }),
        Verb::Remove { code } => {
            open.act(move |reader| Ok(CodeRemove { code: reference::code(reader, &code)? }))
        }
    }
}

/// Where nothing is said about the place, it is the one of the sibling, or its own.
fn moved(
    reader: &Reader<'_>,
    code: &str,
    under: Option<&str>,
    top: bool,
    before: Option<&str>,
) -> trefoil_core::error::Result<CodeMove> {
    let code = reference::code(reader, code)?;
    let before = before.map(|text| reference::code(reader, text)).transpose()?;
    let parent = match (under, top, before) {
        (Some(text), _, _) => Some(reference::code(reader, text)?),
        (None, true, _) => None,
        (None, false, Some(before)) => reader.get::<Row>(before)?.parent,
        (None, false, None) => reader.get::<Row>(code)?.parent,
    };
    Ok(CodeMove { code, parent, before })
}

fn tell_list(all: &[Listed], page: &mut Page) {
    let mut table = Table::new(&["Code", "#Codings", "Definition", "Id"]);
    for one in all {
        let name = format!("{}{}", "  ".repeat(one.depth), one.code.name);
        let definition = brief(&one.code.definition, 50);
        table.row([name, one.codings.to_string(), definition, short(one.code.id)]);
    }
    page.table(&table, "No codes yet.");
}

/// A code with what hangs on it.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    listed: Listed,
    codings_below: i64,
    themes: Vec<String>,
    memos: Vec<Memo>,
}

fn show(reader: &Reader<'_>, text: &str) -> trefoil_core::error::Result<Shown> {
    let id = reference::code(reader, text)?;
    let below = codebook::with_descendants(reader, id)?;
    let all = codebook::tree(reader)?;
    let under = all.iter().filter(|one| one.code.id != id && below.contains(&one.code.id));
    let codings_below = under.map(|one| one.codings).sum();
    let listed = all.into_iter().find(|one| one.code.id == id);
    let listed = listed.ok_or_else(|| Error::not_found("The code is gone."))?;
    let gathered: Vec<ThemeCode> = reader.list("WHERE code = $1 ORDER BY id", bind![id])?;
    let name = |row: &ThemeCode| Ok(reader.get::<Theme>(row.theme)?.name);
    let themes = gathered.iter().map(name).collect::<trefoil_core::error::Result<_>>()?;
    Ok(Shown { listed, codings_below, themes, memos: memo::on(reader, id)? })
}

fn tell(shown: &Shown, page: &mut Page) {
    let code = &shown.listed.code;
    let codings = match shown.codings_below {
        0 => shown.listed.codings.to_string(),
        below => format!("{}, and {below} on codes beneath it", shown.listed.codings),
    };
    page.fields(&[
        ("Code", shown.listed.path.join(" / ")),
        ("Definition", code.definition.clone()),
        ("Include", code.include.clone()),
        ("Exclude", code.exclude.clone()),
        ("Example", code.example.clone()),
        ("Colour", code.colour.clone().unwrap_or_default()),
        ("Codings", codings),
        ("Themes", shown.themes.join(", ")),
        ("Id", code.id.to_string()),
    ]);
    tell_memos(&shown.memos, page);
}
