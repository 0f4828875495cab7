//! What a model can do for a transcriber.

use crate::decoding::Listener;

/// A model that can hear.
pub trait Engine {
    /// Hears at most 30 seconds of sound, 16,000 samples a second, and gives what can be asked
    /// about it.
    fn hear<'e>(&'e mut self, samples: &[f32]) -> Box<dyn Listener + 'e>;
}
