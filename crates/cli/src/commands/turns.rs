//! `trefoil transcript STUDY turns`: who may have spoken when, as a suggestion that a person takes
//! over or leaves.
//!
//! The recording is heard anew each time, which takes a hundredth of its length, so that nothing of
//! a suggestion has to be kept. Voices have letters; a person says which names they stand for.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use trefoil_core::corpus::source;
use trefoil_core::error::Error;
use trefoil_core::id::Id;
use trefoil_core::reference;
use trefoil_core::span::{Ruler, Span};
use trefoil_core::storage::Reader;
use trefoil_core::transcript::{self, Piece, Segment, suggest, take_over};
use trefoil_core::transcription::suggest_turns;
use trefoil_speech::speakers::Suggestion;

use crate::desk::{Open, as_json};
use crate::exit::Result;
use crate::output::{self, Page, Table, brief, counted, time};

/// What the study answers.
type Found<T> = trefoil_core::error::Result<T>;

/// Suggests who speaks when, or takes that over.
#[derive(Debug, Args)]
pub(crate) struct Turns {
    /// The source's name or file name
    source: String,
    /// The file of pyannote's segmentation 3.0: model.onnx or model.int8.onnx
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// How many people speak
    #[arg(long, value_name = "NUMBER", default_value_t = 2,
        value_parser = clap::value_parser!(u8).range(2..=9))]
    people: u8,
    /// Take the suggestion over: who the voices are, such as A=P1 B=Interviewer
    #[arg(long, value_name = "VOICE=NAME", num_args = 1..)]
    accept: Vec<String>,
    /// Also for segments of which somebody said already who speaks
    #[arg(long)]
    anew: bool,
}

/// A suggestion as told.
#[derive(Debug, Serialize)]
struct Told {
    source: Id,
    voices: Vec<Heard>,
    turns: Vec<Line>,
    overlaps: Vec<Overlap>,
    pieces: Vec<Said>,
}

#[derive(Debug, Serialize)]
struct Heard {
    voice: String,
    /// Voices of one stretch are told apart; those of others may be the same people.
    stretch: usize,
    turns: usize,
    spoken_ms: u64,
}

#[derive(Debug, Serialize)]
struct Line {
    voice: String,
    begin_ms: u64,
    end_ms: u64,
    unsure: bool,
}

#[derive(Debug, Serialize)]
struct Overlap {
    begin_ms: u64,
    end_ms: u64,
}

#[derive(Debug, Serialize)]
struct Said {
    segment: Id,
    number: i64,
    begin_ms: Option<i64>,
    voice: Option<String>,
    text: String,
}

pub(crate) fn run(turns: &Turns, open: &Open<'_>) -> Result {
    let name = turns.source.clone();
    let source = open.read(move |reader| reference::source(reader, &name))?;
    let people = usize::from(turns.people);
    let heard = suggest_turns(&open.study, source, &turns.model, people, &mut |_| {
        ControlFlow::Continue(())
    })?;
    let names = names(&turns.accept, &heard)?;
    let anew = turns.anew;
    let suggestion = heard.clone();
    let pieces = open.read(move |reader| pieces(reader, source, &suggestion, anew))?;
    if names.is_empty() {
        return open.answer(move |reader| told(reader, source, &heard, &pieces), tell);
    }
    let operations = take_over(&pieces, &names)?;
    let count = i64::try_from(operations.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Err(
            Error::conflict("There is nothing to take over: no segment is said by them.").into()
        );
    }
    let done = open.session()?.perform_all(operations)?;
    if open.manner.json {
        return output::json(&as_json(&done)?);
    }
    open.tell_line(&format!("Took over who speaks: {}.", counted(count, "change", "changes")))
}

/// Which name each voice stands for.
fn names(given: &[String], heard: &Suggestion) -> Found<BTreeMap<usize, String>> {
    let voices = heard.stretches.iter().flat_map(|stretch| stretch.voices.iter().copied());
    let letters: BTreeMap<String, usize> =
        voices.map(|voice| (Suggestion::name_of(voice), voice)).collect();
    let pair = |text: &String| {
        let pair = text.split_once('=').map(|(voice, name)| (voice.trim(), name.trim()));
        let pair = pair.filter(|(_, name)| !name.is_empty());
        let (voice, name) = pair.ok_or_else(|| {
            Error::invalid(format!("“{text}” does not say who a voice is: write A=P1."))
        })?;
        let voice = letters.get(&voice.to_uppercase()).copied().ok_or_else(|| {
            let all: Vec<&str> = letters.keys().map(String::as_str).collect();
            Error::not_found(format!("There is no voice {voice}; there are: {}.", all.join(", ")))
        })?;
        Ok((voice, name.to_owned()))
    };
    given.iter().map(pair).collect()
}

