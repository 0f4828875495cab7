//! Recordings, as they stand in the document, and how their bytes come back.
//!
//! A recording is stored as soon as it was read, before the rest of the document, so that one at
//! a time is in memory; it is known by its SHA-256 and stored once. Where the bytes were left out,
//! its name, size and type come back, and it waits for them.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bytes::{Content, Hex, base64};
use super::rows::Spot;
use super::writer::Writer;
use crate::bind;
use crate::corpus::media::{self, CHUNK};
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Reader, Record};
use crate::study::{Change, Session};

/// A recording.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(expecting = "an object")]
pub(super) struct Media {
    pub(super) id: Id,
    pub(super) sha256: Hex,
    pub(super) bytes: i64,
    pub(super) mime: String,
    pub(super) created_at: i64,
    /// Its bytes, unless they were left out.
    pub(super) content: Option<Content>,
}

/// Writes the recordings that sources name; answers of how many the bytes are absent.
pub(super) fn write(reader: &Reader<'_>, writer: &mut Writer, with_bytes: bool) -> Result<usize> {
    let named = "WHERE id IN (SELECT media FROM source) OR id IN (SELECT media FROM original) \
                 ORDER BY id";
    let all: Vec<media::Media> = reader.list(named, &[])?;
    let mut without = 0;
    for row in &all {
        let whole = is_whole(reader, row)?;
        let object = Media {
            id: row.id,
            sha256: Hex(row.sha256.clone()),
            bytes: row.bytes,
            mime: row.mime.clone(),
            created_at: row.created_at,
            content: None,
        };
        if with_bytes && whole {
            write_bytes(reader, writer, &object)?;
        } else {
            without += 1;
            writer.entry(&object)?;
        }
    }
    Ok(without)
}

/// Writes a recording piece by piece, each on a line of its own.
fn write_bytes(reader: &Reader<'_>, writer: &mut Writer, object: &Media) -> Result<()> {
    let head = serde_json::to_string(object)?;
    let head = head.strip_suffix("null}").unwrap_or(&head);
    writer.raw_entry(&format!("{head}["))?;
    let sql = "SELECT content FROM media_chunk WHERE media = $1 AND position = $2";
    let mut position = 0_i64;
    while let Some(row) = reader.query(sql, bind![object.id, position])?.first() {
        let piece: Vec<u8> = row.get(0)?;
        let comma = if position == 0 { "" } else { "," };
        writer.raw(&format!("{comma}\n\"{}\"", base64(&piece)))?;
        position += 1;
    }
    writer.raw("\n]}")
}

/// Whether all bytes of a recording are in the study.
fn is_whole(reader: &Reader<'_>, row: &media::Media) -> Result<bool> {
    let sql = "SELECT CAST(COALESCE(SUM(LENGTH(content)), 0) AS BIGINT) FROM media_chunk \
               WHERE media = $1";
    Ok(reader.number(sql, bind![row.id])? == row.bytes)
}

/// Stores the bytes of a recording that was just read; answers its id when it is new to the study.
pub(super) fn store_apart(session: &Session, media: Media, spot: Spot) -> Result<Option<Id>> {
    session.write_quietly(move |change| store(change, &media, spot, change.now()))
}

/// Takes recordings out again that nothing came to name.
pub(super) fn discard(session: &Session, stored: Vec<Id>) -> Result<()> {
    if stored.is_empty() {
        return Ok(());
    }
    session.write_quietly(move |change| {
        for id in stored {
            change.write("DELETE FROM media_chunk WHERE media = $1", bind![id])?;
            change.write("DELETE FROM media WHERE id = $1", bind![id])?;
        }
        Ok(())
    })
}

/// What became of the recordings of a document.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Which go by another id in the study, because it knew them already.
    pub(super) others: HashMap<Id, Id>,
    /// How many have no bytes.
    pub(super) without: usize,
}

/// Brings all recordings into the study, with the bytes that are there.
pub(super) fn settle(change: &Change<'_>, all: &[Media]) -> Result<Settled> {
    let mut settled = Settled::default();
    for (object, entry) in all.iter().zip(1..) {
        let spot = Spot { section: "media", entry };
        store(change, object, spot, object.created_at)?;
        let row = match find(change, object)? {
            Some(row) => row,
            None => insert(change, object, spot, object.created_at)?,
        };
        let told = "UPDATE media SET created_at = $2 WHERE id = $1";
        change.write(told, bind![row.id, object.created_at])?;
        if row.id != object.id {
            settled.others.insert(object.id, row.id);
        }
        settled.without += usize::from(!is_whole(change, &row)?);
    }
    Ok(settled)
}

/// The recording with the same bytes that the study knows.
fn find(change: &Change<'_>, object: &Media) -> Result<Option<media::Media>> {
    Ok(change.list("WHERE sha256 = $1", bind![object.sha256.0])?.pop())
}

fn insert(change: &Change<'_>, object: &Media, spot: Spot, at: i64) -> Result<media::Media> {
    if change.find::<media::Media>(object.id)?.is_some() {
        return Err(spot.wrong("its id is that of another recording in the study"));
    }
    let row = media::Media {
        id: object.id,
        sha256: object.sha256.0.clone(),
        bytes: object.bytes,
        mime: object.mime.replace('\0', ""),
        created_at: at,
    };
    change.write(&media::Media::TABLE.insert(), &row.to_values())?;
    Ok(row)
}

/// Stores bytes that the study does not have; answers the id of a recording that is new to it.
fn store(change: &Change<'_>, object: &Media, spot: Spot, at: i64) -> Result<Option<Id>> {
    let Some(Content(bytes)) = &object.content else { return Ok(None) };
    if bytes.len() as i64 != object.bytes || Sha256::digest(bytes)[..] != object.sha256.0[..] {
        return Err(spot.wrong("its bytes are not those of which size and SHA-256 are told"));
    }
    let (row, new) = match find(change, object)? {
        Some(row) if is_whole(change, &row)? => return Ok(None),
        Some(row) => (row, None),
        None => (insert(change, object, spot, at)?, Some(object.id)),
    };
    change.write("DELETE FROM media_chunk WHERE media = $1", bind![row.id])?;
    for (piece, position) in bytes.chunks(CHUNK).zip(0_i64..) {
        let sql = "INSERT INTO media_chunk (media, position, content) VALUES ($1, $2, $3)";
        change.write(sql, bind![row.id, position, piece.to_vec()])?;
    }
    Ok(new)
}
