//! Reading small things from a file of which nothing is trusted.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use crate::whisper::ModelError;

/// A file that is read from its beginning, and never past its end.
pub(super) struct Reader {
    path: PathBuf,
    inner: BufReader<File>,
    position: u64,
    length: u64,
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Self, ModelError> {
        let file = File::open(path).map_err(|error| ModelError::io(path, error))?;
        let length = file.metadata().map_err(|error| ModelError::io(path, error))?.len();
        Ok(Self { path: path.to_owned(), inner: BufReader::new(file), position: 0, length })
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn left(&self) -> u64 {
        self.length.saturating_sub(self.position)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn into_file(self) -> File {
        self.inner.into_inner()
    }

    /// Reads so many bytes, after looking whether there are so many.
    pub(super) fn bytes(&mut self, count: u64, what: &str) -> Result<Vec<u8>, ModelError> {
        let size = usize::try_from(count).ok().filter(|_| count <= self.left());
        let Some(size) = size else {
            let cause = format!("it ends within {what}, of which there should be {count} bytes");
            return Err(ModelError::damaged(&self.path, cause));
        };
        let mut bytes = vec![0; size];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads a whole number of 32 bits.
    pub(super) fn number(&mut self) -> Result<u32, ModelError> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    /// Reads a size, which is no more than the largest that makes sense.
    pub(super) fn size(&mut self, most: usize, what: &str) -> Result<usize, ModelError> {
        let size = self.number()?;
        usize::try_from(size)
            .ok()
            .filter(|size| *size <= most)
            .ok_or_else(|| ModelError::damaged(&self.path, format!("{size} {what} cannot be")))
    }

    /// Passes over so many bytes.
    pub(super) fn skip(&mut self, count: u64, what: &str) -> Result<(), ModelError> {
        let step = i64::try_from(count).ok().filter(|_| count <= self.left());
        let Some(step) = step else {
            return Err(ModelError::damaged(&self.path, format!("it ends within {what}")));
        };
        self.inner.seek_relative(step).map_err(|error| ModelError::io(&self.path, error))?;
        self.position += count;
        Ok(())
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ModelError> {
        self.inner.read_exact(bytes).map_err(|error| ModelError::io(&self.path, error))?;
        self.position += bytes.len() as u64;
        Ok(())
    }
}

/// Reads a small file that lies beside a model; none where there is no such file.
pub(super) fn beside(folder: &Path, name: &str, most: u64) -> Result<Option<Vec<u8>>, ModelError> {
    let path = folder.join(name);
    if path.is_file() { whole(&path, most).map(Some) } else { Ok(None) }
}

/// Reads a small file as a whole.
pub(super) fn whole(path: &Path, most: u64) -> Result<Vec<u8>, ModelError> {
    let mut reader = Reader::open(path)?;
    let length = reader.length();
    if length > most {
        return Err(ModelError::damaged(path, format!("it is larger than {most} bytes")));
    }
    reader.bytes(length, "its text")
}
