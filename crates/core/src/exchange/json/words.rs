//! Whether spans lie in their texts, and whether edits lead from one revision to the next.

use std::collections::HashMap;

use super::document::Document;
use super::rows::Spot;
use super::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::span::{Ruler, Span};

/// Refuses spans outside their texts; answers a notice when passages say other words.
pub(super) fn check(document: &Document) -> Result<Vec<String>> {
    let mut texts: HashMap<Id, (Id, Ruler<'_>)> = HashMap::new();
    for (source, entry) in document.sources.iter().zip(1..) {
        for revision in &source.revisions {
            let ruler = Ruler::new(source.text_of(revision).unwrap_or_default());
            texts.insert(revision.id, (source.id, ruler));
        }
        check_source(source, Spot { section: "sources", entry }, &texts)?;
    }
    for (redaction, entry) in document.redactions.iter().zip(1..) {
        let span = Span::new(redaction.start, redaction.end);
        if words(&texts, redaction.source, redaction.revision, span).is_none() {
            let spot = Spot { section: "redactions", entry };
            return Err(spot.wrong(outside("it", span)));
        }
    }
    let mut reworded = Vec::new();
    for (passage, entry) in document.passages.iter().zip(1..) {
        let spot = Spot { section: "passages", entry };
        let span = Span::new(passage.start, passage.end);
        let Some(revision) = passage.revision else {
            if !passage.text.is_empty() || span != Span::new(0, 0) {
                return Err(spot.wrong("it has words, but names no `revision` that they stand in"));
            }
            continue;
        };
        let words = words(&texts, passage.source, revision, span)
            .ok_or_else(|| spot.wrong(outside("it", span)))?;
        if words != passage.text {
            reworded.push(spot);
        }
    }
    Ok(reworded
        .first()
        .map(|first| {
            format!(
                "{} of the passages say other words than their sources where they lie (the first \
                 in {first}). They were taken as they are.",
                reworded.len()
            )
        })
        .into_iter()
        .collect())
}

fn outside(what: &str, span: Span) -> String {
    let Span { start, end } = span;
    format!("{what} runs from {start} to {end}, which is outside the text of its revision")
}

/// The words of a span, which may be none.
fn words<'t>(
    texts: &HashMap<Id, (Id, Ruler<'t>)>,
    source: Id,
    revision: Id,
    span: Span,
) -> Option<&'t str> {
    let (of, ruler) = texts.get(&revision)?;
    let inside = 0 <= span.start && span.start <= span.end && span.end <= ruler.length();
    if *of != source || !inside {
        return None;
    }
    if span.length() == 0 { Some("") } else { ruler.words(span).ok() }
}

fn check_source(source: &Source, spot: Spot, texts: &HashMap<Id, (Id, Ruler<'_>)>) -> Result<()> {
    for segment in &source.segments {
        let span = Span::new(segment.start, segment.end);
        let revision = segment.revision.or(source.revision);
        if revision.and_then(|revision| words(texts, source.id, revision, span)).is_none() {
            let what = format!("segment {}", segment.position);
            return Err(spot.wrong(outside(&what, span)));
        }
    }
    for landmark in &source.landmarks {
        let span = Span::new(landmark.start, landmark.end);
        let revision = source.revision;
        if revision.and_then(|revision| words(texts, source.id, revision, span)).is_none() {
            return Err(spot.wrong(outside(&format!("a {}", landmark.kind), span)));
        }
    }
    for revision in &source.revisions {
        let length = |id: Id| texts.get(&id).map(|(_, ruler)| ruler.length());
        let before = source.revisions.iter().find(|one| one.number + 1 == revision.number);
        let before = before.and_then(|before| length(before.id));
        let after = length(revision.id).unwrap_or_default();
        if !leads(&revision.edits, before, after) {
            let number = revision.number;
            return Err(spot.wrong(format_args!(
                "the `edits` of revision {number} do not lead to it from the one before it"
            )));
        }
    }
    Ok(())
}

/// Whether edits are in order, apart and inside, and make one length from the other where the
/// earlier text is known.
fn leads(edits: &[[i64; 3]], before: Option<i64>, after: i64) -> bool {
    let most = i128::from(before.unwrap_or(i64::MAX));
    let (mut last, mut length) = (0, most);
    for [start, end, new] in edits.iter().map(|edit| edit.map(i128::from)) {
        if start < last || end < start || end > most || new < 0 {
            return false;
        }
        length += new - (end - start);
        last = end;
    }
    before.is_none() || edits.is_empty() || length == i128::from(after)
}

#[cfg(test)]
mod tests {
    use super::leads;

    #[test]
    fn edits_lead_from_one_length_to_the_other() {
        assert!(leads(&[[2, 6, 3], [7, 7, 4]], Some(12), 15));
        assert!(!leads(&[[2, 6, 3]], Some(12), 12));
        assert!(!leads(&[[6, 2, 3]], Some(12), 19));
        assert!(!leads(&[[2, 13, 3]], Some(12), 4));
        assert!(!leads(&[[4, 6, 2], [2, 3, 1]], Some(12), 12));
        assert!(leads(&[[0, 3, i64::MAX]], None, 5));
        assert!(!leads(&[[0, -3, 1]], None, 5));
    }
}
