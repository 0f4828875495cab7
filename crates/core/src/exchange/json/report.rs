//! Actions, the report's sentences and the record, as they stand in the document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::noun::{Noun, noun, single_rows};
use super::rows::Rows;
use crate::error::Result;
use crate::id::Id;
use crate::sentence::{self, Section};
use crate::{action, record};

noun! {
    /// An action.
    Action of action::Action; {
        id: Id,
        theme: Option<Id>,
        condition: Option<Id>,
        text: String,
        #[serde(default)]
        owner: String,
        due_on: Option<String>,
        done_on: Option<String>,
        created_at: i64,
        created_by: Id,
    }
}

/// A sentence of the report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Sentence {
    pub(super) id: Id,
    pub(super) section: Section,
    pub(super) position: i64,
    pub(super) text: String,
    #[serde(default)]
    pub(super) citations: Vec<Citation>,
}

noun! {
    /// One thing that a sentence rests on.
    Citation of sentence::SentenceCitation, under sentence; {
        id: Id,
        position: i64,
        theme: Option<Id>,
        passage: Option<Id>,
        condition: Option<Id>,
    }
}

noun! {
    /// One value of one field of the record.
    RecordValue of record::RecordValue; {
        id: Id,
        field: String,
        position: i64,
        value: String,
    }
}

single_rows!(Action, RecordValue);

impl Noun for Sentence {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        rows.push(sentence::Sentence {
            id: self.id,
            section: self.section,
            position: self.position,
            text: self.text.clone(),
        });
        self.citations.iter().for_each(|one| rows.push(one.clone().row(self.id)));
        Ok(())
    }
}
