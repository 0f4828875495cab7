//! Searching: what is found and where, what is not, and texts that keep up with the study.

mod expressions;
mod filters;
mod random;
mod refreshing;
mod words;

use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::explore::search::{self, Found, Mode, Query, Texts};
use trefoil_core::id::Id;
use trefoil_core::transcript::NewSegment;
use trefoil_testkit::TestStudy;

/// Adds an interview with a text.
pub(crate) fn source(study: &TestStudy, name: &str, text: &str) -> Id {
    source_with(study, name, text, |_| ())
}

/// The same, with more said about it.
pub(crate) fn source_with(
    study: &TestStudy,
    name: &str,
    text: &str,
    more: impl FnOnce(&mut SourceAdd),
) -> Id {
    let mut add = SourceAdd {
        name: name.into(),
        stream: "interview".into(),
        text: Some(text.into()),
        ..SourceAdd::default()
    };
    more(&mut add);
    study.session().perform(add).expect("a source can be added").outcome
}

/// A stretch that is heard from a moment on.
pub(crate) fn segment(start: i64, end: i64, begin_ms: Option<i64>) -> NewSegment {
    NewSegment { start, end, speaker: None, begin_ms, end_ms: None }
}

/// What a query finds, with texts that are read for it.
pub(crate) fn found(study: &TestStudy, query: &Query) -> Found {
    search::search(study.study(), &mut Texts::default(), query).expect("can be searched for")
}

/// The query for words that are meant in a way.
pub(crate) fn query(words: &str, mode: Mode) -> Query {
    Query { mode, ..Query::of(words) }
}

/// Where words stand, meant in a way: in which sources, from and to which code point.
pub(crate) fn spans(study: &TestStudy, words: &str, mode: Mode) -> Vec<(i64, i64)> {
    let found = found(study, &query(words, mode));
    assert_eq!(found.total, found.hits.len(), "these tests list everything");
    found.hits.iter().map(|hit| (hit.span.start, hit.span.end)).collect()
}

/// The names of the sources that hits are in, hit by hit.
pub(crate) fn names(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.source_name.as_str()).collect()
}
