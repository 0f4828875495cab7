//! A release: which sources may leave the study for a use, and their words at a level.
//!
//! [`Release::make`] asks the ledger about every source, writes the output down and only then
//! answers with what may be handed out. Sources that came in later are not in it. Positions in a
//! text are always those of the study's own text, whatever is shown of its words.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;

use super::OutputNote;
use crate::care::consent::{DataType, Ledger, Medium, Refusal, Use};
use crate::care::pseudonym::Level;
use crate::care::quote::reasons;
use crate::care::redaction::Redactions;
use crate::corpus::source::{self, Listed, Source};
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::span::Span;
use crate::storage::Reader;
use crate::study::Session;

/// What is to leave the study.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The format, such as `csv`.
    pub format: String,
    /// The name of the file.
    pub file_name: String,
    /// The use it is made for.
    pub purpose: Use,
    /// The level at which words are shown.
    pub level: Level,
    /// What of a source is in it.
    pub holds: Holds,
}

/// What of each source is in an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Its text.
    Texts,
    /// Marked passages.
    Passages,
    /// Passages that are coded.
    Codings,
}

/// A source that is not handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The source.
    pub source: Id,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// What may be handed out for a use.
#[derive(Debug)]
pub struct Release {
    purpose: Use,
    level: Level,
    permitted: HashSet<Id>,
    left_out: Vec<LeftOut>,
    redactions: Redactions,
}

/// The level at which words are shown for a use, unless another one is asked for: as they are to
/// the researchers themselves, without what points at people to anybody else.
pub fn usual_level(purpose: Use) -> Level {
    match purpose {
        Use::Analysis | Use::MachineTranscription => Level::Raw,
        Use::Quotation | Use::Clip | Use::ArchiveOpen => Level::Public,
        Use::MemberCheck | Use::ArchiveSafeguarded | Use::Recontact | Use::CoResearcherAccess => {
            Level::Indirect
        }
    }
}

impl Release {
    /// Asks for each source whether it may leave, and writes the output down.
    ///
    /// Errors: nothing is exported for this use.
    pub fn make(session: &Session, asked: Asked) -> Result<Arc<Self>> {
        let Asked { format, file_name, purpose, level, holds } = asked;
        can_be_exported_for(purpose)?;
        let (release, sources) = session.study().read(move |reader| {
            let release = Self::ask(reader, purpose, level)?;
            let handed_out = release.sources(reader)?.into_iter();
            let sources = handed_out.filter(|one| holds.has(one)).map(|one| one.source.id);
            Ok((release, sources.collect()))
        })?;
        let kind = super::Kind::Export;
        super::note(session, OutputNote { kind, format, file_name, purpose, level, sources })?;
        Ok(Arc::new(release))
    }

    /// The same for the text of one source alone.
    ///
    /// Errors: nothing is exported for this use, or somebody in the source did not agree to it.
    pub fn make_of(session: &Session, source: Id, asked: Asked) -> Result<Arc<Self>> {
        let Asked { format, file_name, purpose, level, holds: _ } = asked;
        can_be_exported_for(purpose)?;
        let release = session.study().read(move |reader| {
            let name = reader.get::<Source>(source)?.name;
            if let Err(refusals) = may_leave(&Ledger::read(reader)?, source, purpose) {
                let (purpose, reasons) = (purpose.words(), reasons(&refusals));
                let message = format!("“{name}” may not leave for {purpose}: {reasons}.");
                return Err(Error::new(Kind::Denied, message).hint(
                    "Nothing left the study. What people agreed to is in the consent ledger (Care, \
                     or `trefoil consent STUDY list`).",
                ));
            }
            let redactions = Redactions::of_source(reader, source)?;
            let (permitted, left_out) = (HashSet::from([source]), Vec::new());
            Ok(Self { purpose, level, permitted, left_out, redactions })
        })?;
        let (kind, sources) = (super::Kind::Export, vec![source]);
        super::note(session, OutputNote { kind, format, file_name, purpose, level, sources })?;
        Ok(Arc::new(release))
    }

    fn ask(reader: &Reader<'_>, purpose: Use, level: Level) -> Result<Self> {
        let ledger = Ledger::read(reader)?;
        let (mut permitted, mut left_out) = (HashSet::new(), Vec::new());
        for listed in source::list(reader)? {
            let source = listed.source;
            match may_leave(&ledger, source.id, purpose) {
                Ok(()) => drop(permitted.insert(source.id)),
                Err(refusals) => {
                    let reason = reasons(&refusals);
                    left_out.push(LeftOut { source: source.id, name: source.name, reason });
                }
            }
        }
        Ok(Self { purpose, level, permitted, left_out, redactions: Redactions::read(reader)? })
    }

    /// The sources that may leave, in the order of the corpus.
    pub fn sources(&self, reader: &Reader<'_>) -> Result<Vec<Listed>> {
        let mut sources = source::list(reader)?;
        sources.retain(|listed| self.permitted.contains(&listed.source.id));
        Ok(sources)
    }

    /// The words of a stretch of a source's text, as they are shown.
    pub fn words(&self, source: Id, span: Span, words: &str) -> String {
        self.redactions.shown_words(source, span, words, self.level)
    }

    /// The use.
    pub fn purpose(&self) -> Use {
        self.purpose
    }

    /// The level at which words are shown.
    pub fn level(&self) -> Level {
        self.level
    }

    /// What may not leave, in the order of the corpus.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// What whoever makes the output should know: what is left out, and how words are shown.
    pub fn notices(&self) -> Vec<String> {
        let mut notices = Vec::new();
        match self.left_out.len() {
            0 => {}
            1 => notices.push(format!("1 source was left out for {}.", self.purpose.words())),
            many => {
                notices.push(format!("{many} sources were left out for {}.", self.purpose.words()));
            }
        }
        let each = self.left_out.iter();
        notices.extend(each.map(|one| format!("Left out: “{}”: {}.", one.name, one.reason)));
        if self.level > Level::Direct {
            notices.push(format!(
                "Words are shown at the level `{}`; positions still count in the study's own text.",
                self.level
            ));
        }
        notices
    }
}

impl Holds {
    fn has(self, listed: &Listed) -> bool {
        match self {
            Self::Texts => listed.source.revision.is_some(),
            Self::Passages => listed.passages > 0,
            Self::Codings => listed.codings > 0,
        }
    }
}

/// What is closed for analysis leaves for no use at all.
fn may_leave(ledger: &Ledger, source: Id, purpose: Use) -> Result<(), Vec<Refusal>> {
    ledger.ask_source(source, Medium::Text, Use::Analysis)?;
    match purpose {
        // Whether somebody may be come back to is asked about where they can be reached.
        Use::MemberCheck => ledger.ask(ledger.people_in(source), DataType::ContactDetails, purpose),
        _ => ledger.ask_source(source, Medium::Text, purpose),
    }
}

fn can_be_exported_for(purpose: Use) -> Result<()> {
    match purpose {
        Use::Analysis
        | Use::MemberCheck
        | Use::ArchiveOpen
        | Use::ArchiveSafeguarded
        | Use::CoResearcherAccess => Ok(()),
        Use::Quotation | Use::Clip | Use::MachineTranscription | Use::Recontact => {
            let message = format!("Nothing is exported for {}.", purpose.words());
            Err(Error::invalid(message).hint(
                "Exports are made for analysis, member_check, archive_open, archive_safeguarded \
                 or co_researcher_access; quotes leave the study in its report.",
            ))
        }
    }
}
