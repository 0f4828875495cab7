//! What the person who imports may choose about the reading of files.

/// What may be chosen; the default suits nearly everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Options {
    /// What becomes of changes that a word processor tracked.
    pub changes: TrackedChanges,
}

/// What becomes of changes that a word processor tracked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TrackedChanges {
    /// The text as it is with all changes made: insertions stay, deletions go.
    #[default]
    Accepted,
    /// The text as it was before them: insertions go, deletions stay.
    Rejected,
    /// Both stay, and comments say which is which.
    Shown,
}
