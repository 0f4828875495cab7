//! How loud it is, and making it equally loud everywhere.
//!
//! Phones on a table, a whisper and a shout differ by 40 dB; a detector is taught on much
//! less. Each block of half a second is made louder or quieter by what the loudest block around it
//! needs, so that speech keeps its shape, a quiet speaker after a loud one is heard, and
//! the noise in a pause stays as far below the speech as it was.

use std::collections::VecDeque;

/// Samples in a block: a whole number of frames of any detector.
const BLOCK: usize = 8192;
/// Blocks before and after, that count for how loud one becomes: four seconds to each side.
const AROUND: usize = 8;
/// Nothing is made louder than by this, in decibels: behind it there is only noise.
const MOST_GAIN: f32 = 30.0;

/// The mean power of some samples in decibels below a square wave of full loudness, -120 at least.
pub(super) fn decibels(samples: &[f32]) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a frame has some hundred samples")]
    let count = samples.len().max(1) as f32;
    let power = samples.iter().map(|sample| sample * sample).sum::<f32>() / count;
    10.0 * power.max(1e-12).log10()
}

/// Brings sound to an equal loudness, four seconds after it was given.
pub(super) struct Leveller {
    loudness: f32,
    /// What is no whole block yet.
    open: Vec<f32>,
    /// Blocks whose turn has not come, and the levels of those and the ones before.
    blocks: VecDeque<Vec<f32>>,
    levels: VecDeque<f32>,
}

impl Leveller {
    pub(super) fn new(loudness: f32) -> Self {
        Self { loudness, open: Vec::new(), blocks: VecDeque::new(), levels: VecDeque::new() }
    }

    /// Takes sound and gives that of which is known how loud it is around it.
    pub(super) fn take(&mut self, samples: &[f32], mut give: impl FnMut(&[f32])) {
        let mut rest = samples;
        while !rest.is_empty() {
            let (some, later) = rest.split_at(rest.len().min(BLOCK - self.open.len()));
            self.open.extend_from_slice(some);
            rest = later;
            if self.open.len() == BLOCK {
                self.close_block();
                if self.blocks.len() > AROUND {
                    self.give_one(&mut give);
                }
            }
        }
    }

    /// Gives what is left.
    pub(super) fn finish(&mut self, mut give: impl FnMut(&[f32])) {
        if !self.open.is_empty() {
            self.close_block();
        }
        while !self.blocks.is_empty() {
            self.give_one(&mut give);
        }
    }

    fn close_block(&mut self) {
        let block = std::mem::take(&mut self.open);
        self.levels.push_back(decibels(&block));
        self.blocks.push_back(block);
    }

    fn give_one(&mut self, give: &mut impl FnMut(&[f32])) {
        let Some(mut block) = self.blocks.pop_front() else { return };
        let loudest = self.levels.iter().copied().fold(f32::MIN, f32::max);
        let gain = 10_f32.powf((self.loudness - loudest).min(MOST_GAIN) / 20.0);
        for sample in &mut block {
            *sample = (*sample * gain).clamp(-1.0, 1.0);
        }
        give(&block);
        if self.levels.len() > self.blocks.len() + AROUND {
            self.levels.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levelled(samples: &[f32], chunk: usize) -> Vec<f32> {
        let (mut leveller, mut all) = (Leveller::new(-40.0), Vec::new());
        for samples in samples.chunks(chunk) {
            leveller.take(samples, |block| all.extend_from_slice(block));
        }
        leveller.finish(|block| all.extend_from_slice(block));
        all
    }

    #[test]
    fn a_loud_and_a_quiet_voice_become_alike_and_noise_stays_below() {
        let seconds = |level: f32, count: usize| vec![level; count * 16_000];
        let samples = [seconds(0.5, 20), seconds(0.005, 20), seconds(0.000_01, 20)].concat();
        for chunk in [100, 8192, 50_000] {
            let all = levelled(&samples, chunk);
            assert_eq!(all.len(), samples.len());
            let level = |second: usize| decibels(&all[second * 16_000..(second + 1) * 16_000]);
            assert!((level(10) + 40.0).abs() < 0.1);
            assert!((level(30) + 40.0).abs() < 0.1);
            // Just after the loud voice, the quiet one is not raised yet.
            assert!(level(21) < -75.0);
            assert!((level(50) + 70.0).abs() < 0.1);
        }
    }

    #[test]
    fn silence_stays_silent() {
        assert_eq!(levelled(&[0.0; 1000], 99), [0.0; 1000]);
        assert!((decibels(&[]) + 120.0).abs() < 1e-3);
        assert!(decibels(&[1.0; 10]).abs() < 1e-3);
    }
}
