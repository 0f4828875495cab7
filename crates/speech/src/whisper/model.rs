//! A model that is ready to hear: what a window sounds like, what it was encoded to, and the words.

use crate::decoding::{Listener, Listeners};
use crate::mel::{FRAMES, HOP, Spectrograph};
use crate::transcribe::Engine;

use super::files::ModelFile;
use super::{Decoder, Encoder, Machine, ModelError, States, Tensors as _, Tokenizer};

/// A model with its vocabulary.
pub struct Model {
    ears: Ears,
    tokenizer: Tokenizer,
    machine: Machine,
}

/// What of a model hears; it lends itself to a [`crate::transcribe::Transcriber`] beside the
/// vocabulary.
pub struct Ears {
    spectrograph: Spectrograph,
    encoder: Encoder,
    decoder: Decoder,
    /// Frames of a whole window.
    frames: usize,
}

impl Model {
    /// Reads a model from its file and packs it for a machine.
    ///
    /// # Errors
    /// When the file is damaged, or has no vocabulary.
    pub fn read(file: &mut ModelFile, machine: &Machine) -> Result<Self, ModelError> {
        let tokenizer = file.tokenizer()?;
        let heads = file.alignment_heads();
        let encoder = Encoder::read(file, machine)?;
        let mut decoder = Decoder::read(file, machine)?;
        if !heads.is_empty() {
            decoder.set_alignment_heads(&heads);
        }
        let dimensions = file.dimensions();
        let spectrograph = Spectrograph::new(dimensions.mels);
        let frames = FRAMES.min(2 * dimensions.audio_context);
        let ears = Ears { spectrograph, encoder, decoder, frames };
        Ok(Self { ears, tokenizer, machine: machine.clone() })
    }

    /// What hears, and the vocabulary.
    pub fn parts(&mut self) -> (&mut Ears, &Tokenizer) {
        (&mut self.ears, &self.tokenizer)
    }

    /// How it is computed.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("machine", &self.machine).finish_non_exhaustive()
    }
}

impl Ears {
    fn encode(&self, samples: &[f32]) -> States {
        // All of the 30 seconds, silent at the end: a model that was trained on nothing else
        // goes round in circles on less.
        let samples = &samples[..samples.len().min(self.frames * HOP)];
        let mel = self.spectrograph.draw(samples, self.frames);
        self.encoder.encode(&mel).expect("it is drawn with the bins and frames of this model")
    }
}

impl Engine for Ears {
    fn hear<'e>(&'e mut self, samples: &[f32]) -> Box<dyn Listener + 'e> {
        let states = self.encode(samples);
        Box::new(self.decoder.listen(&states))
    }

    fn hear_all<'e>(&'e mut self, sounds: &[&[f32]]) -> Option<Box<dyn Listeners + 'e>> {
        let states: Vec<_> = sounds.iter().map(|samples| self.encode(samples)).collect();
        Some(Box::new(self.decoder.listen_to_all(&states)))
    }
}
