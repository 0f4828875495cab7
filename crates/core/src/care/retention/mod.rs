//! Retention: how long each class of data is kept, when that is looked at, and what happens then.
//!
//! Each [`Class`] has one row, begun by [`RetentionBegin`] and filled in from the policy of whoever
//! is answerable; the program knows no periods of its own. [`due()`](due) is the calm list of what
//! is to be looked at. A legal hold keeps a class: what would erase it asks [`refuse_held`]. What
//! was done is written down with its proof ([`RetentionDone`]). None of this is legal advice.

mod begin;
mod done;
mod due;
mod hold;
mod set;

pub use begin::RetentionBegin;
pub use done::{Done, RetentionDone};
pub use due::{Due, Item, Standing, due};
pub(crate) use hold::refuse_operation;
pub use hold::{RetentionHold, RetentionRelease, held, refuse_held};
pub use set::RetentionSet;

use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::Change;

crate::words! {
    /// A class of data that is kept for a time.
    pub enum Class, "a class of data" {
        /// Names, addresses and telephone numbers of participants.
        Contacts = "contacts",
        /// The key to the pseudonyms.
        Key = "key",
        /// Recordings.
        Recordings = "recordings",
        /// Texts as they were before names were taken out.
        RawTexts = "raw_texts",
        /// The texts that were worked with, with codes and memos.
        WorkingTexts = "working_texts",
        /// Forms on which people consented.
        ConsentForms = "consent_forms",
        /// Reports, exports and deposits.
        Outputs = "outputs",
    }
}

crate::words! {
    /// What happens when the time has come.
    pub enum RetentionAction, "an action" {
        /// Somebody looks and decides.
        Review = "review",
        /// It is deleted.
        Delete = "delete",
        /// It goes to an archive.
        Archive = "archive",
    }
}

crate::record! {
    /// How long a class of data is kept.
    pub struct Retention in "retention", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The class.
        class: Class,
        /// The policy or law that says so.
        basis: String,
        /// For how long, in words.
        period: String,
        /// The ISO date on which it is looked at.
        review_on: Option<String>,
        /// What happens then.
        action: RetentionAction,
        /// A note.
        note: String,
        /// Whether a legal hold keeps it.
        hold: bool,
        /// Why it is held.
        hold_reason: String,
        /// When it was done, as an ISO date.
        done_on: Option<String>,
        /// Who did it.
        done_by: Option<Id> => "person",
        /// What was done until now and how that is known, as JSON: a list of [`Done`].
        proof: String,
    }
}

impl Class {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Contacts => "Contact details",
            Self::Key => "Key to the pseudonyms",
            Self::Recordings => "Recordings",
            Self::RawTexts => "Texts before names were taken out",
            Self::WorkingTexts => "Texts that are worked with",
            Self::ConsentForms => "Consent forms",
            Self::Outputs => "Reports, exports and deposits",
        }
    }

    /// Where it is, so that nobody looks for it in the study in vain.
    pub fn place(self) -> &'static str {
        match self {
            Self::Contacts => "kept outside the study",
            Self::Key => "in the study, and in every file it was exported to",
            Self::Recordings | Self::WorkingTexts => {
                "in the study, its backups, its copies and the files it was imported from"
            }
            Self::RawTexts => "in earlier revisions of the study's texts, and in imported files",
            Self::ConsentForms => "on paper or in files outside the study",
            Self::Outputs => "in files outside the study, listed as its outputs",
        }
    }

    /// The operation that removes it from the study for good, where there is one.
    pub fn erased_by(self) -> Option<&'static str> {
        match self {
            Self::Key => Some("key.destroy"),
            Self::Recordings => Some("erasure.recordings"),
            Self::RawTexts => Some("erasure.forget_raw"),
            Self::Contacts | Self::WorkingTexts | Self::ConsentForms | Self::Outputs => None,
        }
    }
}

/// The rows of all classes that have one, in the order of the classes.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Retention>> {
    let mut rows: Vec<Retention> = reader.list("", &[])?;
    rows.sort_by_key(|row| row.class);
    Ok(rows)
}

/// The row of a class.
pub fn of_class(reader: &Reader<'_>, class: Class) -> Result<Option<Retention>> {
    Ok(reader.list("WHERE class = $1", bind![class])?.pop())
}

/// The row of a class, or one that says nothing yet.
fn row(change: &Change<'_>, class: Class) -> Result<(Retention, bool)> {
    if let Some(row) = of_class(change, class)? {
        return Ok((row, true));
    }
    let row = Retention {
        id: change.new_id(),
        class,
        basis: String::new(),
        period: String::new(),
        review_on: None,
        action: RetentionAction::Review,
        note: String::new(),
        hold: false,
        hold_reason: String::new(),
        done_on: None,
        done_by: None,
        proof: String::new(),
    };
    Ok((row, false))
}

/// Keeps a row that was read with [`row`].
fn put(change: &mut Change<'_>, row: &Retention, known: bool) -> Result<()> {
    if known { change.update(row) } else { change.insert(row) }
}
