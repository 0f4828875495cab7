//! Quotation: participants' words that may be printed, and the one place that says so.
//!
//! [`Cleared`] words are the only ones that a report can hold, and nothing but a [`Clearing`] makes
//! them: it asks everybody whose words they are, and puts in place what stands in their stead at
//! the level of the report. Whoever chooses a quote is asked the same beforehand ([`allow`]); an
//! answer that was taken back later leaves the choice, and the report says where it stands. Words that
//! were typed instead of chosen are found by [`Barred`].

mod hidden;
mod typed;
mod whose;

pub use hidden::{Hidden, hidden};
pub use typed::{Barred, BarredSource, Repeat};
pub use whose::{People, whose};

use serde::Serialize;

use super::consent::{self, Ledger, Medium, Refusal, Use};
use super::pseudonym::Level;
use super::redaction::Redactions;
use crate::coding::Passage;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// Words of a participant that may be printed, as they may be printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cleared(String);

impl Cleared {
    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Words that nobody said, to test with.
    #[cfg(test)]
    pub(crate) fn invented(words: &str) -> Self {
        Self(words.to_owned())
    }
}

impl std::fmt::Display for Cleared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is asked before words are printed: everybody's answers, and a level.
#[derive(Debug)]
pub struct Clearing {
    ledger: Ledger,
    redactions: Redactions,
    level: Level,
}

impl Clearing {
    /// Reads all answers, for words at a level.
    pub fn read(reader: &Reader<'_>, level: Level) -> Result<Self> {
        Ok(Self { ledger: Ledger::read(reader)?, redactions: Redactions::read(reader)?, level })
    }

    /// Clears the words of a passage that are these people's: as they are shown at the level, without
    /// the spaces around them.
    ///
    /// Errors: those who did not agree to be quoted.
    pub fn clear(&self, passage: &Passage, people: &[Id]) -> Result<Cleared, Vec<Refusal>> {
        self.ask(passage.source, people)?;
        Ok(Cleared(self.redactions.shown(passage, self.level).trim().to_owned()))
    }

    /// Asks whether words in a source that are these people's may be quoted. Where it is not known
    /// whose they are, everybody in the source is asked.
    ///
    /// Errors: those who did not agree to be quoted.
    pub fn ask(&self, source: Id, people: &[Id]) -> Result<(), Vec<Refusal>> {
        let people = if people.is_empty() { self.ledger.people_in(source) } else { people };
        let kind = self.ledger.data_type(source, Medium::Text);
        // What may not even be read is not printed either, whatever was said of quotation.
        self.ledger.ask(people, kind, Use::Analysis)?;
        self.ledger.ask(people, kind, Use::Quotation)
    }

    /// Why a source is closed altogether.
    pub fn closed(&self, source: Id) -> Vec<Refusal> {
        self.ledger.ask_source(source, Medium::Text, Use::Analysis).err().unwrap_or_default()
    }

    /// The level at which words are cleared.
    pub fn level(&self) -> Level {
        self.level
    }
}

/// The reasons of several people in one clause.
pub fn reasons(refusals: &[Refusal]) -> String {
    refusals.iter().map(Refusal::reason).collect::<Vec<_>>().join("; ")
}

/// Refuses to choose words for the report that may not be quoted.
///
/// Errors: somebody whose words they are did not agree.
pub(crate) fn allow(reader: &Reader<'_>, passage: &Passage) -> Result<()> {
    let people = whose(reader, passage)?;
    match Clearing::read(reader, Level::Public)?.ask(passage.source, &people) {
        Ok(()) => Ok(()),
        Err(refusals) => {
            let source = reader.get::<Source>(passage.source)?.name;
            Err(consent::denied(&format!("Words from “{source}” cannot be quoted"), &refusals))
        }
    }
}
