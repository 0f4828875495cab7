//! A recording as the model hears it: one channel, 16,000 samples a second, never held as a whole.
//!
//! [`listen`] hands it on in chunks from beginning to end, [`cut`] only some pieces of it, and
//! [`span`] one; a [`Recording`] can be listened to again. Times are counted in samples at [`SAMPLE_RATE`] from the beginning; sample `n` is
//! what is heard at `n / 16000` seconds, whatever rates and delays were on the way.

mod cut;
mod filter;
mod recording;
mod resample;

use std::io::{Read, Seek};
use std::ops::ControlFlow;

pub use self::cut::{cut, span};
pub use self::recording::Recording;
pub use self::resample::Resampler;
use crate::decode::{Block, DecodeError, Heard, samples};

/// Samples per second that voice detection and the model work with.
pub const SAMPLE_RATE: u32 = 16_000;

/// Decodes a recording from beginning to end and gives it to `hear` in chunks of at most some
/// seconds, until that breaks off. `extension` is a hint only.
///
/// # Errors
/// When not one moment can be decoded, or the storage fails. A damaged or cut-off recording
/// gives what can be had, with a remark.
pub fn listen<S>(
    source: S,
    extension: Option<&str>,
    hear: impl FnMut(&[f32]) -> ControlFlow<()>,
) -> Result<Heard, DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    listen_from(source, extension, 0, hear)
}

/// [`listen`] without what comes before the sample `first`.
fn listen_from<S>(
    source: S,
    extension: Option<&str>,
    first: u64,
    mut hear: impl FnMut(&[f32]) -> ControlFlow<()>,
) -> Result<Heard, DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let mut resampler = Resampler::beginning_at(first);
    let mut chunk = Vec::new();
    let mut is_over = false;
    let heard = samples(source, extension, |block| {
        // A second at a time: a rate of a few samples a second becomes a thousand times more.
        let second = usize::try_from(block.sample_rate.max(1)).unwrap_or(usize::MAX);
        for samples in block.samples.chunks(second) {
            chunk.clear();
            resampler.take(Block { samples, ..block }, &mut chunk);
            if !chunk.is_empty() && hear(&chunk).is_break() {
                is_over = true;
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    chunk.clear();
    resampler.finish(&mut chunk);
    if !is_over && !chunk.is_empty() {
        // Nothing comes after it: whether more is wanted does not matter.
        let _ = hear(&chunk);
    }
    Ok(heard)
}
