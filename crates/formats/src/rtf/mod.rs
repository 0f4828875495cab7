//! Rich text, `.rtf`.

use crate::{Document, RefusalKind, Trouble};

/// Reads a rich text document.
pub(crate) fn read(_bytes: &[u8], _file: &str) -> Result<Document, Trouble> {
    Err(Trouble::new(RefusalKind::Unsupported, "rich text cannot be read yet."))
}
