//! PDF documents that hold text.

use crate::{Document, RefusalKind, Trouble};

/// Reads a PDF document.
pub(crate) fn read(_bytes: &[u8], _file: &str) -> Result<Document, Trouble> {
    Err(Trouble::new(RefusalKind::Unsupported, "PDF cannot be read yet."))
}
