//! Conditions with all that belongs to them, as they stand in the document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::link::Joint;
use super::noun::{Noun, noun};
use super::rows::Rows;
use crate::condition::{self, Bearing, ConditionNeed, Guidance, Standing};
use crate::error::Result;
use crate::id::Id;

/// A condition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Condition {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) position: i64,
    #[serde(default)]
    pub(super) statement: String,
    #[serde(default)]
    pub(super) why: String,
    #[serde(default)]
    pub(super) owner: String,
    pub(super) review_due: Option<String>,
    pub(super) template: Option<String>,
    #[serde(default)]
    pub(super) needs: Vec<Id>,
    /// The state that it was last marked with.
    pub(super) state: Option<Standing>,
    #[serde(default)]
    pub(super) states: Vec<Marked>,
    #[serde(default)]
    pub(super) themes: Vec<BearingTheme>,
    #[serde(default)]
    pub(super) indicators: Vec<Indicator>,
    #[serde(default)]
    pub(super) evidence: Vec<Evidence>,
    #[serde(default)]
    pub(super) guidance: Vec<Piece>,
    pub(super) created_at: i64,
    pub(super) created_by: Id,
}

noun! {
    /// The state that a condition was marked with, and why.
    Marked of condition::ConditionState, under condition; {
        id: Id,
        number: i64,
        state: Standing,
        #[serde(default)]
        reason: String,
        at: i64,
        person: Id,
    }
}

noun! {
    /// A theme that bears on a condition.
    BearingTheme of condition::ConditionTheme, under condition; {
        id: Id,
        theme: Id,
        bearing: Bearing,
        #[serde(default)]
        note: String,
    }
}

noun! {
    /// A sign by which one can see that a condition is met.
    Indicator of condition::Indicator, under condition; {
        id: Id,
        position: i64,
        text: String,
        seen: bool,
        seen_on: Option<String>,
        level: Option<String>,
        domain: Option<String>,
    }
}

noun! {
    /// Something that shows a condition.
    Evidence of condition::Evidence, under condition; {
        id: Id,
        indicator: Option<Id>,
        passage: Option<Id>,
        #[serde(default)]
        text: String,
        date: Option<String>,
        at: i64,
        person: Id,
    }
}

noun! {
    /// A source, a kind of evidence or a question that came with a condition.
    Piece of condition::ConditionGuidance, under condition; {
        id: Id,
        position: i64,
        kind: Guidance,
        text: String,
        link: Option<String>,
    }
}

impl Noun for Condition {
    fn rows(&self, rows: &mut Rows) -> Result<()> {
        rows.push(condition::Condition {
            id: self.id,
            position: self.position,
            name: self.name.clone(),
            statement: self.statement.clone(),
            why: self.why.clone(),
            owner: self.owner.clone(),
            review_due: self.review_due.clone(),
            template: self.template.clone(),
            created_at: self.created_at,
            created_by: self.created_by,
        });
        for needs in &self.needs {
            let id = rows.link(Joint::ConditionNeed, self.id, *needs);
            rows.push(ConditionNeed { id, condition: self.id, needs: *needs });
        }
        self.states.iter().for_each(|one| rows.push(one.clone().row(self.id)));
        self.themes.iter().for_each(|one| rows.push(one.clone().row(self.id)));
        self.indicators.iter().for_each(|one| rows.push(one.clone().row(self.id)));
        self.evidence.iter().for_each(|one| rows.push(one.clone().row(self.id)));
        self.guidance.iter().for_each(|one| rows.push(one.clone().row(self.id)));
        let last = self.states.iter().max_by_key(|state| state.number);
        let marked = last.map_or(Standing::NotStarted, |state| state.state);
        match self.state {
            Some(state) if state != marked => Err(rows.spot().wrong(format_args!(
                "`state` says {state}, but by the last of its `states` it is {marked}"
            ))),
            _ => Ok(()),
        }
    }
}
