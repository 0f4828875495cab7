//! What is missing in the ledger, each in one calm sentence.

use std::collections::BTreeMap;

use serde::Serialize;

use super::grid::held_of;
use super::marks::closed_in;
use super::{Answer, Consent, DataType, Ledger, Medium, Refusal, Use, under_way};
use crate::corpus::participant::{self, Participant};
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

crate::words! {
    /// What sort of thing is missing.
    pub enum Gap, "a gap in the ledger" {
        /// Somebody was not asked about data that the study has of them.
        NotAsked = "not_asked",
        /// Somebody was not asked again in the wave under way.
        NotAskedAgain = "not_asked_again",
        /// An answer names no version of the form, or no date.
        Incomplete = "incomplete",
        /// A source of people's words names nobody who could be asked.
        NobodyNamed = "nobody_named",
        /// A source may not be read or not be heard.
        Closed = "closed",
        /// A recording without words may not be transcribed by machine.
        NoTranscription = "no_transcription",
    }
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// What sort of thing.
    pub gap: Gap,
    /// It, in one sentence.
    pub text: String,
    /// The participant it is about.
    pub participant: Option<Id>,
    /// The source it is about.
    pub source: Option<Id>,
}

impl Missing {
    fn of_participant(gap: Gap, participant: Id, text: String) -> Self {
        Self { gap, text, participant: Some(participant), source: None }
    }

    fn of_source(gap: Gap, source: Id, text: String) -> Self {
        Self { gap, text, participant: None, source: Some(source) }
    }
}

/// What is missing in the ledger on a day given as an ISO date: people first, then sources.
pub fn missing(reader: &Reader<'_>, today: &str) -> Result<Vec<Missing>> {
    let ledger = Ledger::read(reader)?;
    let people = participant::list(reader)?;
    let mut all = not_asked(&ledger, &people);
    all.extend(not_asked_again(reader, &people, today)?);
    all.extend(incomplete(&ledger, &people));
    let mut of_sources = nobody_named(&ledger);
    of_sources.extend(closed(&ledger));
    of_sources.extend(no_transcription(&ledger));
    all.extend(of_sources);
    Ok(all)
}

fn not_asked(ledger: &Ledger, people: &[Participant]) -> Vec<Missing> {
    let held = held_of(ledger);
    let mut all = Vec::new();
    for person in people {
        for data_type in held.get(&Some(person.id)).into_iter().flatten() {
            let open = Use::ALL.iter().copied().filter(|purpose| {
                data_type.can_be_put_to(*purpose)
                    && ledger.standing(person.id, *data_type, *purpose).answer == Answer::NotAsked
            });
            let open: Vec<&str> = open.map(Use::words).collect();
            if !open.is_empty() {
                let what = format!("{} of {}", listed(&open, "or"), data_type.words());
                let text = format!("{} was not asked about {what}.", person.name);
                all.push(Missing::of_participant(Gap::NotAsked, person.id, text));
            }
        }
    }
    all
}

/// Consent is a process: everybody who is still in the study is asked again in each wave.
fn not_asked_again(
    reader: &Reader<'_>,
    people: &[Participant],
    today: &str,
) -> Result<Vec<Missing>> {
    let Some(wave) = under_way(reader, today)? else { return Ok(Vec::new()) };
    let begun = wave.begins_on.clone().unwrap_or_default();
    let asked = "SELECT DISTINCT participant FROM consent WHERE wave = $1";
    let asked = reader.query(asked, crate::bind![&*wave.name])?;
    let asked = asked.iter().map(|row| row.get(0)).collect::<Result<Vec<Id>>>()?;
    let left = |one: &Participant| one.ended_on.as_ref().is_some_and(|date| *date <= begun);
    let still = people.iter().filter(|one| !asked.contains(&one.id) && !left(one));
    let text = |one: &Participant| {
        format!("{} was not asked again in “{}”, which began on {begun}.", one.name, wave.name)
    };
    Ok(still.map(|one| Missing::of_participant(Gap::NotAskedAgain, one.id, text(one))).collect())
}

fn incomplete(ledger: &Ledger, people: &[Participant]) -> Vec<Missing> {
    let mut all = Vec::new();
    for person in people {
        let own: Vec<&Consent> = DataType::ALL
            .iter()
            .flat_map(|data_type| Use::ALL.iter().map(|purpose| (*data_type, *purpose)))
            .filter_map(|(data_type, purpose)| ledger.own(person.id, data_type, purpose))
            .filter(|own| own.answer != Answer::NotAsked)
            .collect();
        let without_form = own.iter().filter(|own| own.version.is_empty()).count();
        let without_date = own.iter().filter(|own| own.given_on.is_none()).count();
        let facts = [(without_form, "version of the form"), (without_date, "date")];
        for (count, fact) in facts {
            let answers = match count {
                0 => continue,
                1 => "1 answer".to_owned(),
                many => format!("{many} answers"),
            };
            let verb = if count == 1 { "names" } else { "name" };
            let text = format!("{answers} of {} {verb} no {fact}.", person.name);
            all.push(Missing::of_participant(Gap::Incomplete, person.id, text));
        }
    }
    all
}

/// Documents can be nobody's; people's own streams cannot.
fn nobody_named(ledger: &Ledger) -> Vec<Missing> {
    let mut all = Vec::new();
    for (source, held) in ledger.held() {
        let anybody = ledger.data_type(*source, Medium::Text) == DataType::Document;
        if !anybody && ledger.people_in(*source).is_empty() {
            let text =
                format!("“{}” names no participant, so nobody is asked about it.", held.name);
            all.push(Missing::of_source(Gap::NobodyNamed, *source, text));
        }
    }
    all
}

fn closed(ledger: &Ledger) -> Vec<Missing> {
    let mut all = Vec::new();
    for (source, closed) in closed_in(ledger) {
        let name = &closed.name;
        if !closed.reading.is_empty() {
            let text = format!("“{name}” may not be read: {}.", reasons(&closed.reading));
            all.push(Missing::of_source(Gap::Closed, source, text));
        }
        if !closed.hearing.is_empty() {
            let text = format!("“{name}” may not be heard: {}.", reasons(&closed.hearing));
            all.push(Missing::of_source(Gap::Closed, source, text));
        }
    }
    all
}

fn no_transcription(ledger: &Ledger) -> Vec<Missing> {
    let waiting: BTreeMap<_, _> =
        ledger.held().iter().filter(|(_, held)| held.sound && !held.text).collect();
    let mut all = Vec::new();
    for (source, held) in waiting {
        let asked = ledger.ask_source(*source, Medium::Sound, Use::MachineTranscription);
        if let Err(refusals) = asked {
            let text = format!(
                "“{}” has no words yet and may not be transcribed by machine: {}.",
                held.name,
                reasons(&refusals)
            );
            all.push(Missing::of_source(Gap::NoTranscription, *source, text));
        }
    }
    all
}

fn reasons(refusals: &[Refusal]) -> String {
    refusals.iter().map(Refusal::reason).collect::<Vec<_>>().join("; ")
}

/// Words in a row, with a word before the last.
fn listed(words: &[&str], joint: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {joint} {last}", first.join(", ")),
    }
}
