//! How long each source lasts: its recording, or what the times in its transcript say.

use std::collections::HashMap;

use trefoil_core::corpus::source::Source;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

/// The last moment that the transcript of a source names, by source, in milliseconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lengths(HashMap<Id, i64>);

impl Lengths {
    /// Reads them.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<Self> {
        let sql =
            "SELECT source, MAX(end_ms) FROM segment WHERE end_ms IS NOT NULL GROUP BY source";
        let rows = reader.query(sql, &[])?;
        let lengths = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?)));
        Ok(Self(lengths.collect::<Result<_>>()?))
    }

    /// How long a source lasts, where that is known.
    pub(crate) fn of(&self, source: &Source) -> Option<i64> {
        source.duration_ms.or_else(|| self.0.get(&source.id).copied())
    }
}
