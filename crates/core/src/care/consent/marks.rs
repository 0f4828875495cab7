//! What may be done with each source: the marks that lists, players and quotes carry.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Ledger, Medium, Refusal, Use};
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// Whether one use of a source is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Whether everybody in it agreed.
    pub allowed: bool,
    /// Who did not.
    pub refusals: Vec<Refusal>,
}

impl Mark {
    /// Why not, each in a clause; empty when it is allowed.
    pub fn reasons(&self) -> Vec<String> {
        self.refusals.iter().map(Refusal::reason).collect()
    }
}

/// What may be done with a source, use by use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Marks {
    /// Reading and coding its words.
    pub reading: Mark,
    /// Hearing its recording.
    pub hearing: Mark,
    /// Turning its recording into words by machine.
    pub machine_transcription: Mark,
    /// Printing its words.
    pub quotation: Mark,
    /// Playing its recording to others.
    pub clip: Mark,
    /// Keeping its words in an archive that is open to all.
    pub archive_open: Mark,
    /// Keeping its words in an archive with conditions.
    pub archive_safeguarded: Mark,
    /// Reading and coding by co-researchers.
    pub co_researcher_access: Mark,
}

impl Ledger {
    /// What may be done with a source.
    pub fn marks(&self, source: Id) -> Marks {
        let mark = |medium, purpose| {
            let refusals = self.ask_source(source, medium, purpose).err().unwrap_or_default();
            Mark { allowed: refusals.is_empty(), refusals }
        };
        Marks {
            reading: mark(Medium::Text, Use::Analysis),
            hearing: mark(Medium::Sound, Use::Analysis),
            machine_transcription: mark(Medium::Sound, Use::MachineTranscription),
            quotation: mark(Medium::Text, Use::Quotation),
            clip: mark(Medium::Sound, Use::Clip),
            archive_open: mark(Medium::Text, Use::ArchiveOpen),
            archive_safeguarded: mark(Medium::Text, Use::ArchiveSafeguarded),
            co_researcher_access: mark(Medium::Text, Use::CoResearcherAccess),
        }
    }
}

/// Why a source is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// Its name.
    pub name: String,
    /// Who did not agree that it is read; empty when it may be.
    pub reading: Vec<Refusal>,
    /// Who did not agree that it is heard; empty when it may be, or there is no recording.
    pub hearing: Vec<Refusal>,
}

/// The sources that may not be read or not be heard, with the reasons.
pub fn closed_sources(reader: &Reader<'_>) -> Result<BTreeMap<Id, Closed>> {
    Ok(closed_in(&Ledger::read(reader)?))
}

pub(super) fn closed_in(ledger: &Ledger) -> BTreeMap<Id, Closed> {
    let of =
        |source, medium| ledger.ask_source(source, medium, Use::Analysis).err().unwrap_or_default();
    let all = ledger.held().iter().map(|(source, held)| {
        let hearing = if held.sound { of(*source, Medium::Sound) } else { Vec::new() };
        (*source, Closed { name: held.name.clone(), reading: of(*source, Medium::Text), hearing })
    });
    all.filter(|(_, one)| !one.reading.is_empty() || !one.hearing.is_empty()).collect()
}
