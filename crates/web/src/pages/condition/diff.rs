//! The model against the template: what was changed, added and left out.
//!
//! A condition knows the key of the one it was copied from. One that was added by hand counts as
//! the template's when it has the same name, so that something left out can be taken up again.

use std::collections::HashMap;

use trefoil_core::condition::template::{Template, TemplateCondition};
use trefoil_core::condition::{ConditionGuidance, Guidance, Indicator, Listed};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::wording::{self, Piece};

/// What became of the template.
pub(super) struct Diff {
    /// Conditions that are in both and differ.
    pub(super) changed: Vec<Changed>,
    /// Conditions that are in both and are the same: labels and names.
    pub(super) same: Vec<(Id, String)>,
    /// Conditions that the template does not have.
    pub(super) added: Vec<(Id, String)>,
    /// Conditions that only the template has.
    pub(super) left_out: Vec<LeftOut>,
}

/// A condition that differs.
pub(super) struct Changed {
    pub(super) id: Id,
    pub(super) called: String,
    /// What it is called in the template: `C4 Clear and distinctive role`.
    pub(super) from: String,
    /// What reads otherwise, word by word.
    pub(super) wordings: Vec<(&'static str, Vec<Piece>)>,
    /// What the study added and left out: of what, added, left out.
    pub(super) lists: Vec<(&'static str, Vec<String>, Vec<String>)>,
}

/// A condition that was left out, ready to be taken up.
pub(super) struct LeftOut {
    pub(super) condition: TemplateCondition,
    /// Those that it needs first and that are in the model.
    pub(super) needs: Vec<Id>,
}

impl Diff {
    /// `6 as the template has them, 3 changed, 1 left out.`
    pub(super) fn sum(&self) -> String {
        if self.changed.is_empty() && self.added.is_empty() && self.left_out.is_empty() {
            return format!("All {} are as the template has them.", self.same.len());
        }
        let parts = [
            (self.same.len(), "as the template has them"),
            (self.changed.len(), "changed"),
            (self.added.len(), "added"),
            (self.left_out.len(), "left out"),
        ];
        let parts = parts.iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> = parts.map(|(number, what)| format!("{number} {what}")).collect();
        format!("{}.", parts.join(", "))
    }
}

/// Compares a model with a template.
pub(super) fn diff(reader: &Reader<'_>, model: &[Listed], template: &Template) -> Result<Diff> {
    let rest = Rest::read(reader)?;
    let mut came: HashMap<&str, &Listed> = HashMap::new();
    let mut diff =
        Diff { changed: Vec::new(), same: Vec::new(), added: Vec::new(), left_out: Vec::new() };
    for one in model {
        let from = of(one, template).filter(|from| !came.contains_key(from.key.as_str()));
        let Some(from) = from else {
            diff.added.push((one.condition.id, called(one)));
            continue;
        };
        came.insert(&from.key, one);
    }
    for from in &template.conditions {
        match came.get(from.key.as_str()) {
            None => diff.left_out.push(left_out(from, &came)),
            Some(one) => match changed(one, from, &rest, &came) {
                Some(changed) => diff.changed.push(changed),
                None => diff.same.push((one.condition.id, called(one))),
            },
        }
    }
    Ok(diff)
}

/// The condition of the template that this one is.
fn of<'t>(one: &Listed, template: &'t Template) -> Option<&'t TemplateCondition> {
    match &one.condition.template {
        Some(key) => template.condition(key),
        None => template.conditions.iter().find(|from| from.name == one.condition.name),
    }
}

fn called(one: &Listed) -> String {
    format!("{} {}", one.label, one.condition.name)
}

fn left_out(from: &TemplateCondition, came: &HashMap<&str, &Listed>) -> LeftOut {
    let needs = from.needs.iter().filter_map(|key| came.get(key.as_str()));
    LeftOut { needs: needs.map(|one| one.condition.id).collect(), condition: from.clone() }
}

/// How a condition differs from the one it was copied from; none when it does not.
fn changed(
    one: &Listed,
    from: &TemplateCondition,
    rest: &Rest,
    came: &HashMap<&str, &Listed>,
) -> Option<Changed> {
    let condition = &one.condition;
    let wordings: Vec<(&'static str, Vec<Piece>)> = [
        ("Name", &from.name, &condition.name),
        ("What must be true", &from.statement, &condition.statement),
        ("Why it matters", &from.why, &condition.why),
    ]
    .into_iter()
    .filter(|(_, theirs, ours)| theirs != ours)
    .map(|(what, theirs, ours)| (what, wording::compare(theirs, ours)))
    .collect();
    let lists: Vec<_> = [
        (
            "Indicators",
            rest.indicators(condition.id),
            from.indicators.iter().map(|i| i.text.clone()).collect(),
        ),
        (
            "Kinds of evidence",
            rest.guidance(condition.id, Guidance::Evidence),
            from.evidence.clone(),
        ),
        (
            "Review questions",
            rest.guidance(condition.id, Guidance::Question),
            from.questions.clone(),
        ),
        ("Needs first", names(rest, &one.needs), wanted(from, came, rest)),
    ]
    .into_iter()
    .filter_map(|(what, ours, theirs)| differ(what, &ours, &theirs))
    .collect();
    let differs = !wordings.is_empty() || !lists.is_empty();
    differs.then(|| Changed {
        id: condition.id,
        called: called(one),
        from: format!("{} {}", from.key, from.name),
        wordings,
        lists,
    })
}

fn differ(
    what: &'static str,
    ours: &[String],
    theirs: &[String],
) -> Option<(&'static str, Vec<String>, Vec<String>)> {
    let missing = |from: &[String], of: &[String]| -> Vec<String> {
        of.iter().filter(|one| !from.contains(one)).cloned().collect()
    };
    let (added, left_out) = (missing(theirs, ours), missing(ours, theirs));
    (!added.is_empty() || !left_out.is_empty()).then_some((what, added, left_out))
}

/// What the template says is needed first, by the names that the study gives them.
fn wanted(from: &TemplateCondition, came: &HashMap<&str, &Listed>, rest: &Rest) -> Vec<String> {
    let ours = |key: &String| match came.get(key.as_str()) {
        Some(one) => rest.names.get(&one.condition.id).cloned().unwrap_or_default(),
        None => format!("{key} of the template"),
    };
    from.needs.iter().map(ours).collect()
}

fn names(rest: &Rest, needs: &[Id]) -> Vec<String> {
    needs.iter().filter_map(|id| rest.names.get(id).cloned()).collect()
}

/// What belongs to all conditions, read once.
struct Rest {
    indicators: Vec<Indicator>,
    guidance: Vec<ConditionGuidance>,
    names: HashMap<Id, String>,
}

impl Rest {
    fn read(reader: &Reader<'_>) -> Result<Self> {
        let conditions: Vec<trefoil_core::condition::Condition> = reader.list("", &[])?;
        Ok(Self {
            indicators: reader.list("ORDER BY position, id", &[])?,
            guidance: reader.list("ORDER BY position, id", &[])?,
            names: conditions.into_iter().map(|one| (one.id, one.name)).collect(),
        })
    }

    fn indicators(&self, condition: Id) -> Vec<String> {
        let its = self.indicators.iter().filter(|one| one.condition == condition);
        its.map(|one| one.text.clone()).collect()
    }

    fn guidance(&self, condition: Id, kind: Guidance) -> Vec<String> {
        let its = self.guidance.iter();
        let its = its.filter(|one| one.condition == condition && one.kind == kind);
        its.map(|one| one.text.clone()).collect()
    }
}