fn pieces(reader: &Reader<'_>, source: Id, heard: &Suggestion, anew: bool) -> Found<Vec<Piece>> {
    let mut all = Vec::new();
    let is_open = |segment: &Segment| anew || segment.speaker.is_none();
    for segment in transcript::segments(reader, source)?.iter().filter(|one| is_open(one)) {
        all.extend(suggest::pieces(segment, &heard.turns)?);
    }
    Ok(all)
}

fn told(reader: &Reader<'_>, source: Id, heard: &Suggestion, pieces: &[Piece]) -> Found<Told> {
    let whole = source::text(reader, source)?.map(|text| text.text).unwrap_or_default();
    let ruler = Ruler::new(&whole);
    let said = pieces.iter().map(|piece| {
        let span = Span::new(piece.start, piece.end);
        let text = if span.length() == 0 { "" } else { ruler.words(span)? };
        Ok(Said {
            segment: piece.segment,
            number: piece.number,
            begin_ms: piece.begin_ms,
            voice: piece.voice.map(Suggestion::name_of),
            text: text.trim().to_owned(),
        })
    });
    let voices = heard.stretches.iter().enumerate().flat_map(|(stretch, of)| {
        of.voices.iter().map(move |voice| {
            let turns = heard.turns.iter().filter(|turn| turn.voice == *voice);
            let spoken_ms = turns.clone().map(|turn| turn.end_ms - turn.begin_ms).sum();
            let voice = Suggestion::name_of(*voice);
            Heard { voice, stretch: stretch + 1, turns: turns.count(), spoken_ms }
        })
    });
    let turns = heard.turns.iter().map(|turn| Line {
        voice: Suggestion::name_of(turn.voice),
        begin_ms: turn.begin_ms,
        end_ms: turn.end_ms,
        unsure: turn.is_unsure,
    });
    let overlaps = heard.overlaps().into_iter();
    Ok(Told {
        source,
        voices: voices.collect(),
        turns: turns.collect(),
        overlaps: overlaps.map(|(begin_ms, end_ms)| Overlap { begin_ms, end_ms }).collect(),
        pieces: said.collect::<Found<_>>()?,
    })
}

fn tell(told: &Told, page: &mut Page) {
    let moment = |ms: u64| time(i64::try_from(ms).unwrap_or(i64::MAX));
    let mut table = Table::new(&["Voice", "#Part", "#Turns", "#Speaks"]);
    for voice in &told.voices {
        let (turns, spoken) = (voice.turns.to_string(), moment(voice.spoken_ms));
        table.row([voice.voice.clone(), voice.stretch.to_string(), turns, spoken]);
    }
    page.table(&table, "Nobody was heard to speak.");
    if told.voices.iter().any(|voice| voice.stretch > 1) {
        page.line("Whether voices of one part are those of another is not known.");
    }
    page.gap();
    let mut table = Table::new(&["From", "Until", "Voice", ""]);
    for turn in &told.turns {
        let at_once = told
            .overlaps
            .iter()
            .any(|overlap| overlap.begin_ms < turn.end_ms && turn.begin_ms < overlap.end_ms);
        let remark = match (turn.unsure, at_once) {
            (true, _) => "unsure",
            (false, true) => "partly at once with another",
            (false, false) => "",
        };
        let (begin, end) = (moment(turn.begin_ms), moment(turn.end_ms));
        table.row([begin, end, turn.voice.clone(), remark.to_owned()]);
    }
    page.table(&table, "There are no turns.");
    page.gap();
    let mut table = Table::new(&["#Segment", "From", "Voice", "Words"]);
    for piece in &told.pieces {
        let from = piece.begin_ms.map(time).unwrap_or_default();
        let voice = piece.voice.clone().unwrap_or_default();
        table.row([piece.number.to_string(), from, voice, brief(&piece.text, 60)]);
    }
    page.table(&table, "There are no segments without a speaker.");
    if !told.pieces.is_empty() {
        page.line(
            "Nothing was changed. Listen, then say who the voices are: --accept A=P1 B=NAME.",
        );
    }
}
