//! Sources: the items of the corpus.
//!
//! A [`Source`] knows its stream, who is in it ([`SourceParticipant`]), when it is from, which
//! file it came from and by what digest that file is recognised. Its words are in `transcript`,
//! its recording in `media`. `add.rs`, `set.rs` and `remove.rs` hold the operations.

mod add;
mod lengthen;
mod list;
mod remove;
mod set;

pub(crate) use add::replaced;
pub use add::{NewComment, SourceAdd, SourceAttach};
pub use lengthen::{Renamed, SourceLengthen};
pub use list::{Listed, Present, Text, find_by_sha256, list, text};
pub use remove::{Removed, SourceRemove};
pub use set::SourceSet;

use crate::bind;
use crate::corpus::participant::Participant;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Filing;
use crate::study::Change;

crate::record! {
    /// One item of the corpus.
    pub struct Source in "source", filed Filing::Itself; {
        /// Its id.
        id: Id,
        /// The name.
        name: String,
        /// The stream's word.
        stream: String,
        /// An ISO date, with a time where that is known: `2026-01-31` or `2026-01-31T09:05:00`.
        date: Option<String>,
        /// Who sent it, as the import knew them.
        sender: Option<String>,
        /// The file's name.
        file_name: Option<String>,
        /// Where the file lay: the folder or archive it came in.
        origin: Option<String>,
        /// The SHA-256 of the file.
        #[serde(with = "crate::storage::digits")]
        sha256: Option<Vec<u8>>,
        /// The size of the file in bytes.
        bytes: Option<i64>,
        /// What the file was: `text`, `docx`, `whatsapp`, `audio` …
        format: String,
        /// The language, as a BCP 47 tag.
        language: Option<String>,
        /// The recording.
        media: Option<Id> => "media",
        /// How long the recording is, in milliseconds.
        duration_ms: Option<i64>,
        /// The current revision of its text.
        revision: Option<Id> => "revision",
        /// A note.
        note: String,
        /// When it was added, in epoch milliseconds.
        created_at: i64,
        /// Who added it.
        created_by: Id => "person",
    }
}

crate::record! {
    /// A participant whose words are in a source.
    pub struct SourceParticipant in "source_participant", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// The participant.
        participant: Id => "participant",
    }
}

/// Checks a name.
fn name(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid("A source needs a name."));
    }
    Ok(text.to_owned())
}

/// Checks an ISO date or an ISO date with a time; an empty one is none.
pub(crate) fn moment(text: Option<String>) -> Result<Option<String>> {
    let Some(text) = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    // As the calendar writes it, whatever was typed: dates are compared as text.
    if let Some(moment) = text.contains(['T', ' ']).then(|| text.parse::<jiff::civil::DateTime>()) {
        if let Ok(moment) = moment {
            return Ok(Some(moment.strftime("%Y-%m-%dT%H:%M:%S").to_string()));
        }
    } else if let Ok(date) = text.parse::<jiff::civil::Date>() {
        return Ok(Some(date.to_string()));
    }
    Err(Error::invalid(format!(
        "“{text}” is not a date: write it as 2026-01-31 or 2026-01-31T09:05:00."
    )))
}

/// Makes these, and no others, the participants of a source.
pub(crate) fn set_participants(
    change: &mut Change<'_>,
    source: Id,
    participants: &[Id],
) -> Result<()> {
    let before: Vec<SourceParticipant> = change.list("WHERE source = $1", bind![source])?;
    for row in &before {
        if !participants.contains(&row.participant) {
            change.remove::<SourceParticipant>(row.id)?;
        }
    }
    let mut there: Vec<Id> = before.iter().map(|row| row.participant).collect();
    for participant in participants {
        if there.contains(participant) {
            continue;
        }
        there.push(*participant);
        change.get::<Participant>(*participant)?;
        change.insert(&SourceParticipant {
            id: change.new_id(),
            source,
            participant: *participant,
        })?;
    }
    Ok(())
}
