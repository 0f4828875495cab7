//! How likely and how loud somebody speaks at each moment of a recording.

use super::detector::Detector;
use super::level::{Leveller, decibels};
use super::voicing::Voicing;

/// What a detector made of a whole recording, frame by frame: some megabytes for an hour.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Activity {
    /// Samples from one frame to the next, at 16 kHz.
    pub frame: u64,
    /// How long the recording is, in samples.
    pub samples: u64,
    /// The likelihood that somebody speaks, from 0 to 1; the last frame may be cut off.
    pub speech: Vec<f32>,
    /// How much each frame is voiced, from 0 to 1, where somebody may speak.
    pub voicing: Vec<f32>,
    /// The loudness of each frame as it was recorded, in decibels below full.
    pub loudness: Vec<f32>,
}

impl Activity {
    /// The share of frames in which somebody more likely speaks than not.
    pub fn share(&self) -> f64 {
        let spoken = self.speech.iter().filter(|likelihood| **likelihood >= 0.5).count();
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
        let share = spoken as f64 / self.speech.len().max(1) as f64;
        share
    }
}

/// Listens for voices while a recording goes by.
pub struct Observer<D> {
    ear: Ear<D>,
    leveller: Option<Leveller>,
    loudness: Frames,
    activity: Activity,
}

/// A detector and what it said.
struct Ear<D> {
    detector: D,
    frames: Frames,
    sound: Voicing,
    speech: Vec<f32>,
    voicing: Vec<f32>,
}

/// Where speech is less likely, nobody asks whether it is voiced.
const UNLIKELY: f32 = 0.4;

impl<D: Detector> Observer<D> {
    /// Begins a recording.
    pub fn new(detector: D) -> Self {
        let frame = detector.frame();
        let leveller = detector.loudness().map(Leveller::new);
        let activity = Activity { frame: frame as u64, ..Activity::default() };
        let ear = Ear {
            detector,
            frames: Frames::new(frame),
            sound: Voicing::new(),
            speech: Vec::new(),
            voicing: Vec::new(),
        };
        Self { ear, leveller, loudness: Frames::new(frame), activity }
    }

    /// Takes what comes next, at 16 kHz.
    pub fn take(&mut self, samples: &[f32]) {
        let Self { ear, leveller, loudness, activity } = self;
        activity.samples += samples.len() as u64;
        loudness.take(samples, |frame| activity.loudness.push(decibels(frame)));
        match leveller {
            Some(leveller) => leveller.take(samples, |samples| ear.take(samples)),
            None => ear.take(samples),
        }
    }

    /// Ends the recording.
    pub fn finish(self) -> Activity {
        let Self { mut ear, leveller, mut loudness, mut activity } = self;
        let last = loudness.finish();
        if !last.is_empty() {
            activity.loudness.push(decibels(&last));
        }
        if let Some(mut leveller) = leveller {
            leveller.finish(|samples| ear.take(samples));
        }
        let last = ear.frames.finish();
        if !last.is_empty() {
            ear.take(&last);
        }
        Activity { speech: ear.speech, voicing: ear.voicing, ..activity }
    }
}

impl<D: Detector> Ear<D> {
    fn take(&mut self, samples: &[f32]) {
        let Self { detector, frames, sound, speech, voicing } = self;
        frames.take(samples, |frame| {
            sound.take(frame);
            let likelihood = detector.listen(frame);
            speech.push(likelihood);
            voicing.push(if likelihood < UNLIKELY { 0.0 } else { sound.strength() });
        });
    }
}

/// Cuts what comes in chunks into frames.
struct Frames {
    length: usize,
    open: Vec<f32>,
}

impl Frames {
    fn new(length: usize) -> Self {
        Self { length: length.max(1), open: Vec::new() }
    }

    fn take(&mut self, samples: &[f32], mut give: impl FnMut(&[f32])) {
        self.open.extend_from_slice(samples);
        let frames = self.open.chunks_exact(self.length);
        let left = frames.remainder().len();
        frames.for_each(&mut give);
        self.open.drain(..self.open.len() - left);
    }

    /// What is left, filled up with silence.
    fn finish(&mut self) -> Vec<f32> {
        let mut last = std::mem::take(&mut self.open);
        if !last.is_empty() {
            last.resize(self.length, 0.0);
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes for speech what is positive.
    struct Positive;

    impl Detector for Positive {
        fn frame(&self) -> usize {
            100
        }

        fn listen(&mut self, frame: &[f32]) -> f32 {
            assert_eq!(frame.len(), 100);
            if frame[0] > 0.0 { 1.0 } else { 0.0 }
        }

        fn loudness(&self) -> Option<f32> {
            Some(-20.0)
        }
    }

    #[test]
    fn each_frame_is_heard_once_in_chunks_of_any_size() {
        let samples: Vec<f32> =
            (0..70_050).map(|n| if n / 100 % 2 == 0 { 0.01 } else { -0.01 }).collect();
        for chunk in [1, 99, 8192, 1_000_000] {
            let mut observer = Observer::new(Positive);
            samples.chunks(chunk).for_each(|samples| observer.take(samples));
            let activity = observer.finish();
            assert_eq!((activity.samples, activity.speech.len()), (70_050, 701));
            assert_eq!((activity.loudness.len(), activity.voicing.len()), (701, 701));
            assert!(activity.speech.iter().step_by(2).all(|likelihood| *likelihood > 0.5));
            assert!((activity.loudness[0] + 40.0).abs() < 0.01);
            assert!((activity.share() - 351.0 / 701.0).abs() < 1e-9);
        }
    }

    #[test]
    fn nothing_is_no_activity() {
        let activity = Observer::new(Positive).finish();
        assert_eq!((activity.samples, activity.speech.len()), (0, 0));
        assert!(activity.share() < 1e-9);
    }
}
