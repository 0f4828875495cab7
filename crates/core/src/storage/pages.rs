//! The pages of a study file and of its log as they lie on the disk, decrypted, without the engine.
//!
//! The engine shows the newest state of the pages in use. Whoever wants to know what a file still
//! holds has to see the others too: free pages, pages that the log has overtaken, older frames of
//! the log, and files that nobody finished. Nothing is written, locked or left beside the file.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

use trefoil_sqlite3mc::page;

use super::key::{Header, Key, header};
use crate::error::Result;

/// What came of reading a file page by page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Pages that were read.
    pub(crate) pages: u64,
    /// Pages that did not open with the key.
    pub(crate) closed: u64,
}

/// The bytes before the first frame of a log (sqlite.org/fileformat.html, section 4.1).
const LOG_HEADER: usize = 32;

/// The bytes before the page in a frame of a log.
const FRAME_HEADER: usize = 24;

/// The usual size of a page, for files that do not say theirs.
const USUAL: usize = 4096;

/// Reads every page of a database file, with its number; what stands behind the last whole page is
/// the last one.
pub(crate) fn of_file(
    path: &Path,
    key: Option<&Key>,
    each: &mut dyn FnMut(u32, &[u8]) -> Result<()>,
) -> Result<Tally> {
    // A file that is not finished may not say yet what it is.
    let encrypted = key.filter(|_| !matches!(header(path), Ok(Header::Plain { .. })));
    let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
    let size = page_size(path)?;
    let mut tally = Tally::default();
    let mut page = vec![0_u8; size];
    let mut number = 0_u32;
    loop {
        let length = fill(&mut file, &mut page)?;
        if length == 0 {
            return Ok(tally);
        }
        number = number.saturating_add(1);
        tally.open(encrypted, number, &mut page[..length]);
        each(number, &page[..length])?;
    }
}

/// Reads every page in the frames of a write-ahead log, older ones and those of changes that never
/// came to their end included.
pub(crate) fn of_log(
    path: &Path,
    key: Option<&Key>,
    each: &mut dyn FnMut(u32, &[u8]) -> Result<()>,
) -> Result<Tally> {
    let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut tally = Tally::default();
    let mut start = [0_u8; LOG_HEADER];
    if fill(&mut file, &mut start)? < LOG_HEADER {
        return Ok(tally);
    }
    let said = u32::from_be_bytes([start[8], start[9], start[10], start[11]]) as usize;
    let size = if (512..=65_536).contains(&said) { said } else { USUAL };
    let mut frame = vec![0_u8; FRAME_HEADER + size];
    loop {
        let length = fill(&mut file, &mut frame)?;
        if length <= FRAME_HEADER {
            return Ok(tally);
        }
        let number = u32::from_be_bytes([frame[0], frame[1], frame[2], frame[3]]);
        tally.open(key, number, &mut frame[FRAME_HEADER..length]);
        each(number, &frame[FRAME_HEADER..length])?;
    }
}

impl Tally {
    fn open(&mut self, key: Option<&Key>, number: u32, content: &mut [u8]) {
        self.pages += 1;
        let Some(key) = key else { return };
        // A page that was never written holds nothing and has no tag.
        if content.iter().any(|byte| *byte != 0) && !page::open(key.bytes(), number, content) {
            self.closed += 1;
        }
    }
}

/// The size of a page, which both kinds of file say in the same place.
fn page_size(path: &Path) -> Result<usize> {
    let mut start = [0_u8; 18];
    if fill(&mut File::open(path)?, &mut start)? < start.len() {
        return Ok(USUAL);
    }
    Ok(match usize::from(u16::from_be_bytes([start[16], start[17]])) {
        1 => 65_536,
        size if size.is_power_of_two() && size >= 512 => size,
        _ => USUAL,
    })
}

/// Reads until the room is full or the file ends.
fn fill(file: &mut impl Read, room: &mut [u8]) -> Result<usize> {
    let mut length = 0;
    while length < room.len() {
        match file.read(&mut room[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(length)
}
