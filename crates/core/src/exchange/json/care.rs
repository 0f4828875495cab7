//! Consent and pseudonyms, as they stand in the document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bytes::Hex;
use super::noun::{Noun, noun, single_rows};
use super::rows::Rows;
use crate::care;
use crate::care::pseudonym::{Level, NameKind};
use crate::care::{Answer, DataType, Use};
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

single_rows!(Consent);

/// A replacement for an identifying word, which itself is sealed or absent.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Pseudonym {
    pub(super) id: Id,
    pub(super) participant: Option<Id>,
    pub(super) kind: NameKind,
    pub(super) replacement: String,
    pub(super) keyed_hash: Option<Hex>,
    pub(super) sealed: Option<Hex>,
    pub(super) level: Level,
}

impl From<care::Pseudonym> for Pseudonym {
    fn from(row: care::Pseudonym) -> Self {
        Self {
            id: row.id,
            participant: row.participant,
            kind: row.kind,
            replacement: row.replacement,
            keyed_hash: row.keyed_hash.map(Hex),
            sealed: row.sealed.map(Hex),
            level: row.level,
        }
    }
}

impl Noun for Pseudonym {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        let this = self.clone();
        rows.push(care::Pseudonym {
            id: this.id,
            participant: this.participant,
            kind: this.kind,
            replacement: this.replacement,
            keyed_hash: this.keyed_hash.map(|bytes| bytes.0),
            sealed: this.sealed.map(|bytes| bytes.0),
            level: this.level,
        });
        Ok(())
    }
}
