//! Taking a name out of the key.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Pseudonym, set};
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation};

/// Takes a name out of the key: it is not recognised any more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PseudonymRemove {
    /// Which.
    pub pseudonym: Id,
    /// Whether all spellings that stand for the same go with it.
    #[serde(default)]
    pub spellings: bool,
}

impl Operation for PseudonymRemove {
    const NAME: &'static str = "pseudonym.remove";
    const SUMMARY: &'static str = "Takes a name out of the key";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let chosen: Pseudonym = change.get(self.pseudonym)?;
        let rows = if self.spellings { set::spellings(change, &chosen)? } else { vec![chosen] };
        change.say(match rows.len() {
            1 => "Took a name out of the key".to_owned(),
            count => format!("Took {count} names out of the key"),
        });
        for row in rows {
            change.remove::<Pseudonym>(row.id)?;
        }
        Ok(())
    }
}
