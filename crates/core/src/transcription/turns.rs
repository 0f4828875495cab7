//! Suggesting who speaks when, from a recording and a network that a person has as a file.
//!
//! A machine listens here as it does for a transcript, so the same consent is asked. Nothing of
//! what it finds is kept: who takes a suggestion over names speakers as by hand
//! ([`take_over`](crate::transcript::take_over)).

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use trefoil_speech::kernels::Isa;
use trefoil_speech::sound::Recording;
use trefoil_speech::speakers::{self, Segmentation, Suggestion};

use super::permitted;
use crate::corpus::media::{Media, Tape};
use crate::corpus::source::Source;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::study::Study;

/// Hears the recording of a source in which so many people speak, and suggests their turns. `tell`
/// is told how far it was heard, in milliseconds, and may break off.
///
/// Errors: somebody in it did not agree, it has no recording, or the file is no network.
pub fn suggest_turns(
    study: &Study,
    source: Id,
    network: &Path,
    people: usize,
    tell: &mut dyn FnMut(i64) -> ControlFlow<()>,
) -> Result<Suggestion> {
    let media = study.read(move |reader| {
        permitted(reader, source)?;
        let source: Source = reader.get(source)?;
        let none = || Error::conflict(format!("“{}” has no recording.", source.name));
        reader.get::<Media>(source.media.ok_or_else(none)?)
    })?;
    let of_file = |error: &dyn std::fmt::Display| {
        Error::new(Kind::BadFile, format!("{}: {error}.", network.display()))
    };
    let file = File::open(network).map_err(|error| of_file(&error))?;
    let network = Segmentation::read(file, Isa::best()).map_err(|error| of_file(&error))?;
    let tape = Tape::new(study.clone(), &media);
    let open = || -> io::Result<Tape> { Ok(tape.rewound()) };
    let kind = media.mime.rsplit_once('/').map(|(_, kind)| kind);
    let mut recording = Recording::new(open, kind);
    let heard = speakers::hear(&mut recording, &network, people, |samples| {
        tell(i64::try_from(samples / 16).unwrap_or(i64::MAX))
    });
    let unreadable =
        |error| Error::new(Kind::BadFile, format!("The recording cannot be heard: {error}"));
    heard.map(|(suggestion, _)| suggestion).map_err(unreadable)
}
