//! All nouns that operations write, in an order in which each can be copied before what names it.

use super::Change;
use crate::action::Action;
use crate::bind;
use crate::care::consent::{Consent, ConsentDefault, Wave};
use crate::care::erasure::{Duty, Withdrawal};
use crate::care::output::{Output, OutputSource};
use crate::care::policy::Policy;
use crate::care::pseudonym::{Pseudonym, PseudonymKey};
use crate::care::redaction::Redaction;
use crate::care::retention::Retention;
use crate::codebook::Code;
use crate::coding::{Coding, Passage};
use crate::condition::{
    Condition, ConditionGuidance, ConditionNeed, ConditionState, ConditionTheme, Evidence,
    Indicator,
};
use crate::corpus::attribute::{Attribute, AttributeValue};
use crate::corpus::expectation::Expectation;
use crate::corpus::name_rule::NameRule;
use crate::corpus::original::Original;
use crate::corpus::participant::Participant;
use crate::corpus::set::{SourceSet, SourceSetMember};
use crate::corpus::source::{Source, SourceParticipant};
use crate::corpus::stream::Stream;
use crate::error::Result;
use crate::id::Id;
use crate::memo::Memo;
use crate::record::RecordValue;
use crate::sentence::{Sentence, SentenceCitation};
use crate::storage::{Record, Table};
use crate::study::{About, Person};
use crate::theme::{Placement, Round, Theme, ThemeCode, ThemePassage};
use crate::transcript::{Landmark, Revision, Segment, Speaker, TranscriptStep};
use crate::transcription::{Part, Transcription};

/// The tables whose rows operations write, parents before children.
pub const ALL: &[&Table] = &[
    About::TABLE,
    Person::TABLE,
    Participant::TABLE,
    Stream::TABLE,
    Source::TABLE,
    SourceParticipant::TABLE,
    Revision::TABLE,
    Speaker::TABLE,
    Segment::TABLE,
    TranscriptStep::TABLE,
    Transcription::TABLE,
    Part::TABLE,
    Landmark::TABLE,
    Original::TABLE,
    Attribute::TABLE,
    AttributeValue::TABLE,
    SourceSet::TABLE,
    SourceSetMember::TABLE,
    Expectation::TABLE,
    NameRule::TABLE,
    Code::TABLE,
    Passage::TABLE,
    Coding::TABLE,
    Memo::TABLE,
    Theme::TABLE,
    ThemeCode::TABLE,
    ThemePassage::TABLE,
    Round::TABLE,
    Placement::TABLE,
    Condition::TABLE,
    ConditionNeed::TABLE,
    ConditionState::TABLE,
    ConditionTheme::TABLE,
    ConditionGuidance::TABLE,
    Indicator::TABLE,
    Evidence::TABLE,
    Action::TABLE,
    Sentence::TABLE,
    SentenceCitation::TABLE,
    RecordValue::TABLE,
    Consent::TABLE,
    ConsentDefault::TABLE,
    Wave::TABLE,
    Policy::TABLE,
    PseudonymKey::TABLE,
    Pseudonym::TABLE,
    Redaction::TABLE,
    Withdrawal::TABLE,
    Duty::TABLE,
    Output::TABLE,
    OutputSource::TABLE,
    Retention::TABLE,
];

/// The table with this name.
pub fn by_name(name: &str) -> Option<&'static Table> {
    ALL.iter().copied().find(|table| table.name == name)
}

/// The table that a column of another one names rows of.
pub(crate) fn referenced(table: &Table, column: &str) -> Option<&'static Table> {
    let at = table.column(column)?;
    by_name(table.columns[at].references?)
}

/// The table that holds the row with this id; ids are unique over all nouns.
pub fn holding(reader: &crate::storage::Reader<'_>, id: Id) -> Result<Option<&'static Table>> {
    for table in ALL.iter().copied() {
        let sql = format!("SELECT COUNT(*) FROM {} WHERE id = $1", table.name);
        if reader.number(&sql, bind![id])? > 0 {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

impl Change<'_> {
    /// The source and the participant to which a row belongs.
    pub fn filed_under(&mut self, table: &Table, id: Id) -> Result<(Option<Id>, Option<Id>)> {
        let Some(values) = self.current(table, id)? else { return Ok((None, None)) };
        let filed = self.filed(table, id, &values)?;
        Ok((filed.source, filed.participant))
    }
}
