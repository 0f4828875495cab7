//! What the person who imports may choose about the reading of files.

/// What may be chosen; the default suits nearly everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Options {
    /// What becomes of changes that a word processor tracked.
    pub changes: TrackedChanges,
    /// Which number of a chat's dates comes first, where a person knows; else the file decides.
    pub date_order: Option<DateOrder>,
    /// What becomes of a chat.
    pub chats: ChatsAs,
    /// Whether a chat's stickers come in as pictures.
    pub stickers: bool,
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

/// Which number of a date comes first, where a year of four digits does not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DateOrder {
    /// `31/12/25`.
    #[default]
    DayFirst,
    /// `12/31/25`.
    MonthFirst,
    /// `25/12/31`.
    YearFirst,
}

/// What becomes of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ChatsAs {
    /// One conversation.
    #[default]
    Whole,
    /// One text for each day on which somebody wrote.
    Days,
}
