//! Writing down what participants answered.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::wave::named_wave;
use super::{Answer, Consent, DataType, Use, closing, questions};
use crate::bind;
use crate::clock::moment;
use crate::corpus::participant::{Participant, day};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Writes down one answer of participants, to one or several questions at once.
///
/// Each question gets a new, numbered answer; earlier ones stay as they were. An empty list of
/// data types or uses means all of them. Combinations that make no sense, such as clips of a
/// transcript, are left out of several and refused when they are all that was asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentSet {
    /// Who answered; one or more participants.
    pub participants: Vec<Id>,
    /// The types of data asked about; an empty list means all.
    #[serde(default)]
    pub data_types: Vec<DataType>,
    /// The uses asked about; an empty list means all.
    #[serde(default)]
    pub purposes: Vec<Use>,
    /// The answer.
    pub answer: Answer,
    /// The version of the form.
    #[serde(default)]
    pub version: String,
    /// The date of the answer, `YYYY-MM-DD`.
    #[serde(default)]
    pub given_on: Option<String>,
    /// How they answered: on paper, by voice or online.
    #[serde(default)]
    pub route: String,
    /// Who witnessed it.
    #[serde(default)]
    pub witness: String,
    /// The wave at which they were asked, by name.
    #[serde(default)]
    pub wave: String,
}

impl Operation for ConsentSet {
    const NAME: &'static str = "consent.set";
    const SUMMARY: &'static str = "Writes down what participants answered to questions of consent";
    /// How many answers were written down.
    type Outcome = usize;

    fn describe(&self) -> Json {
        serde_json::json!({
            "participants": self.participants, "data_types": self.data_types,
            "purposes": self.purposes, "answer": self.answer, "version": self.version,
            "given_on": self.given_on, "wave": self.wave,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let asked = questions(&self.data_types, &self.purposes)?;
        let people = people(change, &self.participants)?;
        let given_on = day(self.given_on)?;
        let wave = named_wave(change, &self.wave)?;
        if given_on.as_deref().is_some_and(|date| date > &moment(change.now())[..10]) {
            change.notice("The date of the answer has not come yet.");
        }
        let before = closing::closed(change)?;
        for participant in &people {
            let numbers = numbers(change, participant.id)?;
            for (data_type, purpose) in &asked {
                let question = (*data_type, *purpose);
                change.insert(&Consent {
                    id: change.new_id(),
                    participant: participant.id,
                    data_type: *data_type,
                    purpose: *purpose,
                    answer: self.answer,
                    version: self.version.trim().to_owned(),
                    given_on: given_on.clone(),
                    route: self.route.trim().to_owned(),
                    witness: self.witness.trim().to_owned(),
                    wave: wave.clone(),
                    number: numbers.get(&question).copied().unwrap_or(0) + 1,
                    at: change.now(),
                    person: change.person(),
                })?;
            }
        }
        change.say(summary(&people, &asked, self.answer));
        closing::tell(change, &before)?;
        Ok(people.len() * asked.len())
    }
}

/// The participants with these ids, each once.
fn people(change: &Change<'_>, ids: &[Id]) -> Result<Vec<Participant>> {
    let mut people: Vec<Participant> = Vec::new();
    for id in ids {
        if people.iter().all(|known| known.id != *id) {
            people.push(change.get(*id)?);
        }
    }
    if people.is_empty() {
        return Err(Error::invalid("Say which participant answered: one or more."));
    }
    Ok(people)
}

/// The number of the latest answer to each question that somebody answered.
fn numbers(change: &Change<'_>, participant: Id) -> Result<HashMap<(DataType, Use), i64>> {
    let sql = "SELECT data_type, purpose, MAX(number) FROM consent WHERE participant = $1 \
               GROUP BY data_type, purpose";
    let rows = change.query(sql, bind![participant])?;
    rows.iter().map(|row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?))).collect()
}

fn summary(people: &[Participant], asked: &[(DataType, Use)], answer: Answer) -> String {
    let who = match people {
        [one] => one.name.clone(),
        many => format!("{} participants", many.len()),
    };
    let about = match asked {
        [(data_type, purpose)] => format!("{} of {}", purpose.words(), data_type.words()),
        many => format!("{} questions of consent", many.len()),
    };
    match answer {
        Answer::NotAsked => format!("Wrote down for {who}: {about}, still to be asked"),
        answer => format!("Wrote down for {who}: {about}, {answer}"),
    }
}
