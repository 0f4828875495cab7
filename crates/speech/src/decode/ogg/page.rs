//! The pages of an Ogg file (RFC 3533, section 6).
//!
//! A page whose checksum is wrong is reported as damaged and its content is not
//! used; when bytes stand between two pages, the next one is looked for.

use std::io::{self, BufRead, Read};

/// The length of a page's header before its lacing values.
pub(super) const HEADER: usize = 27;

/// One page, with its checksum already verified.
pub(in crate::decode) struct Page {
    /// A logical stream begins here.
    pub(in crate::decode) begins: bool,
    /// The first packet began on an earlier page.
    pub(in crate::decode) continued: bool,
    pub(in crate::decode) granule: i64,
    pub(in crate::decode) serial: u32,
    /// Its number within the logical stream.
    pub(in crate::decode) sequence: u32,
    pub(in crate::decode) lacing: Vec<u8>,
    pub(in crate::decode) body: Vec<u8>,
}

/// What reading the next page came to.
pub(super) enum Step {
    Page(Page),
    Damaged,
    CutOff,
    End,
}

/// Reads the next page, looking for it when it does not follow at once.
pub(super) fn read_page(source: &mut impl BufRead) -> io::Result<Step> {
    let mut header = [0_u8; HEADER];
    let mut filled = read_up_to(source, &mut header)?;
    let mut skipped = false;
    while filled == HEADER && !header.starts_with(b"OggS") {
        // A stray byte: look for the next page, one byte further on.
        skipped = true;
        let next = header[1..].iter().position(|byte| *byte == b'O').map_or(HEADER, |at| at + 1);
        header.copy_within(next.., 0);
        filled = HEADER - next + read_up_to(source, &mut header[HEADER - next..])?;
    }
    match filled {
        0 => return Ok(Step::End),
        HEADER => {}
        _ if skipped => return Ok(Step::End),
        _ => return Ok(Step::CutOff),
    }
    let mut lacing = vec![0_u8; usize::from(header[26])];
    if read_up_to(source, &mut lacing)? < lacing.len() {
        return Ok(Step::CutOff);
    }
    let mut body = vec![0_u8; lacing.iter().copied().map(usize::from).sum()];
    if read_up_to(source, &mut body)? < body.len() {
        return Ok(Step::CutOff);
    }
    if checksum(&header, &lacing, &body) != header[22..26] {
        return Ok(Step::Damaged);
    }
    let [_, _, _, _, _, flags, ..] = header;
    let granule = header[6..14].iter().rev().fold(0, |value, byte| value << 8 | i64::from(*byte));
    let number = |at: usize| {
        header[at..at + 4].iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte))
    };
    Ok(Step::Page(Page {
        begins: flags & 2 != 0,
        continued: flags & 1 != 0,
        granule,
        serial: number(14),
        sequence: number(18),
        lacing,
        body,
    }))
}

/// Fills as much of the buffer as the source has.
fn read_up_to(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The page's CRC-32 (polynomial 0x04c11db7, RFC 3533), its own field counted as zero.
pub(super) fn checksum(header: &[u8; HEADER], lacing: &[u8], body: &[u8]) -> [u8; 4] {
    let mut blanked = *header;
    blanked[22..26].fill(0);
    let bytes = blanked.iter().chain(lacing).chain(body);
    bytes
        .fold(0_u32, |sum, byte| sum << 8 ^ TABLE[((sum >> 24) as u8 ^ byte) as usize])
        .to_le_bytes()
}

const TABLE: [u32; 256] = {
    let mut table = [0_u32; 256];
    let mut index = 0_u32;
    while index < 256 {
        let mut value = index << 24;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 0x8000_0000 == 0 { value << 1 } else { value << 1 ^ 0x04c1_1db7 };
            bit += 1;
        }
        table[index as usize] = value;
        index += 1;
    }
    table
};
