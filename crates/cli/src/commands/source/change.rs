//! Adding a source, changing what is known of it and correcting its words.

use std::path::{Path, PathBuf};

use clap::Args;
use trefoil_core::corpus::source::{self, SourceAdd, SourceAttach, SourceSet};
use trefoil_core::error::Error;
use trefoil_core::id::Id;
use trefoil_core::reference;
use trefoil_core::span::Ruler;
use trefoil_core::storage::Reader;
use trefoil_core::transcript::{Corrected, Edit, SourceCorrect};

use crate::ask;
use crate::commands::import::read_transcript;
use crate::desk::Open;
use crate::exit::Result;
use crate::output::{Page, brief};

/// Adds a source with a text.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The name
    name: String,
    /// The stream, such as `interview`
    #[arg(long, value_name = "STREAM")]
    stream: String,
    /// A text file, or - for standard input
    #[arg(long, value_name = "FILE")]
    text: PathBuf,
    /// The date, with a time where that is known
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Who is in it; may be given several times
    #[arg(long, value_name = "NAME")]
    participant: Vec<String>,
    /// The language, such as `en-GB`
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// A note
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// Changes what is known of a source.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// The name or file name
    source: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The new stream
    #[arg(long, value_name = "STREAM")]
    stream: Option<String>,
    /// The new date, with a time where that is known
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Who is in it, all of them; may be given several times
    #[arg(long, value_name = "NAME")]
    participant: Vec<String>,
    /// Nobody is in it
    #[arg(long, conflicts_with = "participant")]
    no_participant: bool,
    /// Who sent it
    #[arg(long, value_name = "TEXT")]
    sender: Option<String>,
    /// The language, such as `en-GB`
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// The new note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Corrects a source's words.
#[derive(Debug, Args)]
pub(crate) struct Correct {
    /// The name or file name
    source: String,
    /// The words to replace, exactly as they stand
    #[arg(long, value_name = "WORDS", requires = "with", conflicts_with = "text")]
    replace: Option<String>,
    /// What to put in their place
    #[arg(long, value_name = "WORDS", requires = "replace")]
    with: Option<String>,
    /// Which one, from 1, when the words stand more than once
    #[arg(long, value_name = "NUMBER", requires = "replace")]
    occurrence: Option<usize>,
    /// A file with the whole corrected text, or - for standard input
    #[arg(long, value_name = "FILE", required_unless_present = "replace")]
    text: Option<PathBuf>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

type Found<T> = trefoil_core::error::Result<T>;

fn everybody(reader: &Reader<'_>, names: &[String]) -> Found<Vec<Id>> {
    names.iter().map(|name| reference::participant(reader, name)).collect()
}

pub(super) fn add(open: &Open<'_>, command: Add) -> Result {
    let text = ask::file(&command.text)?;
    open.act(move |reader| {
        Ok(SourceAdd {
            participants: everybody(reader, &command.participant)?,
            stream: reference::stream(reader, &command.stream)?,
            name: command.name,
            date: command.date,
            language: command.language,
            note: command.note,
            text: Some(text),
            ..SourceAdd::default()
        })
    })
}

pub(super) fn set(open: &Open<'_>, command: Set) -> Result {
    let new = command.new;
    open.act(move |reader| {
        let named = !new.participant.is_empty() || new.no_participant;
        let participants = named.then(|| everybody(reader, &new.participant)).transpose()?;
        Ok(SourceSet {
            source: reference::source(reader, &command.source)?,
            name: new.name,
            stream: new.stream.map(|text| reference::stream(reader, &text)).transpose()?,
            date: new.date,
            participants,
            sender: new.sender,
            language: new.language,
            note: new.note,
        })
    })
}

pub(super) fn correct(open: &Open<'_>, command: Correct) -> Result {
    let text = command.text.as_deref().map(ask::file).transpose()?;
    // Editors add these; they are no correction.
    let text = text.map(|text| text.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
    let done = open.perform(move |reader| {
        let source = reference::source(reader, &command.source)?;
        let (edits, revision) = match (command.replace, command.with) {
            (Some(words), Some(new)) => {
                let (edit, number) = replacement(reader, source, &words, new, command.occurrence)?;
                (vec![edit], Some(number))
            }
            _ => (Vec::new(), None),
        };
        Ok(SourceCorrect { source, edits, text, revision, reason: command.reason })
    })?;
    if open.manner.json || open.manner.quiet {
        return Ok(());
    }
    tell_reworded(&done.outcome)
}

/// The passages whose own words changed, with both wordings.
fn tell_reworded(corrected: &Corrected) -> Result {
    let mut page = Page::default();
    for one in &corrected.reworded {
        page.heading(format!("Passage {}", reference::short(one.passage)));
        page.line(format!("  was  “{}”", brief(&one.before, 300)));
        page.line(format!("  is   “{}”", brief(&one.after, 300)));
    }
    page.print()
}

/// One replacement of exact words, and the number of the wording that it is for.
fn replacement(
    reader: &Reader<'_>,
    source: Id,
    words: &str,
    new: String,
    occurrence: Option<usize>,
) -> Found<(Edit, i64)> {
    let text = source::text(reader, source)?
        .ok_or_else(|| Error::conflict("This source has no text to correct."))?;
    if words.is_empty() {
        return Err(Error::invalid("The words to replace are empty."));
    }
    let places: Vec<usize> = text.text.match_indices(words).map(|(at, _)| at).collect();
    let at = match (places.as_slice(), occurrence) {
        ([], _) => {
            return Err(Error::not_found("These words do not stand in the source.")
                .hint("They must be exact, with capitals, punctuation and line breaks."));
        }
        ([only], None) => *only,
        (several, None) => {
            return Err(Error::conflict(format!("These words stand {} times.", several.len()))
                .hint("Say which one with `--occurrence`, from 1."));
        }
        (several, Some(which)) => {
            let found = which.checked_sub(1).and_then(|which| several.get(which));
            *found.ok_or_else(|| {
                Error::not_found(format!("These words stand only {} times.", several.len()))
            })?
        }
    };
    let span = Ruler::new(&text.text).span_of_bytes(at..at + words.len());
    let span = span.ok_or_else(|| Error::invalid("The words are cut within a character."))?;
    Ok((Edit { start: span.start, end: span.end, text: new }, text.number))
}

pub(super) fn attach(open: &Open<'_>, source: String, file: &Path) -> Result {
    let (text, segments) = if file == Path::new("-") {
        (ask::file(file)?, Vec::new())
    } else {
        read_transcript(open, file)?
    };
    open.unlock_or_go_on()?;
    open.act(move |reader| {
        Ok(SourceAttach { source: reference::source(reader, &source)?, text, segments })
    })
}
