//! Pictures: what they are and how large.

use crate::{RefusalKind, Trouble};

/// What a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The media type, such as `image/png`.
    pub mime: &'static str,
    /// How many pixels wide, as it is shown.
    pub width: u32,
    /// How many pixels high, as it is shown.
    pub height: u32,
}

/// Reads what a picture is.
pub(crate) fn read(_bytes: &[u8]) -> Result<Picture, Trouble> {
    Err(Trouble::new(RefusalKind::Unsupported, "pictures cannot be read yet."))
}
