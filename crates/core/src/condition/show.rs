//! One condition with all that belongs to it, down to the words it rests on.
//!
//! The evidence holds participants' words and names their sources: for researchers only.

use std::collections::HashMap;

use serde::Serialize;

use super::list::{self, Listed};
use super::{ConditionGuidance, Evidence, Indicator};
use crate::action::{self, Action};
use crate::bind;
use crate::coding::wordless;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::memo::{self, Memo};
use crate::storage::{Reader, Record, Row};

/// A condition with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The condition as listed.
    #[serde(flatten)]
    pub listed: Listed,
    /// Its indicators, in order.
    pub indicators: Vec<Indicator>,
    /// Its guidance, in order.
    pub guidance: Vec<ConditionGuidance>,
    /// Its evidence, in the order it was added.
    pub evidence: Vec<ShownEvidence>,
    /// The actions about it: those to be done first.
    pub actions: Vec<Action>,
    /// The memos on it, oldest first.
    pub memos: Vec<Memo>,
}

/// A piece of evidence with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownEvidence {
    /// The evidence.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// The name of the person who added it.
    pub added_by: String,
    /// The words of its passage.
    pub words: Option<String>,
    /// What its passage is called where it has no words: `0:10–0:20 of the recording`.
    pub called: Option<String>,
    /// The source of its passage.
    pub source: Option<Id>,
    /// The name of that source.
    pub source_name: Option<String>,
}

/// One condition with all details, as it stands on a day given as an ISO date.
pub fn show(reader: &Reader<'_>, condition: Id, today: &str) -> Result<Shown> {
    let listed = list::list(reader, today)?.into_iter().find(|one| one.condition.id == condition);
    let listed = listed.ok_or_else(|| {
        Error::not_found(format!("This study has no condition with the id {condition}."))
    })?;
    let in_order = "WHERE condition = $1 ORDER BY position, id";
    let evidence = reader.query(include_str!("evidence.sql"), bind![condition])?;
    let called = wordless(reader)?;
    let shown = |row| shown(row, &called);
    Ok(Shown {
        listed,
        indicators: reader.list(in_order, bind![condition])?,
        guidance: reader.list(in_order, bind![condition])?,
        evidence: evidence.into_iter().map(shown).collect::<Result<_>>()?,
        actions: action::about(reader, condition)?,
        memos: memo::on(reader, condition)?,
    })
}

fn shown(row: Row, called: &HashMap<Id, String>) -> Result<ShownEvidence> {
    // What is known of its passage follows the columns of the evidence itself.
    let after = Evidence::TABLE.columns.len();
    let mut shown = ShownEvidence {
        added_by: row.get(after)?,
        words: row.get(after + 1)?,
        called: None,
        source: row.get(after + 2)?,
        source_name: row.get(after + 3)?,
        evidence: Evidence::from_values(row.into_values())?,
    };
    shown.called = shown.evidence.passage.and_then(|passage| called.get(&passage)).cloned();
    if shown.called.is_some() {
        shown.words = None;
    }
    Ok(shown)
}
