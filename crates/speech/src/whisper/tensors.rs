//! What the encoder and the decoder ask of a model's file: one tensor after the other.
//!
//! A model is turned into what the kernels multiply with tensor by tensor, so that a file of three
//! gigabytes is never in memory twice. Names are OpenAI's own; whoever implements [`Tensors`]
//! translates them.

use super::dimensions::Dimensions;
use super::error::ModelError;

/// A model's weights, by name.
pub trait Tensors {
    /// How large each part of the model is.
    fn dimensions(&self) -> Dimensions;

    /// Reads a tensor as 32-bit numbers in the order of the shape, the last index running fastest.
    ///
    /// `name` is OpenAI's, such as `encoder.blocks.0.attn.query.weight`, whose shape is
    /// `[outputs, inputs]`; a convolution's weight is `[outputs, inputs, 3]`. What comes back has
    /// exactly the product of `shape` numbers, all of them finite.
    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError>;
}
