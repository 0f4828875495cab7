//! `trefoil coding`: codes on passages.

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::clock::moment;
use trefoil_core::coding::{CodedPassage, Coding as Row, CodingAdd, CodingRemove, Mark, Passage};
use trefoil_core::error::{Error, Result as Found};
use trefoil_core::id::Id;
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;

use super::passage::Which;
use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief};

/// The codes on passages: each by one person at one time.
#[derive(Debug, Args)]
pub(crate) struct Coding {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    List(Which),
    /// Put codes on a passage, which is marked where it is not yet
    Add {
        #[command(flatten)]
        place: Where,
        /// The code; may be given several times
        #[arg(long, value_name = "CODE", required = true)]
        code: Vec<String>,
    },
    /// Take one off; a passage that nothing else holds goes with it
    Remove {
        /// The id, or a piece of it
        coding: String,
    },
}

/// Where a passage is, or is to be.
#[derive(Debug, Args)]
pub(crate) struct Where {
    /// The source's name or file name
    #[arg(required_unless_present = "passage")]
    source: Option<String>,
    /// Its exact words
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["start", "passage"])]
    text: Option<String>,
    /// Which one, from 1, when the words stand more than once
    #[arg(long, value_name = "NUMBER", requires = "text")]
    occurrence: Option<usize>,
    /// Where it begins, counted in characters from 0
    #[arg(long, value_name = "NUMBER", requires = "end", conflicts_with = "passage")]
    start: Option<i64>,
    /// Where it ends: the character behind its last
    #[arg(long, value_name = "NUMBER", requires = "start")]
    end: Option<i64>,
    /// Of a stretch of the recording: where it begins, as 1:02:03.5 or 2:03
    #[arg(long, value_name = "TIME", requires = "until", value_parser = time,
          conflicts_with_all = ["text", "start", "passage"])]
    from: Option<i64>,
    /// Where the stretch ends
    #[arg(long, value_name = "TIME", requires = "from", value_parser = time)]
    until: Option<i64>,
    /// The source as a whole, such as a picture
    #[arg(long, conflicts_with_all = ["text", "start", "from", "passage"])]
    whole: bool,
    /// A passage that is marked already, by its id
    #[arg(long, value_name = "ID", conflicts_with = "source")]
    passage: Option<String>,
}

impl Where {
    /// The operation that marks it and puts codes on it.
    pub(super) fn with_codes(self, reader: &Reader<'_>, codes: Vec<Id>) -> Found<CodingAdd> {
        let is_placed = self.text.is_some() || self.start.is_some() || self.from.is_some();
        if self.source.is_some() && !is_placed && !self.whole {
            return Err(Error::invalid("Say where the passage is in the source.").hint(
                "Give its words with `--text`, or `--start` and `--end`; of a recording a stretch \
                 with `--from` and `--until`; of a picture `--whole`.",
            ));
        }
        let passage = self.passage.map(|text| reference::row::<Passage>(reader, &text));
        Ok(CodingAdd {
            source: self.source.map(|text| reference::source(reader, &text)).transpose()?,
            passage: passage.transpose()?,
            start: self.start,
            end: self.end,
            text: self.text,
            occurrence: self.occurrence,
            begin_ms: self.from,
            end_ms: self.until,
            whole: self.whole,
            codes,
        })
    }
}

/// A time in a recording, in milliseconds.
fn time(text: &str) -> std::result::Result<i64, String> {
    let wrong = || format!("“{text}” is no time: write it as 1:02:03.5, 2:03 or 45");
    let parts: Vec<&str> = text.trim().split(':').collect();
    let (last, before) = parts.split_last().filter(|_| parts.len() <= 3).ok_or_else(wrong)?;
    let mut minutes = 0_i64;
    for part in before {
        let number = part.parse::<u16>().map_err(|_| wrong())?;
        minutes = minutes * 60 + i64::from(number);
    }
    let seconds: f64 = last.parse().map_err(|_| wrong())?;
    let seconds = std::time::Duration::try_from_secs_f64(seconds).map_err(|_| wrong())?;
    let milliseconds = i64::try_from(seconds.as_millis()).map_err(|_| wrong())?;
    Ok(minutes * 60_000 + milliseconds)
}

pub(crate) fn run(command: Coding, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List(which) => open.answer(
            move |reader| Ok(which.find(reader)?.into_iter().flat_map(flat).collect::<Vec<_>>()),
            |all, page| tell_list(all, page),
        ),
        Verb::Add { place, code } => open.act(move |reader| {
            let codes = code.iter().map(|text| reference::code(reader, text));
            let codes = codes.collect::<Found<_>>()?;
            place.with_codes(reader, codes)
        }),
        Verb::Remove { coding } => open.act(move |reader| {
            Ok(CodingRemove { coding: reference::row::<Row>(reader, &coding)? })
        }),
    }
}

/// One coding with the passage it is on.
#[derive(Debug, Serialize)]
struct Listed {
    #[serde(flatten)]
    mark: Mark,
    passage: Id,
    source: Id,
    source_name: String,
    text: String,
    stretch: Option<(i64, i64)>,
    called: Option<String>,
}

fn flat(one: CodedPassage) -> Vec<Listed> {
    let listed = |mark| Listed {
        mark,
        passage: one.id,
        source: one.source,
        source_name: one.source_name.clone(),
        text: one.text.clone(),
        stretch: one.stretch,
        called: one.called.clone(),
    };
    one.codings.into_iter().map(listed).collect()
}

fn tell_list(all: &[Listed], page: &mut Page) {
    let mut table = Table::new(&["Code", "Passage", "Source", "By", "When", "Id"]);
    for one in all {
        table.row([
            brief(&one.mark.name, 40),
            one.called.clone().unwrap_or_else(|| format!("“{}”", brief(&one.text, 40))),
            brief(&one.source_name, 30),
            one.mark.coder.clone(),
            moment(one.mark.at),
            short(one.mark.id),
        ]);
    }
    page.table(&table, "No codings.");
}
