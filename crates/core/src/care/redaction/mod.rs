//! Redaction: finding what points to people in texts, and taking it out.
//!
//! A person decides about each find. What names somebody outright ([`Level::Direct`]) is replaced
//! in the text by a correction, so that passages are carried along; what points at somebody only
//! together with other facts stays in the text and is replaced where words leave the study. Words
//! that a person looked at and kept are remembered as refused.

mod carry;
mod decide;
mod find;
mod queue;
mod shown;

pub(crate) use carry::{Cause, carry};
pub use decide::{
    Applied, Kept, Place, RedactionApply, RedactionRefuse, RedactionRemove, RedactionSet, Refused,
};
pub use find::{Confidence, Find, Known, Rule, Word, find};
pub use queue::{InSource, Open, Queue, Review, find_in, queue, queue_in};
pub use shown::{Redactions, bracketed};

use super::pseudonym::{Level, NameKind};
use crate::id::Id;
use crate::span::Span;
use crate::storage::Filing;

crate::words! {
    /// What was decided about a stretch of text.
    pub enum Decision, "a decision" {
        /// It was replaced in the text.
        Applied = "applied",
        /// It stays in the text and is replaced where words leave the study at its level.
        Standing = "standing",
        /// It points at nobody and stays.
        Refused = "refused",
    }
}

crate::record! {
    /// What was decided about a stretch of a source's text.
    pub struct Redaction in "redaction", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// The revision that the span counts in; corrections carry it along.
        revision: Id => "revision",
        /// The first code point.
        start: i64,
        /// The code point behind the last.
        end: i64,
        /// By which rule it was found.
        rule: String,
        /// The level from which on it is replaced.
        level: Level,
        /// What stands in its place, without brackets.
        replacement: String,
        /// What was decided.
        state: Decision,
        /// A keyed hash of the words that stood there.
        keyed_hash: Option<Vec<u8>>,
        /// The words that stood there, sealed under the key's passphrase.
        sealed: Option<Vec<u8>>,
        /// When, in epoch milliseconds.
        at: i64,
        /// Who decided.
        person: Id => "person",
    }
}

impl Redaction {
    /// Where it lies in the text.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}
