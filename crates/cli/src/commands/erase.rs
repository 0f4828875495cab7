//! `trefoil erase`: single sources, passages, earlier wordings and recordings, for good.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use trefoil_core::bind;
use trefoil_core::care::erasure::{
    self, CarriedOut, DryRun, ErasureForgetRaw, ErasurePassage, ErasureRecordings, ErasureSource,
    Scope, Wish, Withdrawal,
};
use trefoil_core::coding::Passage;
use trefoil_core::error::Error;
use trefoil_core::id::Id;
use trefoil_core::reference;
use trefoil_core::span::Span;
use trefoil_core::study::Operation;

use super::{erasing, withdraw};
use crate::args::At;
use crate::desk::{Desk, Open};
use crate::exit::{Result, usage};
use crate::output::{Page, Table};

/// Erases single sources, words, earlier wordings or recordings: shows what goes, asks, and erases.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Erase sources with everything that rests on them
    Source {
        /// The sources
        #[arg(required = true)]
        sources: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// Take words out of a text; `[removed]` stands in their place
    Passage(Words),
    /// Forget the earlier wordings of texts, such as those before names were taken out
    RawTexts {
        /// The sources; all when none is named
        sources: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// Erase recordings and keep their texts
    Recordings {
        /// The sources; all when none is named
        sources: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// List what was erased, by reference
    List,
    /// Write the certificate of a withdrawal again
    Certificate {
        /// The reference, such as W-2026-0001
        reference: String,
        /// The file: .html to print, otherwise plain text
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
struct Words {
    /// The passage, by id
    #[arg(required_unless_present = "source")]
    passage: Option<String>,
    /// The source in which the words stand, when nobody marked them
    #[arg(long, requires = "start", requires = "end", conflicts_with = "passage")]
    source: Option<String>,
    /// The first code point
    #[arg(long, value_name = "N")]
    start: Option<i64>,
    /// The code point behind the last
    #[arg(long, value_name = "N")]
    end: Option<i64>,
    /// The recording was listened to and does not hold the words; otherwise it goes too
    #[arg(long)]
    keep_recording: bool,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Args)]
struct How {
    /// Show what would go and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(command: Erase, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::Source { sources, how } => {
            let wish = Wish { sources: find(&open, sources)?, ..Wish::of(Scope::Source) };
            carry_out(&open, wish, &how, |wish, shown| ErasureSource {
                sources: wish.sources,
                asked_on: None,
                route: String::new(),
                digest: Some(shown.digest),
            })
        }
        Verb::Passage(words) => passage(&open, words),
        Verb::RawTexts { sources, how } => {
            let wish = Wish { sources: find(&open, sources)?, ..Wish::of(Scope::RawTexts) };
            carry_out(&open, wish, &how, |wish, shown| ErasureForgetRaw {
                sources: wish.sources,
                digest: Some(shown.digest),
            })
        }
        Verb::Recordings { sources, how } => {
            let wish = Wish { sources: find(&open, sources)?, ..Wish::of(Scope::Recordings) };
            carry_out(&open, wish, &how, |wish, shown| ErasureRecordings {
                sources: wish.sources,
                digest: Some(shown.digest),
            })
        }
        Verb::List => open.answer(erasure::withdrawals, |all, page| tell_list(all, page)),
        Verb::Certificate { reference, file } => certificate(&open, reference, &file),
    }
}

fn find(open: &Open<'_>, sources: Vec<String>) -> Result<Vec<Id>> {
    open.read(move |reader| {
        sources.iter().map(|source| reference::source(reader, source)).collect()
    })
}

fn passage(open: &Open<'_>, words: Words) -> Result {
    let span = match (words.start, words.end) {
        (Some(start), Some(end)) => Some(Span::new(start, end)),
        (None, None) => None,
        _ => return Err(usage("Say both where the words start and where they end.")),
    };
    let sources = find(open, words.source.into_iter().collect())?;
    let passage = match words.passage {
        Some(text) => Some(open.read(move |reader| reference::row::<Passage>(reader, &text))?),
        None => None,
    };
    let keep_recording = words.keep_recording;
    let wish = Wish { passage, span, sources, keep_recording, ..Wish::of(Scope::Passage) };
    carry_out(open, wish, &words.how, |wish, shown| ErasurePassage {
        passage: wish.passage,
        source: wish.sources.first().copied(),
        span: wish.span,
        keep_recording: wish.keep_recording,
        asked_on: None,
        route: String::new(),
        digest: Some(shown.digest),
    })
}

fn carry_out<O: Operation<Outcome = CarriedOut>>(
    open: &Open<'_>,
    wish: Wish,
    how: &How,
    operation: impl FnOnce(Wish, DryRun) -> O,
) -> Result {
    let shown = erasure::dry_run(&open.study, wish.clone())?;
    if how.dry_run {
        return open.print(&shown, erasing::tell);
    }
    erasing::show_and_ask(open, &shown)?;
    let done = open.session()?.perform(operation(wish, shown))?;
    withdraw::finish(open, &done, None)
}

fn tell_list(all: &[Withdrawal], page: &mut Page) {
    let mut table = Table::new(&["Reference", "Asked", "What", "Phase"]);
    for one in all {
        table.row([
            one.reference.clone(),
            one.asked_on.clone().unwrap_or_default(),
            one.kind.word().replace('_', " "),
            one.phase.word().replace('_', " "),
        ]);
    }
    page.table(&table, "Nothing was erased yet.");
}

fn certificate(open: &Open<'_>, reference: String, file: &Path) -> Result {
    let certificate = open.read(move |reader| {
        let found: Vec<Withdrawal> =
            reader.list("WHERE reference = $1", bind![reference.trim().to_uppercase()])?;
        let found = found.first().ok_or_else(|| {
            Error::not_found(format!("There is no withdrawal {reference}."))
                .hint("`trefoil erase STUDY list` shows them.")
        })?;
        erasure::certificate(reader, found.id)
    })?;
    erasing::write_certificate(&certificate, file)?;
    open.print(&certificate, |_, page| {
        page.line(format!("Wrote the certificate {}.", file.display()));
    })
}
