//! When a thing of the way is heard, so that it can be played.

use trefoil_core::bind;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::trace::heard_at;

use crate::words::clock;

/// A stretch of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    /// The source.
    pub(crate) source: Id,
    /// The recording.
    pub(crate) media: Id,
    /// Where it begins, in milliseconds.
    pub(crate) from: i64,
    /// Where it ends.
    pub(crate) to: i64,
}

/// The last letter takes its time too.
const TAIL: i64 = 150;

impl Heard {
    /// From when to when, as people say it.
    pub(crate) fn when(&self) -> String {
        let (from, to) = (clock(&self.from), clock(&self.to));
        if from == to { from } else { format!("{from} to {to}") }
    }

    /// The recording's address behind that of the study, with the stretch for a browser's player.
    pub(crate) fn address(&self) -> String {
        let seconds = |ms: i64| format!("{}.{:03}", ms / 1000, ms % 1000);
        format!("media/{}#t={},{}", self.media, seconds(self.from), seconds(self.to))
    }
}

/// When a passage or a segment is heard; none without a recording or without times.
pub(crate) fn heard(reader: &Reader<'_>, noun: &str, id: Id) -> Result<Option<Heard>> {
    let sql = match noun {
        "passage" => {
            "SELECT s.id, s.media, p.\"start\", p.\"end\", p.begin_ms, p.end_ms, p.revision \
             FROM passage p JOIN source s ON s.id = p.source \
             WHERE p.id = $1 AND s.media IS NOT NULL"
        }
        "segment" => {
            "SELECT s.id, s.media, g.\"start\", g.\"end\", CAST(NULL AS BIGINT), \
             CAST(NULL AS BIGINT), g.revision FROM segment g \
             JOIN source s ON s.id = g.source WHERE g.id = $1 AND s.media IS NOT NULL"
        }
        _ => return Ok(None),
    };
    let rows = reader.query(sql, bind![id])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let (source, media, start, end): (Id, Id, i64, i64) =
        (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
    let stretch = row.get::<Option<i64>>(4)?.zip(row.get::<Option<i64>>(5)?);
    if let Some((from, to)) = stretch {
        return Ok(Some(Heard { source, media, from, to }));
    }
    if row.get::<Option<Id>>(6)?.is_none() {
        return Ok(None);
    }
    let Some(from) = heard_at(reader, source, start)? else { return Ok(None) };
    let last = heard_at(reader, source, (end - 1).max(start))?.unwrap_or(from);
    Ok(Some(Heard { source, media, from, to: last.max(from) + TAIL }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_told_to_people_and_to_players() {
        let heard = Heard { source: Id::new(1), media: Id::new(1), from: 311_000, to: 317_250 };
        assert_eq!(heard.when(), "5:11 to 5:17");
        assert!(heard.address().ends_with("#t=311.000,317.250"), "{}", heard.address());
    }
}
