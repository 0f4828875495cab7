//! What shows a condition, or one of its indicators: a passage, or something outside the corpus.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::graph::Graph;
use super::{Condition, Evidence, Indicator};
use crate::bind;
use crate::coding::{self, Passage};
use crate::corpus::participant::day;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Value;
use crate::study::{Change, Operation};

/// Adds evidence for a condition: a passage, words, or both.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceAdd {
    /// Which condition.
    pub condition: Id,
    /// The indicator of that condition which it speaks to.
    #[serde(default)]
    pub indicator: Option<Id>,
    /// The passage it is.
    #[serde(default)]
    pub passage: Option<Id>,
    /// What it is, in words; needed when it is no passage.
    #[serde(default)]
    pub text: String,
    /// The date it is from, `YYYY-MM-DD`.
    #[serde(default)]
    pub date: Option<String>,
}

impl Operation for EvidenceAdd {
    const NAME: &'static str = "evidence.add";
    const SUMMARY: &'static str = "Adds evidence for a condition";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({
            "condition": self.condition,
            "indicator": self.indicator,
            "passage": self.passage,
            "date": self.date,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let condition = change.get::<Condition>(self.condition)?.id;
        let called = Graph::read(change)?.called(condition);
        if let Some(indicator) = self.indicator
            && change.get::<Indicator>(indicator)?.condition != condition
        {
            return Err(Error::invalid(format!("The indicator is not one of {called}.")));
        }
        let text = self.text.trim().to_owned();
        match self.passage {
            Some(passage) => refuse_twice(change, &self, passage, &called)?,
            None if text.is_empty() => {
                return Err(Error::invalid("Evidence needs a passage or words."));
            }
            None => {}
        }
        let evidence = Evidence {
            id: change.new_id(),
            condition,
            indicator: self.indicator,
            passage: self.passage,
            text,
            date: day(self.date)?,
            at: change.now(),
            person: change.person(),
        };
        change.insert(&evidence)?;
        change.say(format!("Added evidence for {called}"));
        Ok(evidence.id)
    }
}

/// A passage is evidence for the same thing only once.
fn refuse_twice(change: &Change<'_>, add: &EvidenceAdd, passage: Id, called: &str) -> Result<()> {
    let passage = change.get::<Passage>(passage)?.id;
    let clause = "WHERE condition = $1 AND passage = $2";
    let there: Vec<Evidence> = change.list(clause, bind![add.condition, passage])?;
    if there.iter().any(|one| one.indicator == add.indicator) {
        let message =
            format!("This passage is already evidence for {called}. Nothing was changed.");
        return Err(Error::conflict(message));
    }
    Ok(())
}

/// Removes a piece of evidence; a passage that nothing else holds goes with it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRemove {
    /// Which piece of evidence.
    pub evidence: Id,
}

impl Operation for EvidenceRemove {
    const NAME: &'static str = "evidence.remove";
    const SUMMARY: &'static str = "Removes evidence from a condition";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let evidence: Evidence = change.get(self.evidence)?;
        remove_all(change, "WHERE id = $1", bind![evidence.id])?;
        let called = Graph::read(change)?.called(evidence.condition);
        change.say(format!("Removed evidence from {called}"));
        Ok(())
    }
}

/// Removes the evidence that a clause leaves, with its memos and the passages nothing else holds.
pub(super) fn remove_all(change: &mut Change<'_>, clause: &str, values: &[Value]) -> Result<()> {
    let gone: Vec<Evidence> = change.list(clause, values)?;
    change.remove_all::<Evidence>(clause, values)?;
    let mut passages: Vec<Id> = gone.into_iter().filter_map(|one| one.passage).collect();
    passages.sort_unstable();
    passages.dedup();
    for passage in passages {
        coding::drop_if_unheld(change, passage)?;
    }
    Ok(())
}
