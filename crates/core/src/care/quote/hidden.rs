//! What was chosen for the report and lies behind the wall.
//!
//! A source that somebody closed is hidden from readers, and with it the quotes that were chosen
//! from it. A report that left them out without a word would hide that something is missing, so
//! their places are told: themes, sentences and sources by id, and nothing that was said.

use crate::error::Result;
use crate::id::Id;
use crate::storage::{Reader, wall};

/// A quote or a citation that readers do not see, because its source is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    /// The theme for which it was chosen.
    pub theme: Option<Id>,
    /// The sentence that cites it.
    pub sentence: Option<Id>,
    /// The source that is closed.
    pub source: Id,
}

/// All quotes and citations from sources that are closed.
pub fn hidden(reader: &Reader<'_>) -> Result<Vec<Hidden>> {
    let rows = reader.query(&wall::chosen_behind(reader.connection()), &[])?;
    rows.iter()
        .map(|row| Ok(Hidden { theme: row.get(0)?, sentence: row.get(1)?, source: row.get(2)? }))
        .collect()
}
