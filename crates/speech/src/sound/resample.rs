//! From any rate to 16,000 samples a second, block by block.
//!
//! An output sample is computed when all input around it is there, and stands exactly
//! where it would stand in the recording: the filter's delay is taken off, and `n` samples at a
//! rate of `r` become `n × 16000 / r`, rounded up. Where the rate changes, what came before ends in
//! silence, what follows begins in it, and the clock of the output goes on without a jump.

use super::SAMPLE_RATE;
use super::filter::Filter;
use crate::decode::Block;

/// A moment between two samples, closer to one than this, is that sample.
const ROUNDING: f64 = 1e-9;

/// Turns blocks of any rate into samples at [`SAMPLE_RATE`].
#[derive(Default)]
pub struct Resampler {
    stretch: Option<Stretch>,
    /// Output samples so far.
    given: u64,
    /// Output samples before this one are counted but not computed.
    first: u64,
}

/// What has the same rate.
struct Stretch {
    rate: u32,
    /// None where there is nothing to do.
    filter: Option<Filter>,
    /// The moment of its beginning, in output samples: whole ones and the rest.
    began: (u64, f64),
    /// Input samples so far.
    taken: u64,
    /// Input around what comes next; the first stands at `reach` before the stretch's beginning.
    around: Vec<f32>,
    dropped: u64,
    /// Where the next output sample stands in the input: whole samples, and 1/16000 of one.
    at: u64,
    fraction: u32,
}

impl Resampler {
    /// Begins a recording.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a recording of which only what comes from this output sample on is wanted.
    /// What comes earlier must be taken nevertheless.
    pub fn beginning_at(first: u64) -> Self {
        Self { first, ..Self::default() }
    }

    /// Takes the next block and appends what can be computed by now.
    pub fn take(&mut self, block: Block<'_>, output: &mut Vec<f32>) {
        let rate = block.sample_rate.max(1);
        if self.stretch.as_ref().is_none_or(|stretch| stretch.rate != rate) {
            let began = self.stretch.as_ref().map_or((0, 0.0), Stretch::end);
            self.finish(output);
            self.stretch = Some(Stretch::new(rate, began));
        }
        if let Some(stretch) = &mut self.stretch {
            stretch.taken += block.samples.len() as u64;
            stretch.around.extend_from_slice(block.samples);
            stretch.compute(None, (&mut self.given, self.first), output);
        }
    }

    /// Ends the recording and appends what is still to come.
    pub fn finish(&mut self, output: &mut Vec<f32>) {
        if let Some(mut stretch) = self.stretch.take() {
            let silence = stretch.around.len() + stretch.reach() + stretch.stride();
            stretch.around.resize(silence, 0.0);
            let (whole, rest) = stretch.end();
            let end = whole + u64::from(rest > 0.0);
            stretch.compute(Some(end), (&mut self.given, self.first), output);
        }
    }
}

impl Stretch {
    fn new(rate: u32, began: (u64, f64)) -> Self {
        let filter = (rate != SAMPLE_RATE).then(|| Filter::new(rate));
        let step = filter.as_ref().map_or(SAMPLE_RATE, Filter::step);
        // The first output sample at or after the beginning, as far after it as can be told.
        let late = if began.1 > 0.0 { (1.0 - began.1) * f64::from(rate) } else { 0.0 };
        let late = nearest(late / f64::from(step)) * u64::from(step);
        let reach = filter.as_ref().map_or(0, Filter::reach);
        Self {
            rate,
            filter,
            began,
            taken: 0,
            around: vec![0.0; reach],
            dropped: 0,
            at: late / u64::from(SAMPLE_RATE),
            fraction: u32::try_from(late % u64::from(SAMPLE_RATE)).unwrap_or(0),
        }
    }

    fn reach(&self) -> usize {
        // Without a filter a sample is needed itself, and with one the next as well.
        self.filter.as_ref().map_or(1, Filter::reach)
    }

    /// Input samples that an output sample may stand further than the end, by rounding.
    fn stride(&self) -> usize {
        usize::try_from(self.rate / SAMPLE_RATE).unwrap_or(0) + 1
    }

