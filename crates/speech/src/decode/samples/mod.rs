//! Turning a recording into sound, block by block.
//!
//! Opus in Ogg, which is what voice notes are, is decoded by [`ogg_opus`];
//! everything else by [`track`]. Both hand what they decode to an [`outlet`],
//! which keeps the time: what cannot be decoded is silent for as long as it
//! would have lasted, so that everything after it stays where a player has it.

mod coder;
mod ogg_opus;
mod outlet;
mod track;

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use self::outlet::Outlet;
use super::container::Container;
use super::error::DecodeError;
use super::ogg;
use super::probe::look_at_head;

/// A stretch of sound, following the block before it without a gap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block<'a> {
    /// Samples per second. It changes within a recording only where recordings
    /// with different rates were joined to one file.
    pub sample_rate: u32,
    /// The mean of all channels, one number per sample. Silence is 0 and full
    /// loudness 1 or -1, which lossy codecs overshoot a little and files of
    /// floating-point samples as they like. Always finite.
    pub samples: &'a [f32],
}

/// What [`samples`] came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// How long all blocks together last, in milliseconds, rounded to the nearest.
    pub duration_ms: u64,
    /// One sentence for each oddity that was met, such as a cut-off ending.
    pub remarks: Vec<String>,
}

/// Decodes a recording from beginning to end and gives each block to `hear`,
/// until that breaks off. `extension` is a hint only.
///
/// A block lasts some milliseconds to some seconds; memory stays bounded however
/// long the recording is, and whatever it claims of itself.
///
/// # Errors
/// When not one moment can be decoded, or the storage fails. A damaged or
/// cut-off recording gives what can be had, with a remark.
pub fn samples<S>(
    mut source: S,
    extension: Option<&str>,
    mut hear: impl FnMut(Block<'_>) -> ControlFlow<()>,
) -> Result<Heard, DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let (container, length) = look_at_head(&mut source)?;
    let mut outlet = Outlet::new(&mut hear);
    let remarks = match (container, codec_in_ogg(container, &mut source)?) {
        (Container::Ogg, None) => return Err(DecodeError::NoAudio),
        (Container::Ogg, Some("speex")) => return Err(DecodeError::UnknownCodec),
        (Container::Ogg, Some("opus")) => ogg_opus::play(source, &mut outlet)?,
        _ => track::play(source, length, container, extension, &mut outlet)?,
    };
    outlet.conclude(remarks)
}

/// Looks into an Ogg file for its codec and leaves it at its beginning.
fn codec_in_ogg<S>(
    container: Container,
    source: &mut S,
) -> Result<Option<&'static str>, DecodeError>
where
    S: Read + Seek,
{
    if container != Container::Ogg {
        return Ok(None);
    }
    let codec = ogg::codec(&mut *source)?;
    source.seek(SeekFrom::Start(0))?;
    Ok(codec)
}
