//! Sets: sources that somebody put together under a name, to look at together.

use crate::id::Id;
use crate::storage::Filing;

crate::record! {
    /// A named set of sources.
    pub struct SourceSet in "source_set", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The name.
        name: String,
        /// What it is for.
        note: String,
        /// Its place in lists, from 1.
        position: i64,
    }
}

crate::record! {
    /// A source in a set.
    pub struct SourceSetMember in "source_set_member", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The set.
        source_set: Id => "source_set",
        /// The source.
        source: Id => "source",
    }
}
