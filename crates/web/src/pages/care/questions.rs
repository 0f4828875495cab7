//! Which questions of consent a study has, and the form on which an answer is written down.
//!
//! Types of data that nothing and nobody in the study is concerned with are left aside until
//! somebody asks for them, so that tables stay as small as the study.

use std::collections::{BTreeSet, HashSet};

use trefoil_core::care::consent::{Consent, ConsentDefault, Medium, Wave, under_way, waves};
use trefoil_core::care::{DataType, Use};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::told::capital;

/// The types of data that the study has, was given or asked about, in their usual order.
pub(super) fn types(reader: &Reader<'_>) -> Result<Vec<DataType>> {
    let mut used: HashSet<DataType> = HashSet::new();
    for (medium, sql) in [
        (Medium::Text, "SELECT DISTINCT stream FROM source"),
        (Medium::Sound, "SELECT DISTINCT stream FROM source WHERE media IS NOT NULL"),
    ] {
        for row in reader.query(sql, &[])? {
            used.insert(DataType::of(&row.get::<String>(0)?, medium));
        }
    }
    for sql in
        ["SELECT DISTINCT data_type FROM consent", "SELECT DISTINCT data_type FROM consent_default"]
    {
        for row in reader.query(sql, &[])? {
            used.insert(row.get(0)?);
        }
    }
    let all = DataType::ALL.iter().copied();
    Ok(if used.is_empty() { all.collect() } else { all.filter(|one| used.contains(one)).collect() })
}

/// The uses to which a type of data can be put.
pub(super) fn uses(data_type: DataType) -> Vec<Use> {
    Use::ALL.iter().copied().filter(|purpose| data_type.can_be_put_to(*purpose)).collect()
}

/// The study's own answers.
pub(super) fn defaults(reader: &Reader<'_>) -> Result<Vec<ConsentDefault>> {
    let mut all: Vec<ConsentDefault> = reader.list("", &[])?;
    all.sort_by_key(|one| (one.data_type, one.purpose));
    Ok(all)
}

/// What can be ticked: its word, its name, whether it is ticked at first.
#[derive(Debug, Clone)]
pub(super) struct Tick {
    pub(super) word: String,
    pub(super) name: String,
    pub(super) on: bool,
}

/// The form on which an answer is written down.
#[derive(Debug, Clone)]
pub(super) struct AnswerForm {
    pub(super) people: Vec<Tick>,
    pub(super) data_types: Vec<Tick>,
    pub(super) purposes: Vec<Tick>,
    pub(super) waves: Vec<Tick>,
    /// Versions of the form that were written down before.
    pub(super) versions: Vec<String>,
    pub(super) today: String,
}

/// What is ticked at first.
#[derive(Debug, Clone, Default)]
pub(super) struct Ticked {
    pub(super) participant: Option<Id>,
    pub(super) data_type: Option<DataType>,
    pub(super) purpose: Option<Use>,
}

impl AnswerForm {
    /// Reads what can be chosen.
    pub(super) fn read(reader: &Reader<'_>, today: &str, ticked: &Ticked) -> Result<Self> {
        let person = |one: Participant| Tick {
            word: one.id.to_string(),
            on: ticked.participant == Some(one.id),
            name: one.name,
        };
        let under_way = under_way(reader, today)?.map(|wave| wave.id);
        let wave = |one: Wave| Tick {
            on: under_way == Some(one.id),
            word: one.name.clone(),
            name: one.name,
        };
        Ok(Self {
            people: participant::list(reader)?.into_iter().map(person).collect(),
            data_types: DataType::ALL
                .iter()
                .map(|one| Tick {
                    word: one.word().into(),
                    name: capital(one.words()),
                    on: ticked.data_type == Some(*one),
                })
                .collect(),
            purposes: Use::ALL
                .iter()
                .map(|one| Tick {
                    word: one.word().into(),
                    name: capital(one.words()),
                    on: ticked.purpose == Some(*one),
                })
                .collect(),
            waves: waves(reader)?.into_iter().map(wave).collect(),
            versions: versions(reader)?,
            today: today.to_owned(),
        })
    }
}

fn versions(reader: &Reader<'_>) -> Result<Vec<String>> {
    let mut known = BTreeSet::new();
    let answers: Vec<Consent> = reader.list("", &[])?;
    known.extend(answers.into_iter().map(|one| one.version));
    known.extend(defaults(reader)?.into_iter().map(|one| one.version));
    Ok(known.into_iter().filter(|version| !version.is_empty()).collect())
}
