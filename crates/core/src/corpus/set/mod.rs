//! Sets: sources that somebody put together under a name, to look at together.
//!
//! A source may be in several sets ([`SourceSetMember`]) and stays what it is in each. `add.rs`,
//! `set.rs`, `gather.rs` (put and take) and `remove.rs` hold the operations.

mod add;
mod gather;
mod remove;
#[expect(clippy::module_inception, reason = "the verb that changes a set is called set")]
mod set;

pub use add::SetAdd;
pub use gather::{SetPut, SetTake};
pub use remove::SetRemove;
pub use set::SetSet;

use serde::Serialize;

use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::Change;

crate::record! {
    /// A named set of sources.
    pub struct SourceSet in "source_set", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The name.
        name: String,
        /// What it is for.
        note: String,
        /// Its place in lists, from 1.
        position: i64,
    }
}

crate::record! {
    /// A source in a set.
    pub struct SourceSetMember in "source_set_member", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The set.
        source_set: Id => "source_set",
        /// The source.
        source: Id => "source",
    }
}

/// A set as listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// The set.
    #[serde(flatten)]
    pub set: SourceSet,
    /// How many sources are in it.
    pub sources: i64,
}

/// All sets, in their own order.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Listed>> {
    let mut counts = std::collections::HashMap::new();
    let sql = "SELECT source_set, COUNT(*) FROM source_set_member GROUP BY source_set";
    for row in reader.query(sql, &[])? {
        counts.insert(row.get::<Id>(0)?, row.get::<i64>(1)?);
    }
    let sets: Vec<SourceSet> = reader.list("ORDER BY position, id", &[])?;
    let listed = sets
        .into_iter()
        .map(|set| Listed { sources: counts.get(&set.id).copied().unwrap_or(0), set });
    Ok(listed.collect())
}

/// The sources in a set.
pub fn members(reader: &Reader<'_>, set: Id) -> Result<Vec<Id>> {
    let sql = "SELECT source FROM source_set_member WHERE source_set = $1 ORDER BY source";
    reader.query(sql, bind![set])?.iter().map(|row| row.get(0)).collect()
}

/// Checks a name that no other set may have.
fn name(change: &Change<'_>, text: &str, own: Option<Id>) -> Result<String> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Error::invalid("A set needs a name."));
    }
    let same: Vec<SourceSet> = change.list("WHERE name = $1", bind![name])?;
    if same.iter().any(|other| Some(other.id) != own) {
        return Err(Error::conflict(format!(
            "There is already a set “{name}”. Nothing was changed."
        ))
        .hint("Choose another name, or put the sources into that set."));
    }
    Ok(name.to_owned())
}
