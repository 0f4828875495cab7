//! Walking the boxes of a file: a length, a name, and what is inside.
//!
//! Lengths that make no sense end the walk where they stand, and never lead out of the box that
//! they are in.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

/// More boxes on one level than any recording has that is not cut into fragments.
const MOST_BOXES: usize = 10_000;

/// A box by its name.
pub(super) struct Part {
    pub(super) name: [u8; 4],
    /// Where the name stands.
    pub(super) at: u64,
    pub(super) body: Range<u64>,
}

/// The boxes of a file.
pub(super) struct Boxes<'s, S> {
    source: &'s mut S,
}

impl<'s, S: Read + Seek> Boxes<'s, S> {
    pub(super) fn of(source: &'s mut S) -> Self {
        Self { source }
    }

    /// The first box of a name, and nothing where there is none.
    pub(super) fn child(&mut self, within: Range<u64>, name: [u8; 4]) -> io::Result<Option<Part>> {
        let mut at = within.start;
        for _ in 0..MOST_BOXES {
            match self.part(at..within.end)? {
                Some(part) if part.name == name => return Ok(Some(part)),
                Some(part) => at = part.body.end,
                None => break,
            }
        }
        Ok(None)
    }

    /// All boxes, one after the other.
    pub(super) fn children(&mut self, within: Range<u64>) -> io::Result<Vec<Part>> {
        let (mut at, mut parts) = (within.start, Vec::new());
        while let Some(part) = self.part(at..within.end)? {
            at = part.body.end;
            parts.push(part);
            if parts.len() >= MOST_BOXES {
                break;
            }
        }
        Ok(parts)
    }

    /// The box at a place, as far as it lies within what it is in.
    fn part(&mut self, within: Range<u64>) -> io::Result<Option<Part>> {
        let Some([a, b, c, d, name @ ..]) = self.bytes::<8>(within.start, within.end)? else {
            return Ok(None);
        };
        let (size, header) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (within.end - within.start, 8),
            1 => match self.bytes::<8>(within.start + 8, within.end)? {
                Some(size) => (u64::from_be_bytes(size), 16),
                None => return Ok(None),
            },
            size => (u64::from(size), 8),
        };
        let end = within.start.saturating_add(size).min(within.end);
        let body = within.start + header..end;
        Ok((body.start <= body.end).then_some(Part { name, at: within.start + 4, body }))
    }

    /// A number of four bytes, so many bytes after the beginning of a box.
    pub(super) fn number(&mut self, part: &Part, offset: u64) -> io::Result<Option<u32>> {
        let bytes = self.bytes::<4>(part.body.start + offset, part.body.end)?;
        Ok(bytes.map(u32::from_be_bytes))
    }

    /// A number of eight bytes, so many bytes after the beginning of a box.
    pub(super) fn long_number(&mut self, part: &Part, offset: u64) -> io::Result<Option<u64>> {
        let bytes = self.bytes::<8>(part.body.start + offset, part.body.end)?;
        Ok(bytes.map(u64::from_be_bytes))
    }

    /// Which of its two forms a box has: the second has times of eight bytes.
    pub(super) fn is_long(&mut self, part: &Part) -> io::Result<bool> {
        Ok(self.number(part, 0)?.is_some_and(|version| version >> 24 == 1))
    }

    fn bytes<const N: usize>(&mut self, from: u64, end: u64) -> io::Result<Option<[u8; N]>> {
        if from.saturating_add(N as u64) > end {
            return Ok(None);
        }
        self.source.seek(SeekFrom::Start(from))?;
        let mut bytes = [0; N];
        match self.source.read_exact(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            read => read.map(|()| Some(bytes)),
        }
    }
}
