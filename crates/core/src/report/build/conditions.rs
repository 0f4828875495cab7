//! The model of conditions with all that belongs to it, and the guidance it was composed from.
//!
//! Passages that are evidence are counted and not quoted here: their words belong under a theme or
//! beneath a sentence, where it is asked whether they may be quoted.

use std::collections::HashMap;

use crate::bind;
use crate::condition::template::{self, TemplateSource};
use crate::condition::{self, Bearing, Concern, ConditionGuidance, Evidence, Guidance, Listed};
use crate::error::Result;
use crate::id::Id;
use crate::report::{Condition, ConditionModel, Indicator, Work};
use crate::storage::Reader;
use crate::study::About;

use super::themes::actions;
use super::wording::{counted, day, day_of, some};

/// The model as it stands on a day given as an ISO date.
pub(super) fn model(reader: &Reader<'_>, about: &About, today: &str) -> Result<ConditionModel> {
    let mut indicators = indicators(reader)?;
    let mut evidence = evidence(reader)?;
    let mut actions = actions(reader, |one| one.condition)?;
    let told = condition::list(reader, today)?.into_iter().map(|one| {
        let id = one.condition.id;
        Condition {
            indicators: indicators.remove(&id).unwrap_or_default(),
            evidence: evidence.remove(&id).unwrap_or_default(),
            actions: actions.remove(&Some(id)).unwrap_or_default(),
            ..told(one)
        }
    });
    Ok(ConditionModel {
        title: None,
        tentative: about.tentative,
        notice: some(&about.model_notice),
        conditions: told.collect(),
    })
}

fn told(one: Listed) -> Condition {
    let bearing = |bearing| {
        let themes = one.themes.iter().filter(|theme| theme.bearing == bearing);
        themes.map(|theme| theme.id.to_string()).collect()
    };
    let ahead = one.warnings.iter().filter(|warning| warning.concern == Concern::AheadOf);
    let ahead_of = ahead.flat_map(|warning| &warning.conditions).map(Id::to_string).collect();
    let mark = one.history.last();
    // What lapsed by itself did so on the day of its review; the reason told why it was in place.
    let (since, reason) = if one.lapsed {
        (one.condition.review_due.as_deref().map(day), None)
    } else {
        (mark.map(|mark| day_of(mark.at)), mark.and_then(|mark| some(&mark.reason)))
    };
    Condition {
        id: one.condition.id.to_string(),
        state: one.state,
        since,
        reason,
        needs: one.needs.iter().map(Id::to_string).collect(),
        ahead_of,
        supported_by: bearing(Bearing::Supports),
        strained_by: bearing(Bearing::Strains),
        statement: some(&one.condition.statement),
        owner: some(&one.condition.owner),
        review: one.condition.review_due.as_deref().map(day),
        label: one.label,
        name: one.condition.name,
        ..Condition::default()
    }
}

fn indicators(reader: &Reader<'_>) -> Result<HashMap<Id, Vec<Indicator>>> {
    let mut indicators: HashMap<Id, Vec<Indicator>> = HashMap::new();
    for one in reader.list::<condition::Indicator>("ORDER BY position, id", &[])? {
        let note = one.seen_on.as_deref().map(day);
        let told = Indicator { text: one.text, met: one.seen, note };
        indicators.entry(one.condition).or_default().push(told);
    }
    Ok(indicators)
}

/// Each piece of evidence that says what it is, and the number of those that are only passages.
fn evidence(reader: &Reader<'_>) -> Result<HashMap<Id, Vec<String>>> {
    let mut passages: HashMap<Id, u64> = HashMap::new();
    let mut evidence: HashMap<Id, Vec<String>> = HashMap::new();
    for one in reader.list::<Evidence>("ORDER BY at, id", &[])? {
        match (some(&one.text), one.date.as_deref()) {
            (None, _) => *passages.entry(one.condition).or_default() += 1,
            (Some(text), date) => {
                let dated = date.map(|date| format!("{text} ({})", day(date)));
                evidence.entry(one.condition).or_default().push(dated.unwrap_or(text));
            }
        }
    }
    for (condition, count) in passages {
        let words = format!("{} of the corpus", counted(count, "passage"));
        evidence.entry(condition).or_default().push(words);
    }
    Ok(evidence)
}

/// The published sources of the conditions, each once, in the order of the model.
pub(super) fn guidance(reader: &Reader<'_>) -> Result<Vec<Work>> {
    let known = template::ten_conditions().sources;
    let mut works: Vec<Work> = Vec::new();
    // The order of the model, then of what was written first.
    let clause = "WHERE kind = $1 ORDER BY (SELECT c.position FROM condition c \
                  WHERE c.id = condition_guidance.condition), position, id";
    for row in reader.list::<ConditionGuidance>(clause, bind![Guidance::Source])? {
        let work = work(&row, &known);
        if !works.contains(&work) {
            works.push(work);
        }
    }
    Ok(works)
}

/// A source as it is cited: whole when it is one of the template's, otherwise as it was written.
fn work(row: &ConditionGuidance, known: &[TemplateSource]) -> Work {
    let whole = |source: &&TemplateSource| {
        row.text.starts_with(&source.short) && Work::from(*source).address() == row.link
    };
    if let Some(source) = known.iter().find(whole) {
        return Work::from(source);
    }
    let doi = row.link.as_deref().and_then(|link| link.strip_prefix("https://doi.org/"));
    Work {
        citation: row.text.clone(),
        doi: doi.map(str::to_owned),
        url: if doi.is_none() { row.link.clone() } else { None },
    }
}
