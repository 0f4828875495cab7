//! Web pages.

use crate::{Document, RefusalKind, Trouble};

/// Reads a web page.
pub(crate) fn read(_bytes: &[u8], _file: &str) -> Result<Document, Trouble> {
    Err(Trouble::new(RefusalKind::Unsupported, "HTML cannot be read yet."))
}
