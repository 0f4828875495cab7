//! Sound, from a file's first bytes to its words.
//!
//! This crate knows nothing of studies, screens, storage or networks: it is given bytes
//! and says what can be heard in them. The way of the sound is the way through the modules:
//! [`decode`] tells what a recording is and turns it into samples, [`sound`] makes them 16,000
//! a second, [`voice`] finds where somebody speaks and packs that into windows of at most
//! 30 seconds, [`mel`] turns a window into what the model reads, [`whisper`] holds the model,
//! computed by [`kernels`], [`decoding`] chooses its words and [`transcribe`] does all of it for a
//! recording, segment by segment. [`speakers`] suggests who speaks when, [`waveform`] draws what was
//! recorded, and [`model_store`] keeps the models that people have.

pub mod decode;
pub mod decoding;
pub mod kernels;
pub mod mel;
pub mod model_store;
mod onnx;
pub mod sound;
pub mod speakers;
pub mod transcribe;
pub mod voice;
pub mod waveform;
pub mod whisper;
