//! The model: its shape, its weights from files, its vocabulary, its encoder and decoder.
//!
//! Names of tensors here are those of OpenAI's own files (`encoder.blocks.0.attn.query.weight`);
//! [`files`] translates what other layouts call them. [`tokenizer`] makes tokens of words, whose
//! list comes from a [`vocabulary`] file, and knows the [`languages`].

mod alignment_heads;
mod decoder;
mod dimensions;
mod encoder;
mod error;
pub mod files;
pub mod languages;
mod layers;
mod listening;
mod model;
mod shapes;
mod tensors;
pub mod tokenizer;
pub mod vocabulary;

pub use decoder::Decoder;
pub use dimensions::Dimensions;
pub use encoder::{Encoder, States, WindowError};
pub use error::{ModelError, TensorFault};
pub use layers::Machine;
pub use listening::Listening;
pub use model::{Ears, Model};
pub use tensors::Tensors;
pub use tokenizer::Tokenizer;
