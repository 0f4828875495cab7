//! The encoder and the decoder against references that were not written with them: numbers that
//! numpy found, and the plainest code in 64 bits.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "numbers of tests are small, and compared with tolerance"
)]

#[path = "../micro/mod.rs"]
mod micro;

mod caches;
mod goldens;
mod plain;
mod shapes;
