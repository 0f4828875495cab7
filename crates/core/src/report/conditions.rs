//! The model of conditions as a report shows it.
//!
//! Conditions stand in order from the ground up and name what they need by id. Order is advice: a
//! condition marked before what it needs is listed in `ahead_of`, shown with a warning and left as
//! it is. The renderer trusts nothing: an id that names no condition or theme is left out.

use serde::Serialize;

use super::Standing;
use super::prose::anchor;

/// The conditions and what is said of them together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ConditionModel {
    /// A title of its own, when it has one.
    pub title: Option<String>,
    /// Whether its author still calls it tentative.
    pub tentative: bool,
    /// Where it comes from: "Composed from published guidance; not the model of Wilson (2024)".
    pub notice: Option<String>,
    /// The conditions, from the ground up.
    pub conditions: Vec<Condition>,
}

/// One thing that must be true.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// Names the condition in a trace.
    pub id: String,
    /// What a reader sees beside it: "C6".
    pub label: String,
    /// The short name.
    pub name: String,
    /// What must be so for it to hold.
    pub statement: Option<String>,
    /// How far it holds.
    pub state: Standing,
    /// Since when, as people read it.
    pub since: Option<String>,
    /// Why it is in that state, above all why it does not apply.
    pub reason: Option<String>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// The ids of the conditions that should hold first.
    pub needs: Vec<String>,
    /// The ids of those needs that do not hold though this one is marked.
    pub ahead_of: Vec<String>,
    /// The ids of the themes that support it.
    pub supported_by: Vec<String>,
    /// The ids of the themes that strain it.
    pub strained_by: Vec<String>,
    /// What one would see if it held.
    pub indicators: Vec<Indicator>,
    /// What shows it: each piece of evidence in words, passages of the corpus as a number.
    pub evidence: Vec<String>,
    /// What someone will do about it.
    pub actions: Vec<Action>,
    /// The day it should be looked at again.
    pub review: Option<String>,
}

/// One thing to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Indicator {
    /// What one would see.
    pub text: String,
    /// Whether it has been seen.
    pub met: bool,
    /// When or where it was seen.
    pub note: Option<String>,
}

/// What someone will do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Action {
    /// What.
    pub what: String,
    /// Who, by role.
    pub who: Option<String>,
    /// By when.
    pub by: Option<String>,
    /// Whether it has been done.
    pub done: bool,
}

impl ConditionModel {
    /// The conditions with these ids, in the order of the model.
    pub fn named<'a>(&'a self, ids: &[String]) -> Vec<&'a Condition> {
        self.conditions.iter().filter(|condition| ids.contains(&condition.id)).collect()
    }
}

impl Condition {
    /// The name of the condition on a page.
    pub fn anchor(&self) -> String {
        anchor("condition", &self.id)
    }

    /// How many indicators have been seen.
    pub fn met(&self) -> usize {
        self.indicators.iter().filter(|indicator| indicator.met).count()
    }
}
