//! What the ladder's panel and the page of a condition both say of it.

use std::collections::HashMap;

use trefoil_core::condition::{
    self, Bearing, Concern, ConditionGuidance, Guidance, Listed, Shown, ShownEvidence, Standing,
    Warning,
};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::theme::{Area, Theme};

use crate::words::{day, stamp};

/// One condition with the names of what it hangs together with.
pub(super) struct Panel {
    pub(super) shown: Shown,
    /// `in place since 3 October 2025`.
    pub(super) since: String,
    /// The same for whoever is about to mark it anew, with the reason.
    pub(super) stands: String,
    pub(super) needs: Vec<Named>,
    pub(super) needed_by: Vec<Named>,
    pub(super) notices: Vec<Notice>,
    /// The reason of the mark in force; what a warning says has been answered by it.
    pub(super) reason: String,
    pub(super) themes: Vec<Bears>,
}

/// Another condition.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) id: Id,
    pub(super) label: String,
    pub(super) name: String,
    pub(super) state: Standing,
}

/// Something worth a second look, and what can be done about it.
pub(super) struct Notice {
    pub(super) head: &'static str,
    pub(super) sentence: String,
    /// The conditions that it is about.
    pub(super) opens: Vec<Named>,
    /// Whether marking it anew, with a reason, answers it.
    pub(super) kept: bool,
    /// Whether a new review date answers it.
    pub(super) review: bool,
    /// Where to put it so that it stands behind what it needs: a condition to stand before, or
    /// nothing for the end; and the one it then stands behind.
    pub(super) behind: Option<(Option<Id>, String)>,
}

/// Guidance of one kind.
pub(super) struct Hints<'p> {
    pub(super) head: &'static str,
    /// What is said where there is none.
    pub(super) none: &'static str,
    pub(super) items: Vec<&'p ConditionGuidance>,
}

/// The address that a piece of guidance leads to: only the web's own, whatever was imported.
pub(super) fn address(guidance: &ConditionGuidance) -> Option<&str> {
    let link = guidance.link.as_deref()?;
    (link.starts_with("https://") || link.starts_with("http://")).then_some(link)
}

/// A theme that bears on it.
pub(super) struct Bears {
    pub(super) id: Id,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) area: Area,
    pub(super) bearing: Bearing,
    pub(super) note: String,
}

impl Panel {
    /// Reads one condition of a model that was listed.
    pub(super) fn read(reader: &Reader<'_>, model: &[Listed], id: Id, today: &str) -> Result<Self> {
        if !model.iter().any(|one| one.condition.id == id) {
            return Err(Error::not_found("This condition is no longer in the model.")
                .hint("It may have been removed since; the history tells."));
        }
        let shown = condition::show(reader, id, today)?;
        let listed = &shown.listed;
        let numbers = numbers(reader)?;
        let bears = |one: &condition::BearingTheme| Bears {
            id: one.id,
            number: numbers.get(&one.id).cloned().unwrap_or_default(),
            name: one.name.clone(),
            area: one.area,
            bearing: one.bearing,
            note: one.note.clone(),
        };
        Ok(Self {
            since: since(listed),
            stands: stands(listed),
            needs: named(model, &listed.needs),
            needed_by: named(model, &listed.needed_by),
            notices: listed.warnings.iter().map(|one| notice(model, listed, one)).collect(),
            reason: listed.history.last().map(|mark| mark.reason.clone()).unwrap_or_default(),
            themes: listed.themes.iter().map(bears).collect(),
            shown,
        })
    }

    /// The condition as listed.
    pub(super) fn listed(&self) -> &Listed {
        &self.shown.listed
    }

    /// What came with it, by kind.
    pub(super) fn guidance(&self) -> [Hints<'_>; 3] {
        let hints = |kind, head, none| Hints {
            head,
            none,
            items: self.shown.guidance.iter().filter(|one| one.kind == kind).collect(),
        };
        [
            hints(Guidance::Question, "Questions for the review", "No questions."),
            hints(Guidance::Evidence, "Kinds of evidence to look for", "None named."),
            hints(Guidance::Source, "What it was composed from", "No sources."),
        ]
    }

    /// What an indicator says, for evidence that speaks to it.
    pub(super) fn indicator(&self, evidence: &ShownEvidence) -> Option<&str> {
        let id = evidence.evidence.indicator?;
        let found = self.shown.indicators.iter().find(|one| one.id == id);
        found.map(|one| one.text.as_str())
    }
}

/// How a state is told on a ladder: with when it was marked so.
fn since(listed: &Listed) -> String {
    let label = listed.state.label();
    if listed.lapsed {
        let due = listed.condition.review_due.as_deref().map(day).unwrap_or_default();
        return format!("{label}: its review was due on {due}");
    }
    // The first of the marks that all say the same.
    let same = listed.history.iter().rev().take_while(|mark| mark.state == listed.marked);
    match same.last() {
        Some(mark) => format!("{label} since {}", day(&trefoil_core::clock::moment(mark.at))),
        None => label.to_owned(),
    }
}

pub(super) fn stands(listed: &Listed) -> String {
    let Some(mark) = listed.history.last() else {
        return "It has not been marked yet.".to_owned();
    };
    let (state, who, when) = (mark.state.label(), &mark.person, stamp(&mark.at));
    match mark.reason.as_str() {
        "" => format!("{who} marked it {state} on {when}."),
        reason => format!("{who} marked it {state} on {when}: “{reason}”"),
    }
}

/// Conditions by their ids, in the model's order.
pub(super) fn named(model: &[Listed], ids: &[Id]) -> Vec<Named> {
    let these = model.iter().filter(|one| ids.contains(&one.condition.id));
    these
        .map(|one| Named {
            id: one.condition.id,
            label: one.label.clone(),
            name: one.condition.name.clone(),
            state: one.state,
        })
        .collect()
}

fn notice(model: &[Listed], listed: &Listed, warning: &Warning) -> Notice {
    let (head, kept, review) = match warning.concern {
        Concern::AheadOf => ("Marked before what it needs", true, false),
        Concern::OutOfOrder => ("Stands before what it needs", false, false),
        Concern::ReviewDue => ("Its review is past due", false, true),
    };
    let behind = (warning.concern == Concern::OutOfOrder).then(|| behind(model, listed)).flatten();
    Notice {
        head,
        sentence: warning.sentence.clone(),
        opens: named(model, &warning.conditions),
        kept,
        review,
        behind,
    }
}

/// The nearest place behind everything that a condition needs.
fn behind(model: &[Listed], listed: &Listed) -> Option<(Option<Id>, String)> {
    let last = model.iter().rposition(|one| listed.needs.contains(&one.condition.id))?;
    let before = model.get(last + 1).map(|one| one.condition.id);
    Some((before, model[last].label.clone()))
}

/// What themes are called for short: `T1`.
pub(super) fn numbers(reader: &Reader<'_>) -> Result<HashMap<Id, String>> {
    let themes: Vec<Theme> = reader.list("ORDER BY position, id", &[])?;
    Ok(themes.into_iter().zip(1..).map(|(theme, at)| (theme.id, format!("T{at}"))).collect())
}
