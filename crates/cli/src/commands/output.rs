//! `trefoil output`: what has left the study.

use clap::{Args, Subcommand};
use trefoil_core::care::output::{self, Listed};
use trefoil_core::clock::moment;
use trefoil_core::reference::{self, short};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table};

/// What has left the study: reports and exports, with the sources whose words are in them.
#[derive(Debug, Args)]
pub(crate) struct Output {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them, latest first
    List {
        /// Only those that hold words of this source
        #[arg(long, value_name = "SOURCE")]
        source: Option<String>,
    },
}

pub(crate) fn run(command: Output, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let Verb::List { source } = command.verb;
    open.answer(
        move |reader| match source {
            Some(source) => output::of_source(reader, reference::source(reader, &source)?),
            None => output::list(reader),
        },
        |all, page| tell(all, page),
    )
}

fn tell(all: &[Listed], page: &mut Page) {
    let mut table =
        Table::new(&["When", "What", "Format", "For", "Level", "#Sources", "File", "Who", "Id"]);
    for one in all {
        table.row([
            moment(one.output.at).chars().take(16).collect(),
            one.output.kind.to_string(),
            one.output.format.clone(),
            one.output.purpose.to_string(),
            one.output.level.to_string(),
            one.sources.len().to_string(),
            one.output.file_name.clone(),
            one.made_by.clone(),
            short(one.output.id),
        ]);
    }
    page.table(&table, "Nothing has left this study.");
}
