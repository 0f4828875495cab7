//! Silero's voice detector, version 6, from a file: a second opinion.
//!
//! It is larger and slower than [`super::Earshot`] and harder to deceive. The network is the one of
//! github.com/snakers4/silero-vad for 16 kHz: frames of 512 samples with 64 from before, a short
//! Fourier transform by convolution, four convolutional layers, and a recurrent one.
//! Only its numbers are read from a file; tests compare it to its ONNX file, run by onnxruntime.

mod file;
mod ggml;
mod network;
mod onnx;

use std::fmt;
use std::io::Read;

use self::file::Tensors;
pub use self::file::{Format, SileroError};
use self::network::{Convolution, Memory, dot, sigmoid};
use super::detector::Detector;

/// Samples in a frame.
const FRAME: usize = 512;
/// Samples that are heard again with the next frame.
const CONTEXT: usize = 64;
/// Samples in a Fourier transform, and from one to the next.
const TRANSFORM: usize = 256;
const HOP: usize = 128;
/// Frequencies in a transform.
const FREQUENCIES: usize = TRANSFORM / 2 + 1;
/// Cells of the memory.
const CELLS: usize = 128;
/// Inputs, outputs and stride of the convolutional layers.
const LAYERS: [(usize, usize, usize); 4] =
    [(FREQUENCIES, 128, 1), (128, 64, 2), (64, 64, 2), (64, CELLS, 1)];

/// The detector while it hears a recording.
#[derive(Clone)]
pub struct Silero {
    /// Cosines and sines under a window, `258 × 256`.
    basis: Vec<f32>,
    layers: Vec<Convolution>,
    memory: Memory,
    output: Vec<f32>,
    output_bias: f32,
    /// The context, the frame, and its last samples once more in the mirror.
    sound: Vec<f32>,
}

impl Silero {
    /// Reads the detector from its file, ONNX or whisper.cpp's, and begins a recording.
    ///
    /// # Errors
    /// When it is another file or a damaged one, or the storage fails.
    pub fn read(source: impl Read) -> Result<Self, SileroError> {
        let mut tensors = Tensors::read(source)?;
        let layers = LAYERS.iter().enumerate().map(|(number, layer)| {
            let name = format!("encoder.{number}.reparam_conv");
            let weights = tensors.take(&format!("{name}.weight"), layer.0 * layer.1 * 3)?;
            let bias = tensors.take(&format!("{name}.bias"), layer.1)?;
            Ok(Convolution::new(*layer, &weights, bias))
        });
        let layers = layers.collect::<Result<_, SileroError>>()?;
        let mut bias = tensors.take("decoder.rnn.bias_ih", 4 * CELLS)?;
        let more = tensors.take("decoder.rnn.bias_hh", 4 * CELLS)?;
        bias.iter_mut().zip(more).for_each(|(bias, more)| *bias += more);
        let memory = Memory::new(
            CELLS,
            tensors.take("decoder.rnn.weight_ih", 4 * CELLS * CELLS)?,
            tensors.take("decoder.rnn.weight_hh", 4 * CELLS * CELLS)?,
            bias,
        );
        let output_bias = tensors.take("decoder.decoder.2.bias", 1)?;
        Ok(Self {
            basis: tensors.take("stft.forward_basis_buffer", 2 * FREQUENCIES * TRANSFORM)?,
            layers,
            memory,
            output: tensors.take("decoder.decoder.2.weight", CELLS)?,
            output_bias: output_bias.first().copied().unwrap_or_default(),
            sound: vec![0.0; CONTEXT + FRAME + CONTEXT],
        })
    }

    /// Puts a frame behind the end of the one before.
    fn take(&mut self, frame: &[f32]) {
        self.sound.copy_within(FRAME..FRAME + CONTEXT, 0);
        let (_, rest) = self.sound.split_at_mut(CONTEXT);
        let (heard, mirror) = rest.split_at_mut(FRAME);
        for (heard, sample) in heard.iter_mut().zip(frame) {
            *heard = *sample;
        }
        for (mirrored, sample) in mirror.iter_mut().zip(heard.iter().rev().skip(1)) {
            *mirrored = *sample;
        }
    }

    /// How strong each frequency is, frame after frame.
    fn strengths(&self) -> Vec<f32> {
        let (cosines, sines) = self.basis.split_at(FREQUENCIES * TRANSFORM);
        let frames = self.sound.windows(TRANSFORM).step_by(HOP);
        let strengths = frames.flat_map(|frame| {
            let parts = cosines.chunks(TRANSFORM).zip(sines.chunks(TRANSFORM));
            parts.map(move |(cosine, sine)| dot(cosine, frame).hypot(dot(sine, frame)))
        });
        strengths.collect()
    }
}

impl fmt::Debug for Silero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Silero").finish_non_exhaustive()
    }
}

impl Detector for Silero {
    fn frame(&self) -> usize {
        FRAME
    }

    fn listen(&mut self, frame: &[f32]) -> f32 {
        self.take(frame);
        let mut values = self.strengths();
        for layer in &self.layers {
            values = layer.apply(&values);
        }
        let state = self.memory.step(&values);
        let heard: Vec<f32> = state.iter().map(|value| value.max(0.0)).collect();
        sigmoid(dot(&self.output, &heard) + self.output_bias)
    }
}
