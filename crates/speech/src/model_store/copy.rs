//! Reading large files once: hashed, and copied if asked for, with word of how far it is.

use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::error::StoreError;

/// Bytes between two words of progress.
const PIECE: usize = 1 << 20;

/// How far a long reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are done.
    pub done: u64,
    /// Bytes of all files together.
    pub total: u64,
}

/// Who is told how far it is, and may stop it.
pub(super) type Watcher<'w> = &'w mut dyn FnMut(Progress) -> ControlFlow<()>;

/// Several files that are read one after the other.
pub(super) struct Reading<'w> {
    progress: Progress,
    watcher: Watcher<'w>,
}

impl<'w> Reading<'w> {
    pub(super) fn new(total: u64, watcher: Watcher<'w>) -> Self {
        Self { progress: Progress { done: 0, total }, watcher }
    }

    /// Hashes a file; gives its SHA-256 and its length.
    pub(super) fn hash(&mut self, path: &Path) -> Result<(String, u64), StoreError> {
        self.read(path, |_| Ok(()))
    }

    /// Copies a file to one that must not be there yet, and syncs that.
    pub(super) fn copy(&mut self, from: &Path, to: &Path) -> Result<(String, u64), StoreError> {
        let written = |error| StoreError::io(to, error);
        let mut copy = File::create_new(to).map_err(written)?;
        let result = self.read(from, |piece| copy.write_all(piece).map_err(written))?;
        copy.sync_all().map_err(written)?;
        Ok(result)
    }

    fn read(
        &mut self,
        path: &Path,
        mut take: impl FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(String, u64), StoreError> {
        let mut file = File::open(path).map_err(|error| StoreError::io(path, error))?;
        let (mut hash, mut length) = (Sha256::new(), 0);
        let mut buffer = vec![0; PIECE];
        loop {
            if (self.watcher)(self.progress).is_break() {
                return Err(StoreError::Cancelled);
            }
            let count = match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(StoreError::io(path, error)),
            };
            hash.update(&buffer[..count]);
            take(&buffer[..count])?;
            length += count as u64;
            self.progress.done += count as u64;
        }
        Ok((hexadecimal(&hash.finalize()), length))
    }
}

/// Writes bytes in hexadecimal, in small letters.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Syncs a folder, so that what was renamed in it stays so after a power cut.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| StoreError::io(folder, error))
}

/// Other systems write a folder's entries through.
#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> Result<(), StoreError> {
    Ok(())
}
