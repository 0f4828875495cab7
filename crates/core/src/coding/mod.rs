//! Coding: passages that someone marked, and the codes that people put on them.
//!
//! A [`Passage`] is a span of one revision of a source's text, kept with its words. A [`Coding`]
//! is one code on one passage by one person at one time; overlaps are normal. `add.rs` and
//! `remove.rs` hold the operations, `list.rs` and `find.rs` the questions people ask of codings.

mod add;
mod find;
mod list;
mod remove;
mod wordless;

pub use add::{Added, CodingAdd};
pub use find::{Found, find};
pub use list::{CodedPassage, Mark, of_code, of_source};
pub use remove::{CodingRemove, PassageRemove};
pub(crate) use remove::{drop_if_unheld, remove_passage};
pub use wordless::{called, name_wordless, wordless};

use crate::id::Id;
use crate::span::Span;
use crate::storage::Filing;

crate::record! {
    /// What someone marked: a span of a text, a stretch of a recording, or a source as a whole.
    pub struct Passage in "passage", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// The revision of the source's text that the span counts in; none of what is no words.
        revision: Option<Id> => "revision",
        /// The first code point.
        start: i64,
        /// The code point behind the last.
        end: i64,
        /// The words.
        text: String,
        /// When it was marked, in epoch milliseconds.
        created_at: i64,
        /// Who marked it.
        created_by: Id => "person",
        /// Of a stretch of a recording: where it begins, in milliseconds.
        begin_ms: Option<i64>,
        /// Of a stretch of a recording: where it ends, in milliseconds.
        end_ms: Option<i64>,
    }
}

impl Passage {
    /// Where it lies.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// Whether it is words; otherwise it is a stretch of a recording, or the whole of its source.
    pub fn is_words(&self) -> bool {
        self.revision.is_some()
    }

    /// The stretch of the recording that it is, in milliseconds.
    pub fn stretch(&self) -> Option<(i64, i64)> {
        self.begin_ms.zip(self.end_ms)
    }
}

crate::record! {
    /// One code on one passage by one person at one time.
    pub struct Coding in "coding", filed Filing::Through("passage"); {
        /// Its id.
        id: Id,
        /// The passage.
        passage: Id => "passage",
        /// The code.
        code: Id => "code",
        /// Who coded.
        coder: Id => "person",
        /// When, in epoch milliseconds.
        at: i64,
    }
}
