//! The study as one JSON document: for scripts to read, and for a study to come back from whole.
//!
//! `docs/json.md` is the contract, field by field, and is held against this code by a test. The
//! nouns of the document ([`noun`](noun)) stand beside the rows they become: `corpus.rs`,
//! `source.rs`, `attribute.rs`, `coding.rs`, `theme.rs`, `condition.rs`, `report.rs`, `care.rs`, `person.rs`,
//! `history.rs`, `media.rs` and `link.rs`. `write.rs` writes them entry by entry, so that no study
//! has to fit in memory; `read.rs` reads them and knows where it is when something is wrong; `check.rs` holds
//! them against each other before anything is changed, and `restore.rs` makes the change.

mod attribute;
mod bytes;
mod care;
mod check;
mod coding;
mod condition;
mod corpus;
mod document;
mod gather;
mod history;
mod link;
mod media;
mod noun;
mod person;
mod read;
mod report;
mod restore;
mod rows;
mod source;
mod theme;
mod unique;
mod words;
mod write;
mod writer;

use serde::Serialize;

pub use document::Document;
pub use read::looks_like;
pub use restore::{StudyRestore, import};
pub use write::{export, write};

/// The version of the format that this program writes; it reads this one and none that is newer.
pub const FORMAT: u32 = 2;

/// What an export is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether the bytes of recordings are in it; without them their names and sizes are.
    pub media: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { media: true }
    }
}

/// How many of each a document holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Sources.
    pub sources: usize,
    /// Participants.
    pub participants: usize,
    /// Codes.
    pub codes: usize,
    /// Passages.
    pub passages: usize,
    /// Codings.
    pub codings: usize,
    /// Memos.
    pub memos: usize,
    /// Themes.
    pub themes: usize,
    /// Conditions.
    pub conditions: usize,
    /// Sentences of the report.
    pub sentences: usize,
    /// Recordings.
    pub media: usize,
}

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// How many of each.
    pub counts: Counts,
    /// What the document does not carry.
    pub notices: Vec<String>,
}
