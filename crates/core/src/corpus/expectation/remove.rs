//! Removing an expectation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Expectation, told};
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Removes an expectation; what came in stays.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectationRemove {
    /// Which expectation.
    pub expectation: Id,
}

impl Operation for ExpectationRemove {
    const NAME: &'static str = "expectation.remove";
    const SUMMARY: &'static str = "Removes an expectation; what came in stays";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let expectation: Expectation = change.get(self.expectation)?;
        let told = told(change, &expectation)?;
        change.say(format!("No longer expected {told}"));
        change.remove::<Expectation>(expectation.id)
    }
}
