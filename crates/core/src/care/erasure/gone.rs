//! What an erasing operation takes away, kept in memory until the proof is made, and never stored.
//!
//! The operation notes the words and the stretches of recordings that it removes; `study::settle`
//! looks for them before the commit, where they must be, and again when the study is settled, where
//! they must not. Words that stay elsewhere for good reason (another source says the same) are
//! left out by the operation.

use crate::id::Id;

/// What is being erased.
#[derive(Clone, Default)]
pub(crate) struct Gone {
    /// The withdrawal in whose row the proof is written down.
    pub(crate) withdrawal: Option<Id>,
    /// The words to look for, as they stand in the study.
    pub(crate) words: Vec<String>,
    /// Stretches of recordings to look for.
    pub(crate) bytes: Vec<Vec<u8>>,
}

// Says how much there is, never what.
impl std::fmt::Debug for Gone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gone({} words, {} stretches)", self.words.len(), self.bytes.len())
    }
}
