//! The picture of a recording: how loud it is from beginning to end.
//!
//! One pass over the sound keeps the loudest sample of each millisecond. When
//! that becomes too many, each two are folded into one, so the memory is the same for
//! a voice note and for a day. At the end they are folded into as many
//! bars as there is room for, for only then is the length known.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use crate::decode::{Block, DecodeError, samples};

/// So many moments are kept, at least half of them used in any recording long
/// enough: far more than a screen has columns. They take one mebibyte.
const MOST_MOMENTS: usize = 1 << 18;

/// Where the loudest sample of a recording is below this, nothing but noise was
/// recorded (-34 dB), and it is not made to look like a voice.
const FLOOR: f32 = 0.02;

/// How loud a recording is over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waveform {
    /// The length of what can be heard, in milliseconds, rounded to the nearest.
    pub duration_ms: u64,
    /// The loudest sample in each of equally long stretches, in order: 0 is
    /// silence, 255 the loudest of the recording. They are proportional to amplitude.
    pub peaks: Vec<u8>,
}

/// Decodes a recording once and draws it in so many stretches, or `buckets`.
/// `extension` is a hint only.
///
/// Where there are more buckets than milliseconds, neighbours are alike. Channels
/// are mixed first, so what is only on one of two looks half as loud beside what
/// is on both.
///
/// # Errors
/// When not one moment can be decoded, or the storage fails; what is damaged in
/// part is drawn, with silence where nothing can be heard.
pub fn of<S>(source: S, extension: Option<&str>, buckets: usize) -> Result<Waveform, DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let mut envelope = Envelope::new();
    let heard = samples(source, extension, |block| {
        envelope.take(block);
        ControlFlow::Continue(())
    })?;
    Ok(Waveform { duration_ms: heard.duration_ms, peaks: scaled(&envelope.fold_into(buckets)) })
}

/// The loudest sample of each moment so far.
struct Envelope {
    moments: Vec<f32>,
    /// How many milliseconds a moment lasts: 1, 2, 4 and so on.
    span: u64,
    rate: u64,
    /// The loudest sample of the moment that is not over yet.
    open: f32,
    /// How much of that moment is over, counted in 1/1000 of a sample, so that
    /// rates like 22 050 have moments of the right length too.
    over: u64,
}

impl Envelope {
    fn new() -> Self {
        Self { moments: Vec::new(), span: 1, rate: 1, open: 0.0, over: 0 }
    }

    fn take(&mut self, block: Block<'_>) {
        let rate = u64::from(block.sample_rate.max(1));
        // Only where recordings with different rates were joined.
        self.over = self.over * rate / self.rate;
        self.rate = rate;
        let mut rest = block.samples;
        while !rest.is_empty() {
            let left = self.moment().saturating_sub(self.over).div_ceil(1000).max(1);
            let count = usize::try_from(left).unwrap_or(usize::MAX).min(rest.len());
            let (some, later) = rest.split_at(count);
            self.open = some.iter().fold(self.open, |loudest, sample| loudest.max(sample.abs()));
            self.over += count as u64 * 1000;
            self.close_moments();
            rest = later;
        }
    }

    /// The length of a moment in 1/1000 of a sample.
    fn moment(&self) -> u64 {
        self.rate * self.span
    }

    fn close_moments(&mut self) {
        let loudest = self.open;
        while self.over >= self.moment() {
            self.over -= self.moment();
            self.moments.push(loudest);
            self.open = 0.0;
            if self.moments.len() >= MOST_MOMENTS {
                self.halve();
            }
        }
    }

    fn halve(&mut self) {
        let louder = |pair: &[f32]| pair.iter().copied().fold(0.0, f32::max);
        self.moments = self.moments.chunks(2).map(louder).collect();
        self.span *= 2;
    }

    fn fold_into(mut self, buckets: usize) -> Vec<f32> {
        if self.over > 0 {
            self.moments.push(self.open);
        }
        let count = self.moments.len();
        let place = |bucket: usize| (bucket as u128 * count as u128 / buckets as u128) as usize;
        (0..buckets)
            .map(|bucket| {
                let from = place(bucket);
                let to = place(bucket + 1).max(from + 1);
                let stretch = self.moments.get(from..to).unwrap_or_default();
                stretch.iter().copied().fold(0.0, f32::max)
            })
            .collect()
    }
}

fn scaled(peaks: &[f32]) -> Vec<u8> {
    // What is louder than full is cut by every player.
    let clipped = || peaks.iter().map(|peak| peak.min(1.0));
    let loudest = clipped().fold(FLOOR, f32::max);
    clipped().map(|peak| to_byte(peak / loudest)).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share lies between 0 and 1, and `as` saturates"
)]
fn to_byte(share: f32) -> u8 {
    (share * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(rate: u32, samples: &[f32], block: usize) -> Envelope {
        let mut envelope = Envelope::new();
        for samples in samples.chunks(block) {
            envelope.take(Block { sample_rate: rate, samples });
        }
        envelope
    }

    #[test]
    fn each_bucket_holds_the_loudest_of_its_stretch() {
        let mut samples = vec![0.0; 8000];
        (samples[4000], samples[7999]) = (-0.5, 0.25);
        let peaks = envelope(8000, &samples, 777).fold_into(4);
        assert_eq!(peaks, [0.0, 0.0, 0.5, 0.25]);
    }

    #[test]
    fn moments_are_exact_at_rates_that_no_thousand_divides() {
        let samples = vec![0.1; 22_050 * 7];
        assert_eq!(envelope(22_050, &samples, 1000).moments.len(), 7000);
        assert_eq!(envelope(11_025, &samples, 1).moments.len(), 14_000);
    }

    #[test]
    fn a_long_recording_takes_no_more_memory_and_keeps_its_shape() {
        let mut samples = vec![0.0; MOST_MOMENTS * 3];
        samples[MOST_MOMENTS * 2] = 0.5;
        let envelope = envelope(1000, &samples, 4096);
        assert_eq!((envelope.span, envelope.moments.len()), (4, MOST_MOMENTS / 4 * 3));
        assert_eq!(envelope.fold_into(3), [0.0, 0.0, 0.5]);
    }

    #[test]
    fn more_buckets_than_moments_repeat_and_none_are_none() {
        let samples = [0.5, 0.5, 0.25, 0.25];
        assert_eq!(envelope(2000, &samples, 4).fold_into(4), [0.5, 0.5, 0.25, 0.25]);
        assert_eq!(envelope(2000, &samples, 4).fold_into(0), [0.0; 0]);
        assert_eq!(envelope(2000, &[], 4).fold_into(2), [0.0, 0.0]);
    }

    #[test]
    fn the_loudest_is_255_and_noise_stays_small() {
        assert_eq!(scaled(&[0.0, 0.25, 0.5]), [0, 128, 255]);
        assert_eq!(scaled(&[0.0, 0.002, 0.001]), [0, 26, 13]);
        assert_eq!(scaled(&[3.0, 0.5]), [255, 128]);
    }
}
