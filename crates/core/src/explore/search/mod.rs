//! Search: where in the texts of a study some words stand, and what stands around them.
//!
//! [`Texts`] holds the current text of every source in memory and is brought up to date as the
//! study changes; no index keeps a second copy of people's words on disk. A [`Query`] says what to
//! look for and where; [`search()`] scans the texts in parallel and answers with [`Found`].
//! `pattern.rs` makes an expression of what was typed, `word.rs` knows what a whole word is,
//! `coded.rs` reads where codes are, `scan.rs` counts and collects, `context.rs` cuts out the words
//! around a hit, and `heard.rs` says when a hit is heard.

mod coded;
mod context;
mod heard;
mod pattern;
mod query;
mod scan;
mod texts;
mod word;
mod wording;

pub use query::{Mode, Query};
pub use texts::{SourceText, Texts};

use serde::Serialize;

use crate::care::consent::{self, Medium};
use crate::error::Result;
use crate::id::Id;
use crate::span::Span;
use crate::study::Study;
use coded::Coded;
use pattern::Pattern;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// The first hits, by participant, date and place in the text; as many as the query's limit.
    pub hits: Vec<Hit>,
    /// How many hits there are in all.
    pub total: usize,
    /// In how many sources they are.
    pub sources: usize,
    /// Whether there are more hits than are listed.
    pub capped: bool,
}

/// A stretch of a source's text that was found, with the words around it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The source.
    pub source: Id,
    /// The source's name.
    pub source_name: String,
    /// The source's stream.
    pub stream: String,
    /// The source's date.
    pub date: Option<String>,
    /// The revision of the source's text that the span counts in.
    pub revision: Id,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// When the segment that it begins in begins in the recording, in milliseconds; that of the
    /// next segment when it begins between two.
    pub begin_ms: Option<i64>,
    /// What stands before it: about sixty characters, from the beginning of a word.
    pub before: String,
    /// Its words, as they stand in the text.
    pub matched: String,
    /// What stands behind it: about sixty characters, to the end of a word.
    pub after: String,
}

/// Searches a study as it is now; `texts` is brought up to date on the way.
///
/// Whoever shares texts between threads searches with a clone, which costs nothing, and keeps it
/// afterwards: the scan itself then holds no lock and no connection.
///
/// Errors: the query is empty or far too long, its expression cannot be read, stands for nothing,
/// grows too large or takes too long; a source that it names is closed.
pub fn search(study: &Study, texts: &mut Texts, query: &Query) -> Result<Found> {
    let pattern = Pattern::of(query)?;
    let (before, named, below) = (texts.clone(), query.codes.clone(), query.below);
    let within = query.sources.clone();
    // One moment for both, so that the spans of passages count in the texts that are scanned.
    let (now, coded) = study.read(move |reader| {
        for source in within {
            consent::refuse_closed(reader, source, Medium::Text)?;
        }
        Ok((before.at(reader)?, Coded::read(reader, &named, below)?))
    })?;
    *texts = now;
    let mut found = scan::scan(texts, query, &pattern, coded.as_ref())?;
    let hits = std::mem::take(&mut found.hits);
    found.hits = study.read(move |reader| heard::tell(reader, hits))?;
    Ok(found)
}
