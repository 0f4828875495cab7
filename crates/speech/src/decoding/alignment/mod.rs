//! When each word was said, read from where the model looked while it wrote it.

/// Where each head of interest looked: cross-attention scores before softmax.
#[derive(Debug, Clone, PartialEq)]
pub struct Attention {
    /// Heads whose attention follows the sound.
    pub heads: usize,
    /// Tokens of the sequence.
    pub tokens: usize,
    /// Positions of the encoder's output, one each 20 ms.
    pub frames: usize,
    /// `heads × tokens × frames`: the products of query and key, scaled as the model scales them.
    pub scores: Vec<f32>,
}
