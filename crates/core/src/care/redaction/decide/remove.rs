//! Taking a decision back that has not changed the text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::{Decision, Redaction};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Takes back a standing or refused decision; what was found there is open again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactionRemove {
    /// Which decision.
    pub redaction: Id,
}

impl Operation for RedactionRemove {
    const NAME: &'static str = "redaction.remove";
    const SUMMARY: &'static str = "Takes back a decision that has not changed the text";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let row: Redaction = change.get(self.redaction)?;
        if row.state == Decision::Applied {
            return Err(Error::conflict(
                "These words were replaced in the text, and the study does not show them any more.",
            )
            .hint("Undo the act that replaced them, or correct the text by hand."));
        }
        change.remove::<Redaction>(row.id)?;
        change.say(match row.state {
            Decision::Refused => "Took back a refusal",
            Decision::Applied | Decision::Standing => "Took back a replacement",
        });
        Ok(())
    }
}
