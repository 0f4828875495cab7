//! The model: its shape, its weights from files, its vocabulary, its encoder and decoder.
//!
//! Names of tensors here are those of OpenAI's own files (`encoder.blocks.0.attn.query.weight`);
//! [`files`] translates what other layouts call them.

mod decoder;
mod dimensions;
mod encoder;
mod error;
pub mod files;
mod layers;
mod listening;
mod shapes;
mod tensors;

pub use decoder::Decoder;
pub use dimensions::Dimensions;
pub use encoder::{Encoder, States, WindowError};
pub use error::{ModelError, TensorFault};
pub use layers::Machine;
pub use listening::Listening;
pub use tensors::Tensors;
