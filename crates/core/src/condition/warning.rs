//! What is worth a second look in a model, said in a sentence: advice, never a block.

use std::collections::HashMap;

use serde::Serialize;

use super::Standing;
use super::graph::{Graph, and};
use super::list::Listed;
use crate::id::Id;

crate::words! {
    /// What a warning is about.
    pub enum Concern, "a concern" {
        /// The condition is marked further than what it needs.
        AheadOf = "ahead_of",
        /// The advised order puts the condition before what it needs.
        OutOfOrder = "out_of_order",
        /// The condition was in place, and its review is past due.
        ReviewDue = "review_due",
    }
}

/// Something worth a second look.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Warning {
    /// What it is about.
    pub concern: Concern,
    /// The needs that it is about, in the advised order.
    pub conditions: Vec<Id>,
    /// The whole of it, in a sentence.
    pub sentence: String,
}

impl Standing {
    /// The state as shown: what was put in place lapses when its review is past due.
    #[must_use]
    pub fn shown(self, review_due: Option<&str>, today: &str) -> Self {
        match review_due {
            // ISO dates compare as texts do.
            Some(due) if self == Self::InPlace && due < today => Self::Lapsed,
            _ => self,
        }
    }

    /// Whether a condition marked so has gone further than a need that shows the other state.
    fn is_ahead_of(self, need: Self) -> bool {
        match self {
            Self::Partly => need == Self::NotStarted,
            Self::InPlace => matches!(need, Self::NotStarted | Self::Partly | Self::Lapsed),
            Self::NotStarted | Self::Lapsed | Self::NotApplicable => false,
        }
    }

    /// How a need that is behind is described.
    pub(crate) fn behind(self) -> &'static str {
        match self {
            Self::Partly => "is only partly in place",
            Self::Lapsed => "has lapsed",
            Self::NotStarted => "is not started",
            Self::InPlace => "is in place",
            Self::NotApplicable => "does not apply",
        }
    }
}

/// Adds to each condition what is worth a second look.
pub(super) fn add(model: &mut [Listed], graph: &Graph) {
    let shown: HashMap<Id, Standing> =
        model.iter().map(|one| (one.condition.id, one.state)).collect();
    for one in model {
        one.warnings.extend(ahead_of(one, graph, &shown));
        one.warnings.extend(out_of_order(one, graph));
        one.warnings.extend(review_due(one, graph));
    }
}

fn ahead_of(one: &Listed, graph: &Graph, shown: &HashMap<Id, Standing>) -> Option<Warning> {
    let (conditions, behind): (Vec<Id>, Vec<String>) = one
        .needs
        .iter()
        .filter_map(|need| Some((*need, *shown.get(need)?)))
        .filter(|(_, state)| one.marked.is_ahead_of(*state))
        .map(|(need, state)| (need, format!("{} {}", graph.called(need), state.behind())))
        .unzip();
    if conditions.is_empty() {
        return None;
    }
    let sentence = format!(
        "{} is marked {} before what it needs: {}.",
        graph.called(one.condition.id),
        one.marked.label(),
        and(&behind)
    );
    Some(Warning { concern: Concern::AheadOf, conditions, sentence })
}

fn out_of_order(one: &Listed, graph: &Graph) -> Option<Warning> {
    let id = one.condition.id;
    let (conditions, sentence) = (graph.stands_before(id), graph.disorder_of(id)?);
    Some(Warning { concern: Concern::OutOfOrder, conditions, sentence })
}

fn review_due(one: &Listed, graph: &Graph) -> Option<Warning> {
    let due = one.condition.review_due.as_ref().filter(|_| one.lapsed)?;
    let sentence = format!(
        "{} shows as lapsed until it has a new review date: it was due on {due}.",
        graph.called(one.condition.id)
    );
    Some(Warning { concern: Concern::ReviewDue, conditions: Vec::new(), sentence })
}

#[cfg(test)]
mod tests {
    use super::Standing::{InPlace, Lapsed, NotApplicable, NotStarted, Partly};

    #[test]
    fn only_what_is_in_place_lapses_and_only_after_the_day() {
        assert_eq!(InPlace.shown(Some("2026-01-12"), "2026-01-12"), InPlace);
        assert_eq!(InPlace.shown(Some("2026-01-12"), "2026-01-13"), Lapsed);
        assert_eq!(InPlace.shown(None, "2026-01-13"), InPlace);
        assert_eq!(Partly.shown(Some("2026-01-12"), "2026-01-13"), Partly);
    }

    #[test]
    fn a_mark_is_ahead_of_a_need_that_is_less_far() {
        assert!(Partly.is_ahead_of(NotStarted) && !Partly.is_ahead_of(Lapsed));
        assert!(InPlace.is_ahead_of(Partly) && InPlace.is_ahead_of(Lapsed));
        assert!(!InPlace.is_ahead_of(InPlace) && !InPlace.is_ahead_of(NotApplicable));
        assert!(!NotApplicable.is_ahead_of(NotStarted) && !Lapsed.is_ahead_of(NotStarted));
    }
}
