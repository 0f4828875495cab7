//! The sentences, section by section, with what each rests on; beside them the report itself.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::report::{self, Report};
use trefoil_core::sentence::{self, Cited, Section};
use trefoil_core::storage::Reader;

use super::choice::Choice;
use super::supports::{Named, Supports};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;
use crate::words::counted;

/// What is in the address besides the choices.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Seen {
    /// The section to which a sentence is added.
    section: String,
    /// The sentence that was just added.
    new: String,
}

/// The page.
#[derive(Template)]
#[template(path = "report/show.html")]
struct ShowPage {
    frame: Frame,
    choice: Choice,
    seen: Seen,
    sections: Vec<Part>,
    /// How many sentences there are, in words.
    count: String,
    lacking: Vec<Lacking>,
    supports: Supports,
    /// What whoever makes the report should know of it.
    remarks: Vec<String>,
    /// Why the report cannot be made.
    refused: Option<Refused>,
    /// How many recordings, pictures and original files there are, in words.
    recordings: Option<String>,
    /// The choices as they stand behind an address.
    behind: String,
    /// The address of the report beside the sentences; another one whenever the study changed.
    preview: String,
}

/// A section with its sentences.
#[derive(Debug)]
struct Part {
    section: Section,
    lines: Vec<Line>,
}

/// A sentence as shown.
#[derive(Debug)]
struct Line {
    id: Id,
    /// Its number in the report; none where the report cannot be made.
    number: Option<usize>,
    text: String,
    cites: Vec<Named>,
    /// Why it needs support and has none.
    lacks: Option<String>,
    /// The sentence before it, before which it goes when it moves up.
    up: Option<Id>,
    /// Where it goes when it moves down: before a sentence, or to the end of its section.
    down: Option<String>,
}

impl Line {
    /// What it is called on the page: by its number, or by its first words.
    fn called(&self) -> String {
        match self.number {
            Some(number) => format!("sentence {number}"),
            None => format!("“{}”", crate::words::short(&self.text, 40)),
        }
    }
}

/// A sentence that needs support and has none.
#[derive(Debug)]
struct Lacking {
    id: Id,
    called: String,
    text: String,
    reason: String,
}

/// How many files an export with recordings holds: recordings, pictures, and those that texts were
/// read from. Of what was taken back none counts.
const FILES: &str = "SELECT COUNT(*) FROM media \
     WHERE id IN (SELECT media FROM source) OR id IN (SELECT media FROM original)";

/// What the page reads.
struct Read {
    sections: Vec<Part>,
    count: i64,
    supports: Supports,
    remarks: Vec<String>,
    refused: Option<Refused>,
    recordings: i64,
}

/// Shows the report.
pub(super) async fn show(
    desk: Desk,
    Query(choice): Query<Choice>,
    Query(seen): Query<Seen>,
) -> Answer {
    let options = choice.options(&desk);
    let read =
        desk.look(Station::Report, "Report", move |reader| Read::of(reader, &options)).await?;
    let (frame, Read { sections, count, supports, remarks, refused, recordings }) = read;
    let lacking = sections.iter().flat_map(|part| &part.lines);
    let lacking = lacking.filter_map(|line| {
        let (called, text) = (line.called(), crate::words::short(&line.text, 90));
        Some(Lacking { id: line.id, called, text, reason: line.lacks.clone()? })
    });
    let behind = choice.behind();
    let joint = if behind.is_empty() { "?" } else { "&" };
    desk.page(&ShowPage {
        preview: frame.at(&format!("report/preview{behind}{joint}change={}", frame.change)),
        lacking: lacking.collect(),
        count: counted(&count, "sentence", "sentences"),
        recordings: (recordings > 0).then(|| counted(&recordings, "file", "files")),
        behind,
        frame,
        choice,
        seen,
        sections,
        supports,
        remarks,
        refused,
    })
}

