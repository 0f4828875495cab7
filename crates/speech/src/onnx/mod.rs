//! What ONNX files are made of, without running them: the fields of their messages, and tensors.
//!
//! Networks that are known here ([`crate::voice::Silero`], [`crate::speakers::Segmentation`]) look
//! through a file's graph for their weights, each in its own way.

mod tensor;
mod wire;

pub(crate) use self::tensor::Tensor;
pub(crate) use self::wire::{Fields, Value};

/// What is wrong with a file, in a few words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault(pub(crate) String);

impl Fault {
    fn new(what: &str) -> Self {
        Self(what.to_owned())
    }
}

/// Bytes as the text that they are.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
