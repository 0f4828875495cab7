//! `trefoil record`: the bibliographic description of what the study put out.

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::record::{self, Completeness, FieldValues, RecordSet};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table};

/// The description of the study's outputs, for a repository.
#[derive(Debug, Args)]
pub(crate) struct Record {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the filled fields, and those that a deposit still needs
    List {
        /// List the empty fields too
        #[arg(long)]
        all: bool,
    },
    /// Fill in a field; what it held before is replaced
    Set {
        /// The field, such as title, author or issue-date
        field: String,
        /// Its values; some fields hold several
        #[arg(required = true)]
        values: Vec<String>,
    },
    /// Empty a field
    Remove {
        /// The field
        field: String,
    },
}

/// The record with what it lacks.
#[derive(Debug, Serialize)]
struct Listed {
    fields: Vec<FieldValues>,
    #[serde(flatten)]
    completeness: Completeness,
}

pub(crate) fn run(command: Record, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List { all } => open.answer(
            |reader| {
                let (fields, completeness) =
                    (record::record(reader)?, record::completeness(reader)?);
                Ok(Listed { fields, completeness })
            },
            |listed, page| tell(listed, all, page),
        ),
        Verb::Set { field, values } => open.act(move |_| Ok(RecordSet { field, values })),
        Verb::Remove { field } => open.act(move |_| Ok(RecordSet { field, values: Vec::new() })),
    }
}

fn tell(listed: &Listed, all: bool, page: &mut Page) {
    let mut table = Table::new(&["Field", "Called", "Value"]);
    for one in listed.fields.iter().filter(|one| all || !one.values.is_empty()) {
        let called = one.field.label.to_owned();
        table.row([one.field.key.to_owned(), called, one.values.join("; ")]);
    }
    page.table(&table, "The record is empty.");
    let missing = &listed.completeness.missing;
    page.heading(match missing.len() {
        0 => "Everything that a deposit needs is there.",
        _ => "A deposit still needs:",
    });
    let mut table = Table::new(&["Field", "Why"]);
    for one in missing {
        table.row([one.key.to_owned(), one.why.to_owned()]);
    }
    if !missing.is_empty() {
        page.table(&table, "");
    }
}
