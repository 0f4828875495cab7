//! The picture of a recording, decoded once while the study is open.
//!
//! It is kept in memory only: what a voice looked like is not written to disk a second time.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use trefoil_core::corpus::media::{self, CHUNK, Media};
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::study::Study;
use trefoil_speech::waveform::{self, Waveform};

use crate::desk::{Desk, wait_for};
use crate::state::{Open, lock};
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// How many bars are drawn.
const BARS: usize = 400;

/// The picture as scripts draw it.
#[derive(Debug, Serialize)]
struct Picture<'w> {
    duration_ms: u64,
    peaks: &'w [u8],
}

/// Answers with the waveform of a recording.
pub(super) async fn show(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let open = desk.open.clone();
    let waveform = wait_for(move || find_or_draw(&open, id)).await?;
    let picture = Picture { duration_ms: waveform.duration_ms, peaks: &waveform.peaks };
    Ok(Json(picture).into_response())
}

fn find_or_draw(open: &Open, id: Id) -> Result<Arc<Waveform>> {
    // Asked first: what was closed or withdrawn is not drawn from memory either.
    let media = open.study.read(move |reader| super::audible(reader, id)).inspect_err(|_| {
        lock(&open.waveforms).remove(&id);
    })?;
    if let Some(known) = lock(&open.waveforms).get(&id) {
        return Ok(known.clone());
    }
    let extension = media.mime.rsplit_once('/').map(|(_, kind)| kind.to_owned());
    let tape = Tape::new(open.study.clone(), &media);
    let drawn = waveform::of(tape, extension.as_deref(), BARS).map_err(|error| {
        Error::new(Kind::BadFile, format!("The recording cannot be drawn: {error}"))
    })?;
    let drawn = Arc::new(drawn);
    lock(&open.waveforms).insert(id, drawn.clone());
    Ok(drawn)
}

/// A recording of a study read like a file, one piece in memory at a time.
struct Tape {
    study: Study,
    media: Id,
    size: u64,
    at: u64,
    piece: Vec<u8>,
    /// Where the piece in memory begins.
    begins: u64,
}

impl Tape {
    fn new(study: Study, media: &Media) -> Self {
        let size = u64::try_from(media.bytes).unwrap_or(0);
        Self { study, media: media.id, size, at: 0, piece: Vec::new(), begins: 0 }
    }

    fn holds(&self, at: u64) -> bool {
        at >= self.begins && at < self.begins + self.piece.len() as u64
    }

    fn fetch(&mut self) -> io::Result<()> {
        let (media, begins) = (self.media, self.at / CHUNK as u64 * CHUNK as u64);
        let read = self.study.read(move |reader| media::read(reader, media, begins, CHUNK));
        self.piece = read.map_err(io::Error::other)?;
        self.begins = begins;
        Ok(())
    }
}

impl Read for Tape {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.size || buffer.is_empty() {
            return Ok(0);
        }
        if !self.holds(self.at) {
            self.fetch()?;
        }
        let from = usize::try_from(self.at - self.begins).unwrap_or(usize::MAX);
        let there = self.piece.get(from..).unwrap_or_default();
        let length = there.len().min(buffer.len());
        buffer[..length].copy_from_slice(&there[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Tape {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
