//! Markdown, kept as it was written; its headings become landmarks.

use crate::{Document, Trouble, text};

/// Reads Markdown.
pub(crate) fn read(bytes: &[u8], file: &str) -> Result<Document, Trouble> {
    text::read(bytes, file)
}
