//! The queue as people see it.

use serde::Serialize;

use super::{Progress, Settings, Transcription, claim};
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;
use crate::transcript::Spoken;

/// A transcription as told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waiting {
    /// The transcription.
    #[serde(flatten)]
    pub row: Transcription,
    /// The name of its source.
    pub name: String,
    /// What was asked for.
    pub asked: Settings,
    /// How many things were heard and wait to be stored with the rest.
    pub parts: i64,
    /// How many milliseconds of the recording are heard in one; none before that is known.
    pub speed: Option<f64>,
    /// How long it still takes, in milliseconds, as far as that can be foreseen.
    pub left_ms: Option<i64>,
}

/// All transcriptions: those under way and waiting first, in the order of the queue, then those that
/// ended, the latest first.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Waiting>> {
    let rows: Vec<Transcription> = reader.list(
        "WHERE state <> 'typing' \
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, ended_at DESC, \
         CASE state WHEN 'running' THEN 0 ELSE 1 END, position, id",
        &[],
    )?;
    let sql = "SELECT t.id, s.name, (SELECT COUNT(*) FROM transcription_part p \
               WHERE p.transcription = t.id) FROM transcription t JOIN source s ON s.id = t.source";
    let mut named = std::collections::HashMap::new();
    for row in reader.query(sql, &[])? {
        let id: crate::id::Id = row.get(0)?;
        named.insert(id, (row.get::<String>(1)?, row.get::<i64>(2)?));
    }
    rows.into_iter()
        .map(|row| {
            let (name, parts) = named.remove(&row.id).unwrap_or_default();
            let (speed, left_ms) = foresee(&row);
            Ok(Waiting { name, asked: Settings::read(&row.settings)?, parts, speed, left_ms, row })
        })
        .collect()
}

/// What was heard of a recording so far, before the end was reached; nothing where it is closed.
pub fn said_so_far(reader: &Reader<'_>, transcription: Id) -> Result<Vec<Spoken>> {
    claim::parts_of(reader, transcription)
}

/// How fast it goes, and how long it still takes.
fn foresee(row: &Transcription) -> (Option<f64>, Option<i64>) {
    let heard = row.heard_ms - row.begin_ms.unwrap_or(0);
    if heard <= 0 || row.spent_ms <= 0 {
        return (None, None);
    }
    #[expect(clippy::cast_precision_loss, reason = "recordings last less than 2^52 milliseconds")]
    let speed = heard as f64 / row.spent_ms as f64;
    let left = (row.total_ms - row.heard_ms).max(0);
    let counts = row.total_ms > 0 && row.state == Progress::Running;
    (Some(speed), counts.then(|| left * row.spent_ms / heard))
}
