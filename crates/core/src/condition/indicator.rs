//! The signs by which one can see that a condition is met.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::graph::Graph;
use super::template::{Domain, Level};
use super::{Condition, Evidence, Indicator};
use crate::bind;
use crate::corpus::participant::day;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation, set};

/// Adds an indicator to a condition, behind the others.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorAdd {
    /// Which condition.
    pub condition: Id,
    /// What can be seen.
    pub text: String,
    /// Where it sits: `macro`, `meso` or `micro`.
    #[serde(default)]
    pub level: Option<String>,
    /// The domain of the Consolidated Framework for Implementation Research, such as
    /// `inner setting`.
    #[serde(default)]
    pub domain: Option<String>,
}

impl Operation for IndicatorAdd {
    const NAME: &'static str = "indicator.add";
    const SUMMARY: &'static str = "Adds an indicator to a condition";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({
            "condition": self.condition, "level": self.level, "domain": self.domain,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let condition: Condition = change.get(self.condition)?;
        let there = "WHERE condition = $1";
        let indicator = Indicator {
            id: change.new_id(),
            condition: condition.id,
            position: change.next_position::<Indicator>(there, bind![condition.id])?,
            text: words(&self.text)?,
            seen: false,
            seen_on: None,
            level: level(self.level)?,
            domain: domain(self.domain)?,
        };
        change.insert(&indicator)?;
        say(change, "Added an indicator to", condition.id)?;
        Ok(indicator.id)
    }
}

/// Changes an indicator, or says that it was seen; absent fields stay, an empty date or tag is
/// taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSet {
    /// Which indicator.
    pub indicator: Id,
    /// What can be seen.
    #[serde(default)]
    pub text: Option<String>,
    /// Whether it has been seen; when it has not, its date goes.
    #[serde(default)]
    pub seen: Option<bool>,
    /// The date on which it was seen, `YYYY-MM-DD`; a date says that it was.
    #[serde(default)]
    pub seen_on: Option<String>,
    /// Where it sits: `macro`, `meso` or `micro`.
    #[serde(default)]
    pub level: Option<String>,
    /// The domain of the Consolidated Framework for Implementation Research.
    #[serde(default)]
    pub domain: Option<String>,
}

impl Operation for IndicatorSet {
    const NAME: &'static str = "indicator.set";
    const SUMMARY: &'static str = "Changes an indicator, or says that it was seen";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({
            "indicator": self.indicator, "seen": self.seen, "seen_on": self.seen_on,
            "level": self.level, "domain": self.domain,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut indicator: Indicator = change.get(self.indicator)?;
        set(&mut indicator.text, self.text.as_deref().map(words).transpose()?);
        set(&mut indicator.level, self.level.map(|text| level(Some(text))).transpose()?);
        set(&mut indicator.domain, self.domain.map(|text| domain(Some(text))).transpose()?);
        let seen_before = indicator.seen;
        see(&mut indicator, self.seen, self.seen_on)?;
        let did = match (seen_before, indicator.seen) {
            (false, true) => "Saw an indicator of",
            (true, false) => "No longer saw an indicator of",
            _ => "Changed an indicator of",
        };
        change.update(&indicator)?;
        say(change, did, indicator.condition)
    }
}

fn see(indicator: &mut Indicator, seen: Option<bool>, seen_on: Option<String>) -> Result<()> {
    let dated = seen_on.is_some();
    let seen_on = day(seen_on)?;
    if let (Some(false), Some(date)) = (seen, &seen_on) {
        return Err(Error::invalid(format!(
            "An indicator cannot be unseen and seen on {date}: leave one of the two out."
        )));
    }
    indicator.seen = seen.unwrap_or(indicator.seen || seen_on.is_some());
    if dated || !indicator.seen {
        indicator.seen_on = seen_on;
    }
    Ok(())
}

/// Moves an indicator among those of its condition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorMove {
    /// Which indicator.
    pub indicator: Id,
    /// The indicator it shall stand before; none for the end.
    #[serde(default)]
    pub before: Option<Id>,
}

impl Operation for IndicatorMove {
    const NAME: &'static str = "indicator.move";
    const SUMMARY: &'static str = "Moves an indicator among those of its condition";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let indicator: Indicator = change.get(self.indicator)?;
        let condition = indicator.condition;
        let clause = "WHERE condition = $1 ORDER BY position, id";
        let mut row: Vec<Indicator> = change.list(clause, bind![condition])?;
        row.retain(|one| one.id != indicator.id);
        let at = match self.before {
            None => row.len(),
            Some(before) => row.iter().position(|one| one.id == before).ok_or_else(|| {
                Error::invalid(
                    "The indicator to stand before is not another one of the same condition.",
                )
            })?,
        };
        row.insert(at, indicator);
        for (mut one, position) in row.into_iter().zip(1..) {
            one.position = position;
            change.update(&one)?;
        }
        say(change, "Moved an indicator of", condition)
    }
}

/// Removes an indicator; evidence for it stays with the condition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorRemove {
    /// Which indicator.
    pub indicator: Id,
}

impl Operation for IndicatorRemove {
    const NAME: &'static str = "indicator.remove";
    const SUMMARY: &'static str = "Removes an indicator from a condition";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let indicator: Indicator = change.get(self.indicator)?;
        let evidence: Vec<Evidence> = change.list("WHERE indicator = $1", bind![indicator.id])?;
        match evidence.len() {
            0 => {}
            1 => change.notice("1 piece of evidence for it stays with the condition."),
            more => {
                change.notice(format!("{more} pieces of evidence for it stay with the condition."));
            }
        }
        for mut one in evidence {
            one.indicator = None;
            change.update(&one)?;
        }
        change.remove_all::<Indicator>("WHERE id = $1", bind![indicator.id])?;
        say(change, "Removed an indicator from", indicator.condition)
    }
}

fn say(change: &mut Change<'_>, did: &str, condition: Id) -> Result<()> {
    let called = Graph::read(change)?.called(condition);
    change.say(format!("{did} {called}"));
    Ok(())
}

fn words(text: &str) -> Result<String> {
    match text.trim() {
        "" => Err(Error::invalid("An indicator needs words: say what can be seen.")),
        text => Ok(text.to_owned()),
    }
}

/// The word by which a template names a level or domain.
pub(super) fn word(value: impl Serialize) -> Result<String> {
    Ok(serde_json::from_value(serde_json::to_value(value)?)?)
}

fn level(text: Option<String>) -> Result<Option<String>> {
    known::<Level>(text, "a level: choose one of macro, meso, micro")
}

fn domain(text: Option<String>) -> Result<Option<String>> {
    known::<Domain>(
        text,
        "a domain: choose one of innovation, outer setting, inner setting, individuals, \
         implementation process",
    )
}

/// Checks a word of a closed set; an empty one is none.
fn known<T: DeserializeOwned + Serialize>(
    text: Option<String>,
    what: &str,
) -> Result<Option<String>> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let wanted = text.trim().to_lowercase().replace(['_', '-'], " ");
    match serde_json::from_value::<T>(wanted.into()) {
        Ok(value) => word(value).map(Some),
        Err(error) => Err(Error::invalid(format!("“{text}” is not {what}.")).because(error)),
    }
}
