//! What to look for, and where.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Id;

crate::words! {
    /// How the words of a query are meant.
    #[derive(Default)]
    pub enum Mode, "a way to search" {
        /// As they stand, anywhere, also inside longer words.
        #[default]
        Literal = "literal",
        /// As they stand, and not inside longer words.
        WholeWord = "whole_word",
        /// As a regular expression.
        Regex = "regex",
    }
}

/// What to look for, and where; what is left empty restricts nothing.
///
/// As they stand, words are compared by code points, with three allowances for how people type:
/// straight and curly quotes and apostrophes are the same, white space stands for any white space
/// with at most one line break in it, and without `case` letters are compared by Unicode's simple
/// case folding (`ß` is `ẞ` and not `ss`). Texts are not normalised, and neither is the query.
///
/// A regular expression is one of Rust's `regex` syntax: no look-around, no back-references, and
/// time in proportion to the text. `^` and `$` stand for the ends of lines; quotes are what they
/// are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// The words or the expression.
    pub words: String,
    /// How they are meant.
    pub mode: Mode,
    /// Whether capitals and small letters are told apart.
    pub case: bool,
    /// Only in sources of these streams, given by their words.
    pub streams: Vec<String>,
    /// Only in sources with one of these participants in them.
    pub participants: Vec<Id>,
    /// Only in these sources.
    pub sources: Vec<Id>,
    /// Only in sources that lie in one of these weeks of a participant's time; of one of
    /// `participants`, where there are some.
    pub weeks: Vec<i64>,
    /// Only where every character is coded with one of these codes.
    pub codes: Vec<Id>,
    /// Whether the codes beneath them count as well.
    pub below: bool,
    /// How many hits to list at most; all are counted.
    pub limit: usize,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            words: String::new(),
            mode: Mode::default(),
            case: false,
            streams: Vec::new(),
            participants: Vec::new(),
            sources: Vec::new(),
            weeks: Vec::new(),
            codes: Vec::new(),
            below: false,
            limit: 50,
        }
    }
}

impl Query {
    /// Words as they stand, with everything else as usual.
    pub fn of(words: impl Into<String>) -> Self {
        Self { words: words.into(), ..Self::default() }
    }
}
