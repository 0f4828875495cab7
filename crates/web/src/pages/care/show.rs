//! The first page of care: what waits in calm sentences, who said no to what, and the parts.
//!
//! What waits is read from the study and never remembered; nothing is coloured or counted down.
//! What the ledger lacks is the core's own list of gaps, sentence by sentence.

use std::collections::BTreeMap;

use askama::Template;
use trefoil_core::bind;
use trefoil_core::care::consent::{self, Gap, Ledger, Missing};
use trefoil_core::care::erasure::Duty;
use trefoil_core::care::policy::policy;
use trefoil_core::care::retention::Retention;
use trefoil_core::care::{Answer as Given, DataType, Use};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::Source;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::marks::Marks;
use super::questions::defaults;
use super::waves;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::corpus::listed;
use crate::trouble::Answer;
use crate::words::{counted, day};

/// How many people are named in one sentence, and how many exceptions and gaps are told.
const NAMED: usize = 6;
const EXCEPTIONS: usize = 24;
const GAPS: usize = 200;

/// The page.
#[derive(Template)]
#[template(path = "care/show.html")]
struct ShowPage {
    frame: Frame,
    waits: Vec<Wait>,
    exceptions: Vec<Exception>,
    /// How many more there are than are told.
    more: usize,
    /// What the ledger lacks, and how many sentences more than are told.
    missing: Vec<Missing>,
    more_missing: usize,
    people: usize,
    defaults: usize,
    /// How many sources are closed to everybody, and how many may be read and not heard.
    closed: (i64, i64),
}

/// Something that waits.
#[derive(Debug, PartialEq, Eq)]
struct Wait {
    what: String,
    why: String,
    path: String,
}

impl Wait {
    fn new(what: impl Into<String>, why: impl Into<String>, path: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), path: path.into() }
    }
}

/// Somebody who said no to something.
#[derive(Debug, PartialEq, Eq)]
struct Exception {
    participant: Id,
    name: String,
    /// `refused quotation of interview transcripts and observation notes`.
    said: Vec<String>,
}

/// Shows what waits and the parts.
pub(super) async fn show(desk: Desk) -> Answer {
    let today = desk.today();
    let read = desk.look(Station::Care, "Care", move |reader| {
        let people = participant::list(reader)?;
        let ledger = Ledger::read(reader)?;
        let missing = consent::missing(reader, &today)?;
        let waits = waits(reader, &people, &missing, &today)?;
        let exceptions = exceptions(&ledger, &people);
        let counts = (people.len(), defaults(reader)?.len(), closed(reader)?);
        Ok((waits, missing, exceptions, counts))
    });
    let (frame, (waits, mut missing, mut exceptions, (people, defaults, closed))) = read.await?;
    let more = exceptions.len().saturating_sub(EXCEPTIONS);
    exceptions.truncate(EXCEPTIONS);
    // What is closed is told above: it is nobody's omission.
    missing.retain(|one| !matches!(one.gap, Gap::Closed | Gap::NotAskedAgain));
    let more_missing = missing.len().saturating_sub(GAPS);
    missing.truncate(GAPS);
    desk.page(&ShowPage {
        frame,
        waits,
        exceptions,
        more,
        missing,
        more_missing,
        people,
        defaults,
        closed,
    })
}

/// Everything that waits, what is due first.
fn waits(
    reader: &Reader<'_>,
    people: &[Participant],
    missing: &[Missing],
    today: &str,
) -> Result<Vec<Wait>> {
    let mut waits: Vec<Wait> = Vec::new();
    waits.extend(due(reader, today)?);
    waits.extend(duties(reader)?);
    waits.extend(asked_again(reader, today)?);
    waits.extend(unasked(reader, people, missing)?);
    waits.extend(nobodys(missing));
    if policy(reader)?.is_none_or(|policy| policy.controller.is_empty()) {
        waits.push(Wait::new(
            "Say who is answerable for the data",
            "The controller, whom participants can ask, and the date until which words can be \
             taken out of everything.",
            "care/policy",
        ));
    }
    if !people.is_empty() && reader.number("SELECT COUNT(*) FROM retention", &[])? == 0 {
        waits.push(Wait::new(
            "Say how long what is kept",
            "A date for each class of data on which somebody looks and decides.",
            "care/retention",
        ));
    }
    Ok(waits)
}

fn due(reader: &Reader<'_>, today: &str) -> Result<Option<Wait>> {
    let rows: Vec<Retention> = reader.list("", &[])?;
    let is_due = |row: &&Retention| {
        !row.hold
            && row.done_on.is_none()
            && row.review_on.as_deref().is_some_and(|date| date <= today)
    };
    let mut due: Vec<&Retention> = rows.iter().filter(is_due).collect();
    due.sort_by(|a, b| a.review_on.cmp(&b.review_on));
    let Some(first) = due.first() else { return Ok(None) };
    let date = first.review_on.as_deref().map(day).unwrap_or_default();
    let what = match due.len() {
        1 => "A class of data is due to be looked at".to_owned(),
        many => format!("{many} classes of data are due to be looked at"),
    };
    Ok(Some(Wait::new(what, format!("The earliest since {date}."), "care/retention")))
}

fn duties(reader: &Reader<'_>) -> Result<Option<Wait>> {
    let open: Vec<Duty> = reader.list("WHERE done_on IS NULL ORDER BY due_on, id", &[])?;
    let Some(first) = open.first() else { return Ok(None) };
    let what = match open.len() {
        1 => "Something is still to be done outside the study".to_owned(),
        many => format!("{many} things are still to be done outside the study"),
    };
    Ok(Some(Wait::new(what, first.text.clone(), "care/retention#duties")))
}

