//! What a recording is, and how long it lasts.
//!
//! The duration is measured by walking the packets, because headers of
//! recordings that were cut off, streamed or edited are often wrong. Ogg is
//! walked by [`super::ogg`], everything else by [`super::packets`]. A panic
//! inside a demultiplexer is caught and becomes an error like any other.

use std::io::{Read, Seek, SeekFrom};

use super::container::{Container, recognise};
use super::error::DecodeError;
use super::guard::guarded;
use super::{ogg, packets};

/// How much of the beginning is looked at to name the container.
const HEAD: u64 = 4096;

/// What [`probe`] found in a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// What the audio is wrapped in.
    pub container: Container,
    /// The media type a browser expects, such as `audio/ogg`.
    pub mime: &'static str,
    /// The codec of the audio, in lower case: `opus`, `aac`, `mp3`, `pcm`.
    pub codec: &'static str,
    /// The length of what can be heard, in milliseconds, rounded to the nearest.
    pub duration_ms: u64,
    /// Samples per second, where the file says so.
    pub sample_rate: Option<u32>,
    /// Number of channels, where the file says so.
    pub channels: Option<u32>,
    /// One sentence for each oddity that was met, such as a cut-off ending.
    pub remarks: Vec<String>,
}

/// Reads a recording from beginning to end and reports what it is. `extension`
/// is a hint only. Memory stays bounded however long the recording is.
pub fn probe<S>(mut source: S, extension: Option<&str>) -> Result<Probe, DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let (container, length) = look_at_head(&mut source)?;
    let walked = guarded(move || match container {
        Container::Ogg => ogg::measure(source),
        _ => packets::measure(source, length, container, extension),
    });
    walked.unwrap_or_else(|| Err(DecodeError::Damaged("its structure makes no sense".into())))
}

/// Names what the audio is wrapped in, if it can be read, and counts the file's
/// bytes. Leaves the source at its beginning.
pub(super) fn look_at_head<S>(source: &mut S) -> Result<(Container, u64), DecodeError>
where
    S: Read + Seek,
{
    let length = source.seek(SeekFrom::End(0))?;
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    Read::by_ref(source).take(HEAD).read_to_end(&mut head)?;
    source.seek(SeekFrom::Start(0))?;
    let container = recognise(&head).ok_or(DecodeError::Unknown)?;
    if container.is_readable() {
        Ok((container, length))
    } else {
        Err(DecodeError::Unreadable(container))
    }
}

/// Converts a count of samples to milliseconds, rounded to the nearest.
pub(super) fn milliseconds(samples: u64, rate: u64) -> u64 {
    let rate = u128::from(rate.max(1));
    let rounded = (u128::from(samples) * 1000 + rate / 2) / rate;
    u64::try_from(rounded).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn wav(samples: u32, claimed: u32) -> Vec<u8> {
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((36 + claimed * 2).to_le_bytes());
        bytes.extend(b"WAVEfmt ");
        bytes.extend(16_u32.to_le_bytes());
        bytes.extend([1, 0, 1, 0]);
        bytes.extend(8000_u32.to_le_bytes());
        bytes.extend(16_000_u32.to_le_bytes());
        bytes.extend([2, 0, 16, 0]);
        bytes.extend(b"data");
        bytes.extend((claimed * 2).to_le_bytes());
        bytes.extend(std::iter::repeat_n([0_u8, 1], samples as usize).flatten());
        bytes
    }

    #[test]
    fn a_wav_lasts_as_long_as_its_samples() {
        let found = probe(Cursor::new(wav(12_000, 12_000)), Some("wav")).expect("a plain WAV");
        assert_eq!(found.duration_ms, 1500);
        assert_eq!((found.mime, found.codec), ("audio/wav", "pcm"));
        assert_eq!(found.remarks, Vec::<String>::new());
    }

    #[test]
    fn a_cut_off_wav_lasts_as_long_as_what_is_left_and_says_so() {
        let found = probe(Cursor::new(wav(4000, 12_000)), None).expect("what is left");
        assert_eq!(found.duration_ms, 500);
        assert_eq!(found.remarks.len(), 1);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let amr = probe(Cursor::new(b"#!AMR\n\x3c".to_vec()), None);
        assert!(matches!(amr, Err(DecodeError::Unreadable(Container::Amr))));
        let text = probe(Cursor::new(b"Hello".to_vec()), Some("wav"));
        assert!(matches!(text, Err(DecodeError::Unknown)));
    }

    #[test]
    fn rounding_is_to_the_nearest_millisecond() {
        assert_eq!(milliseconds(24, 48_000), 1);
        assert_eq!(milliseconds(23, 48_000), 0);
        assert_eq!(milliseconds(u64::MAX, 1), u64::MAX);
    }

    proptest::proptest! {
        #[test]
        fn damaged_bytes_never_bring_the_program_down(
            at in 0_usize..200, byte in 0_u8..=255, cut in 0_usize..400,
        ) {
            let mut bytes = wav(100, 100);
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(cut);
            let _ = probe(Cursor::new(bytes), None);
        }
    }
}
