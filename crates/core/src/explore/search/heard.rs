//! When hits are heard: the beginnings of their segments in the recording.
//!
//! Segments are looked up for the hits that are listed and not kept with the texts: there are many
//! of them, and few are asked for.

use super::Hit;
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// Gives each hit the moment at which its segment begins.
///
/// Hits of a revision that was replaced since they were found stay without one.
pub(super) fn tell(reader: &Reader<'_>, mut hits: Vec<Hit>) -> Result<Vec<Hit>> {
    for of_source in hits.chunk_by_mut(|a, b| a.revision == b.revision) {
        let segments = timed(reader, of_source[0].source, of_source[0].revision)?;
        for hit in of_source {
            // As in a trace: the first segment that is not over where the hit begins.
            let segment = segments.iter().find(|(end, _)| *end > hit.span.start);
            hit.begin_ms = segment.map(|(_, begin)| *begin);
        }
    }
    Ok(hits)
}

/// Where each timed segment ends in the text, and when it begins in the recording.
fn timed(reader: &Reader<'_>, source: Id, revision: Id) -> Result<Vec<(i64, i64)>> {
    let rows = reader.query(include_str!("heard.sql"), bind![source, revision])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
