//! Beginning the model: from a template, or with nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::template::{self, Template, TemplateCondition, TemplateSource};
use super::{Condition, ConditionGuidance, ConditionNeed, Guidance, Indicator};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

crate::words! {
    /// What a model of conditions begins with.
    pub enum Beginning, "a template" {
        /// The ten conditions composed from published guidance.
        TenConditions = "ten_conditions",
        /// Nothing.
        Blank = "blank",
    }
}

/// Fills an empty model of conditions from a template.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelBegin {
    /// What to begin with.
    pub template: Beginning,
}

impl Operation for ModelBegin {
    const NAME: &'static str = "model.begin";
    const SUMMARY: &'static str = "Fills an empty model of conditions from a template";
    /// The conditions, in order.
    type Outcome = Vec<Id>;

    fn apply(self, change: &mut Change<'_>) -> Result<Vec<Id>> {
        let there = change.number("SELECT COUNT(*) FROM condition", &[])?;
        if there > 0 {
            let many = if there == 1 { "one condition" } else { "conditions" };
            return Err(Error::conflict(format!(
                "The model already has {many}; a template fills an empty model only. Nothing was \
                 changed."
            ))
            .hint("Add single conditions, or remove what is there first."));
        }
        let mut about = crate::study::about(change)?;
        let (notice, conditions) = match self.template {
            Beginning::Blank => (String::new(), Vec::new()),
            Beginning::TenConditions => {
                let template = template::ten_conditions();
                change.say(format!("Began the model from “{}”", template.name));
                let conditions = copy(change, &template)?;
                (template.notice, conditions)
            }
        };
        if conditions.is_empty() {
            change.say("Began the model with nothing in it");
        }
        about.model_notice = notice;
        change.update(&about)?;
        Ok(conditions)
    }
}

/// Copies a template into the study; what a condition needs stands before it.
fn copy(change: &mut Change<'_>, template: &Template) -> Result<Vec<Id>> {
    let mut copied: Vec<(&str, Id)> = Vec::new();
    for (from, position) in template.conditions.iter().zip(1..) {
        let condition = Condition {
            id: change.new_id(),
            position,
            name: from.name.clone(),
            statement: from.statement.clone(),
            why: from.why.clone(),
            owner: String::new(),
            review_due: None,
            template: Some(from.key.clone()),
            created_at: change.now(),
            created_by: change.person(),
        };
        change.insert(&condition)?;
        for (_, needs) in copied.iter().filter(|(key, _)| from.needs.iter().any(|need| need == key))
        {
            let (id, condition) = (change.new_id(), condition.id);
            change.insert(&ConditionNeed { id, condition, needs: *needs })?;
        }
        copy_indicators(change, condition.id, from)?;
        copy_guidance(change, condition.id, template, from)?;
        copied.push((&from.key, condition.id));
    }
    Ok(copied.into_iter().map(|(_, id)| id).collect())
}

fn copy_indicators(change: &mut Change<'_>, condition: Id, from: &TemplateCondition) -> Result<()> {
    for (from, position) in from.indicators.iter().zip(1..) {
        change.insert(&Indicator {
            id: change.new_id(),
            condition,
            position,
            text: from.text.clone(),
            seen: false,
            seen_on: None,
            level: from.level.map(super::indicator::word).transpose()?,
            domain: from.domain.map(super::indicator::word).transpose()?,
        })?;
    }
    Ok(())
}

fn copy_guidance(
    change: &mut Change<'_>,
    condition: Id,
    template: &Template,
    from: &TemplateCondition,
) -> Result<()> {
    let sources = template
        .sources_of(from)
        .map(|(source, part)| (Guidance::Source, citation(source, part), link(source)));
    let evidence = from.evidence.iter().map(|text| (Guidance::Evidence, text.clone(), None));
    let questions = from.questions.iter().map(|text| (Guidance::Question, text.clone(), None));
    for ((kind, text, link), position) in sources.chain(evidence).chain(questions).zip(1..) {
        let id = change.new_id();
        change.insert(&ConditionGuidance { id, condition, position, kind, text, link })?;
    }
    Ok(())
}

/// `Watson and Repper 2022, ImROC 22: Peer support… where are we now? (the part that bears on it)`
fn citation(source: &TemplateSource, part: Option<&str>) -> String {
    let mut text = source.short.clone();
    if let Some(title) = &source.title {
        text = format!("{text}: {title}");
    }
    if let Some(identifier) = &source.identifier {
        text = format!("{text}, {identifier}");
    }
    match part {
        Some(part) => format!("{text} ({part})"),
        None => text,
    }
}

fn link(source: &TemplateSource) -> Option<String> {
    let doi = source.doi.as_ref().map(|doi| format!("https://doi.org/{doi}"));
    doi.or_else(|| source.url.clone())
}
