//! The study in other forms: what goes out to other programs, and what comes back from them.
//!
//! One folder per format. [`json`] holds the whole study and reads it back as it was; [`csv`]
//! holds codings and extracts for a spreadsheet, [`transcript`] one transcript as subtitles or as a
//! page. Exports say what their format cannot carry,
//! imports what they could not read.

pub mod csv;
pub mod json;
mod pages;
pub mod transcript;
