//! What a model can do for a transcriber.

use crate::decoding::{Listener, Listeners};

/// A model that can hear.
pub trait Engine {
    /// Hears at most 30 seconds of sound, 16,000 samples a second, and gives what can be asked
    /// about it.
    fn hear<'e>(&'e mut self, samples: &[f32]) -> Box<dyn Listener + 'e>;

    /// Hears several sounds, each as [`Self::hear`] does, to be asked about at once; nothing from a
    /// model that hears one at a time.
    fn hear_all<'e>(&'e mut self, _sounds: &[&[f32]]) -> Option<Box<dyn Listeners + 'e>> {
        None
    }
}
