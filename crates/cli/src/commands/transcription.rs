//! `trefoil transcription`: the queue of recordings that a machine is asked to turn into words.

use clap::{Args, Subcommand};
use trefoil_core::reference::{self, short};
use trefoil_core::transcription::{
    self, Progress, Transcription as Row, TranscriptionSet, TranscriptionStop, Waiting,
};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, time};

/// The queue of recordings that a machine turns into words.
#[derive(Debug, Args)]
pub(crate) struct Transcription {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List those that wait and those that ended
    List,
    /// Lay one aside; what was heard is kept
    Pause {
        /// The id, or a piece of it
        transcription: String,
    },
    /// Let one go on where it was, or try it again
    Resume {
        /// The id, or a piece of it
        transcription: String,
        /// Also while the key to the pseudonyms is sealed: names that only it knows are then not
        /// replaced
        #[arg(long)]
        without_key: bool,
    },
    /// Let one come before all others that wait
    First {
        /// The id, or a piece of it
        transcription: String,
    },
    /// Stop one
    Stop {
        /// The id, or a piece of it
        transcription: String,
        /// What was heard until now becomes the transcript
        #[arg(long)]
        keep: bool,
    },
}

pub(crate) fn run(command: Transcription, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let set = |transcription: String, state: Option<Progress>, first: bool, without_key: bool| {
        open.act(move |reader| {
            let transcription = reference::row::<Row>(reader, &transcription)?;
            Ok(TranscriptionSet { transcription, state, first, without_key })
        })
    };
    match command.verb {
        Verb::List => open.answer(transcription::list, |all, page| tell_list(all, page)),
        Verb::Pause { transcription } => set(transcription, Some(Progress::Paused), false, false),
        Verb::Resume { transcription, without_key } => {
            set(transcription, Some(Progress::Waiting), false, without_key)
        }
        Verb::First { transcription } => set(transcription, None, true, false),
        Verb::Stop { transcription, keep } => open.act(move |reader| {
            let transcription = reference::row::<Row>(reader, &transcription)?;
            Ok(TranscriptionStop { transcription, keep })
        }),
    }
}

fn tell_list(all: &[Waiting], page: &mut Page) {
    let mut table = Table::new(&["Source", "State", "Heard", "Of", "#Speed", "Message", "Id"]);
    for one in all {
        let span = |ms: i64| if ms > 0 { time(ms) } else { String::new() };
        table.row([
            one.name.clone(),
            one.row.state.to_string(),
            span(one.row.heard_ms),
            span(one.row.total_ms),
            one.speed.map(|speed| format!("{speed:.1}×")).unwrap_or_default(),
            one.row.message.clone(),
            short(one.row.id),
        ]);
    }
    page.table(&table, "Nothing waits to be transcribed.");
}
