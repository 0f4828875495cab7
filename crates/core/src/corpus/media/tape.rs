//! Recordings as files: what decodes sound wants to read and to seek.

use std::io::{self, Read, Seek, SeekFrom};

use super::{CHUNK, Media};
use crate::id::Id;
use crate::study::Study;

/// A recording of a study read like a file, one piece in memory at a time.
#[derive(Debug)]
pub struct Tape {
    study: Study,
    media: Id,
    size: u64,
    at: u64,
    piece: Vec<u8>,
    /// Where the piece in memory begins.
    begins: u64,
}

impl Tape {
    /// Winds a recording to its beginning. Reading it fails as soon as it may no longer be heard.
    pub fn new(study: Study, media: &Media) -> Self {
        let size = u64::try_from(media.bytes).unwrap_or(0);
        Self { study, media: media.id, size, at: 0, piece: Vec::new(), begins: 0 }
    }

    /// The same recording, wound to its beginning.
    #[must_use]
    pub fn rewound(&self) -> Self {
        Self { at: 0, piece: Vec::new(), begins: 0, study: self.study.clone(), ..*self }
    }

    fn holds(&self, at: u64) -> bool {
        at >= self.begins && at < self.begins + self.piece.len() as u64
    }

    fn fetch(&mut self) -> io::Result<()> {
        let (media, begins) = (self.media, self.at / CHUNK as u64 * CHUNK as u64);
        let read = self.study.read(move |reader| super::read(reader, media, begins, CHUNK));
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
