//! Carrying decisions along when a text is corrected, as passages are.
//!
//! What no edit touched stays exactly where its words are. Where an edit cut in, the words are
//! looked for in what became of the place. A replacement that stands no more, or words that are
//! others now, leave no decision behind: that is said, so that somebody looks again.

use super::{Decision, Redaction, bracketed};
use crate::bind;
use crate::error::Result;
use crate::span::{Ruler, Span};
use crate::study::Change;
use crate::transcript::{EditMap, Revision};

/// Why a text gets a new revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// Somebody corrected it.
    Correction,
    /// Something in it was replaced by a redaction.
    Redaction,
}

/// Carries all decisions about a source to its new revision.
pub(crate) fn carry(
    change: &mut Change<'_>,
    old: &Revision,
    new: &Revision,
    map: &EditMap,
    cause: Cause,
) -> Result<()> {
    let rows: Vec<Redaction> = change.list("WHERE source = $1 ORDER BY id", bind![new.source])?;
    if rows.is_empty() {
        return Ok(());
    }
    let (before, after) = (Ruler::new(&old.text), Ruler::new(&new.text));
    let (mut standing, mut applied) = (0, 0);
    for mut row in rows {
        // Words that a replacement swallowed whole need no decision of their own.
        let swallowed = cause == Cause::Redaction && map.replaces(row.span());
        if let Some(span) = place(&row, &before, &after, map, cause) {
            (row.start, row.end, row.revision) = (span.start, span.end, new.id);
            change.update(&row)?;
            continue;
        }
        change.remove::<Redaction>(row.id)?;
        match row.state {
            Decision::Standing => standing += usize::from(!swallowed),
            Decision::Applied => applied += 1,
            Decision::Refused => {}
        }
    }
    if standing > 0 {
        change.notice(format!(
            "{standing} decided {} no longer {}, because the words were changed; look at the text \
             again.",
            if standing == 1 { "replacement" } else { "replacements" },
            if standing == 1 { "holds" } else { "hold" },
        ));
    }
    if applied > 0 && cause == Cause::Correction {
        change.notice(format!(
            "{applied} [replaced] {} edited by hand and left the list of what was taken out.",
            if applied == 1 { "word was" } else { "words were" },
        ));
    }
    Ok(())
}

/// Where a decision lies after the edits, if its words are still there.
fn place(
    row: &Redaction,
    before: &Ruler<'_>,
    after: &Ruler<'_>,
    map: &EditMap,
    cause: Cause,
) -> Option<Span> {
    let carried = map.carry(row.span());
    if !map.touches(row.span()) {
        return Some(carried);
    }
    let now = after.words(carried).ok()?;
    let words = match row.state {
        Decision::Applied => bracketed(&row.replacement),
        Decision::Standing | Decision::Refused => before.words(row.span()).ok()?.to_owned(),
    };
    let mut there = now.match_indices(&words);
    if let (Some((at, _)), None) = (there.next(), there.next()) {
        let start = carried.start + now[..at].chars().count() as i64;
        return Some(Span::new(start, start + words.chars().count() as i64));
    }
    // An address that was decided about still is one when the name in it was replaced.
    let still = row.state == Decision::Standing && cause == Cause::Redaction;
    (still && !map.replaces(row.span())).then_some(carried)
}
