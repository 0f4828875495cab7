//! `trefoil consent`: what each participant agreed to, and what is missing.

use std::str::FromStr;

use clap::{Args, Subcommand};
use trefoil_core::care::consent::{
    self, Closed, ConsentDefaultSet, ConsentSet, Grid, Missing, Row, Written,
};
use trefoil_core::care::{Answer, DataType, Use};
use trefoil_core::corpus::participant;
use trefoil_core::error::{Error, Result as Found};
use trefoil_core::id::Id;
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table};

/// What participants agreed to, for each type of data and each use. Not legal advice.
#[derive(Debug, Args)]
pub(crate) struct Consent {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List what holds for everybody, question by question
    List {
        /// Only for this participant, with form and date
        #[arg(long, value_name = "PARTICIPANT")]
        participant: Option<String>,
    },
    /// Write down what participants answered; earlier answers stay in the history
    Set(Set),
    /// Set what holds for whoever was not asked
    Default(Default),
    /// List what is missing: who was not asked, what was not written down, what is closed
    Missing,
    /// Show every answer of a participant, newest first
    History {
        /// The pseudonym
        participant: String,
    },
    /// List the sources that may not be read or heard, and why
    Closed,
}

#[derive(Debug, Args)]
struct Set {
    /// The pseudonyms
    #[arg(value_name = "PARTICIPANT", required_unless_present = "everybody")]
    participants: Vec<String>,
    /// Every participant of the study
    #[arg(long, conflicts_with = "participants")]
    everybody: bool,
    /// What they answered: given, refused, withdrawn or not-asked
    #[arg(long)]
    answer: Answer,
    #[command(flatten)]
    about: About,
    /// The version of the form
    #[arg(long = "form", value_name = "TEXT", default_value = "")]
    version: String,
    /// The day of the answer
    #[arg(long = "on", value_name = "DATE")]
    given_on: Option<String>,
    /// How they answered: on paper, by voice, online
    #[arg(long, value_name = "TEXT", default_value = "")]
    route: String,
    /// Who witnessed it
    #[arg(long, value_name = "TEXT", default_value = "")]
    witness: String,
    /// The wave at which they were asked
    #[arg(long, value_name = "WAVE", default_value = "")]
    wave: String,
}

#[derive(Debug, Args)]
struct Default {
    /// What holds: given, refused, or not-asked to take it away
    #[arg(long)]
    answer: Answer,
    #[command(flatten)]
    about: About,
    /// The version of the form that says so
    #[arg(long = "form", value_name = "TEXT", default_value = "")]
    version: String,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// Which questions are meant.
#[derive(Debug, Args)]
struct About {
    /// The type of data, such as interview-transcript, or all; may be given several times
    #[arg(long = "data", value_name = "TYPE", required = true, value_delimiter = ',')]
    data_types: Vec<String>,
    /// The use, such as quotation, or all; may be given several times
    #[arg(long = "use", value_name = "USE", required = true, value_delimiter = ',')]
    purposes: Vec<String>,
}

impl About {
    fn read(&self) -> Found<(Vec<DataType>, Vec<Use>)> {
        Ok((words(&self.data_types)?, words(&self.purposes)?))
    }
}

/// Words of a kind; `all` is an empty list, which means all of them.
fn words<T: FromStr<Err = Error>>(typed: &[String]) -> Found<Vec<T>> {
    if typed.iter().any(|word| word.trim().eq_ignore_ascii_case("all")) {
        return Ok(Vec::new());
    }
    typed.iter().map(|word| word.parse()).collect()
}

pub(crate) fn run(command: Consent, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List { participant } => {
            open.answer(move |reader| grid(reader, participant.as_deref()), tell_grid)
        }
        Verb::Set(set) => open.act(move |reader| build(reader, set)),
        Verb::Default(default) => open.act(move |_| {
            let (data_types, purposes) = default.about.read()?;
            let Default { answer, version, note, .. } = default;
            Ok(ConsentDefaultSet { data_types, purposes, answer, version, note })
        }),
        Verb::Missing => {
            let today = open.today();
            open.answer(
                move |reader| consent::missing(reader, &today),
                |all, page| tell_missing(all, page),
            )
        }
        Verb::History { participant } => open.answer(
            move |reader| consent::history(reader, reference::participant(reader, &participant)?),
            |all, page| tell_history(all, page),
        ),
        Verb::Closed => open.answer(consent::closed_sources, |all, page| {
            tell_closed(all.iter(), page);
        }),
    }
}

