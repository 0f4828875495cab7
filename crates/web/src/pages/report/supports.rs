//! What sentences can rest on, as pages show it.

use std::collections::HashMap;

use trefoil_core::coding::wordless;
use trefoil_core::condition::Condition;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::sentence::Support;
use trefoil_core::storage::Reader;
use trefoil_core::theme::Theme;

use crate::words::short;

/// How much of a name is shown behind a sentence.
const LONGEST: usize = 64;

/// A thing that a sentence rests on, or could.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) support: Support,
    /// What a reader of the report sees: `T7`.
    pub(super) label: String,
    pub(super) name: String,
}

impl Named {
    pub(super) fn noun(&self) -> &'static str {
        self.support.noun()
    }

    pub(super) fn id(&self) -> Id {
        self.support.id()
    }

    /// As the operations on citations want it.
    pub(super) fn cites(&self) -> String {
        cites(self.support)
    }

    /// Label and name, as far as there is a label.
    pub(super) fn called(&self) -> String {
        match (self.support, self.label.as_str()) {
            (Support::Passage(_), "") => format!("“{}”", self.name),
            (Support::Passage(_), label) => format!("{label} “{}”", self.name),
            (_, label) => format!("{label} {}", self.name),
        }
    }
}

/// A citation as the operations want it.
pub(super) fn cites(support: Support) -> String {
    format!(r#"{{"{}s":["{}"]}}"#, support.noun(), support.id())
}

/// All themes and conditions, and the passages that sentences cite.
#[derive(Debug, Default)]
pub(super) struct Supports {
    pub(super) themes: Vec<Named>,
    pub(super) conditions: Vec<Named>,
    /// The words of each passage that some sentence cites.
    passages: HashMap<Id, String>,
}

impl Supports {
    pub(super) fn read(reader: &Reader<'_>) -> Result<Self> {
        let themes: Vec<Theme> = reader.list("ORDER BY position, id", &[])?;
        let conditions: Vec<Condition> = reader.list("ORDER BY position, id", &[])?;
        let named = |support, label: String, name: String| Named { support, label, name };
        let cited = "SELECT id, text FROM passage \
                     WHERE id IN (SELECT passage FROM sentence_citation)";
        let passages = reader.query(cited, &[])?;
        let passages = passages.iter().map(|row| Ok((row.get(0)?, row.get(1)?)));
        let mut passages = passages.collect::<Result<HashMap<Id, String>>>()?;
        passages.extend(wordless(reader)?);
        Ok(Self {
            themes: (themes.into_iter().zip(1..))
                .map(|(one, at)| named(Support::Theme(one.id), format!("T{at}"), one.name))
                .collect(),
            conditions: (conditions.into_iter().zip(1..))
                .map(|(one, at)| named(Support::Condition(one.id), format!("C{at}"), one.name))
                .collect(),
            passages,
        })
    }

    /// What a sentence cites, with the labels that the report gives to quotes.
    pub(super) fn name(&self, support: Support, quotes: &HashMap<String, String>) -> Named {
        let known = self.themes.iter().chain(&self.conditions);
        if let Some(known) = known.into_iter().find(|one| one.support == support) {
            return Named { name: short(&known.name, LONGEST), ..known.clone() };
        }
        let id = support.id();
        let label = quotes.get(&id.to_string()).cloned().unwrap_or_default();
        let words = self.passages.get(&id).map(String::as_str).unwrap_or_default();
        Named { support, label, name: short(words.trim(), LONGEST) }
    }
}
