//! Whether the vocal folds swing: what tells the hiss of a microphone from a voice.
//!
//! A vowel repeats itself 70 to 400 times a second. How well the sound of 48 milliseconds fits
//! itself after one such period is its normalised autocorrelation, at a quarter of the rate.

/// Samples that are looked at.
const SPAN: usize = 768;
/// Only each fourth, the mean of its neighbours, counts.
const COARSE: usize = 4;
/// Periods in coarse samples: 400 Hz and 70 Hz.
const PERIODS: std::ops::Range<usize> = 10..58;

/// The last moments of a recording.
pub(super) struct Voicing {
    coarse: [f32; SPAN / COARSE],
}

impl Voicing {
    pub(super) fn new() -> Self {
        Self { coarse: [0.0; SPAN / COARSE] }
    }

    /// Takes what comes next.
    pub(super) fn take(&mut self, samples: &[f32]) {
        let count = (samples.len() / COARSE).min(self.coarse.len());
        self.coarse.rotate_left(count);
        let kept = self.coarse.len() - count;
        let coarse = self.coarse.iter_mut().skip(kept);
        let latest = samples.get(samples.len() - count * COARSE..).unwrap_or_default();
        for (coarse, fine) in coarse.zip(latest.chunks_exact(COARSE)) {
            *coarse = fine.iter().sum();
        }
    }

    /// How well the last moments repeat themselves: about 0 for noise, 1 for a tone.
    pub(super) fn strength(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "there are 192")]
        let mean = self.coarse.iter().sum::<f32>() / self.coarse.len() as f32;
        let sound = self.coarse.map(|sample| sample - mean);
        let power = dot(&sound, &sound);
        let (mut first, mut last) = (0.0, 0.0);
        let (mut strongest, mut edge) = (0.0_f32, 0);
        for period in PERIODS {
            // The power of all but the first moments, and of all but the last.
            while edge < period {
                first += sound[edge] * sound[edge];
                last += sound[sound.len() - 1 - edge] * sound[sound.len() - 1 - edge];
                edge += 1;
            }
            let powers = (power - first).max(0.0) * (power - last).max(0.0);
            if powers > 1e-20 {
                let fit = dot(&sound[period..], &sound[..sound.len() - period]);
                strongest = strongest.max((fit / powers.sqrt()).min(1.0));
            }
        }
        strongest
    }
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    let (one, one_rest) = one.as_chunks::<8>();
    let (other, other_rest) = other.as_chunks::<8>();
    for (one, other) in one.iter().zip(other) {
        for ((lane, one), other) in lanes.iter_mut().zip(one).zip(other) {
            *lane += one * other;
        }
    }
    let rest = one_rest.iter().zip(other_rest).map(|(one, other)| one * other);
    lanes.iter().sum::<f32>() + rest.sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::cast_precision_loss, reason = "the sounds of tests are short")]
    fn strength(sound: impl Fn(f32) -> f32) -> f32 {
        let mut voicing = Voicing::new();
        let samples: Vec<f32> = (0..2000).map(|n| sound(n as f32 / 16_000.0)).collect();
        samples.chunks(256).for_each(|frame| voicing.take(frame));
        voicing.strength()
    }

    #[test]
    fn a_buzz_is_voiced_at_any_pitch_and_noise_is_not() {
        for pitch in [75.0, 120.0, 210.0, 380.0] {
            let buzz = strength(|time| (time * pitch).fract() - 0.5);
            assert!(buzz > 0.9, "{pitch} Hz: {buzz}");
        }
        let noise = strength(|time| ((time * 54_321.7).sin() * 43_758.547).fract() - 0.5);
        assert!(noise < 0.6, "{noise}");
        assert!(strength(|_| 0.0) < 1e-6);
        assert!(strength(|_| 1.0) < 1e-6);
    }

    #[test]
    fn frames_of_any_length_are_taken() {
        let mut voicing = Voicing::new();
        voicing.take(&[0.5; 3000]);
        voicing.take(&[0.5; 3]);
        voicing.take(&[]);
        assert!(voicing.strength() < 1e-6);
    }
}
