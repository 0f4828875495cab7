//! `trefoil source`: the items of the corpus, their words and what is known of them.

mod change;
mod original;
mod show;

use clap::{Args, Subcommand};
use trefoil_core::corpus::source::{self, Listed, SourceRemove};
use trefoil_core::reference::{self, short};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief, time};

/// The items of the corpus.
#[derive(Debug, Args)]
pub(crate) struct Source {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them by date
    List {
        /// Only those of this stream
        #[arg(long, value_name = "STREAM")]
        stream: Option<String>,
        /// Only those with this participant in them
        #[arg(long, value_name = "NAME")]
        participant: Option<String>,
    },
    /// Show what is known of one
    Show {
        /// The name or file name
        source: String,
    },
    /// Print its words
    Text(show::TextOf),
    /// Write the file that one's text was read from
    Original(original::Original),
    /// Add one with a text of your own; files come in with `trefoil import`
    Add(change::Add),
    /// Change what is known of one; an empty date is taken away
    Set(change::Set),
    /// Correct the words; earlier wordings stay and codings are carried along
    Correct(change::Correct),
    /// Attach a transcript to a recording
    Attach {
        /// The name or file name
        source: String,
        /// A file with the transcript, or - for plain text from standard input
        file: std::path::PathBuf,
    },
    /// Remove one with its passages and codings
    Remove {
        /// The name or file name
        source: String,
    },
}

pub(crate) fn run(command: Source, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List { stream, participant } => open.answer(
            move |reader| {
                let stream = stream.map(|text| reference::stream(reader, &text)).transpose()?;
                let participant =
                    participant.map(|text| reference::participant(reader, &text)).transpose()?;
                let mut all = source::list(reader)?;
                all.retain(|one| stream.as_ref().is_none_or(|name| one.source.stream == *name));
                all.retain(|one| {
                    participant.is_none_or(|id| one.participants.iter().any(|one| one.id == id))
                });
                Ok(all)
            },
            |all, page| tell_list(all, page),
        ),
        Verb::Show { source } => show::show(&open, source),
        Verb::Text(command) => show::text(&open, command),
        Verb::Original(command) => original::run(&open, command),
        Verb::Add(command) => change::add(&open, command),
        Verb::Set(command) => change::set(&open, command),
        Verb::Correct(command) => change::correct(&open, command),
        Verb::Attach { source, file } => change::attach(&open, source, &file),
        Verb::Remove { source } => {
            open.act(move |reader| Ok(SourceRemove { source: reference::source(reader, &source)? }))
        }
    }
}

/// A table of sources.
pub(super) fn tell_list(all: &[Listed], page: &mut Page) {
    let mut table = Table::new(&[
        "Name",
        "Stream",
        "Date",
        "Participants",
        "#Length",
        "#Passages",
        "#Codings",
        "Id",
    ]);
    for one in all {
        let source = &one.source;
        table.row([
            brief(&source.name, 50),
            source.stream.replace('_', " "),
            source.date.clone().unwrap_or_default(),
            participants(one),
            source.duration_ms.map(time).unwrap_or_default(),
            one.passages.to_string(),
            one.codings.to_string(),
            short(source.id),
        ]);
    }
    page.table(&table, "No sources.");
}

/// Who is in a source, with the week of their time that it lies in.
fn participants(listed: &Listed) -> String {
    let named = listed.participants.iter().map(|one| match one.week {
        Some(week) => format!("{} (week {week})", one.name),
        None => one.name.clone(),
    });
    named.collect::<Vec<_>>().join(", ")
}
