//! Media: recordings kept inside the study, in pieces of one mebibyte.
//!
//! Media are recognised by their SHA-256 and stored once. They are stored before the source that
//! names them; what no source and no undo names any more is swept away later.

mod tape;

pub use tape::Tape;

use std::io::Read;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::bind;
use crate::care::consent::{self, Medium};
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader, Record};
use crate::study::{Change, Session};

/// The size of a piece in bytes; the last one is shorter.
pub const CHUNK: usize = 1 << 20;

crate::record! {
    /// A recording.
    pub struct Media in "media", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The SHA-256 of its bytes.
        sha256: Vec<u8>,
        /// Its size in bytes.
        bytes: i64,
        /// Its media type, such as `audio/ogg`.
        mime: String,
        /// When it was stored, in epoch milliseconds.
        created_at: i64,
    }
}

/// Media that are in the study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stored {
    /// Their id.
    pub id: Id,
    /// Whether they were there already.
    pub known: bool,
}

impl Session {
    /// Stores media whose SHA-256 is known, piece by piece; bytes that are already there are not
    /// read.
    ///
    /// Errors: the bytes cannot be read, or are not the ones that the digest was taken of.
    pub fn store_media(
        &self,
        sha256: [u8; 32],
        mime: &str,
        mut bytes: Box<dyn Read + Send>,
    ) -> Result<Stored> {
        let mime = mime.to_owned();
        self.write_quietly(move |change| {
            let same: Vec<Media> = change.list("WHERE sha256 = $1", bind![sha256.to_vec()])?;
            if let Some(media) = same.first() {
                return Ok(Stored { id: media.id, known: true });
            }
            store(change, sha256, mime, &mut bytes)
        })
    }
}

fn store(
    change: &mut Change<'_>,
    sha256: [u8; 32],
    mime: String,
    bytes: &mut dyn Read,
) -> Result<Stored> {
    let mut media = Media {
        id: change.new_id(),
        sha256: sha256.to_vec(),
        bytes: 0,
        mime,
        created_at: change.now(),
    };
    change.write(&Media::TABLE.insert(), &media.to_values())?;
    let mut digest = Sha256::new();
    let mut position = 0_i64;
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        bytes.take(CHUNK as u64).read_to_end(&mut chunk).map_err(|error| {
            Error::new(Kind::BadFile, format!("The recording cannot be read: {error}."))
                .because(error)
        })?;
        if chunk.is_empty() {
            break;
        }
        digest.update(&chunk);
        media.bytes += chunk.len() as i64;
        let sql = "INSERT INTO media_chunk (media, position, content) VALUES ($1, $2, $3)";
        change.write(sql, bind![media.id, position, chunk])?;
        position += 1;
    }
    if digest.finalize()[..] != sha256[..] {
        return Err(Error::new(
            Kind::BadFile,
            "The recording changed while it was being read. It was not stored.",
        ));
    }
    change.write(&Media::TABLE.update(), &media.to_values())?;
    Ok(Stored { id: media.id, known: false })
}

/// Reads up to `length` bytes of media from a position; fewer at the end.
///
/// Errors: a source of which this is the recording may not be heard, and why.
pub fn read(reader: &Reader<'_>, media: Id, from: u64, length: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    let mut position = from / CHUNK as u64;
    let mut skip = usize::try_from(from % CHUNK as u64).unwrap_or(0);
    while bytes.len() < length {
        let sql = "SELECT content FROM media_chunk WHERE media = $1 AND position = $2";
        let rows = reader.query(sql, bind![media, position as i64])?;
        let Some(row) = rows.first() else {
            refuse_closed(reader, media)?;
            break;
        };
        let chunk: Vec<u8> = row.get(0)?;
        let wanted = length - bytes.len();
        bytes.extend(chunk.iter().skip(skip).take(wanted));
        skip = 0;
        position += 1;
    }
    Ok(bytes)
}

/// The pieces of a closed recording are not there for a reader, and neither is its end.
fn refuse_closed(reader: &Reader<'_>, media: Id) -> Result<()> {
    for row in reader.query("SELECT id FROM source WHERE media = $1 ORDER BY id", bind![media])? {
        consent::refuse_closed(reader, row.get(0)?, Medium::Sound)?;
    }
    Ok(())
}
