//! What may not be done with a source, as other pages mark it.
//!
//! The ledger is read once for a page and asked for each source that is shown. Only refusals are
//! marked; that somebody was not asked yet is said where it is in the way.

use trefoil_core::care::consent::{Ledger, Medium, Refusal};
use trefoil_core::care::pseudonym::Level;
use trefoil_core::care::quote::{Clearing, whose};
use trefoil_core::care::{Answer, Use};
use trefoil_core::coding::Passage;
use trefoil_core::corpus::source::Source;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::told::Why;

/// Everybody's answers, for marking sources.
#[derive(Debug)]
pub(crate) struct Marks {
    ledger: Ledger,
}

/// Something that may not be done with a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// What is marked: `closed`, `not for quotation`.
    pub(crate) word: &'static str,
    /// Who refused what and when.
    pub(crate) why: Vec<Why>,
}

impl Mark {
    /// Whether it says that words or sound are closed to everybody.
    pub(crate) fn closes(&self) -> bool {
        matches!(self.word, CLOSED | SILENT)
    }

    /// Whether it matters wherever the source is seen, and not only where it is put to a use.
    pub(crate) fn is_first(&self) -> bool {
        self.closes() || self.word == UNQUOTABLE
    }

    /// All reasons in a line.
    pub(crate) fn because(&self) -> String {
        let reasons: Vec<String> = self.why.iter().map(Why::sentence).collect();
        format!("{}.", reasons.join("; "))
    }
}

/// The mark of a source of which nothing may be shown.
pub(crate) const CLOSED: &str = "closed";

/// The mark of a source that may not be heard.
pub(crate) const SILENT: &str = "not to be heard";

/// The mark of a source whose words may not be printed.
pub(crate) const UNQUOTABLE: &str = "not for quotation";

/// The uses that are marked on a source, in their order.
const MARKED: [(Medium, Use, &str); 6] = [
    (Medium::Sound, Use::Analysis, SILENT),
    (Medium::Text, Use::Quotation, UNQUOTABLE),
    (Medium::Sound, Use::MachineTranscription, "no machine transcription"),
    (Medium::Sound, Use::Clip, "no clips"),
    (Medium::Text, Use::ArchiveSafeguarded, "not for an archive"),
    (Medium::Text, Use::CoResearcherAccess, "not for co-researchers"),
];

impl Marks {
    /// Reads the ledger.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<Self> {
        Ok(Self { ledger: Ledger::read(reader)? })
    }

    /// Why nothing of a source's words may be shown; nobody where they may.
    pub(crate) fn closed(&self, source: Id) -> Vec<Why> {
        self.why(source, Medium::Text, Use::Analysis)
    }

    /// Why a source may not be heard.
    pub(crate) fn silent(&self, source: Id) -> Vec<Why> {
        self.why(source, Medium::Sound, Use::Analysis)
    }

    /// What may not be done with a source because somebody refused it.
    pub(crate) fn of(&self, source: &Source) -> Vec<Mark> {
        let closed = self.closed(source.id);
        if !closed.is_empty() {
            return vec![Mark { word: CLOSED, why: closed }];
        }
        let marked = |(medium, purpose, word): &(Medium, Use, &'static str)| {
            if *medium == Medium::Sound && source.media.is_none() {
                return None;
            }
            let why = self.why(source.id, *medium, *purpose);
            let refused: Vec<Why> =
                why.into_iter().filter(|why| why.answer != Answer::NotAsked).collect();
            (!refused.is_empty()).then_some(Mark { word, why: refused })
        };
        MARKED.iter().filter_map(marked).collect()
    }

    fn why(&self, source: Id, medium: Medium, purpose: Use) -> Vec<Why> {
        let refusals: Vec<Refusal> =
            self.ledger.ask_source(source, medium, purpose).err().unwrap_or_default();
        Why::of(&refusals)
    }
}

/// Why the words of a passage may not be quoted; nobody where they may.
pub(crate) fn unquotable(reader: &Reader<'_>, passage: Id) -> Result<Vec<Why>> {
    let passage: Passage = reader.get(passage)?;
    let people = whose(reader, &passage)?;
    let asked = Clearing::read(reader, Level::Public)?.ask(passage.source, &people);
    Ok(Why::of(&asked.err().unwrap_or_default()))
}
