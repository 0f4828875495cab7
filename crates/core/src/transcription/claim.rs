//! Rows of the queue while an engine works on them: written quietly, without history or undo.
//!
//! A program that takes a transcription signs it and says again and again that it is still there.
//! When it has been silent for [`SILENT_MS`], as after a kill, another one may go on with it.

use super::{Part, Progress, Transcription};
use crate::bind;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation as _, Session};
use crate::transcript::{Provenance, Spoken, SpokenWord, TranscriptWrite, Trust};

/// After so long without a word from the program that works on it, a transcription is anybody's.
pub(super) const SILENT_MS: i64 = 25_000;

/// Takes the next transcription that waits and was not tried before; none when there is none.
pub(super) fn next(session: &Session, worker: Id, tried: &[Id]) -> Result<Option<Transcription>> {
    let tried = tried.to_vec();
    session.write_quietly(move |change| {
        let rows: Vec<Transcription> = change.list(
            "WHERE state = 'waiting' OR (state = 'running' AND COALESCE(beat_at, 0) < $1) \
             ORDER BY position, id",
            bind![change.now() - SILENT_MS],
        )?;
        let Some(mut row) = rows.into_iter().find(|row| !tried.contains(&row.id)) else {
            return Ok(None);
        };
        row.state = Progress::Running;
        row.worker = Some(worker);
        row.beat_at = Some(change.now());
        row.message.clear();
        change.update(&row)?;
        change.touched("transcription");
        Ok(Some(row))
    })
}

/// Changes the row of a transcription as long as this program works on it; answers whether it does.
pub(super) fn change(
    session: &Session,
    id: Id,
    worker: Id,
    work: impl FnOnce(&mut Change<'_>, &mut Transcription) -> Result<()> + Send + 'static,
) -> Result<bool> {
    session.write_quietly(move |change| {
        let found: Option<Transcription> = change.list("WHERE id = $1", bind![id])?.pop();
        let Some(mut row) = found.filter(|row| row.worker == Some(worker)) else {
            return Ok(false);
        };
        row.beat_at = Some(change.now());
        work(change, &mut row)?;
        change.update(&row)?;
        change.touched("transcription");
        Ok(true)
    })
}

/// Takes a recording that goes out of the queue, with what was heard of it: nobody can hear what is no
/// longer there. Quietly, for asking is not undone either: an engine may have begun.
pub(crate) fn leave_queue(change: &mut Change<'_>, source: Id) -> Result<()> {
    for noun in ["transcription_part", "transcription"] {
        if change.write(&format!("DELETE FROM {noun} WHERE source = $1"), bind![source])? > 0 {
            change.touched(noun);
        }
    }
    Ok(())
}

/// Says that this program still works on a transcription.
pub(super) fn beat(session: &Session, id: Id, worker: Id) -> Result<()> {
    session.write_quietly(move |change| {
        let sql = "UPDATE transcription SET beat_at = $3 WHERE id = $1 AND worker = $2";
        change.write(sql, bind![id, worker, change.now()]).map(|_| ())
    })
}

/// Keeps something that was heard.
pub(super) fn keep(
    change: &mut Change<'_>,
    row: &Transcription,
    said: Spoken,
    bookmark: Option<String>,
) -> Result<()> {
    // Only the newest counts, and each holds words of the text before it.
    let sql = "UPDATE transcription_part SET bookmark = NULL \
               WHERE transcription = $1 AND bookmark IS NOT NULL";
    change.write(sql, bind![row.id])?;
    let said = said.replaced(change)?;
    let sql = "SELECT COALESCE(MAX(position), 0) + 1 FROM transcription_part \
               WHERE transcription = $1";
    let part = Part {
        id: change.new_id(),
        transcription: row.id,
        source: row.source,
        position: change.number(sql, bind![row.id])?,
        begin_ms: said.begin_ms,
        end_ms: said.end_ms,
        words: Some(serde_json::to_string(&said.words)?).filter(|_| !said.words.is_empty()),
        text: said.text,
        confidence: said.confidence,
        doubt: said.doubt,
        bookmark,
    };
    change.insert(&part)
}

/// What was heard so far, in order.
pub(super) fn parts_of(reader: &crate::storage::Reader<'_>, id: Id) -> Result<Vec<Spoken>> {
    let rows: Vec<Part> = reader.list("WHERE transcription = $1 ORDER BY position", bind![id])?;
    rows.into_iter()
        .map(|part| {
            let words: Vec<SpokenWord> = match &part.words {
                Some(stored) => serde_json::from_str(stored)?,
                None => Vec::new(),
            };
            Ok(Spoken {
                begin_ms: part.begin_ms,
                end_ms: part.end_ms,
                text: part.text,
                speaker: None,
                words,
                confidence: part.confidence,
                doubt: part.doubt,
            })
        })
        .collect()
}

/// What the engine needs to go on behind the last thing that was heard.
pub(super) fn bookmark_of(reader: &crate::storage::Reader<'_>, id: Id) -> Result<Option<String>> {
    let last = "SELECT bookmark FROM transcription_part WHERE transcription = $1 \
                ORDER BY position DESC LIMIT 1";
    let rows = reader.query(last, bind![id])?;
    rows.first().map_or(Ok(None), |row| row.get(0))
}

/// Stores what was heard as the transcript, as a part of a change.
pub(super) fn write_transcript(
    change: &mut Change<'_>,
    row: &Transcription,
    said: Vec<Spoken>,
    stretch: Option<(i64, i64)>,
) -> Result<()> {
    let source: Source = change.get(row.source)?;
    let stretch = stretch.filter(|_| source.revision.is_some());
    let provenance: Option<Provenance> = serde_json::from_str(&row.provenance).ok();
    TranscriptWrite {
        source: row.source,
        said,
        begin_ms: stretch.map(|(begin, _)| begin),
        end_ms: stretch.map(|(_, end)| end),
        state: Trust::Machine,
        provenance,
        speaker: source.sender,
    }
    .apply(change)
    .map(|_| ())
}
