//! Who speaks when, as a suggestion: turns of voices that have no names.
//!
//! A [`Segmentation`] network, read from a file that a person has, tells for ten seconds at a time
//! which of up to three voices speak; it is the one of pyannote's segmentation 3.0 (Plaquet and
//! Bredin 2023). A [`Listener`] hears a recording through windows that overlap, and a [`Suggestion`]
//! makes turns of what it heard. Nothing here knows a voice by its sound: who is who is followed
//! from window to window, or concluded from who is not, and where neither works a new [`Stretch`]
//! begins. [`hear`] does all of it for a recording.

mod bands;
mod classes;
mod features;
mod graph;
mod listener;
mod memory;
mod network;
mod tracks;
mod turns;
mod voices;

use std::io::{Read, Seek};
use std::ops::ControlFlow;

pub use self::classes::{CLASSES, Speaking, VOICES};
pub use self::listener::{Listener, Window};
pub use self::network::Segmentation;
pub use self::turns::{Stretch, Suggestion, Turn};
use crate::decode::{DecodeError, Heard};
use crate::onnx::Fault;
use crate::sound::{Recording, SAMPLE_RATE};
use crate::voice::{Earshot, Observer, Sensitivity, find_stretches};

/// Hears a recording in which so many people speak, and suggests their turns. `go_on` is told how
/// many samples have been heard, and may break off; then the turns are those until there.
///
/// # Errors
/// As [`crate::sound::listen`].
pub fn hear<S>(
    recording: &mut Recording<'_, S>,
    network: &Segmentation,
    people: usize,
    mut go_on: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<(Suggestion, Heard), DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let mut listener = Listener::new(network);
    let mut observer = Observer::new(Earshot::new());
    let mut samples = 0;
    let heard = recording.listen(|chunk| {
        listener.take(chunk);
        observer.take(chunk);
        samples += chunk.len() as u64;
        go_on(samples)
    })?;
    let (spoken, _) = find_stretches(&observer.finish(), &Sensitivity::default());
    let ms = |sample: u64| sample * 1000 / u64::from(SAMPLE_RATE);
    let spoken: Vec<_> =
        spoken.iter().map(|stretch| (ms(stretch.heard.start), ms(stretch.heard.end))).collect();
    let mut suggestion = Suggestion::new(&listener.finish(), people);
    suggestion.keep_spoken(&spoken);
    Ok((suggestion, heard))
}

/// Why a file cannot be used to tell voices apart.
#[derive(Debug, thiserror::Error)]
pub enum SegmentationError {
    /// It is another kind of file.
    #[error("this is no ONNX file of pyannote's segmentation 3.0 (model.onnx, model.int8.onnx)")]
    Unknown,
    /// A part of it is missing or has another shape.
    #[error(
        "the file is damaged or of another version ({0}): copy it again, as bytes and not as text"
    )]
    Damaged(String),
    /// The storage could not be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<Fault> for SegmentationError {
    fn from(Fault(what): Fault) -> Self {
        Self::Damaged(what)
    }
}
