//! Sound, from a file's first bytes to its words.
//!
//! This crate knows nothing of studies, screens or storage: it is given bytes
//! and says what can be heard in them. Start at [`decode`], which tells what a
//! recording is and how long it lasts without holding it in memory, and turns
//! it into samples. [`waveform`] draws what was recorded.

pub mod decode;
pub mod waveform;
