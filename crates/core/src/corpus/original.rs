//! The files that texts were read from, kept as they came.
//!
//! Chats have none: only what was chosen of them is kept.

use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Filing, Reader};

crate::record! {
    /// The file that a source's text was read from.
    pub struct Original in "original", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// Its bytes.
        media: Id => "media",
    }
}

/// The file that a source's text was read from, where it is kept and may be seen.
pub fn of_source(reader: &Reader<'_>, source: Id) -> Result<Option<Original>> {
    Ok(reader.list("WHERE source = $1", bind![source])?.pop())
}
