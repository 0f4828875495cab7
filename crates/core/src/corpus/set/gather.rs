//! Putting sources into a set, and taking them out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{SourceSet, SourceSetMember};
use crate::bind;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::theme::counted;

/// Puts sources into a set; those that are in it already stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPut {
    /// Which set.
    pub set: Id,
    /// The sources.
    pub sources: Vec<Id>,
}

impl Operation for SetPut {
    const NAME: &'static str = "set.put";
    const SUMMARY: &'static str = "Puts sources into a set";
    /// How many of them were not in it before.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let set: SourceSet = change.get(self.set)?;
        if self.sources.is_empty() {
            return Err(Error::invalid("Say which sources shall be in the set."));
        }
        let count = put(change, set.id, &self.sources)?;
        change.say(format!("Put {} into the set “{}”", counted(count, "source"), set.name));
        Ok(count)
    }
}

/// Takes sources out of a set; the sources themselves stay in the study.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTake {
    /// Which set.
    pub set: Id,
    /// The sources.
    pub sources: Vec<Id>,
}

impl Operation for SetTake {
    const NAME: &'static str = "set.take";
    const SUMMARY: &'static str = "Takes sources out of a set";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let set: SourceSet = change.get(self.set)?;
        if self.sources.is_empty() {
            return Err(Error::invalid("Say which sources shall be taken out of the set."));
        }
        for source in &self.sources {
            let source: Source = change.get(*source)?;
            let clause = "WHERE source_set = $1 AND source = $2";
            if change.remove_all::<SourceSetMember>(clause, bind![set.id, source.id])? == 0 {
                return Err(Error::conflict(format!(
                    "“{}” is not in the set “{}”. Nothing was changed.",
                    source.name, set.name
                )));
            }
        }
        let count = counted(self.sources.len(), "source");
        change.say(format!("Took {count} out of the set “{}”", set.name));
        Ok(())
    }
}

/// Answers how many were not in the set before.
pub(super) fn put(change: &mut Change<'_>, set: Id, sources: &[Id]) -> Result<usize> {
    let mut count = 0;
    for source in sources.iter().copied() {
        change.get::<Source>(source)?;
        let there = "SELECT COUNT(*) FROM source_set_member WHERE source_set = $1 AND source = $2";
        if change.number(there, bind![set, source])? == 0 {
            change.insert(&SourceSetMember { id: change.new_id(), source_set: set, source })?;
            count += 1;
        }
    }
    Ok(count)
}