/// Who has not been asked again in the wave under way.
fn asked_again(reader: &Reader<'_>, today: &str) -> Result<Option<Wait>> {
    let lines = waves::lines(reader, today)?;
    let Some(line) = lines.into_iter().find(|line| !line.waiting.is_empty()) else {
        return Ok(None);
    };
    let names: Vec<&str> = line.waiting.iter().map(|one| one.name.as_str()).collect();
    let began = line.wave.begins_on.as_deref().map(day).unwrap_or_default();
    Ok(Some(Wait::new(
        format!("Ask again, at {}: {}", line.wave.name, named(&names)),
        format!("It began on {began}. Until they are asked, what they said before holds."),
        "care/waves",
    )))
}

/// Who has data in the study and not a single answer in the ledger. Single questions that are
/// open do not wait: they are told further down.
fn unasked(
    reader: &Reader<'_>,
    people: &[Participant],
    missing: &[Missing],
) -> Result<Option<Wait>> {
    let mut names: Vec<&str> = Vec::new();
    for one in people {
        let open =
            missing.iter().any(|gap| gap.gap == Gap::NotAsked && gap.participant == Some(one.id));
        let given = "SELECT COUNT(*) FROM consent WHERE participant = $1";
        if open && reader.number(given, bind![one.id])? == 0 {
            names.push(&one.name);
        }
    }
    Ok((!names.is_empty()).then(|| {
        Wait::new(
            format!("Write down what was agreed with {}", named(&names)),
            "Their data are in the study, and no answer of theirs is in the ledger. Until there \
             is one, they are analysed and used for nothing else that the study’s defaults do not \
             allow.",
            "care/consent#write",
        )
    }))
}

/// The sources that name nobody who could be asked.
fn nobodys(missing: &[Missing]) -> Option<Wait> {
    let nobodys = missing.iter().filter(|gap| gap.gap == Gap::NobodyNamed).count() as i64;
    (nobodys > 0).then(|| {
        Wait::new(
            format!("Say whose words are in {}", counted(&nobodys, "source", "sources")),
            "Nobody can be asked about a source that names nobody.",
            "care#missing",
        )
    })
}

/// The first names of several.
fn named(names: &[&str]) -> String {
    let mut told: Vec<String> = names.iter().take(NAMED).map(|name| (*name).to_owned()).collect();
    if names.len() > NAMED {
        told.push(format!("{} more", names.len() - NAMED));
    }
    listed(&told)
}

/// Who said no to what, in their own answers.
fn exceptions(ledger: &Ledger, people: &[Participant]) -> Vec<Exception> {
    let exception = |one: &Participant| {
        let said = noes(ledger, one.id);
        (!said.is_empty()).then(|| Exception { participant: one.id, name: one.name.clone(), said })
    };
    people.iter().filter_map(exception).collect()
}

/// What somebody refused or withdrew in answers of their own, each use in a clause.
pub(crate) fn noes(ledger: &Ledger, participant: Id) -> Vec<String> {
    let mut noes: BTreeMap<(Use, Given), Vec<DataType>> = BTreeMap::new();
    for purpose in Use::ALL {
        for data_type in DataType::ALL.iter().filter(|one| one.can_be_put_to(*purpose)) {
            let standing = ledger.standing(participant, *data_type, *purpose);
            let no = matches!(standing.answer, Given::Refused | Given::Withdrawn);
            if no && !standing.by_default {
                noes.entry((*purpose, standing.answer)).or_default().push(*data_type);
            }
        }
    }
    noes.iter().map(|((purpose, answer), types)| no(*purpose, *answer, types)).collect()
}

fn no(purpose: Use, answer: Given, types: &[DataType]) -> String {
    let verb = if answer == Given::Withdrawn { "withdrew" } else { "refused" };
    let all = DataType::ALL.iter().filter(|one| one.can_be_put_to(purpose)).count();
    if types.len() == all && all > 1 {
        return format!("{verb} {} altogether", purpose.words());
    }
    let types: Vec<String> = types.iter().map(|one| one.words().to_owned()).collect();
    format!("{verb} {} of {}", purpose.words(), listed(&types))
}

/// How many sources are closed, and how many may be read and not heard.
fn closed(reader: &Reader<'_>) -> Result<(i64, i64)> {
    let marks = Marks::read(reader)?;
    let sources: Vec<Source> = reader.list("", &[])?;
    let is_closed = |source: &&Source| !marks.closed(source.id).is_empty();
    let is_silent = |source: &&Source| {
        source.media.is_some() && !is_closed(source) && !marks.silent(source.id).is_empty()
    };
    let closed = sources.iter().filter(is_closed).count();
    let silent = sources.iter().filter(is_silent).count();
    Ok((closed as i64, silent as i64))
}

impl ShowPage {
    /// What is closed, in a sentence.
    fn closed_sentence(&self) -> String {
        match self.closed {
            (0, 0) => "No source is closed.".to_owned(),
            (closed, 0) => format!("{} closed.", are(closed)),
            (0, silent) => format!("{} to be read only, not heard.", are(silent)),
            (closed, silent) => {
                format!("{} closed; {silent} may be read and not heard.", are(closed))
            }
        }
    }
}

fn are(sources: i64) -> String {
    format!(
        "{} {}",
        counted(&sources, "source", "sources"),
        if sources == 1 { "is" } else { "are" }
    )
}
