//! The arithmetic of the model, in the widest instructions that the processor has.
//!
//! Each kernel is written once, over the small set of operations of [`simd`], and compiled once for
//! every instruction set; [`Isa::best`] asks the processor at run time. Whole numbers come out
//! equal on all of them, and what is computed for a row never depends on which rows are
//! computed with it, nor on the number of [`Threads`]. This is the one module of the workspace
//! with unsafe code: lengths are asserted where safe code enters it.

#![expect(unsafe_code, reason = "vector instructions and their loads are unsafe to call")]
#![expect(clippy::inline_always, reason = "only what is inlined has the caller's instructions")]
#![cfg_attr(
    test,
    allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::float_cmp,
        reason = "numbers of tests are small, and where they are to be equal they are"
    )
)]

mod activation;
mod aligned;
mod attention;
mod gates;
mod half;
mod isa;
mod linear;
mod norm;
mod packed;
mod quantise;
mod recall;
mod rows;
mod simd;
#[cfg(test)]
mod testing;
mod threads;
mod tile;

pub use activation::gelu;
pub use attention::{attend, attention_scores};
pub use gates::remember;
pub use half::{halve, widen};
pub use isa::Isa;
pub use linear::{Linear, Then};
pub use norm::LayerNorm;
pub use packed::{CHUNK, Chunk, KeysAndValues, Stored};
pub use recall::{Recall, recall};
pub use rows::Rows;
pub use threads::Threads;

/// How the weights of a layer are kept and multiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// 32-bit floating point.
    Float,
    /// 8-bit whole numbers with one scale an output, and activations scaled row by row.
    #[default]
    Int8,
}
