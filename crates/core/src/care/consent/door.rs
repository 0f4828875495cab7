//! The door of a source: whoever wants its words or its recording and may not is told why.
//!
//! Readers do not see what is closed (`storage::wall`); what is asked for by name or id is refused
//! here with the source and the reason, because “not found” would be untrue. Operations see
//! everything and ask before they touch words.

use std::collections::BTreeSet;

use super::{Ledger, Medium, Use, denied};
use crate::bind;
use crate::corpus::participant::Participant;
use crate::corpus::source::Source;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::{Reader, wall};

/// Whether a source is closed in one of its media: somebody in it refused analysis, or withdrew.
pub fn is_closed(reader: &Reader<'_>, source: Id, medium: Medium) -> Result<bool> {
    let sql = format!(
        "SELECT COUNT(*) FROM ({}) closed WHERE closed.source = $1 AND closed.medium = $2",
        wall::CLOSED
    );
    Ok(reader.number(&sql, bind![source, medium.word()])? > 0)
}

/// Refuses what would read or hear a source that is closed.
///
/// Errors: the source is closed, and why.
pub fn refuse_closed(reader: &Reader<'_>, source: Id, medium: Medium) -> Result<()> {
    if is_closed(reader, source, medium)? { Err(why(reader, source, medium)?) } else { Ok(()) }
}

/// Whether nothing may be looked at of a participant: they refused analysis of every type of data,
/// or withdrew it.
pub fn is_participant_closed(reader: &Reader<'_>, participant: Id) -> Result<bool> {
    let sql = format!(
        "SELECT COUNT(*) FROM ({}) closed WHERE closed.participant = $1",
        wall::CLOSED_PARTICIPANTS
    );
    Ok(reader.number(&sql, bind![participant])? > 0)
}

/// Refuses what would look at what is known of a participant who refused everything.
///
/// Errors: they refused, and what.
pub fn refuse_closed_participant(reader: &Reader<'_>, participant: Id) -> Result<()> {
    if !is_participant_closed(reader, participant)? {
        return Ok(());
    }
    let name = reader.get::<Participant>(participant)?.name;
    Err(Error::new(
        Kind::Denied,
        format!(
            "What is known of {name} is closed: of every type of data they refused analysis, or \
             took it back. Nothing was changed."
        ),
    )
    .hint(
        "What people agreed to is in the consent ledger (Care, or `trefoil consent STUDY list`).",
    ))
}

/// Refuses an operation that wrote words into sources of which one is closed.
pub(crate) fn refuse_words(reader: &Reader<'_>, sources: &BTreeSet<Id>) -> Result<()> {
    if sources.is_empty() {
        return Ok(());
    }
    let sql =
        format!("SELECT DISTINCT source FROM ({}) closed WHERE medium = 'text'", wall::CLOSED);
    for row in reader.query(&sql, &[])? {
        let source: Id = row.get(0)?;
        if sources.contains(&source) {
            return Err(closed(reader, source)?);
        }
    }
    Ok(())
}

/// Why a source may not be looked at, as an error that names it and whoever refused.
pub fn closed(reader: &Reader<'_>, source: Id) -> Result<Error> {
    why(reader, source, Medium::Text)
}

/// Why the recording of a source may not be heard.
pub fn closed_sound(reader: &Reader<'_>, source: Id) -> Result<Error> {
    why(reader, source, Medium::Sound)
}

fn why(reader: &Reader<'_>, source: Id, medium: Medium) -> Result<Error> {
    let name = reader.get::<Source>(source)?.name;
    let asked = Ledger::read(reader)?.ask_source(source, medium, Use::Analysis);
    let what = match medium {
        Medium::Text => format!("“{name}” is closed"),
        Medium::Sound => format!("The recording of “{name}” is closed"),
    };
    Ok(denied(&what, &asked.err().unwrap_or_default()))
}
