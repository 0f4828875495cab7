//! Who speaks in a text, and when, where the text itself shows it.

use crate::Document;

/// Finds the turns of a text that has none yet: `Name:` and the forms of transcription programs.
pub fn find(_document: &mut Document) {}
