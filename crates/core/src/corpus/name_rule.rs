//! Rules for file names: what the parts of a name mean, learnt from an example.
//!
//! Imports try the rules of a study in their order. What a pattern may say is checked in one place,
//! [`pattern`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use trefoil_formats::name_rule::NameRule as Rule;

use crate::bind;
use crate::care::pseudonym;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::order;
use crate::storage::{Filing, Reader};
use crate::study::{Change, Operation};

crate::record! {
    /// A rule that the study's imports follow.
    pub struct NameRule in "name_rule", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The pattern, such as `{participant}_wk{week}_{stream}`.
        pattern: String,
        /// Its place in the order in which rules are tried, from 1.
        position: i64,
    }
}

/// All rules, in the order in which they are tried.
pub fn list(reader: &Reader<'_>) -> Result<Vec<NameRule>> {
    reader.list("ORDER BY position, id", &[])
}

/// Checks what a pattern says.
pub(crate) fn pattern(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid("A rule for file names needs a pattern.")
            .hint("Write what the parts of a name are, such as {participant}_wk{week}_{stream}."));
    }
    let rule: Rule = text.parse().map_err(|error| {
        Error::invalid(format!("“{text}” is no rule for file names: {error} Nothing was changed."))
            .hint("Write what the parts of a name are, such as {participant}_wk{week}_{stream}.")
    })?;
    Ok(rule.to_string())
}

/// Adds a rule for file names behind the others.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameRuleAdd {
    /// The pattern, such as `{participant}_wk{week}_{stream}`.
    pub pattern: String,
}

impl Operation for NameRuleAdd {
    const NAME: &'static str = "name_rule.add";
    const SUMMARY: &'static str = "Adds a rule for file names";
    type Outcome = Id;

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let pattern = pattern(&self.pattern)?;
        pseudonym::refuse_named_rule(change, &pattern)?;
        let same = "SELECT COUNT(*) FROM name_rule WHERE pattern = $1";
        if change.number(same, bind![pattern.clone()])? > 0 {
            return Err(Error::conflict(format!(
                "The rule {pattern} is there already. Nothing was changed."
            )));
        }
        let position = change.next_position::<NameRule>("", &[])?;
        let rule = NameRule { id: change.new_id(), pattern, position };
        change.say(format!("Added the rule for file names {}", rule.pattern));
        change.insert(&rule)?;
        Ok(rule.id)
    }
}

/// Moves a rule for file names in the order in which they are tried.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameRuleMove {
    /// Which rule.
    pub name_rule: Id,
    /// Its new place, from 1; a greater number than there are puts it at the end.
    pub to: i64,
}

impl Operation for NameRuleMove {
    const NAME: &'static str = "name_rule.move";
    const SUMMARY: &'static str = "Moves a rule for file names in the order of trying";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let rule: NameRule = change.get(self.name_rule)?;
        change.say(format!("Moved the rule for file names {}", rule.pattern));
        let moved = order::moved(list(change)?, |one| one.id == rule.id, self.to)?;
        for (mut one, position) in moved.into_iter().zip(1..) {
            one.position = position;
            change.update(&one)?;
        }
        Ok(())
    }
}

/// Removes a rule for file names; what came in by it stays.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameRuleRemove {
    /// Which rule.
    pub name_rule: Id,
}

impl Operation for NameRuleRemove {
    const NAME: &'static str = "name_rule.remove";
    const SUMMARY: &'static str = "Removes a rule for file names";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let rule: NameRule = change.get(self.name_rule)?;
        change.say(format!("Removed the rule for file names {}", rule.pattern));
        change.remove::<NameRule>(rule.id)
    }
}
