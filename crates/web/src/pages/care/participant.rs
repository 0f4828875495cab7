//! Everything that one participant answered: what holds, how it came about, and what it closes.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use trefoil_core::bind;
use trefoil_core::care::consent::{Consent, Ledger};
use trefoil_core::care::{DataType, Use};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::Listed;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::Person;

use super::marks::{Mark, Marks};
use super::questions::{AnswerForm, Ticked, types, uses};
use super::told::{self, capital, question};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::corpus::{arrived, listed};
use crate::trouble::Answer;
use crate::words::{day, stamp};

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// Which question is in hand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    r#type: String,
    r#use: String,
}

/// The page.
#[derive(Template)]
#[template(path = "care/participant.html")]
struct ParticipantPage {
    frame: Frame,
    participant: Participant,
    answers: Vec<About>,
    history: Vec<Entry>,
    /// Their sources of which something is closed, with what and why.
    closed: Vec<(Listed, Vec<Mark>)>,
    sources: usize,
    form: AnswerForm,
}

/// What holds about one type of data.
#[derive(Debug)]
struct About {
    data_type: DataType,
    name: String,
    lines: Vec<Line>,
}

/// What holds about one use.
#[derive(Debug)]
struct Line {
    purpose: Use,
    name: String,
    mark: String,
    /// The answer in words.
    says: &'static str,
    /// When, on which form, how.
    facts: String,
    /// Whether the address asks for it.
    here: bool,
}

/// Answers that were written down together.
#[derive(Debug)]
struct Entry {
    mark: String,
    about: Vec<String>,
    /// When they answered, on which form, how.
    facts: String,
    /// Who wrote it down when.
    by: String,
}

/// Shows a participant's answers.
pub(super) async fn show(
    desk: Desk,
    Path(Of { id }): Path<Of>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (data_type, purpose) = (asked.r#type.parse().ok(), asked.r#use.parse().ok());
    let ticked = Ticked { participant: Some(id), data_type, purpose };
    let today = desk.today();
    let read = desk.look(Station::Care, "Consent", move |reader| {
        let participant = reader.find::<Participant>(id)?.ok_or_else(|| {
            Error::not_found("This participant is not in the study.")
                .hint("They may have been removed since; the history tells.")
        })?;
        let given: Vec<Consent> =
            reader.list("WHERE participant = $1 ORDER BY at, number, id", bind![id])?;
        let answers = answers(reader, id, &given, &ticked)?;
        let (closed, sources) = closed(reader, id)?;
        let form = AnswerForm::read(reader, &today, &ticked)?;
        Ok((participant, answers, history(reader, given)?, closed, sources, form))
    });
    let (mut frame, (participant, answers, history, closed, sources, form)) = read.await?;
    frame.title = format!("{} (consent)", participant.name);
    desk.page(&ParticipantPage { frame, participant, answers, history, closed, sources, form })
}

/// What holds, type by type.
fn answers(reader: &Reader<'_>, id: Id, given: &[Consent], ticked: &Ticked) -> Result<Vec<About>> {
    let ledger = Ledger::read(reader)?;
    let mut shown = types(reader)?;
    shown.extend(ticked.data_type.filter(|one| !shown.contains(one)));
    let line = |data_type: DataType, purpose: Use| {
        let standing = ledger.standing(id, data_type, purpose);
        let own = given.iter().rev().find(|one| {
            one.data_type == data_type && one.purpose == purpose && !standing.by_default
        });
        Line {
            purpose,
            name: capital(purpose.words()),
            mark: told::standing(&standing),
            says: told::said(&standing),
            facts: match own {
                Some(own) => facts(own),
                None if standing.version.is_empty() => String::new(),
                None => format!("form {}", standing.version),
            },
            here: ticked.data_type == Some(data_type) && ticked.purpose == Some(purpose),
        }
    };
    let about = |data_type: &DataType| About {
        data_type: *data_type,
        name: capital(data_type.words()),
        lines: uses(*data_type).into_iter().map(|purpose| line(*data_type, purpose)).collect(),
    };
    Ok(shown.iter().map(about).collect())
}

/// When somebody answered, on which form, how, before whom and at which wave.
fn facts(one: &Consent) -> String {
    let parts = [
        one.given_on.as_deref().map(day),
        (!one.version.is_empty()).then(|| format!("form {}", one.version)),
        (!one.route.is_empty()).then(|| one.route.clone()),
        (!one.witness.is_empty()).then(|| format!("witness {}", one.witness)),
        (!one.wave.is_empty()).then(|| one.wave.clone()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// All answers, the newest first; what was written down together stands together.
fn history(reader: &Reader<'_>, given: Vec<Consent>) -> Result<Vec<Entry>> {
    let people: HashMap<Id, String> =
        reader.list::<Person>("", &[])?.into_iter().map(|one| (one.id, one.name)).collect();
    let mut groups: Vec<Vec<Consent>> = Vec::new();
    for one in given {
        match groups.last_mut() {
            Some(group) if group.first().is_some_and(|first| together(first, &one)) => {
                group.push(one);
            }
            _ => groups.push(vec![one]),
        }
    }
    let entry = |group: &Vec<Consent>| {
        let first = group.first()?;
        let who = people.get(&first.person).map(String::as_str).unwrap_or_default();
        Some(Entry {
            mark: told::mark(first.answer, false),
            about: about(group),
            facts: facts(first),
            by: format!("written down by {who}, {}", stamp(&first.at)),
        })
    };
    Ok(groups.iter().rev().filter_map(entry).collect())
}

fn together(a: &Consent, b: &Consent) -> bool {
    let same = |one: &Consent| {
        (
            one.at,
            one.person,
            one.answer,
            one.version.clone(),
            one.given_on.clone(),
            one.route.clone(),
            one.witness.clone(),
            one.wave.clone(),
        )
    };
    same(a) == same(b)
}

/// The questions of a group: the uses of each type of data together.
fn about(group: &[Consent]) -> Vec<String> {
    if let [one] = group {
        return vec![question(one.data_type, one.purpose)];
    }
    let mut sentences = Vec::new();
    for data_type in DataType::ALL {
        let mut uses: Vec<Use> =
            group.iter().filter(|one| one.data_type == *data_type).map(|one| one.purpose).collect();
        uses.sort_unstable();
        if !uses.is_empty() {
            let uses: Vec<String> = uses.iter().map(|one| one.words().to_owned()).collect();
            sentences.push(format!("{}: {}", capital(data_type.words()), listed(&uses)));
        }
    }
    sentences
}

/// A source with what is closed of it.
type Shut = (Listed, Vec<Mark>);

/// The sources of somebody of which something is closed, and how many they have.
fn closed(reader: &Reader<'_>, id: Id) -> Result<(Vec<Shut>, usize)> {
    let marks = Marks::read(reader)?;
    let mut theirs = arrived(reader, &participant::list(reader)?)?;
    theirs.retain(|listed| listed.participants.iter().any(|one| one.id == id));
    let sources = theirs.len();
    let closed = theirs.into_iter().filter_map(|listed| {
        let mut marks = marks.of(&listed.source);
        marks.retain(Mark::closes);
        (!marks.is_empty()).then_some((listed, marks))
    });
    Ok((closed.collect(), sources))
}
