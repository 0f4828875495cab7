//! What the model reads of a window of sound: its log-mel spectrogram.
//!
//! The steps and constants are those of Whisper (Radford et al. 2022, section 2.2; `audio.py` of
//! the reference implementation): frames of 400 samples every 160, a periodic Hann window, mel
//! filters in Slaney's scale and norm, the decadic logarithm of what they hear, cut eight decades
//! below the loudest. A window always counts as 30 seconds, of which the end is silent.

mod bank;

use std::f64::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex32;
use realfft::{RealFftPlanner, RealToComplex};

use self::bank::Bank;

/// Samples from one frame to the next.
pub const HOP: usize = 160;
/// Frames in a full window of 30 seconds.
pub const FRAMES: usize = 3000;
/// Samples in a full window.
pub const SAMPLES: usize = FRAMES * HOP;

/// Samples in a frame.
const WINDOW: usize = 400;
/// Frequencies that can be told apart in a frame, from 0 to 8 kHz.
const FREQUENCIES: usize = WINDOW / 2 + 1;
/// A frame reaches so far to each side of its middle.
const REACH: usize = WINDOW / 2;

/// No power is heard as less than this.
const LEAST_POWER: f32 = 1e-10;
/// Decades below the loudest that can still be told apart.
const DECADES: f32 = 8.0;

/// The log-mel spectrogram of one window.
#[derive(Debug, Clone, PartialEq)]
pub struct Mel {
    /// Mel bins of a frame: 80, or 128 for large-v3 and its kin.
    pub bins: usize,
    /// Frames, one each 10 ms.
    pub frames: usize,
    /// `frames × bins`, frame after frame.
    pub values: Vec<f32>,
}

/// Draws the spectrograms of windows; made once for a model.
pub struct Spectrograph {
    bins: usize,
    bank: Bank,
    hann: Vec<f32>,
    transform: Arc<dyn RealToComplex<f32>>,
}

impl Spectrograph {
    /// Gets ready to draw so many bins.
    pub fn new(bins: usize) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "a frame has 400 samples, and samples are 32-bit numbers"
        )]
        let hann = |n: usize| (0.5 - 0.5 * (TAU * n as f64 / WINDOW as f64).cos()) as f32;
        Self {
            bins,
            bank: Bank::new(bins),
            hann: (0..WINDOW).map(hann).collect(),
            transform: RealFftPlanner::new().plan_fft_forward(WINDOW),
        }
    }

    /// Draws the first `frames` of a window of sound at 16 kHz, at most [`FRAMES`]. They are the
    /// same as in the whole of the window, which is silent from the end of `samples` to 30 seconds;
    /// what comes later than that is left out.
    pub fn draw(&self, samples: &[f32], frames: usize) -> Mel {
        let frames = frames.min(FRAMES);
        let mut values = self.powers(samples);
        // All that sounds counts for what is loudest, asked for or not.
        let loudest = values.iter().copied().fold(LEAST_POWER, f32::max).log10();
        let floor = loudest - DECADES;
        values.truncate(frames * self.bins);
        for value in &mut values {
            *value = (value.max(LEAST_POWER).log10().max(floor) + 4.0) / 4.0;
        }
        let silence = (LEAST_POWER.log10().max(floor) + 4.0) / 4.0;
        values.resize(frames * self.bins, silence);
        Mel { bins: self.bins, frames, values }
    }

    /// What each bin hears in each frame that is not silent.
    fn powers(&self, samples: &[f32]) -> Vec<f32> {
        let (padded, frames) = pad(samples);
        let mut values = Vec::with_capacity(frames * self.bins);
        let mut frame = self.transform.make_input_vec();
        let mut spectrum = self.transform.make_output_vec();
        let mut scratch = self.transform.make_scratch_vec();
        let mut power = [0.0_f32; FREQUENCIES];
        for heard in padded.windows(WINDOW).step_by(HOP).take(frames) {
            for ((value, sample), weight) in frame.iter_mut().zip(heard).zip(&self.hann) {
                *value = sample * weight;
            }
            self.transform
                .process_with_scratch(&mut frame, &mut spectrum, &mut scratch)
                .expect("all three were made for this transform");
            for (power, value) in power.iter_mut().zip(&spectrum) {
                *power = Complex32::norm_sqr(value);
            }
            values.extend(self.bank.hear(&power));
        }
        values
    }
}

/// Mirrors the sound at the ends of the full window, so that the first frame has its middle on the
/// first sample, and tells in how many frames something can be heard.
fn pad(samples: &[f32]) -> (Vec<f32>, usize) {
    let samples = samples.get(..SAMPLES).unwrap_or(samples);
    let frames = (samples.len() + REACH).div_ceil(HOP).min(FRAMES);
    let at = |time: usize| samples.get(time).copied().unwrap_or(0.0);
    let mut padded: Vec<f32> = (1..=REACH).rev().map(at).collect();
    padded.extend_from_slice(samples);
    let needed = frames * HOP + WINDOW;
    padded.resize(needed.min(REACH + SAMPLES), 0.0);
    padded.extend((1..=REACH).map(|back| at(SAMPLES - 1 - back)));
    (padded, frames)
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "the recordings of tests are short")]
mod tests {
    use super::*;

    #[test]
    fn silence_is_drawn_as_far_down_as_it_goes() {
        let mel = Spectrograph::new(80).draw(&[0.0; 1000], 7);
        assert_eq!((mel.bins, mel.frames), (80, 7));
        assert_eq!(mel.values, vec![-1.5; 7 * 80]);
        assert_eq!(Spectrograph::new(80).draw(&[], 3).values, vec![-1.5; 3 * 80]);
    }

    #[test]
    fn fewer_frames_are_the_beginning_of_all_of_them() {
        let samples: Vec<f32> = (0..40_000).map(|n| (n as f32 * n as f32 * 1e-5).sin()).collect();
        let graph = Spectrograph::new(80);
        let whole = graph.draw(&samples, 9999);
        assert_eq!((whole.frames, whole.values.len()), (FRAMES, FRAMES * 80));
        for frames in [0, 1, 100, 252, 260, 2999] {
            assert_eq!(graph.draw(&samples, frames).values, whole.values[..frames * 80]);
        }
    }

    #[test]
    fn what_comes_after_30_seconds_is_not_seen() {
        let graph = Spectrograph::new(80);
        let mut samples = vec![0.1; SAMPLES];
        let whole = graph.draw(&samples, FRAMES);
        samples.extend(vec![1.0; 5000]);
        assert_eq!(graph.draw(&samples, FRAMES), whole);
    }
}
