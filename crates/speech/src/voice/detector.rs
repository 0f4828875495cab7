//! What tells a voice from other sound, one short frame after the other.

use super::level::decibels;

/// Tells how likely each frame of a recording holds a voice. It remembers what came before.
pub trait Detector {
    /// Samples in a frame, at 16 kHz.
    fn frame(&self) -> usize;

    /// The likelihood, from 0 to 1, that somebody speaks in the frame that comes next. It has as
    /// many samples as [`Self::frame`] says, from -1 to 1.
    fn listen(&mut self, frame: &[f32]) -> f32;

    /// The loudness in decibels that the loudest half second should be brought to before
    /// the detector hears it; none if the detector wants the sound as it is.
    fn loudness(&self) -> Option<f32> {
        None
    }
}

impl<D: Detector + ?Sized> Detector for Box<D> {
    fn frame(&self) -> usize {
        (**self).frame()
    }

    fn listen(&mut self, frame: &[f32]) -> f32 {
        (**self).listen(frame)
    }

    fn loudness(&self) -> Option<f32> {
        (**self).loudness()
    }
}

/// The small network of the crate `earshot`, which needs no file.
///
/// It takes loud noise for speech (pink noise from -20 dB on, measured) and hears speech down to
/// -45 dB. So what it hears is made as quiet as speech can be; noise beside it is then too quiet.
pub struct Earshot(Box<earshot::Detector>);

/// Measured on thirty recordings: the level at which speech is found where Silero finds it, and
/// noise is not.
const LOUDNESS: f32 = -40.0;

impl Earshot {
    /// Begins a recording.
    pub fn new() -> Self {
        Self(earshot::Detector::default_boxed())
    }
}

impl Default for Earshot {
    fn default() -> Self {
        Self::new()
    }
}

impl Detector for Earshot {
    fn frame(&self) -> usize {
        256
    }

    fn listen(&mut self, frame: &[f32]) -> f32 {
        if decibels(frame) < SILENCE {
            // The network was never taught what digital silence is.
            self.0.predict_f32(&[0.0; 256]);
            return 0.0;
        }
        let likelihood = self.0.predict_f32(frame);
        if likelihood.is_finite() { likelihood.clamp(0.0, 1.0) } else { 0.0 }
    }

    fn loudness(&self) -> Option<f32> {
        Some(LOUDNESS)
    }
}

/// Nothing is heard below this, after it was made louder: 16-bit samples end at -98 dB.
const SILENCE: f32 = -90.0;
