//! Codes, passages, codings and memos, as they stand in the document.

use super::noun::{noun, single_rows};
use crate::id::Id;
use crate::{codebook, coding, memo};

noun! {
    /// A code.
    Code of codebook::Code; {
        id: Id,
        name: String,
        parent: Option<Id>,
        position: i64,
        #[serde(default)]
        definition: String,
        #[serde(default)]
        include: String,
        #[serde(default)]
        exclude: String,
        #[serde(default)]
        example: String,
        colour: Option<String>,
        created_at: i64,
        created_by: Id,
    }
}

noun! {
    /// A passage.
    Passage of coding::Passage; {
        id: Id,
        source: Id,
        start: i64,
        end: i64,
        text: String,
        /// None of what is no words.
        revision: Option<Id>,
        /// Of a stretch of a recording.
        begin_ms: Option<i64>,
        /// Of a stretch of a recording.
        end_ms: Option<i64>,
        created_at: i64,
        created_by: Id,
    }
}

noun! {
    /// A coding.
    Coding of coding::Coding; {
        id: Id,
        passage: Id,
        code: Id,
        coder: Id,
        at: i64,
    }
}

noun! {
    /// A memo.
    Memo of memo::Memo; {
        id: Id,
        noun: String,
        target: Id,
        source: Option<Id>,
        participant: Option<Id>,
        #[serde(default)]
        title: String,
        #[serde(default)]
        text: String,
        at: i64,
        person: Id,
    }
}

single_rows!(Code, Passage, Coding, Memo);
