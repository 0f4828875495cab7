//! The encoder and the decoder against references that were not written with them: numbers that
//! numpy found, and the plainest code in 64 bits.

#[path = "../micro/mod.rs"]
mod micro;

mod caches;
mod goldens;
mod plain;
mod shapes;
