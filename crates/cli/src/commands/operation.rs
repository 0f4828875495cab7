//! `trefoil do`: any operation by name, and the list of all with their schemas.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use trefoil_core::error::{Error, Kind};
use trefoil_core::reference;
use trefoil_core::study::operation::Described;
use trefoil_core::study::{Performed, operations};

use crate::args::At;
use crate::ask;
use crate::desk::{Desk, Open, as_json};
use crate::exit::{Failure, Result, usage};
use crate::output::{self, Page};

/// Does any operation by name, with its arguments as JSON.
#[derive(Debug, Args)]
#[command(override_usage = "trefoil do STUDY OPERATION JSON\n       \
    trefoil do STUDY --file FILE\n       trefoil do --list [OPERATION]")]
pub(crate) struct Do {
    /// The study: a file, or `postgres://…?study=NAME`
    #[arg(value_name = "STUDY", required_unless_present = "list")]
    study: Option<OsString>,
    /// The operation's name, such as code.add
    #[arg(conflicts_with_all = ["list", "file"])]
    operation: Option<String>,
    /// Its arguments as JSON, or - for standard input
    #[arg(value_name = "JSON")]
    arguments: Option<String>,
    /// Print every operation, or one, with its JSON schema
    #[arg(long, value_name = "OPERATION", num_args = 0..=1, default_missing_value = "")]
    #[arg(conflicts_with = "file")]
    list: Option<String>,
    /// Do what a file says, all of it or nothing: one {"operation": …, "arguments": …} on each
    /// line; - for standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(crate) fn run(command: Do, desk: &Desk) -> Result {
    if let Some(name) = command.list {
        return list(&name, desk);
    }
    let Some(study) = command.study else { return Err(usage("Say which study is meant.")) };
    let at = At { study };
    match (command.operation, command.file) {
        (Some(name), _) => {
            let operation = find(&name)?;
            let arguments = read(command.arguments.as_deref(), operation)?;
            let open = desk.open(&at)?;
            if operation.erases {
                let what = format!("{} cannot be undone.", operation.name);
                ask::agree(&what, open.manner.yes)?;
            }
            let done = operation.perform(&open.session()?, arguments)?;
            tell(&open, &done)
        }
        (None, Some(file)) => {
            let operations = read_lines(&file)?;
            let open = desk.open(&at)?;
            let done = open.session()?.perform_all(operations)?;
            tell(&open, &done)
        }
        (None, None) => Err(Failure::Refused(
            Error::invalid("Say which operation is meant.")
                .hint("`trefoil do --list` prints them all."),
        )),
    }
}

fn find(name: &str) -> Result<Described> {
    operations::by_name(name).ok_or_else(|| {
        let names: Vec<&str> = operations::ALL.iter().map(|one| one.name).collect();
        let error = Error::invalid(format!("There is no operation “{name}”."));
        Failure::Refused(match reference::suggestion(name, &names) {
            Some(suggestion) => error.hint(suggestion),
            None => error.hint("`trefoil do --list` prints them all."),
        })
    })
}

fn read(arguments: Option<&str>, operation: Described) -> Result<Json> {
    let Some(given) = arguments else {
        return Err(Failure::Refused(
            Error::invalid(format!("{} needs its arguments as JSON.", operation.name))
                .hint(format!("`trefoil do --list {}` prints their schema.", operation.name)),
        ));
    };
    let text = ask::text(given.to_owned())?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::Refused(
            Error::invalid(format!("The arguments are not JSON: {error}."))
                .hint("In a shell, put them between single quotes."),
        )
    })
}

/// One line of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    operation: String,
    #[serde(default = "nothing")]
    arguments: Json,
}

fn nothing() -> Json {
    serde_json::json!({})
}

fn read_lines(file: &Path) -> Result<Vec<(Described, Json)>> {
    let text = ask::file(file)?;
    let mut operations = Vec::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let bad = |what: String| {
            let message = format!("Line {number} of {}: {what} Nothing was done.", file.display());
            Failure::Refused(Error::new(Kind::BadFile, message))
        };
        let line: Line = serde_json::from_str(line).map_err(|error| {
            bad(format!("this is not {{\"operation\": …, \"arguments\": …}} ({error})."))
        })?;
        let operation = operations::by_name(&line.operation)
            .ok_or_else(|| bad(format!("there is no operation “{}”.", line.operation)))?;
        operations.push((operation, line.arguments));
    }
    if operations.is_empty() {
        return Err(usage(format!("{} holds no operations.", file.display())));
    }
    Ok(operations)
}

/// The outcome is what a script wants, so it alone goes to standard output.
fn tell<T: Serialize>(open: &Open<'_>, done: &Performed<T>) -> Result {
    if open.manner.json {
        return output::json(&as_json(done)?);
    }
    for notice in &done.notices {
        open.manner.note(&format!("Note: {notice}"));
    }
    open.manner.note(&format!("{}.", done.summary));
    output::json(&done.outcome)
}

/// An operation as it is listed.
#[derive(Debug, Serialize)]
struct Listed {
    operation: &'static str,
    summary: &'static str,
    schema: Json,
}

fn list(name: &str, desk: &Desk) -> Result {
    let chosen = if name.is_empty() { operations::ALL.to_vec() } else { vec![find(name)?] };
    let listed: Vec<Listed> = chosen
        .into_iter()
        .map(|one| Listed { operation: one.name, summary: one.summary, schema: one.schema() })
        .collect();
    if desk.manner.json {
        return output::json(&listed);
    }
    let mut page = Page::default();
    for one in &listed {
        page.heading(format!("{}  {}", one.operation, one.summary));
        for line in serde_json::to_string_pretty(&one.schema)?.lines() {
            page.line(format!("  {line}"));
        }
    }
    page.print()
}
