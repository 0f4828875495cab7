//! Outputs: what has left the study, so that a withdrawal can name it.
//!
//! Every report and export is written down before its file is, with the sources whose words are in
//! it. The file itself is the person's; the study only knows that there is one.

use crate::id::Id;
use crate::storage::Filing;

crate::record! {
    /// A report or an export that was made.
    pub struct Output in "output", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// `report` or `export`.
        kind: String,
        /// The format, such as `html` or `csv`.
        format: String,
        /// The name of the file, without its folder.
        file_name: String,
        /// The level at which words were shown.
        level: String,
        /// The study's change number at which it was made.
        change_number: i64,
        /// When, in epoch milliseconds.
        at: i64,
        /// Who made it.
        person: Id => "person",
    }
}

crate::record! {
    /// A source whose words are in an output.
    pub struct OutputSource in "output_source", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The output.
        output: Id => "output",
        /// The source.
        source: Id => "source",
    }
}
