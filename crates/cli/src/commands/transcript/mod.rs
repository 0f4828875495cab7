//! `trefoil transcript`: the words of a source as segments, with their times, and how far they can
//! be trusted.

mod export;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::corpus::source;
use trefoil_core::error::{Error, Kind};
use trefoil_core::id::Id;
use trefoil_core::reference::{self, short};
use trefoil_core::span::Ruler;
use trefoil_core::storage::Reader;
use trefoil_core::transcript::{
    self, Provenance, Segment, SegmentJoin, SegmentSet, SegmentSplit, Spoken, Standing, TimedWord,
    TranscriptMark, TranscriptWrite,
};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief, time};

/// What the study answers.
type Found<T> = trefoil_core::error::Result<T>;

/// What was said in a source, by whom and when, and who checked it.
#[derive(Debug, Args)]
pub(crate) struct Transcript {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show its segments, its states and where its words come from
    Show {
        /// The source's name or file name
        source: String,
        /// Only segments whose words are doubted
        #[arg(long)]
        doubted: bool,
    },
    /// Say how far transcripts can be trusted: checked, redacted or approved
    Mark {
        /// The state
        state: Standing,
        /// The sources' names or file names
        #[arg(required = true)]
        sources: Vec<String>,
        /// What there is to say to it
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Store what was said, from a JSON file of segments
    Write {
        /// The source's name or file name
        source: String,
        /// The file
        file: PathBuf,
        /// Its words come from: machine, imported or typed
        #[arg(long, value_name = "STATE", default_value = "typed")]
        state: Standing,
    },
    /// Write it as a file: subtitles, Markdown or text
    Export(export::Export),
    /// Say who speaks in segments, that they were checked, or that nobody can make them out
    Set(Set),
    /// Split a segment at a word
    Split {
        /// The source's name or file name
        source: String,
        /// The number of the segment
        segment: i64,
        /// The words that the second part begins with
        #[arg(long = "at", value_name = "WORDS")]
        words: String,
        /// Who speaks in the second part
        #[arg(long, value_name = "NAME")]
        speaker: Option<String>,
    },
    /// Join a segment with the next
    Join {
        /// The source's name or file name
        source: String,
        /// The number of the segment
        segment: i64,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The source's name or file name
    source: String,
    /// The numbers of the segments
    #[arg(required = true)]
    segments: Vec<i64>,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// Who speaks, by name; an empty one takes the speaker off
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// When it begins, in milliseconds
    #[arg(long = "from", value_name = "MS")]
    begin_ms: Option<i64>,
    /// When it ends, in milliseconds
    #[arg(long = "until", value_name = "MS")]
    end_ms: Option<i64>,
    /// Somebody has listened, and the words are right
    #[arg(long, conflicts_with = "inaudible")]
    checked: bool,
    /// Nobody can make the words out
    #[arg(long)]
    inaudible: bool,
}

/// A transcript as told.
#[derive(Debug, Serialize)]
struct Told {
    source: Id,
    segments: Vec<Line>,
    steps: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Line {
    id: Id,
    number: i64,
    speaker: Option<String>,
    begin_ms: Option<i64>,
    end_ms: Option<i64>,
    start: i64,
    end: i64,
    text: String,
    confidence: Option<f64>,
    doubt: Option<transcript::Doubt>,
    words: Vec<TimedWord>,
}

#[derive(Debug, Serialize)]
struct Step {
    state: Standing,
    at: i64,
    person: String,
    note: String,
    provenance: Option<Provenance>,
}

pub(crate) fn run(command: Transcript, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::Show { source, doubted } => {
            open.answer(move |reader| read(reader, &source, doubted), tell)
        }
        Verb::Mark { state, sources, note } => open.act(move |reader| {
            let sources = sources.iter().map(|source| reference::source(reader, source));
            Ok(TranscriptMark { sources: sources.collect::<Found<_>>()?, state, note })
        }),
        Verb::Write { source, file, state } => {
            let said = said_in(&file)?;
            open.act(move |reader| {
                Ok(TranscriptWrite {
                    source: reference::source(reader, &source)?,
                    said,
                    begin_ms: None,
                    end_ms: None,
                    state,
                    provenance: None,
                    speaker: None,
                })
            })
        }
        Verb::Export(command) => export::run(command, &open),
        Verb::Set(set) => open.act(move |reader| {
            let source = reference::source(reader, &set.source)?;
            let segments =
                set.segments.iter().map(|number| Ok(numbered(reader, source, *number)?.id));
            Ok(SegmentSet {
                segments: segments.collect::<Found<_>>()?,
                speaker: set.new.speaker,
                begin_ms: set.new.begin_ms,
                end_ms: set.new.end_ms,
                checked: set.new.checked,
                doubt: set.new.inaudible.then_some(transcript::Doubt::Inaudible),
            })
        }),
        Verb::Split { source, segment, words, speaker } => open.act(move |reader| {
            let source = reference::source(reader, &source)?;
            let segment = numbered(reader, source, segment)?;
            let at = place_of(reader, &segment, &words)?;
            Ok(SegmentSplit { segment: segment.id, at, at_ms: None, speaker })
        }),
        Verb::Join { source, segment } => open.act(move |reader| {
            let source = reference::source(reader, &source)?;
            Ok(SegmentJoin { segment: numbered(reader, source, segment)?.id })
        }),
    }
}

/// What was said, as a file has it.
fn said_in(file: &std::path::Path) -> Result<Vec<Spoken>> {
    let wrong = |why: String| Error::new(Kind::BadFile, format!("{}: {why}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| wrong(format!("{error}.")))?;
    Ok(serde_json::from_str(&text)
        .map_err(|error| wrong(format!("it is no list of what was said: {error}.")))?)
}

fn numbered(reader: &Reader<'_>, source: Id, number: i64) -> Found<Segment> {
    let all = transcript::segments(reader, source)?;
    let count = all.len();
    all.into_iter().find(|segment| segment.position == number).ok_or_else(|| {
        Error::not_found(format!("There is no segment {number}; they are numbered 1 to {count}."))
    })
}

/// The code point with which some words of a segment begin.
fn place_of(reader: &Reader<'_>, segment: &Segment, words: &str) -> Found<i64> {
    let revision: transcript::Revision = reader.get(segment.revision)?;
    let ruler = Ruler::new(&revision.text);
    let text = ruler.words(segment.span())?;
    let mut found = text.match_indices(words.trim());
    match (found.next(), found.next()) {
        (Some((byte, _)), None) => Ok(segment.start + text[..byte].chars().count() as i64),
        (None, _) => Err(Error::not_found(format!("The segment does not say “{words}”."))),
        (Some(_), Some(_)) => Err(Error::invalid(format!(
            "The segment says “{words}” more than once: give more of the words that follow."
        ))),
    }
}

fn read(reader: &Reader<'_>, source: &str, doubted: bool) -> Found<Told> {
    let source = reference::source(reader, source)?;
    let speakers = transcript::speakers(reader, source)?;
    let whole = source::text(reader, source)?.map(|text| text.text).unwrap_or_default();
    let ruler = Ruler::new(&whole);
    let mut segments = Vec::new();
    for segment in transcript::segments(reader, source)? {
        if doubted && segment.doubt.is_none() {
            continue;
        }
        let span = segment.span();
        let text = if span.length() == 0 { "" } else { ruler.words(span)? };
        let speaker = speakers.iter().find(|one| Some(one.id) == segment.speaker);
        segments.push(Line {
            id: segment.id,
            number: segment.position,
            speaker: speaker.map(|speaker| speaker.name.clone()),
            begin_ms: segment.begin_ms,
            end_ms: segment.end_ms,
            start: segment.start,
            end: segment.end,
            text: text.to_owned(),
            confidence: segment.confidence,
            doubt: segment.doubt,
            words: transcript::words::read(&segment)?,
        });
    }
    let mut steps = Vec::new();
    for step in transcript::steps(reader, source)? {
        let person: trefoil_core::study::Person = reader.get(step.person)?;
        steps.push(Step {
            state: step.state,
            at: step.at,
            person: person.name,
            provenance: step.provenance(),
            note: step.note,
        });
    }
    Ok(Told { source, segments, steps })
}

fn tell(told: &Told, page: &mut Page) {
    let mut table = Table::new(&["#No", "From", "Speaker", "Words", "Doubt", "Id"]);
    for line in &told.segments {
        table.row([
            line.number.to_string(),
            line.begin_ms.map(time).unwrap_or_default(),
            line.speaker.clone().unwrap_or_default(),
            brief(&line.text, 60),
            line.doubt.map(|doubt| doubt.to_string()).unwrap_or_default(),
            short(line.id),
        ]);
    }
    page.table(&table, "There are no such segments.");
    for step in &told.steps {
        page.gap();
        let who = format!("{} by {}", trefoil_core::clock::moment(step.at), step.person);
        let mut fields = vec![("State", step.state.to_string()), ("Since", who)];
        if !step.note.is_empty() {
            fields.push(("Note", step.note.clone()));
        }
        if let Some(from) = &step.provenance {
            fields.push(("Engine", from.engine.clone()));
            fields.push(("Model", from.model.clone()));
            fields.push(("SHA-256", from.model_sha256.clone()));
            fields.push(("Language", from.language.clone()));
            let settings = from.settings.iter().map(|(name, value)| format!("{name} {value}"));
            fields.push(("Settings", settings.collect::<Vec<_>>().join(", ")));
        }
        page.fields(&fields);
    }
}
