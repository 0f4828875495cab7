//! EPUB books.

use crate::{Document, RefusalKind, Trouble};

/// Reads a book.
pub(crate) fn read(_bytes: &[u8], _file: &str) -> Result<Document, Trouble> {
    Err(Trouble::new(RefusalKind::Unsupported, "EPUB cannot be read yet."))
}
