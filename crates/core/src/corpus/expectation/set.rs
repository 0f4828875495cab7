//! Changing an expectation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Expectation, check, told};
use crate::corpus::stream;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation, set};

/// Changes what is expected; absent fields stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectationSet {
    /// Which expectation.
    pub expectation: Id,
    /// The stream's word.
    #[serde(default)]
    pub stream: Option<String>,
    /// From whom.
    #[serde(default)]
    pub participant: Option<Id>,
    /// Whether it is expected from everybody instead.
    #[serde(default)]
    pub everybody: bool,
    /// The first week.
    #[serde(default)]
    pub first_week: Option<i64>,
    /// The last week.
    #[serde(default)]
    pub last_week: Option<i64>,
    /// How many sources in each week.
    #[serde(default)]
    pub count: Option<i64>,
}

impl Operation for ExpectationSet {
    const NAME: &'static str = "expectation.set";
    const SUMMARY: &'static str = "Changes what is expected to come in";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut expectation: Expectation = change.get(self.expectation)?;
        if self.everybody && self.participant.is_some() {
            return Err(Error::invalid(
                "It is expected from one participant or from everybody, not both.",
            ));
        }
        if let Some(text) = &self.stream {
            expectation.stream = stream::find(change, text)?.name;
        }
        if self.everybody || self.participant.is_some() {
            expectation.participant = self.participant;
        }
        set(&mut expectation.first_week, self.first_week);
        set(&mut expectation.last_week, self.last_week);
        set(&mut expectation.count, self.count);
        check(&expectation)?;
        let told = told(change, &expectation)?;
        change.say(format!("Changed an expectation: {told}"));
        change.update(&expectation)
    }
}
