//! A whole model of Whisper as an engine: spectrogram, encoder and decoder.

use super::Engine;
use crate::decoding::Listener;
use crate::mel::{FRAMES, Spectrograph};
use crate::whisper::files::ModelFile;
use crate::whisper::{Decoder, Dimensions, Encoder, Machine, ModelError, Tensors};

/// A model, ready to hear.
pub struct Model {
    dimensions: Dimensions,
    spectrograph: Spectrograph,
    encoder: Encoder,
    decoder: Decoder,
}

impl Model {
    /// Reads a model that was opened, with the heads that follow the sound; its vocabulary is read by
    /// [`ModelFile::tokenizer`].
    ///
    /// # Errors
    /// When weights are missing, damaged or of another shape than the model tells.
    pub fn open(file: &mut ModelFile, machine: &Machine) -> Result<Self, ModelError> {
        let heads = file.alignment_heads();
        let mut model = Self::read(file, machine)?;
        model.decoder.set_alignment_heads(&heads);
        Ok(model)
    }

    /// Reads a model from anything that has its weights.
    ///
    /// # Errors
    /// As [`Model::open`].
    pub fn read(tensors: &mut dyn Tensors, machine: &Machine) -> Result<Self, ModelError> {
        let dimensions = tensors.dimensions();
        Ok(Self {
            dimensions,
            spectrograph: Spectrograph::new(dimensions.mels),
            encoder: Encoder::read(tensors, machine)?,
            decoder: Decoder::read(tensors, machine)?,
        })
    }
}

impl Engine for Model {
    /// The window always counts as 30 seconds: models were trained on nothing shorter.
    fn hear<'e>(&'e mut self, samples: &[f32]) -> Box<dyn Listener + 'e> {
        let frames = FRAMES.min(2 * self.dimensions.audio_context);
        let mel = self.spectrograph.draw(samples, frames);
        let states = self.encoder.encode(&mel).expect("the spectrogram was drawn for this encoder");
        Box::new(self.decoder.listen(&states))
    }
}
