//! How the words of a source came about: who or what heard them, who checked them, and when.

use trefoil_core::bind;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::transcript::{Provenance, Standing, steps};

/// Of a digest, so many signs are shown.
const DIGEST: usize = 12;

/// A step as told.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) state: Standing,
    /// What was done, in a few words.
    pub(crate) said: &'static str,
    pub(crate) by: String,
    pub(crate) at: i64,
    pub(crate) note: String,
    /// What heard the words, as names and facts.
    pub(crate) facts: Vec<(String, String)>,
}

/// All steps of a source's transcript, oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps(pub(crate) Vec<Step>);

impl Steps {
    /// Reads the steps of a source.
    pub(crate) fn read(reader: &Reader<'_>, source: Id) -> Result<Self> {
        let mut told = Vec::new();
        for step in steps(reader, source)? {
            let by = reader.query("SELECT name FROM person WHERE id = $1", bind![step.person])?;
            let by = by.first().map(|row| row.get::<String>(0)).transpose()?.unwrap_or_default();
            let facts = step.provenance().map(facts).unwrap_or_default();
            let said = step.state.told();
            told.push(Step { state: step.state, said, by, at: step.at, note: step.note, facts });
        }
        Ok(Self(told))
    }

    /// The state that the words are in.
    pub(crate) fn last(&self) -> Option<&Step> {
        self.0.last()
    }

    /// The states that can be said, with whether each comes next.
    pub(crate) fn choices(&self) -> Vec<(&'static str, &'static str, bool)> {
        let now = self.last().map(|step| step.state);
        let next = match now {
            None | Some(Standing::Machine | Standing::Imported | Standing::Typed) => {
                Standing::Checked
            }
            Some(Standing::Checked | Standing::Redacted | Standing::Approved) => Standing::Approved,
        };
        Standing::ALL
            .iter()
            .filter(|state| Some(**state) != now)
            .map(|state| (state.word(), choice(*state), *state == next))
            .collect()
    }
}

fn choice(state: Standing) -> &'static str {
    match state {
        Standing::Machine => "as a machine heard it",
        Standing::Imported => "as it came from a file",
        Standing::Typed => "as it was typed",
        Standing::Checked => "checked against the recording",
        Standing::Redacted => "names and places taken out",
        Standing::Approved => "approved: may be worked with as it is",
    }
}

fn facts(from: Provenance) -> Vec<(String, String)> {
    let mut facts = vec![
        ("Program".to_owned(), from.engine),
        ("Model".to_owned(), from.model),
        ("Its SHA-256".to_owned(), from.model_sha256.chars().take(DIGEST).collect()),
        ("Language".to_owned(), from.language),
    ];
    facts.extend(from.settings.into_iter().map(|(name, value)| (name.replace('_', " "), value)));
    facts.retain(|(_, value)| !value.is_empty());
    facts
}
