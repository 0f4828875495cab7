//! The shape of a model.

use serde::{Deserialize, Serialize};

/// How large each part of a model is, in the words of OpenAI's `ModelDimensions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimensions {
    /// Mel bins of a frame that the encoder reads: 80 or 128.
    pub mels: usize,
    /// Positions of the encoder's output, half as many as frames: 1500.
    pub audio_context: usize,
    /// Width of the encoder.
    pub audio_state: usize,
    /// Attention heads of the encoder; each is `audio_state / audio_heads` wide.
    pub audio_heads: usize,
    /// Layers of the encoder.
    pub audio_layers: usize,
    /// Tokens in the vocabulary, special ones too: 51,864 (English only), 51,865 or 51,866.
    pub vocabulary: usize,
    /// Positions of the decoder: 448.
    pub text_context: usize,
    /// Width of the decoder.
    pub text_state: usize,
    /// Attention heads of the decoder.
    pub text_heads: usize,
    /// Layers of the decoder.
    pub text_layers: usize,
}
