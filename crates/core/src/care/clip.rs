//! Clips: voices that are played to others, such as in a talk.
//!
//! Nothing in the program plays a recording to anybody but those who work in the study. Whatever
//! comes to do so asks here first; what people agreed to for their words says nothing of their
//! voices.

use super::consent::{self, Ledger, Medium, Use};
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// Asks whether the recording of a source may be played to others: everybody in it is asked.
///
/// Errors: somebody did not agree.
pub fn permitted(reader: &Reader<'_>, source: Id) -> Result<()> {
    ask(reader, source, Use::Clip, "cannot be played to others")
}

/// Asks about a recording; what may not be heard by the researchers is put to no other use.
pub(crate) fn ask(reader: &Reader<'_>, source: Id, purpose: Use, denied: &str) -> Result<()> {
    let source: Source = reader.get(source)?;
    let ledger = Ledger::read(reader)?;
    let asked = ledger
        .ask_source(source.id, Medium::Sound, Use::Analysis)
        .and_then(|()| ledger.ask_source(source.id, Medium::Sound, purpose));
    asked.map_err(|refusals| consent::denied(&format!("“{}” {denied}", source.name), &refusals))
}
