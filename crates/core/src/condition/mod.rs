//! The model of conditions: what must be true, what it needs first, how far it is, what it rests on.
//!
//! A [`Condition`] needs others ([`ConditionNeed`], never in a circle), stands in a state (the
//! last [`ConditionState`]), shows by its [`Indicator`]s, rests on [`Evidence`] and on themes that
//! support or strain it ([`ConditionTheme`]). Order is advice: a condition marked before what it
//! needs is warned about and never blocked. `template/` holds the published starting point.
//!
//! One file per verb holds the operations: `begin.rs`, `add.rs`, `set.rs`, `need.rs`, `mark.rs`,
//! `bear.rs`, `arrange.rs` (move), `remove.rs`; `indicator.rs`, `evidence.rs` and `guidance.rs`
//! hold those of what belongs to a condition. `list.rs`, `show.rs` and `thin.rs` answer what
//! people ask of the model, `graph.rs` knows its order and `warning.rs` what to look at again.

mod add;
mod arrange;
mod bear;
mod begin;
mod evidence;
mod graph;
mod guidance;
mod indicator;
mod list;
mod mark;
mod need;
mod remove;
mod set;
mod show;
pub mod template;
mod thin;
mod warning;

pub use add::ConditionAdd;
pub use arrange::ConditionMove;
pub use bear::{ConditionBear, ConditionUnbear};
pub use begin::{Beginning, ModelBegin};
pub use evidence::{EvidenceAdd, EvidenceRemove};
pub use graph::{circle, order};
pub use guidance::{GuidanceAdd, GuidanceRemove};
pub use indicator::{IndicatorAdd, IndicatorMove, IndicatorRemove, IndicatorSet};
pub use list::{Areas, BearingTheme, Listed, Mark, list};
pub use mark::ConditionMark;
pub use need::{ConditionNeeds, ConditionUnneed};
pub use remove::ConditionRemove;
pub use set::ConditionSet;
pub use show::{Shown, ShownEvidence, show};
pub use thin::{Thin, thin};
pub use warning::{Concern, Warning};

use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};

crate::words! {
    /// How far a condition is met.
    #[derive(Default)]
    pub enum Standing, "a state of a condition" {
        /// Nothing has begun.
        #[default]
        NotStarted = "not_started",
        /// Something is there.
        Partly = "partly",
        /// It is true.
        InPlace = "in_place",
        /// It was true and has not been looked at since it was due.
        Lapsed = "lapsed",
        /// It does not apply here, for a reason.
        NotApplicable = "not_applicable",
    }
}

impl Standing {
    /// The words as shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotStarted => "not started",
            Self::Partly => "partly",
            Self::InPlace => "in place",
            Self::Lapsed => "lapsed",
            Self::NotApplicable => "not applicable",
        }
    }
}

crate::words! {
    /// How a theme bears on a condition.
    pub enum Bearing, "a bearing" {
        /// It speaks for the condition being met, or for how it can be.
        Supports = "supports",
        /// It speaks against it, or shows where it fails.
        Strains = "strains",
    }
}

crate::words! {
    /// What a piece of guidance on a condition is.
    pub enum Guidance, "a kind of guidance" {
        /// A published source that the condition was composed from.
        Source = "source",
        /// A kind of evidence to look for.
        Evidence = "evidence",
        /// A question for the review.
        Question = "question",
    }
}

crate::record! {
    /// One node of the model.
    pub struct Condition in "condition", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// Its place in the advised order, from 1.
        position: i64,
        /// The name.
        name: String,
        /// What must be true.
        statement: String,
        /// Why it matters.
        why: String,
        /// Who looks after it.
        owner: String,
        /// The ISO date by which to look at it again.
        review_due: Option<String>,
        /// The key in the template it came from, such as `C4`.
        template: Option<String>,
        /// When it was added, in epoch milliseconds.
        created_at: i64,
        /// Who added it.
        created_by: Id => "person",
    }
}

crate::record! {
    /// One condition needs another first.
    pub struct ConditionNeed in "condition_need", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The condition that needs.
        condition: Id => "condition",
        /// The condition that is needed.
        needs: Id => "condition",
    }
}

crate::record! {
    /// The state that a condition was marked with, by whom, when and why.
    pub struct ConditionState in "condition_state", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The condition.
        condition: Id => "condition",
        /// Counts the condition's states from 1; the highest is in force.
        number: i64,
        /// The state.
        state: Standing,
        /// Why.
        reason: String,
        /// When, in epoch milliseconds.
        at: i64,
        /// Who.
        person: Id => "person",
    }
}

crate::record! {
    /// A theme that bears on a condition.
    pub struct ConditionTheme in "condition_theme", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The condition.
        condition: Id => "condition",
        /// The theme.
        theme: Id => "theme",
        /// Whether it supports or strains it.
        bearing: Bearing,
        /// A note.
        note: String,
    }
}

crate::record! {
    /// A source, a kind of evidence or a review question that came with a condition.
    pub struct ConditionGuidance in "condition_guidance", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The condition.
        condition: Id => "condition",
        /// Its place among the guidance of that condition.
        position: i64,
        /// What it is.
        kind: Guidance,
        /// What it says.
        text: String,
        /// A DOI or address.
        link: Option<String>,
    }
}

crate::record! {
    /// A sign by which one can see that a condition is met.
    pub struct Indicator in "indicator", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The condition.
        condition: Id => "condition",
        /// Its place among the indicators of that condition.
        position: i64,
        /// What can be seen.
        text: String,
        /// Whether it has been seen.
        seen: bool,
        /// The ISO date on which it was seen.
        seen_on: Option<String>,
        /// Macro, meso or micro.
        level: Option<String>,
        /// The CFIR domain.
        domain: Option<String>,
    }
}

crate::record! {
    /// Something that shows a condition or one of its indicators.
    pub struct Evidence in "evidence", filed Filing::Through("passage"); {
        /// Its id.
        id: Id,
        /// The condition.
        condition: Id => "condition",
        /// The indicator it speaks to.
        indicator: Option<Id> => "indicator",
        /// The passage it is.
        passage: Option<Id> => "passage",
        /// What it is, in words.
        text: String,
        /// The ISO date it is from.
        date: Option<String>,
        /// When it was added, in epoch milliseconds.
        at: i64,
        /// Who added it.
        person: Id => "person",
    }
}

/// Checks a name: conditions are called by it, so no two share one.
fn free_name(reader: &Reader<'_>, name: &str, own: Option<Id>) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("A condition needs a name."));
    }
    let same: Vec<Condition> = reader.list("WHERE name = $1", bind![name])?;
    if same.iter().any(|other| Some(other.id) != own) {
        return Err(Error::conflict(format!("There is already a condition called “{name}”."))
            .hint("Choose another name, or change the condition that is there."));
    }
    Ok(name.to_owned())
}
