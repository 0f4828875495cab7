//! Themes and sources: how much each theme gathers where, and which themes gather anything of one.

use std::collections::HashSet;

use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// What a theme gathers in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InSource {
    /// The theme.
    pub theme: Id,
    /// The source.
    pub source: Id,
    /// How many passages, by themselves or through codes, each once.
    pub passages: i64,
}

/// How much all themes gather in each source, asked at once and in no order; where a theme gathers
/// nothing it is not named.
pub fn by_source(reader: &Reader<'_>) -> Result<Vec<InSource>> {
    let rows = reader.query(include_str!("by_source.sql"), &[])?;
    let read = |row: &crate::storage::Row| {
        Ok(InSource { theme: row.get(0)?, source: row.get(1)?, passages: row.get(2)? })
    };
    rows.iter().map(read).collect()
}

/// The themes that gather passages of a source, by themselves, through their codes or through
/// codes above them.
pub fn of_source(reader: &Reader<'_>, source: Id) -> Result<HashSet<Id>> {
    let rows = reader.query(include_str!("of_source.sql"), bind![source])?;
    rows.iter().map(|row| row.get(0)).collect()
}
