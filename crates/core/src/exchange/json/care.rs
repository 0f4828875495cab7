//! Care, as it stands in the document: what was agreed to, taken out, erased, made and kept.
//!
//! The key to the pseudonyms never leaves a study this way: neither the key itself nor what is
//! sealed under it, nor the hashes by which words are recognised.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::noun::{Noun, noun, single_rows};
use super::rows::Rows;
use crate::care::erasure::{self, Phase, Scope};
use crate::care::output::{self, OutputSource};
use crate::care::policy;
use crate::care::pseudonym::{Level, NameKind};
use crate::care::redaction::{self, Decision};
use crate::care::retention::{self, Class, RetentionAction};
use crate::care::{self, Answer, DataType, Use, consent};
use crate::error::Result;
use crate::id::Id;

noun! {
    /// What a participant answered to one question of consent.
    Consent of care::Consent; {
        id: Id,
        participant: Id,
        data_type: DataType,
        purpose: Use,
        answer: Answer,
        #[serde(default)]
        version: String,
        given_on: Option<String>,
        #[serde(default)]
        route: String,
        #[serde(default)]
        witness: String,
        #[serde(default)]
        wave: String,
        number: i64,
        at: i64,
        person: Id,
    }
}

noun! {
    /// What holds for whoever was not asked a question themselves.
    ConsentDefault of consent::ConsentDefault; {
        id: Id,
        data_type: DataType,
        purpose: Use,
        answer: Answer,
        #[serde(default)]
        version: String,
        #[serde(default)]
        note: String,
    }
}

noun! {
    /// A time at which everybody is asked again.
    Wave of consent::Wave; {
        id: Id,
        position: i64,
        name: String,
        begins_on: Option<String>,
        #[serde(default)]
        note: String,
    }
}

noun! {
    /// Who is answerable for the data, and the dates that matter.
    Policy of policy::Policy; {
        id: Id,
        #[serde(default)]
        controller: String,
        #[serde(default)]
        contact: String,
        #[serde(default)]
        lawful_basis: String,
        #[serde(default)]
        art9_condition: String,
        #[serde(default)]
        notice_version: String,
        lock_on: Option<String>,
        deposited_on: Option<String>,
        #[serde(default)]
        repository: String,
    }
}

noun! {
    /// A withdrawal, or another removal for good, without any content.
    Withdrawal of erasure::Withdrawal; {
        id: Id,
        participant: Option<Id>,
        kind: Scope,
        #[serde(default)]
        data_types: String,
        phase: Phase,
        asked_on: Option<String>,
        #[serde(default)]
        route: String,
        #[serde(default)]
        counts: String,
        #[serde(default)]
        proof: String,
        #[serde(default)]
        reference: String,
        at: i64,
        person: Id,
    }
}

noun! {
    /// Something that people still have to do after a withdrawal.
    Duty of erasure::Duty; {
        id: Id,
        withdrawal: Option<Id>,
        kind: String,
        text: String,
        due_on: Option<String>,
        done_on: Option<String>,
        done_by: Option<Id>,
    }
}

noun! {
    /// How long a class of data is kept.
    Retention of retention::Retention; {
        id: Id,
        class: Class,
        #[serde(default)]
        basis: String,
        #[serde(default)]
        period: String,
        review_on: Option<String>,
        action: RetentionAction,
        #[serde(default)]
        note: String,
        hold: bool,
        #[serde(default)]
        hold_reason: String,
        done_on: Option<String>,
        done_by: Option<Id>,
        #[serde(default)]
        proof: String,
    }
}

single_rows!(Consent, ConsentDefault, Wave, Policy, Withdrawal, Duty, Retention);

/// A replacement for an identifying word, which itself stays in the study.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Pseudonym {
    pub(super) id: Id,
    pub(super) participant: Option<Id>,
    pub(super) kind: NameKind,
    pub(super) replacement: String,
    pub(super) level: Level,
}

impl From<care::Pseudonym> for Pseudonym {
    fn from(row: care::Pseudonym) -> Self {
        Self {
            id: row.id,
            participant: row.participant,
            kind: row.kind,
            replacement: row.replacement,
            level: row.level,
        }
    }
}

impl Noun for Pseudonym {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        rows.push(care::Pseudonym {
            id: self.id,
            participant: self.participant,
            kind: self.kind,
            replacement: self.replacement.clone(),
            keyed_hash: None,
            sealed: None,
            level: self.level,
        });
        Ok(())
    }
}

/// What was decided about a stretch of a source's text, without the words that stood there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Redaction {
    pub(super) id: Id,
    pub(super) source: Id,
    pub(super) revision: Id,
    pub(super) start: i64,
    pub(super) end: i64,
    #[serde(default)]
    pub(super) rule: String,
    pub(super) level: Level,
    #[serde(default)]
    pub(super) replacement: String,
    pub(super) state: Decision,
    pub(super) at: i64,
    pub(super) person: Id,
}

impl From<redaction::Redaction> for Redaction {
    fn from(row: redaction::Redaction) -> Self {
        Self {
            id: row.id,
            source: row.source,
            revision: row.revision,
            start: row.start,
            end: row.end,
            rule: row.rule,
            level: row.level,
            replacement: row.replacement,
            state: row.state,
            at: row.at,
            person: row.person,
        }
    }
}

impl Noun for Redaction {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        let this = self.clone();
        rows.push(redaction::Redaction {
            id: this.id,
            source: this.source,
            revision: this.revision,
            start: this.start,
            end: this.end,
            rule: this.rule,
            level: this.level,
            replacement: this.replacement,
            state: this.state,
            keyed_hash: None,
            sealed: None,
            at: this.at,
            person: this.person,
        });
        Ok(())
    }
}

noun! {
    /// A source whose words are in an output.
    Within of OutputSource, under output; {
        id: Id,
        source: Id,
    }
}

/// A report or an export that was made.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Output {
    pub(super) id: Id,
    pub(super) kind: output::Kind,
    #[serde(default)]
    pub(super) format: String,
    #[serde(default)]
    pub(super) file_name: String,
    pub(super) purpose: Use,
    pub(super) level: Level,
    pub(super) change_number: i64,
    #[serde(default)]
    pub(super) sources: Vec<Within>,
    pub(super) at: i64,
    pub(super) person: Id,
}

impl Output {
    /// An output with the sources whose words are in it.
    pub(super) fn of(row: output::Output, sources: Vec<Within>) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            format: row.format,
            file_name: row.file_name,
            purpose: row.purpose,
            level: row.level,
            change_number: row.change_number,
            sources,
            at: row.at,
            person: row.person,
        }
    }
}

impl Noun for Output {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        let this = self.clone();
        rows.push(output::Output {
            id: this.id,
            kind: this.kind,
            format: this.format,
            file_name: this.file_name,
            purpose: this.purpose,
            level: this.level,
            change_number: this.change_number,
            at: this.at,
            person: this.person,
        });
        for within in this.sources {
            rows.push(within.row(self.id));
        }
        Ok(())
    }
}