    /// The moment of its end so far, in output samples.
    fn end(&self) -> (u64, f64) {
        let length = u128::from(self.taken) * u128::from(SAMPLE_RATE);
        let whole = length / u128::from(self.rate);
        #[expect(clippy::cast_precision_loss, reason = "what is left is below the rate")]
        let rest = (length % u128::from(self.rate)) as f64 / f64::from(self.rate) + self.began.1;
        let whole = self.began.0 + u64::try_from(whole).unwrap_or(u64::MAX / 2);
        match rest {
            rest if rest < ROUNDING => (whole, 0.0),
            rest if (rest - 1.0).abs() < ROUNDING => (whole + 1, 0.0),
            rest if rest > 1.0 => (whole + 1, rest - 1.0),
            rest => (whole, rest),
        }
    }

    /// Computes what can be, up to the output sample `end` where the end is known.
    fn compute(
        &mut self,
        end: Option<u64>,
        (given, first): (&mut u64, u64),
        output: &mut Vec<f32>,
    ) {
        while end.is_none_or(|end| *given < end) {
            // `around` begins `reach` before the first sample, its window one later.
            let skip = usize::from(self.filter.is_some());
            let from = usize::try_from(self.at - self.dropped).unwrap_or(usize::MAX) + skip;
            let width = self.filter.as_ref().map_or(1, |filter| 2 * filter.reach());
            let Some(around) = self.around.get(from..from.saturating_add(width)) else { break };
            if *given >= first {
                output.push(match &self.filter {
                    Some(filter) => filter.apply(around, self.fraction),
                    None => around.first().copied().unwrap_or_default(),
                });
            }
            *given += 1;
            self.advance();
        }
        let past = usize::try_from(self.at - self.dropped).unwrap_or(usize::MAX);
        let past = past.min(self.around.len());
        self.around.drain(..past);
        self.dropped += past as u64;
    }

