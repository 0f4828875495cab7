//! Where the bytes of a file are, and how they are fetched within bounds.
//!
//! A file lies on the disk or is an entry of a zip archive. Entries are
//! unpacked as a stream by a thread of their own, never to a named file, and
//! never beyond the size the archive declares. What must be seekable is held in
//! memory when it is small and in an unnamed temporary file when it is not.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

use crate::{RefusalKind, Trouble, archive};

/// A text or document larger than this is refused.
pub(crate) const LARGEST_DOCUMENT: u64 = 256 * 1024 * 1024;

/// Entries of an archive up to this size are held in memory when they must be seekable.
const HELD_IN_MEMORY: u64 = 32 * 1024 * 1024;

/// Where a file's bytes are.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// A file on the disk.
    Disk(PathBuf),
    /// An entry of a zip archive, by its index.
    Entry { archive: PathBuf, index: usize },
}

/// Bytes that can be read anywhere in them.
pub(crate) enum Seekable {
    Disk(File),
    Memory(Cursor<Vec<u8>>),
}

impl Read for Seekable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Disk(file) => file.read(buffer),
            Self::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Seekable {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Disk(file) => file.seek(position),
            Self::Memory(bytes) => bytes.seek(position),
        }
    }
}

impl Place {
    /// Streams the bytes in bounded memory.
    pub(crate) fn stream(&self) -> Result<Box<dyn Read + Send>, Trouble> {
        match self {
            Self::Disk(path) => Ok(Box::new(File::open(path)?)),
            Self::Entry { archive, index } => stream_entry(archive, *index),
        }
    }

    /// The first bytes.
    pub(crate) fn head(&self, length: usize) -> Result<Vec<u8>, Trouble> {
        let mut head = Vec::new();
        match self {
            Self::Disk(path) => File::open(path)?.take(length as u64).read_to_end(&mut head)?,
            Self::Entry { archive, index } => {
                let mut archive = archive::open(archive)?;
                let entry =
                    archive.by_index(*index).map_err(|error| archive::trouble_of(&error))?;
                entry.take(length as u64).read_to_end(&mut head)?
            }
        };
        Ok(head)
    }

    /// All bytes of a document, which must not be larger than the limit.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Trouble> {
        let mut bytes = Vec::new();
        self.stream()?.take(LARGEST_DOCUMENT + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST_DOCUMENT {
            return Err(too_large());
        }
        Ok(bytes)
    }

    /// The bytes in a form that can be read anywhere.
    pub(crate) fn seekable(&self) -> Result<Seekable, Trouble> {
        if let Self::Disk(path) = self {
            return Ok(Seekable::Disk(File::open(path)?));
        }
        let mut stream = self.stream()?;
        let mut memory = Vec::new();
        Read::by_ref(&mut stream).take(HELD_IN_MEMORY).read_to_end(&mut memory)?;
        if (memory.len() as u64) < HELD_IN_MEMORY {
            return Ok(Seekable::Memory(Cursor::new(memory)));
        }
        // Unnamed, so that nothing is left behind however the program ends.
        let mut file = tempfile::tempfile()?;
        file.write_all(&memory)?;
        drop(memory);
        io::copy(&mut stream, &mut file)?;
        file.rewind()?;
        Ok(Seekable::Disk(file))
    }
}

pub(crate) fn too_large() -> Trouble {
    Trouble::new(
        RefusalKind::TooLarge,
        format!("it is larger than {} MiB: import it in parts.", LARGEST_DOCUMENT / 1024 / 1024),
    )
}

/// Says what an I/O error means to the person whose file it is.
pub(crate) fn trouble_of(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Trouble::new(RefusalKind::Unreachable, "there is no such file: check the name.")
        }
        io::ErrorKind::PermissionDenied => Trouble::new(
            RefusalKind::Unreachable,
            "it may not be read: ask its owner for permission, or copy it to your own folder.",
        ),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            Trouble::new(
                RefusalKind::Damaged,
                format!("it is damaged or cut off ({error}): copy or export it again."),
            )
        }
        _ => Trouble::new(RefusalKind::Unreachable, format!("it could not be read: {error}.")),
    }
}

/// The receiving end of a thread that unpacks an entry.
struct Unpacked {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Cursor<Vec<u8>>,
    failed: bool,
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.piece.read(buffer)?;
            if count > 0 || buffer.is_empty() || self.failed {
                return Ok(count);
            }
            match self.pieces.recv() {
                Ok(Ok(piece)) => self.piece = Cursor::new(piece),
                Ok(Err(error)) => {
                    self.failed = true;
                    return Err(error);
                }
                Err(_) => return Ok(0),
            }
        }
    }
}

/// Unpacks an entry piece by piece. The archive borrows its reader, so the
/// stream cannot own both; a thread can, and stops when nobody listens.
fn stream_entry(path: &Path, index: usize) -> Result<Box<dyn Read + Send>, Trouble> {
    let mut archive = archive::open(path)?;
    drop(archive.by_index(index).map_err(|error| archive::trouble_of(&error))?);
    let (sender, pieces) = sync_channel(4);
    std::thread::Builder::new().name("unpack".into()).spawn(move || {
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                let _ = sender.send(Err(io::Error::other(error)));
                return;
            }
        };
        let mut left = entry.size();
        loop {
            let mut piece = Vec::with_capacity(64 * 1024);
            let result = Read::by_ref(&mut entry).take(64 * 1024).read_to_end(&mut piece);
            let message = match result {
                Ok(0) => return,
                Ok(count) if count as u64 > left => Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "it holds more than the archive declares",
                )),
                Ok(count) => {
                    left -= count as u64;
                    Ok(piece)
                }
                Err(error) => Err(error),
            };
            let last = message.is_err();
            if sender.send(message).is_err() || last {
                return;
            }
        }
    })?;
    Ok(Box::new(Unpacked { pieces, piece: Cursor::default(), failed: false }))
}
