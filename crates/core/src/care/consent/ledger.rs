//! The ledger: every answer of everybody, read once, and asked before anything is used.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{Answer, Consent, ConsentDefault, DataType, Medium, Use};
use crate::corpus::participant::Participant;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::Reader;

/// What holds for one participant, one type of data and one use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The answer in force; `not_asked` when neither they nor the study said anything.
    pub answer: Answer,
    /// Whether it is the study's default rather than their own answer.
    pub by_default: bool,
    /// The version of the form.
    pub version: String,
    /// The ISO date of the answer.
    pub given_on: Option<String>,
}

/// Why something may not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Who did not agree.
    pub participant: Id,
    /// Their pseudonym.
    pub name: String,
    /// The type of data.
    pub data_type: DataType,
    /// The use.
    pub purpose: Use,
    /// Their answer.
    pub standing: Standing,
}

/// The answers of everybody, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    names: HashMap<Id, String>,
    answers: HashMap<(Id, DataType, Use), Consent>,
    defaults: HashMap<(DataType, Use), ConsentDefault>,
    present: HashMap<Id, Vec<Id>>,
    sources: BTreeMap<Id, Held>,
}

/// What the study holds as one source.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) name: String,
    stream: String,
    pub(super) text: bool,
    pub(super) sound: bool,
}

impl Ledger {
    /// Reads all answers, who is in which source, and of which stream each source is. Whoever is
    /// heard in a source is in it, named there or not.
    pub fn read(reader: &Reader<'_>) -> Result<Self> {
        let mut ledger = Self::default();
        for one in reader.list::<Participant>("", &[])? {
            ledger.names.insert(one.id, one.name);
        }
        for one in reader.list::<Consent>("ORDER BY number", &[])? {
            ledger.answers.insert((one.participant, one.data_type, one.purpose), one);
        }
        for one in reader.list::<ConsentDefault>("", &[])? {
            ledger.defaults.insert((one.data_type, one.purpose), one);
        }
        let present = "SELECT source, participant FROM source_participant UNION \
                       SELECT source, participant FROM speaker WHERE participant IS NOT NULL";
        for row in reader.query(present, &[])? {
            ledger.present.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        for row in reader.query("SELECT id, name, stream, revision, media FROM source", &[])? {
            let held = Held {
                name: row.get(1)?,
                stream: row.get(2)?,
                text: row.get::<Option<Id>>(3)?.is_some(),
                sound: row.get::<Option<Id>>(4)?.is_some(),
            };
            ledger.sources.insert(row.get(0)?, held);
        }
        Ok(ledger)
    }

    /// What holds for somebody.
    pub fn standing(&self, participant: Id, data_type: DataType, purpose: Use) -> Standing {
        let own = self.answers.get(&(participant, data_type, purpose));
        if let Some(own) = own.filter(|own| own.answer != Answer::NotAsked) {
            return Standing {
                answer: own.answer,
                by_default: false,
                version: own.version.clone(),
                given_on: own.given_on.clone(),
            };
        }
        self.default_of(data_type, purpose)
    }

    /// What holds for whoever was not asked themselves.
    pub fn default_of(&self, data_type: DataType, purpose: Use) -> Standing {
        match self.defaults.get(&(data_type, purpose)) {
            Some(default) => Standing {
                answer: default.answer,
                by_default: true,
                version: default.version.clone(),
                given_on: None,
            },
            None => Standing {
                answer: Answer::NotAsked,
                by_default: true,
                version: String::new(),
                given_on: None,
            },
        }
    }

    /// Asks whether data of all of these people may be put to a use.
    ///
    /// Errors: those who did not agree, by pseudonym.
    pub fn ask(
        &self,
        people: &[Id],
        data_type: DataType,
        purpose: Use,
    ) -> std::result::Result<(), Vec<Refusal>> {
        let mut refusals: Vec<Refusal> =
            people.iter().filter_map(|person| self.refusal(*person, data_type, purpose)).collect();
        refusals.sort_by(|a, b| crate::order::by_name(&a.name, &b.name));
        refusals.dedup();
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    /// Asks whether a source, in one of its media, may be put to a use: everybody in it is asked.
    ///
    /// Errors: those who did not agree, by pseudonym.
    pub fn ask_source(
        &self,
        source: Id,
        medium: Medium,
        purpose: Use,
    ) -> std::result::Result<(), Vec<Refusal>> {
        self.ask(self.people_in(source), self.data_type(source, medium), purpose)
    }

    /// Who is in a source.
    pub fn people_in(&self, source: Id) -> &[Id] {
        self.present.get(&source).map_or(&[], Vec::as_slice)
    }

    /// The type of data that a source is, in one of its media.
    pub fn data_type(&self, source: Id, medium: Medium) -> DataType {
        DataType::of(self.sources.get(&source).map_or("", |held| &held.stream), medium)
    }

    /// What the study holds: its sources by id.
    pub(super) fn held(&self) -> &BTreeMap<Id, Held> {
        &self.sources
    }

    /// Their own latest answer, where they gave one.
    pub(super) fn own(
        &self,
        participant: Id,
        data_type: DataType,
        purpose: Use,
    ) -> Option<&Consent> {
        self.answers.get(&(participant, data_type, purpose))
    }

    /// Every question that somebody answered, or the study for everybody.
    pub(super) fn asked(&self) -> impl Iterator<Item = (DataType, Use)> + '_ {
        let own = self.answers.values().map(|one| (one.data_type, one.purpose));
        own.chain(self.defaults.keys().copied())
    }

    fn refusal(&self, participant: Id, data_type: DataType, purpose: Use) -> Option<Refusal> {
        let standing = self.standing(participant, data_type, purpose);
        let allowed = match standing.answer {
            Answer::Given => true,
            Answer::Refused | Answer::Withdrawn => false,
            Answer::NotAsked => !purpose.needs_a_yes(),
        };
        (!allowed).then(|| Refusal {
            participant,
            name: self.names.get(&participant).cloned().unwrap_or_default(),
            data_type,
            purpose,
            standing,
        })
    }
}

impl Refusal {
    /// Why, in a clause: `P5 refused quotation of interview transcripts (form v2, 2025-09-01)`.
    pub fn reason(&self) -> String {
        let verb = match (self.standing.answer, self.standing.by_default) {
            (Answer::NotAsked, _) => "was not asked about",
            (Answer::Withdrawn, false) => "withdrew",
            (_, false) => "refused",
            (_, true) => "was not asked, and the study by default does not allow",
        };
        let given = [
            (!self.standing.version.is_empty()).then(|| format!("form {}", self.standing.version)),
            self.standing.given_on.clone(),
        ];
        let given: Vec<String> = given.into_iter().flatten().collect();
        let given =
            if given.is_empty() { String::new() } else { format!(" ({})", given.join(", ")) };
        let (purpose, data) = (self.purpose.words(), self.data_type.words());
        format!("{} {verb} {purpose} of {data}{given}", self.name)
    }
}

/// Why several people's refusals stop something, as an error: `what` names the thing and the use
/// that was tried, such as `“P5, week 3” cannot be quoted`.
pub fn denied(what: &str, refusals: &[Refusal]) -> Error {
    let reasons: Vec<String> = refusals.iter().map(Refusal::reason).collect();
    Error::new(Kind::Denied, format!("{what}: {}.", reasons.join("; "))).hint(
        "What people agreed to is in the consent ledger (Care, or `trefoil consent STUDY list`).",
    )
}
