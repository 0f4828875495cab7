//! The low-pass filter between two rates: a sinc in a Kaiser window, one row of taps for each
//! place that an output sample can have between two input samples.
//!
//! With `β` 9 what must not pass is 90 dB down (Kaiser 1974, "Nonrecursive digital filter design
//! using the `I0`-sinh window function"). It passes what is below 7.1 kHz unchanged and nothing
//! above 8.2 kHz, where a rate of 16 kHz ends; between rates below that, the same share of the
//! lower one. Rows add up to one, so that silence and offsets stay what they are.

use std::f64::consts::PI;

use super::SAMPLE_RATE;

const RATE: f64 = SAMPLE_RATE as f64;

/// Where the filter is half open, as a share of the lower rate.
const CUTOFF: f64 = 0.478;

/// How many samples of the lower rate the filter reaches to each side.
const REACH: f64 = 48.0;

/// Shape of the Kaiser window.
const BETA: f64 = 9.0;

/// Taps are kept in multiples of this, so that whole vectors are multiplied.
const LANES: usize = 16;

/// Rates that would need more rows than this blend between [`BLENDED_ROWS`].
const MOST_ROWS: u32 = 640;
const BLENDED_ROWS: u32 = 512;

/// Taps to each side at most: enough for any rate below 1.3 MHz, and a guard above.
const MOST_REACH: usize = 4096;

/// The taps for one input rate.
pub(super) struct Filter {
    taps: Vec<f32>,
    /// Input samples to each side of an output sample.
    reach: usize,
    rows: u32,
    is_blended: bool,
}

impl Filter {
    pub(super) fn new(rate: u32) -> Self {
        let exact_rows = SAMPLE_RATE / greatest_common_divisor(rate, SAMPLE_RATE);
        let is_blended = exact_rows > MOST_ROWS;
        let rows = if is_blended { BLENDED_ROWS } else { exact_rows };
        let lower = f64::from(rate).min(RATE);
        let reach = samples_within(REACH * f64::from(rate) / lower);
        let cutoff = CUTOFF * lower / f64::from(rate);
        // One row more, for the blend between the last place and the next sample.
        let taps = (0..=rows)
            .flat_map(|row| row_of_taps(reach, cutoff, f64::from(row) / f64::from(rows)))
            .collect();
        Self { taps, reach, rows, is_blended }
    }

    /// Input samples that are needed to each side of where an output sample stands.
    pub(super) fn reach(&self) -> usize {
        self.reach
    }

    /// The finest step, in 1/16000 of an input sample, that a place can be told apart by.
    pub(super) fn step(&self) -> u32 {
        if self.is_blended { 1 } else { SAMPLE_RATE / self.rows }
    }

    /// The output sample that stands `fraction`/16000 of an input sample after the middle of
    /// `around`, which is `2 × reach` samples long.
    pub(super) fn apply(&self, around: &[f32], fraction: u32) -> f32 {
        let place = u64::from(fraction) * u64::from(self.rows);
        let (row, rest) = (place / u64::from(SAMPLE_RATE), place % u64::from(SAMPLE_RATE));
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        let here = dot(around, self.row(row));
        if rest == 0 {
            return here;
        }
        #[expect(clippy::cast_precision_loss, reason = "both are below 16,000")]
        let share = rest as f32 / SAMPLE_RATE as f32;
        here + share * (dot(around, self.row(row + 1)) - here)
    }

    fn row(&self, row: usize) -> &[f32] {
        let width = 2 * self.reach;
        self.taps.get(row * width..(row + 1) * width).unwrap_or_default()
    }
}

fn greatest_common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of samples is small and above zero, and `as` saturates"
)]
fn samples_within(reach: f64) -> usize {
    (reach.ceil() as usize).min(MOST_REACH).next_multiple_of(LANES / 2)
}

/// The taps for an output sample that stands `place` of an input sample after the middle.
fn row_of_taps(reach: usize, cutoff: f64, place: f64) -> Vec<f32> {
    #[expect(clippy::cast_precision_loss, reason = "a filter has some thousand taps at most")]
    let reach = reach as f64;
    let mut weights = Vec::new();
    let mut distance = 1.0 - reach - place;
    while distance < reach - place + 0.5 {
        let around = (distance / reach).abs().min(1.0);
        let window = bessel(BETA * (1.0 - around * around).sqrt());
        weights.push(sinc(2.0 * cutoff * distance) * window);
        distance += 1.0;
    }
    let sum: f64 = weights.iter().sum();
    #[expect(clippy::cast_possible_truncation, reason = "taps are 32-bit numbers")]
    weights.iter().map(|weight| (weight / sum) as f32).collect()
}

fn sinc(x: f64) -> f64 {
    if x.abs() < 1e-9 { 1.0 } else { (PI * x).sin() / (PI * x) }
}

/// The modified Bessel function of order zero, by its power series.
fn bessel(x: f64) -> f64 {
    let (mut term, mut sum, mut k) = (1.0, 1.0, 1.0);
    while term > sum * 1e-12 {
        term *= (x / (2.0 * k)).powi(2);
        sum += term;
        k += 1.0;
    }
    sum
}

/// A sum of products in as many independent lanes as the processor can keep busy.
fn dot(samples: &[f32], taps: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (samples, _) = samples.as_chunks::<LANES>();
    let (taps, _) = taps.as_chunks::<LANES>();
    for (samples, taps) in samples.iter().zip(taps) {
        for ((lane, sample), tap) in lanes.iter_mut().zip(samples).zip(taps) {
            *lane += sample * tap;
        }
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_many_as_the_ratio_needs_and_add_up_to_one() {
        for (rate, rows) in [(48_000, 1), (44_100, 160), (8000, 2), (11_025, 640), (44_099, 512)] {
            let filter = Filter::new(rate);
            assert_eq!(filter.rows, rows, "{rate}");
            for row in 0..=rows as usize {
                let sum: f32 = filter.row(row).iter().sum();
                assert!((sum - 1.0).abs() < 1e-5, "{rate}: {sum}");
            }
        }
    }

    #[test]
    fn rates_that_do_not_exist_ask_for_little_memory() {
        for rate in [1, 7, 15_999, 3_000_001, u32::MAX] {
            let filter = Filter::new(rate);
            assert!(filter.taps.len() <= 513 * 2 * MOST_REACH, "{rate}");
            assert!(filter.apply(&vec![1.0; 2 * filter.reach()], 7777).is_finite());
        }
    }

    #[test]
    fn the_bessel_function_has_its_known_values() {
        // Abramowitz and Stegun, table 9.8.
        assert!((bessel(0.0) - 1.0).abs() < 1e-12);
        assert!((bessel(1.0) - 1.266_065_877_8).abs() < 1e-9);
        assert!((bessel(5.0) - 27.239_871_823_6).abs() < 1e-8);
    }
}