impl Read {
    fn of(reader: &Reader<'_>, options: &report::Options) -> Result<Self> {
        let (report, refused) = made(reader, options)?;
        let supports = Supports::read(reader)?;
        let sentences = sentence::list(reader)?;
        let unsupported = sentence::unsupported(reader)?.into_iter();
        let reasons: HashMap<Id, String> =
            unsupported.map(|one| (one.sentence.id, one.reason)).collect();
        let lines = Lines {
            numbers: report.as_ref().map(numbers).unwrap_or_default(),
            quotes: report.as_ref().map(quote_labels).unwrap_or_default(),
            supports: &supports,
            reasons,
        };
        let sections = Section::ALL.iter().map(|section| {
            let inside: Vec<&Cited> =
                sentences.iter().filter(|one| one.sentence.section == *section).collect();
            Part { section: *section, lines: lines.of(&inside) }
        });
        Ok(Self {
            sections: sections.collect(),
            count: sentences.len() as i64,
            remarks: report.map(|report| report.remarks).unwrap_or_default(),
            refused,
            recordings: reader.number(FILES, &[])?,
            supports,
        })
    }
}

/// Why a report was refused, and what can be done about it.
#[derive(Debug)]
struct Refused {
    message: String,
    /// Every place that is in the way, where there are several.
    places: Vec<String>,
    hint: String,
    /// Whether somebody did not agree to what it would print.
    by_consent: bool,
}

impl Refused {
    fn of(error: &Error) -> Self {
        let said = error.to_string();
        let mut lines = said.lines().map(ToOwned::to_owned);
        let by_consent = error.kind() == Kind::Denied;
        let hint = error.hint_text().unwrap_or_default().to_owned();
        Self {
            message: lines.next().unwrap_or_default(),
            places: lines.collect(),
            hint: if by_consent { String::new() } else { hint },
            by_consent,
        }
    }
}

/// Makes the report; when it is refused, the sentences are shown all the same, with the reason.
fn made(
    reader: &Reader<'_>,
    options: &report::Options,
) -> Result<(Option<Report>, Option<Refused>)> {
    match report::build(reader, options) {
        Ok(report) => Ok((Some(report), None)),
        Err(error) if matches!(error.kind(), Kind::Denied | Kind::Conflict | Kind::Invalid) => {
            Ok((None, Some(Refused::of(&error))))
        }
        Err(error) => Err(error),
    }
}

/// What readers see of the quotes that sentences cite.
pub(super) fn quote_labels(report: &Report) -> HashMap<String, String> {
    report.quotes().into_iter().map(|quote| (quote.id.clone(), quote.label.clone())).collect()
}

/// The numbers of the sentences that people wrote.
fn numbers(report: &Report) -> HashMap<String, usize> {
    let numbers = report.sentence_numbers().into_iter();
    numbers.map(|(id, number)| (id.to_owned(), number)).collect()
}

/// What is known of all sentences.
struct Lines<'s> {
    numbers: HashMap<String, usize>,
    quotes: HashMap<String, String>,
    supports: &'s Supports,
    reasons: HashMap<Id, String>,
}

impl Lines<'_> {
    /// The sentences of one section.
    fn of(&self, inside: &[&Cited]) -> Vec<Line> {
        let id = |at: usize| inside.get(at).map(|one| one.sentence.id);
        let lines = inside.iter().enumerate().map(|(at, cited)| {
            let after = id(at + 2).map(|id| id.to_string()).unwrap_or_default();
            Line {
                id: cited.sentence.id,
                number: self.numbers.get(&cited.sentence.id.to_string()).copied(),
                text: cited.sentence.text.clone(),
                cites: cited
                    .cites
                    .iter()
                    .map(|support| self.supports.name(*support, &self.quotes))
                    .collect(),
                lacks: self.reasons.get(&cited.sentence.id).cloned(),
                up: at.checked_sub(1).and_then(id),
                down: id(at + 1).map(|_| after),
            }
        });
        lines.collect()
    }
}
