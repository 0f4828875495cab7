//! The model: its shape, its weights from files, its vocabulary, its encoder and decoder.
//!
//! Names of tensors here are those of OpenAI's own files (`encoder.blocks.0.attn.query.weight`);
//! [`files`] translates what other layouts call them.

mod dimensions;
mod error;
pub mod files;
mod shapes;
mod tensors;

pub use dimensions::Dimensions;
pub use error::{ModelError, TensorFault};
pub use tensors::Tensors;