fn build(reader: &Reader<'_>, set: Set) -> Found<ConsentSet> {
    let (data_types, purposes) = set.about.read()?;
    let participants = if set.everybody {
        participant::list(reader)?.into_iter().map(|one| one.id).collect()
    } else {
        let named = set.participants.iter();
        named.map(|text| reference::participant(reader, text)).collect::<Found<Vec<Id>>>()?
    };
    Ok(ConsentSet {
        participants,
        data_types,
        purposes,
        answer: set.answer,
        version: set.version,
        given_on: set.given_on,
        route: set.route,
        witness: set.witness,
        wave: set.wave,
    })
}

/// The ledger at a glance, of everybody or of one participant.
fn grid(reader: &Reader<'_>, participant: Option<&str>) -> Found<Grid> {
    let mut grid = consent::grid(reader)?;
    if let Some(text) = participant {
        let id = reference::participant(reader, text)?;
        grid.rows.retain(|row| row.participant == id);
    }
    Ok(grid)
}

fn tell_grid(grid: &Grid, page: &mut Page) {
    match grid.rows.as_slice() {
        [] => return page.line("No participants yet."),
        [one] => tell_one(grid, one, page),
        _ => tell_everybody(grid, page),
    }
    page.gap();
    let counts = &grid.counts;
    page.line(format!(
        "Of everybody: {} given, {} refused, {} withdrawn, {} not asked. In brackets: what the \
         study answers for whoever was not asked.",
        counts.given, counts.refused, counts.withdrawn, counts.not_asked
    ));
}

const EMPTY: &str = "The study has no data yet, and nobody was asked.";

/// What holds for one participant, with form and date.
fn tell_one(grid: &Grid, row: &Row, page: &mut Page) {
    let mut table = Table::new(&["Data", "Use", "Answer", "Form", "Date"]);
    for (question, cell) in grid.questions.iter().zip(&row.cells) {
        let standing = &cell.standing;
        let answer = standing.answer.to_string();
        let own = !standing.by_default || standing.answer == Answer::NotAsked;
        table.row([
            question.data_type.words().to_owned(),
            question.purpose.words().to_owned(),
            if own { answer } else { format!("({answer})") },
            standing.version.clone(),
            standing.given_on.clone().unwrap_or_default(),
        ]);
    }
    page.table(&table, EMPTY);
}

/// Who gave which answer, question by question.
fn tell_everybody(grid: &Grid, page: &mut Page) {
    let columns = ["Data", "Use", "Given", "Refused", "Withdrawn", "Not asked"];
    let mut table = Table::new(&columns);
    for (at, question) in grid.questions.iter().enumerate() {
        let who = |answer: Answer| {
            let these = grid.rows.iter().filter(|row| row.cells[at].standing.answer == answer);
            let named = these.map(|row| {
                if row.cells[at].standing.by_default && answer != Answer::NotAsked {
                    format!("({})", row.name)
                } else {
                    row.name.clone()
                }
            });
            named.collect::<Vec<_>>().join(", ")
        };
        table.row([
            question.data_type.words().to_owned(),
            question.purpose.words().to_owned(),
            who(Answer::Given),
            who(Answer::Refused),
            who(Answer::Withdrawn),
            who(Answer::NotAsked),
        ]);
    }
    page.table(&table, EMPTY);
}

fn tell_missing(all: &[Missing], page: &mut Page) {
    if all.is_empty() {
        page.line("Nothing is missing.");
    }
    for one in all {
        page.line(&one.text);
    }
}

fn tell_history(all: &[Written], page: &mut Page) {
    let columns = ["Date", "Data", "Use", "Answer", "Form", "Route", "Wave", "By", "In force"];
    let mut table = Table::new(&columns);
    for one in all {
        let answer = &one.consent;
        table.row([
            answer.given_on.clone().unwrap_or_default(),
            answer.data_type.words().to_owned(),
            answer.purpose.words().to_owned(),
            answer.answer.to_string(),
            answer.version.clone(),
            answer.route.clone(),
            answer.wave.clone(),
            one.by.clone(),
            if one.in_force { "yes".to_owned() } else { String::new() },
        ]);
    }
    page.table(&table, "They answered nothing yet.");
}

fn tell_closed<'c>(all: impl Iterator<Item = (&'c Id, &'c Closed)>, page: &mut Page) {
    let mut table = Table::new(&["Source", "Closed for", "Because", "Id"]);
    for (id, closed) in all {
        for (what, refusals) in [("reading", &closed.reading), ("hearing", &closed.hearing)] {
            let reasons: Vec<String> = refusals.iter().map(consent::Refusal::reason).collect();
            if !reasons.is_empty() {
                table.row([closed.name.clone(), what.to_owned(), reasons.join("; "), short(*id)]);
            }
        }
    }
    page.table(&table, "No source is closed.");
}
