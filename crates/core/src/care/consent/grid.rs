//! The ledger at a glance: everybody by every question that matters here.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;

use super::{Answer, Consent, DataType, Ledger, Medium, Standing, Use};
use crate::bind;
use crate::corpus::participant::{self, Participant};
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// A question of consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Question {
    /// The type of data.
    pub data_type: DataType,
    /// The use.
    pub purpose: Use,
}

/// Everybody's answers at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grid {
    /// The questions: those about data that the study has, and those that were asked.
    pub questions: Vec<Question>,
    /// What the study answers for whoever was not asked, question by question.
    pub defaults: Vec<Standing>,
    /// The participants, in the order people expect.
    pub rows: Vec<Row>,
    /// How many answers there are of each kind, of everybody to every question.
    pub counts: Counts,
    /// The types of data that nobody has and nobody was asked about.
    pub not_in_use: Vec<DataType>,
}

/// One participant's answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Who.
    pub participant: Id,
    /// Their pseudonym.
    pub name: String,
    /// What holds for them, in the order of the questions.
    pub cells: Vec<Cell>,
}

/// What holds for one participant and one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What holds.
    #[serde(flatten)]
    pub standing: Standing,
    /// Whether the use is allowed.
    pub allowed: bool,
    /// Whether the study has such data of them.
    pub held: bool,
}

/// How many answers there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Given, by themselves or by default.
    pub given: usize,
    /// Refused.
    pub refused: usize,
    /// Withdrawn.
    pub withdrawn: usize,
    /// Not asked, and nothing said by default.
    pub not_asked: usize,
    /// How many of them are the study's default.
    pub by_default: usize,
}

/// The ledger at a glance.
pub fn grid(reader: &Reader<'_>) -> Result<Grid> {
    let ledger = Ledger::read(reader)?;
    let held = held_of(&ledger);
    let everything: BTreeSet<DataType> = held.values().flatten().copied().collect();
    let asked: HashSet<DataType> = ledger.asked().map(|(data_type, _)| data_type).collect();
    let in_use = |one: &DataType| everything.contains(one) || asked.contains(one);
    let questions: Vec<Question> = super::questions(&[], &[])?
        .into_iter()
        .filter(|(data_type, _)| in_use(data_type))
        .map(|(data_type, purpose)| Question { data_type, purpose })
        .collect();
    let people = participant::list(reader)?;
    let rows: Vec<Row> = people.iter().map(|one| row(&ledger, &held, &questions, one)).collect();
    Ok(Grid {
        defaults: questions
            .iter()
            .map(|one| ledger.default_of(one.data_type, one.purpose))
            .collect(),
        counts: counts(&rows),
        rows,
        questions,
        not_in_use: DataType::ALL.iter().copied().filter(|one| !in_use(one)).collect(),
    })
}

/// Which types of data the study has of whom; data of nobody in particular under no id.
pub(super) fn held_of(ledger: &Ledger) -> BTreeMap<Option<Id>, BTreeSet<DataType>> {
    let mut held: BTreeMap<Option<Id>, BTreeSet<DataType>> = BTreeMap::new();
    for (source, what) in ledger.held() {
        let people = ledger.people_in(*source);
        for (there, medium) in [(what.text, Medium::Text), (what.sound, Medium::Sound)] {
            let data_type = ledger.data_type(*source, medium);
            if !there {
                continue;
            }
            for person in people {
                held.entry(Some(*person)).or_default().insert(data_type);
            }
            if people.is_empty() {
                held.entry(None).or_default().insert(data_type);
            }
        }
    }
    held
}

fn row(
    ledger: &Ledger,
    held: &BTreeMap<Option<Id>, BTreeSet<DataType>>,
    questions: &[Question],
    participant: &Participant,
) -> Row {
    let own = held.get(&Some(participant.id));
    let cell = |one: &Question| {
        let asked = ledger.ask(&[participant.id], one.data_type, one.purpose);
        Cell {
            standing: ledger.standing(participant.id, one.data_type, one.purpose),
            allowed: asked.is_ok(),
            held: own.is_some_and(|own| own.contains(&one.data_type)),
        }
    };
    let cells = questions.iter().map(cell).collect();
    Row { participant: participant.id, name: participant.name.clone(), cells }
}

fn counts(rows: &[Row]) -> Counts {
    let mut counts = Counts::default();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        let count = match cell.standing.answer {
            Answer::Given => &mut counts.given,
            Answer::Refused => &mut counts.refused,
            Answer::Withdrawn => &mut counts.withdrawn,
            Answer::NotAsked => &mut counts.not_asked,
        };
        *count += 1;
        let said = cell.standing.answer != Answer::NotAsked;
        counts.by_default += usize::from(said && cell.standing.by_default);
    }
    counts
}

/// An answer as it was written down.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Written {
    /// The answer.
    #[serde(flatten)]
    pub consent: Consent,
    /// Who wrote it down.
    pub by: String,
    /// Whether it is the one in force.
    pub in_force: bool,
}

/// Every answer of a participant, newest first.
pub fn history(reader: &Reader<'_>, participant: Id) -> Result<Vec<Written>> {
    reader.get::<Participant>(participant)?;
    let clause = "WHERE participant = $1 ORDER BY at DESC, number DESC, id DESC";
    let all: Vec<Consent> = reader.list(clause, bind![participant])?;
    let names = reader.query("SELECT id, name FROM person", &[])?;
    let names: BTreeMap<Id, String> =
        names.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
    let ledger = Ledger::read(reader)?;
    let written = all.into_iter().map(|consent| {
        let own = ledger.own(participant, consent.data_type, consent.purpose);
        Written {
            by: names.get(&consent.person).cloned().unwrap_or_default(),
            in_force: own.is_some_and(|own| own.id == consent.id),
            consent,
        }
    });
    Ok(written.collect())
}
