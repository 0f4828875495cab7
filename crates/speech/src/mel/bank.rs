//! The mel filters: how much of each frequency a bin hears.
//!
//! Triangles of equal width on Slaney's mel scale ("Auditory Toolbox", 1998), linear below 1 kHz
//! and logarithmic above, each with the area of one. They are what `librosa.filters.mel` gives
//! for 16 kHz and frames of 400 samples, from which Whisper's own filters were taken.

use super::{FREQUENCIES, WINDOW};
use crate::sound::SAMPLE_RATE;

/// Hertz in a mel below [`KNEE`].
const LINEAR: f64 = 200.0 / 3.0;
/// Where the scale becomes logarithmic, in hertz.
const KNEE: f64 = 1000.0;
/// Mels in which the frequency becomes 6.4 times as high, above the knee.
const DECADE: (f64, f64) = (27.0, 6.4);

/// The filters of all bins.
pub(super) struct Bank {
    bins: Vec<Filter>,
}

/// One triangle, without the zeros around it.
struct Filter {
    first: usize,
    weights: Vec<f32>,
}

impl Bank {
    pub(super) fn new(bins: usize) -> Self {
        let corners = corners(bins);
        Self { bins: corners.windows(3).map(Filter::new).collect() }
    }

    /// How much power each bin hears of a spectrum.
    pub(super) fn hear<'b>(&'b self, power: &'b [f32]) -> impl Iterator<Item = f32> + 'b {
        self.bins.iter().map(|filter| {
            let heard = power.get(filter.first..).unwrap_or_default();
            heard.iter().zip(&filter.weights).map(|(power, weight)| power * weight).sum()
        })
    }
}

impl Filter {
    #[expect(clippy::cast_possible_truncation, reason = "filters are 32-bit numbers")]
    fn new(corners: &[f64]) -> Self {
        let &[low, middle, high] = corners else { return Self { first: 0, weights: Vec::new() } };
        let weight = |frequency: f64| {
            let rise = (frequency - low) / (middle - low);
            let fall = (high - frequency) / (high - middle);
            rise.min(fall).max(0.0) * 2.0 / (high - low)
        };
        let weights = (0..FREQUENCIES).map(|number| weight(hertz(number)) as f32);
        let first = weights.clone().take_while(|weight| *weight <= 0.0).count();
        let weights = weights.skip(first).take_while(|weight| *weight > 0.0).collect();
        Self { first, weights }
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are 201 frequencies")]
fn hertz(number: usize) -> f64 {
    number as f64 * f64::from(SAMPLE_RATE) / WINDOW as f64
}

/// Where the triangles begin, stand and end, in hertz.
#[expect(clippy::cast_precision_loss, reason = "there are some hundred bins")]
fn corners(bins: usize) -> Vec<f64> {
    let highest = to_mel(f64::from(SAMPLE_RATE) / 2.0);
    let step = highest / (bins + 1) as f64;
    (0..bins + 2).map(|corner| from_mel(corner as f64 * step)).collect()
}

fn to_mel(hertz: f64) -> f64 {
    if hertz < KNEE {
        hertz / LINEAR
    } else {
        KNEE / LINEAR + (hertz / KNEE).ln() * DECADE.0 / DECADE.1.ln()
    }
}

fn from_mel(mel: f64) -> f64 {
    let beyond = mel - KNEE / LINEAR;
    if beyond < 0.0 { mel * LINEAR } else { KNEE * (beyond * DECADE.1.ln() / DECADE.0).exp() }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use trefoil_testkit::{shared_corpus, skip};

    use super::*;

    /// The whole matrix, bin after bin.
    fn matrix(bins: usize) -> Vec<f32> {
        let bank = Bank::new(bins);
        let mut all = vec![0.0; bins * FREQUENCIES];
        for (row, filter) in all.chunks_mut(FREQUENCIES).zip(&bank.bins) {
            row[filter.first..filter.first + filter.weights.len()].copy_from_slice(&filter.weights);
        }
        all
    }

    fn assert_same(bins: usize, bytes: &[u8], name: &str) {
        let (values, rest) = bytes.as_chunks::<4>();
        assert_eq!((values.len(), rest.len()), (bins * FREQUENCIES, 0), "{name}");
        for (found, expected) in matrix(bins).iter().zip(values) {
            let expected = f32::from_le_bytes(*expected);
            assert!((found - expected).abs() < 1e-7, "{name}: {found} instead of {expected}");
        }
    }

    #[test]
    fn filters_are_those_that_models_were_trained_with() {
        let Some(corpus) = shared_corpus() else {
            skip("real-files filters_are_those_that_models_were_trained_with");
            return;
        };
        let models = corpus.join("models");
        let candle = models.join("huggingface+candle");
        for (bins, name) in [(80, "melfilters.bytes"), (128, "melfilters128.bytes")] {
            assert_same(bins, &std::fs::read(candle.join(name)).expect(name), name);
        }
        // NumPy keeps arrays in a zip; in each, a header of text comes first.
        let path = models.join("openai+whisper/mel_filters.npz");
        let arrays = Cursor::new(std::fs::read(path).expect("the filters of OpenAI"));
        let mut arrays = zip::ZipArchive::new(arrays).expect("an archive of arrays");
        for (bins, name) in [(80, "mel_80.npy"), (128, "mel_128.npy")] {
            let mut bytes = Vec::new();
            arrays.by_name(name).expect(name).read_to_end(&mut bytes).expect(name);
            let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
            assert_same(bins, &bytes[10 + header..], name);
        }
    }

    #[test]
    fn every_frequency_between_the_ends_is_heard() {
        for bins in [80, 128] {
            let bank = Bank::new(bins);
            for number in 1..FREQUENCIES - 1 {
                let mut power = [0.0; FREQUENCIES];
                power[number] = 1.0;
                assert!(bank.hear(&power).sum::<f32>() > 0.0, "{number} of {bins}");
            }
        }
    }
}