    fn advance(&mut self) {
        self.at += u64::from(self.rate / SAMPLE_RATE);
        self.fraction += self.rate % SAMPLE_RATE;
        if self.fraction >= SAMPLE_RATE {
            self.fraction -= SAMPLE_RATE;
            self.at += 1;
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number of steps within one output sample is above zero, and `as` saturates"
)]
fn nearest(steps: f64) -> u64 {
    steps.round() as u64
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "the recordings of tests are short")]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    const RATES: [u32; 12] = [
        8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 44_099, 96_000,
        192_000,
    ];

    #[expect(clippy::cast_possible_truncation, reason = "samples are 32-bit numbers")]
    fn sine(frequency: f64, rate: u32, from: f64, count: usize) -> Vec<f32> {
        let phase = |n: usize| (from + n as f64 / f64::from(rate)) * TAU * frequency;
        (0..count).map(|n| phase(n).sin() as f32).collect()
    }

    fn resample(stretches: &[(u32, Vec<f32>)], block: usize) -> Vec<f32> {
        let (mut resampler, mut output) = (Resampler::new(), Vec::new());
        for (sample_rate, samples) in stretches {
            for samples in samples.chunks(block) {
                resampler.take(Block { sample_rate: *sample_rate, samples }, &mut output);
            }
        }
        resampler.finish(&mut output);
        output
    }

    /// The largest difference, without what lies near the edges.
    fn difference(found: &[f32], expected: &[f32]) -> f32 {
        let inner = 200..expected.len() - 200;
        let pairs = found[inner.clone()].iter().zip(&expected[inner]);
        pairs.map(|(found, expected)| (found - expected).abs()).fold(0.0, f32::max)
    }

    #[test]
    fn tones_that_both_rates_can_hold_stay_what_and_where_they_are() {
        for rate in RATES {
            let limit = f64::from(rate.min(SAMPLE_RATE)) * 0.44;
            for frequency in [50.0, 440.0, 3000.0, 5000.0, 6900.0, 7000.0] {
                if frequency > limit {
                    continue;
                }
                let input = sine(frequency, rate, 0.0, rate as usize);
                let output = resample(&[(rate, input)], 4096);
                assert_eq!(output.len(), 16_000, "{rate}");
                let error = difference(&output, &sine(frequency, SAMPLE_RATE, 0.0, 16_000));
                assert!(error < 1e-4, "{frequency} Hz at {rate}: off by {error}");
            }
        }
    }

    #[test]
    fn tones_that_16_khz_cannot_hold_are_80_db_down() {
        for rate in RATES.into_iter().filter(|rate| *rate > SAMPLE_RATE) {
            for frequency in [8200.0, 9000.0, 11_000.0, 15_900.0, 16_000.0, 20_000.0, 40_000.0] {
                if frequency > f64::from(rate) / 2.0 {
                    continue;
                }
                let input = sine(frequency, rate, 0.1, rate as usize);
                let output = resample(&[(rate, input)], 1000);
                let rest = difference(&output, &vec![0.0; 16_000]);
                assert!(rest < 1e-4, "{frequency} Hz at {rate}: {rest} is left");
            }
        }
    }

    #[test]
    fn tones_get_no_mirror_images_when_the_rate_rises() {
        for (rate, frequency) in [(8000, 3400.0), (11_025, 4700.0), (12_000, 5000.0)] {
            let output = resample(&[(rate, sine(frequency, rate, 0.0, rate as usize))], 999);
            let error = difference(&output, &sine(frequency, SAMPLE_RATE, 0.0, 16_000));
            assert!(error < 1e-4, "{frequency} Hz at {rate}: {error}");
        }
    }

    #[test]
    fn a_click_stays_at_its_moment() {
        for rate in RATES {
            let mut input = vec![0.0; rate as usize];
            input[rate as usize / 2] = 1.0;
            let output = resample(&[(rate, input)], 777);
            // Half of an odd number of samples is not quite half a second.
            let moment = f64::from(rate / 2 * SAMPLE_RATE) / f64::from(rate);
            let energy: f64 = output.iter().map(|sample| f64::from(sample * sample)).sum();
            let centre = output.iter().enumerate();
            let centre = centre.map(|(n, sample)| n as f64 * f64::from(sample * sample));
            let centre = centre.sum::<f64>() / energy;
            assert!((centre - moment).abs() < 0.01, "{rate}: {centre} instead of {moment}");
        }
    }

    #[test]
    fn n_samples_become_their_share_rounded_up_in_blocks_of_any_size() {
        for (rate, count) in
            [(48_000_u32, 1_usize), (44_100, 12_345), (8000, 77), (44_099, 9999), (7, 3)]
        {
            let input: Vec<f32> = (0..count).map(|n| (n as f32 * 0.7).sin()).collect();
            let whole = resample(&[(rate, input.clone())], usize::MAX);
            let share = (count * 16_000).div_ceil(rate as usize);
            assert_eq!(whole.len(), share, "{rate}");
            for block in [1, 13, 1024] {
                assert_eq!(resample(&[(rate, input.clone())], block), whole, "{rate}");
            }
        }
    }

    #[test]
    fn a_tone_goes_on_without_a_jump_where_the_rate_changes() {
        let rates = [44_100, 48_000, 16_000, 22_050, 8000, 44_099, 48_000];
        let (mut from, mut stretches) = (0.0, Vec::new());
        for (number, rate) in rates.into_iter().enumerate() {
            let count = rate as usize / 2 + 7 + number;
            stretches.push((rate, sine(300.0, rate, from, count)));
            from += count as f64 / f64::from(rate);
        }
        let output = resample(&stretches, 4000);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few seconds"
        )]
        let length = (from * 16_000.0).ceil() as usize;
        assert_eq!(output.len(), length);
        let expected = sine(300.0, SAMPLE_RATE, 0.0, length);
        // In the middle of each stretch: at most half a sample of the input is rounded off.
        for middle in (0..rates.len()).map(|number| number * 8000 + 4000) {
            let around = middle - 1000..middle + 1000;
            let error = difference(&output[around.clone()], &expected[around]);
            assert!(error < 0.06, "around {middle}: {error}");
        }
    }

    #[test]
    fn what_comes_first_can_be_left_out() {
        let input = sine(440.0, 44_100, 0.0, 44_100);
        let whole = resample(&[(44_100, input.clone())], 500);
        let (mut resampler, mut output) = (Resampler::beginning_at(5000), Vec::new());
        resampler.take(Block { sample_rate: 44_100, samples: &input }, &mut output);
        resampler.finish(&mut output);
        assert_eq!(output, whole[5000..]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(12))]
        #[test]
        fn joined_recordings_of_any_rates_last_as_long_as_they_last(
            parts in proptest::collection::vec((1_000_u32..200_000, 1_usize..3000), 1..8),
        ) {
            let stretches: Vec<_> =
                parts.iter().map(|(rate, count)| (*rate, vec![0.5; *count])).collect();
            let length = |(rate, count): &(u32, usize)| *count as f64 / f64::from(*rate);
            let expected = parts.iter().map(length).sum::<f64>() * 16_000.0;
            let found = resample(&stretches, 700).len() as f64;
            proptest::prop_assert!((0.0..1.001).contains(&(found - expected + 1e-6)));
        }
    }
}
