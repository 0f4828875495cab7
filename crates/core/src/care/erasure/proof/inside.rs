//! Looking inside what is compressed: zip archives (and so `docx`, `odt`, `xlsx`) and gzip.
//!
//! What comes out is looked through and, where it is compressed again, opened too, to a depth of
//! four. Bombs are bounded by the bytes that really come out; what was not looked at because of a
//! bound, a password or damage is told. Nothing touches the disk.

use std::io::{Cursor, Read, Seek};

use super::search::Stream;
use super::{Found, Look};
use crate::error::Result;

/// How deep archives in archives are opened.
const DEPTH: usize = 4;

/// How much may come out of one recording, in bytes.
const MOST: u64 = 1 << 30;

/// How much of a member is held in memory to be opened again.
const HELD: usize = 64 << 20;

/// The most members of an archive.
const MEMBERS: usize = 100_000;

/// Something that can be read from anywhere.
pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// What is looked into.
pub(super) type Source<'a> = Box<dyn ReadSeek + 'a>;

/// How bytes are compressed, by their first ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Zip,
    Gzip,
}

fn way(first: &[u8]) -> Option<Way> {
    match first {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Way::Zip),
        [0x1f, 0x8b, ..] => Some(Way::Gzip),
        _ => None,
    }
}

/// Whether bytes that begin so can be opened.
pub(super) fn is_compressed(first: &[u8]) -> bool {
    way(first).is_some()
}

/// Looks inside one recording.
pub(super) struct Opened<'l, 's> {
    look: &'l mut Look<'s>,
    place: Found,
    left: u64,
}

impl<'l, 's> Opened<'l, 's> {
    /// Looks inside what lies at a place.
    pub(super) fn new(look: &'l mut Look<'s>, place: Found) -> Self {
        Self { look, place, left: MOST }
    }

    /// Looks through everything that comes out of a source.
    pub(super) fn look(&mut self, source: Source<'_>) -> Result<()> {
        self.open(source, &[], DEPTH)
    }

    fn open(&mut self, mut source: Source<'_>, path: &[String], depth: usize) -> Result<()> {
        let mut first = [0_u8; 4];
        let length = source.read(&mut first).unwrap_or(0);
        if source.rewind().is_err() {
            return Ok(());
        }
        match way(&first[..length]) {
            None => Ok(()),
            Some(_) if depth == 0 => {
                self.closed(path, "it lies deeper than four archives in one another");
                Ok(())
            }
            Some(Way::Zip) => self.zip(source, path, depth),
            Some(Way::Gzip) => {
                let member = [path, &["gzip".to_owned()]].concat();
                let out = flate2::read::MultiGzDecoder::new(source);
                self.member(out, &member, depth)
            }
        }
    }

    fn zip(&mut self, source: Source<'_>, path: &[String], depth: usize) -> Result<()> {
        let Ok(mut archive) = zip::ZipArchive::new(source) else {
            self.closed(path, "the archive is damaged");
            return Ok(());
        };
        if archive.len() > MEMBERS {
            self.closed(path, "the archive has too many members");
        }
        for at in 0..archive.len().min(MEMBERS) {
            // A member's name may be somebody's name: it is looked at, and told by its number.
            let member = [path, &[format!("member {}", at + 1)]].concat();
            match archive.by_index(at) {
                Ok(file) => {
                    let name = file.name_raw().to_vec();
                    self.through(&mut Cursor::new(name), &member)?;
                    self.member(file, &member, depth)?;
                }
                Err(_) => self.closed(&member, "it is encrypted, damaged or packed otherwise"),
            }
        }
        Ok(())
    }

    /// Looks through a member and, where it is compressed again, opens it.
    fn member(&mut self, mut out: impl Read, path: &[String], depth: usize) -> Result<()> {
        let mut first = [0_u8; 4];
        let Ok(length) = fill(&mut out, &mut first) else {
            self.closed(path, "it is damaged");
            return Ok(());
        };
        let first = &first[..length];
        if !is_compressed(first) {
            return self.through(&mut Cursor::new(first.to_vec()).chain(out), path);
        }
        let mut held = first.to_vec();
        let room = (HELD as u64).min(self.left);
        let read = out.by_ref().take(room).read_to_end(&mut held);
        self.left = self.left.saturating_sub(held.len() as u64);
        self.through(&mut Cursor::new(&held), path)?;
        if read.is_err() || held.len() as u64 > room {
            self.closed(path, "it is damaged or too large to be opened inside an archive");
            return Ok(());
        }
        self.open(Box::new(Cursor::new(held)), path, depth - 1)
    }

    /// Looks through bytes as they come.
    fn through(&mut self, out: &mut impl Read, path: &[String]) -> Result<()> {
        let mut stream = Stream::new(self.look.search);
        let mut room = vec![0_u8; 1 << 16];
        loop {
            let length = match out.read(&mut room) {
                Ok(0) => return Ok(()),
                Ok(length) => length,
                Err(_) => {
                    self.closed(path, "it is damaged from some point on");
                    return Ok(());
                }
            };
            for pattern in stream.feed(&room[..length]) {
                let at = Found { member: Some(path.join(", ")), ..self.place.clone() };
                self.look.found(pattern, &at);
            }
            self.look.looked("what was compressed", length as u64);
            self.left = self.left.saturating_sub(length as u64);
            if self.left == 0 {
                self.closed(path, "more than a gibibyte comes out of it");
                return Ok(());
            }
        }
    }

    fn closed(&mut self, path: &[String], why: &str) {
        let at =
            Found { member: (!path.is_empty()).then(|| path.join(", ")), ..self.place.clone() };
        self.look.closed(at.place(), why);
    }
}

fn fill(from: &mut impl Read, room: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < room.len() {
        match from.read(&mut room[length..])? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
}
