//! Transcription by machine: whose recordings may be turned into words by a program.
//!
//! An engine asks [`permitted`] for each source before it reads any of its sound, also where it
//! runs on this computer: people agreed, or refused, that a machine listens to them. Typing a
//! transcript to the recording, and importing one, are analysis.

use crate::care::clip;
use crate::care::consent::Use;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// Asks whether a machine may transcribe the recording of a source: everybody in it is asked.
///
/// Errors: somebody did not agree.
pub fn permitted(reader: &Reader<'_>, source: Id) -> Result<()> {
    clip::ask(reader, source, Use::MachineTranscription, "cannot be transcribed by a machine")
}
