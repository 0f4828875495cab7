//! Outputs: what has left the study, so that a withdrawal can name it.
//!
//! Every report and export is written down before its file is ([`OutputNote`]), with the sources
//! whose words are in it; undo passes over that, because a file that was made stays made. The file
//! itself is the person's: the study only knows that there is one. Whoever writes a table or a
//! deposit gets its sources from a [`Release`], which asks for the use it is made for, and cannot be
//! had without being written down; the whole study as JSON (`exchange::json::export`) and the key
//! ([`note_key`]) are written down alike.

mod list;
mod note;
mod release;

pub use list::{Listed, list, of_source};
pub use note::{OutputNote, note, note_key};
pub(crate) use note::{is_key, note_whole};
pub use release::{Asked, Holds, LeftOut, Release, usual_level};

use super::consent::Use;
use super::pseudonym::Level;
use crate::id::Id;
use crate::storage::Filing;

crate::words! {
    /// What kind of thing left the study.
    pub enum Kind, "a kind of output" {
        /// A report for people.
        Report = "report",
        /// A file for other programs.
        Export = "export",
    }
}

crate::record! {
    /// A report or an export that was made.
    pub struct Output in "output", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// What kind of thing it is.
        kind: Kind,
        /// The format, such as `html` or `csv`.
        format: String,
        /// The name of the file, without its folder.
        file_name: String,
        /// The use it was made for.
        purpose: Use,
        /// The level at which words were shown.
        level: Level,
        /// The study's change number at which it was made.
        change_number: i64,
        /// When, in epoch milliseconds.
        at: i64,
        /// Who made it.
        person: Id => "person",
    }
}

crate::record! {
    /// A source whose words are in an output; the source itself may be gone since.
    pub struct OutputSource in "output_source", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The output.
        output: Id => "output",
        /// The source, which can be removed without the output being forgotten.
        source: Id,
    }
}
