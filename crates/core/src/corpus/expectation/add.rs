//! Adding an expectation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Expectation, check, told};
use crate::corpus::stream;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Says how many sources of a stream are expected in each of a row of weeks.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectationAdd {
    /// The stream's word.
    pub stream: String,
    /// From whom; from everybody when not said.
    #[serde(default)]
    pub participant: Option<Id>,
    /// The first week, counted as everywhere from 0 at the participant's start.
    pub first_week: i64,
    /// The last week.
    pub last_week: i64,
    /// How many sources in each week.
    pub count: i64,
}

impl Operation for ExpectationAdd {
    const NAME: &'static str = "expectation.add";
    const SUMMARY: &'static str = "Says what is expected to come in, week by week";
    type Outcome = Id;

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let expectation = Expectation {
            id: change.new_id(),
            stream: stream::find(change, &self.stream)?.name,
            participant: self.participant,
            first_week: self.first_week,
            last_week: self.last_week,
            count: self.count,
        };
        check(&expectation)?;
        let told = told(change, &expectation)?;
        change.say(format!("Expected {told}"));
        change.insert(&expectation)?;
        Ok(expectation.id)
    }
}
