//! The lengths in the header of a WAV file, where they are wrong or written in another way.
//!
//! A recorder writes them when it stops, so they are zero when its battery was empty first, and full
//! of ones when the file was written into a pipe. Recordings for broadcasting (RF64, EBU Tech 3306)
//! write them elsewhere. The demultiplexer believes what it reads, so it is given lengths
//! that are true.

use std::io::{self, Read, Seek, SeekFrom};

use super::error::DecodeError;
use super::veil::Veil;

/// More chunks before the sound than any recording has.
const MOST_CHUNKS: usize = 1000;

/// A length that says that the length is not known, or is written elsewhere.
const UNKNOWN: u32 = u32::MAX;

/// The remark on a recording whose header was never written.
const NEVER_FINISHED: &str = "The recording was never finished: its header does not say how long \
                              it is, so everything to its end is heard.";

/// What was wrong with a header.
#[derive(Default)]
pub(super) struct Mended {
    pub(super) veil: Veil,
    pub(super) remark: Option<&'static str>,
}

/// Looks at the header of a WAV file that is so many bytes long. Leaves the source anywhere.
pub(super) fn mend<S: Read + Seek>(source: &mut S, length: u64) -> Result<Mended, DecodeError> {
    let mut mended = Mended::default();
    let Some(([a, b, c, d], _)) = read(source, 0)? else { return Ok(mended) };
    let is_long = [a, b, c, d] == *b"RF64";
    let (mut at, mut long_length) = (12, None);
    for _ in 0..MOST_CHUNKS {
        let Some((name, claimed)) = read(source, at)? else { break };
        if name == *b"data" {
            let left = length.saturating_sub(at + 8);
            let true_length = match (long_length, claimed) {
                (Some(long), UNKNOWN) => long,
                (_, 0 | UNKNOWN) => left,
                (_, claimed) => claimed.into(),
            };
            if claimed == 0 && left > 0 {
                mended.remark = Some(NEVER_FINISHED);
            }
            // The header and what comes before the sound must be countable too.
            let whole = u32::try_from(at.saturating_add(true_length)).ok();
            let sound = u32::try_from(true_length).ok();
            let Some((whole, sound)) = whole.zip(sound).filter(|(whole, _)| *whole < UNKNOWN)
            else {
                return Err(DecodeError::TooLarge);
            };
            mended.veil.replace(0, *b"RIFF");
            mended.veil.replace(4, whole.to_le_bytes());
            mended.veil.replace(at + 4, sound.to_le_bytes());
            break;
        }
        if is_long && name == *b"ds64" {
            // The length of the file comes first, in eight bytes.
            if let Some((low, high)) = read(source, at + 16)? {
                long_length = Some(u64::from(high) << 32 | u64::from(u32::from_le_bytes(low)));
            }
        }
        at += 8 + u64::from(claimed) + u64::from(claimed % 2);
    }
    Ok(mended)
}

/// Four letters and a number.
fn read<S: Read + Seek>(source: &mut S, at: u64) -> io::Result<Option<([u8; 4], u32)>> {
    source.seek(SeekFrom::Start(at))?;
    let mut bytes = [0; 8];
    match source.read_exact(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
        Ok(()) => {
            let [a, b, c, d, number @ ..] = bytes;
            Ok(Some(([a, b, c, d], u32::from_le_bytes(number))))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn what_is_too_large_to_be_counted_is_refused_and_not_cut_off() {
        let header = |length: u64| {
            let lengths = [0_u64.to_le_bytes(), length.to_le_bytes(), [0; 8]].concat();
            [
                b"RF64\xff\xff\xff\xffWAVEds64\x1c\0\0\0",
                &lengths[..],
                b"\0\0\0\0",
                b"data\xff\xff\xff\xff",
            ]
            .concat()
        };
        let mended = |length| mend(&mut Cursor::new(header(length)), 1 << 40);
        assert!(matches!(mended(1 << 32), Err(DecodeError::TooLarge)));
        assert!(matches!(mended(u64::MAX), Err(DecodeError::TooLarge)));
        assert!(mended(1 << 31).expect("a recording").remark.is_none());
    }

    #[test]
    fn a_header_without_sound_is_left_alone() {
        for bytes in [&b""[..], b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEfmt \xff\xff\xff\xff"] {
            let mended = mend(&mut Cursor::new(bytes), bytes.len() as u64).expect("bytes");
            assert_eq!(mended.veil, Veil::default());
        }
    }
}
