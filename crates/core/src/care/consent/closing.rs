//! What an answer closes and opens, told to whoever writes it down.
//!
//! Who is in a source, whose voice is heard in it and which stream it is of close and open it just
//! as an answer does: `source.set` and `speaker.set` tell it too, and the history keeps by which
//! operation it happened.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::Medium;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Reader, wall};
use crate::study::Change;

/// A source and one of its media.
pub(crate) type Closed = BTreeSet<(Id, Medium)>;

/// Everything that is closed at this moment.
pub(crate) fn closed(reader: &Reader<'_>) -> Result<Closed> {
    let rows = reader.query(wall::CLOSED, &[])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Tells which sources a change other than an answer closed or opened since `before`; answers what
/// the history says of one of them.
pub(crate) fn tell_of(
    change: &mut Change<'_>,
    source: Id,
    before: &Closed,
) -> Result<&'static str> {
    let after = closed(change)?;
    let of = |all: &Closed| all.iter().filter(|one| one.0 == source).count();
    let said = match of(&after).cmp(&of(before)) {
        Ordering::Less => ", which opened it",
        Ordering::Greater => ", which closed it",
        Ordering::Equal => "",
    };
    tell(change, before)?;
    if of(&after) < of(before) {
        change.notice(
            "It was closed by what somebody in it had answered. If they are in it after all, undo \
             this: the history keeps that it was opened.",
        );
    }
    Ok(said)
}

/// Tells which sources were closed or opened since `before`.
pub(crate) fn tell(change: &mut Change<'_>, before: &Closed) -> Result<()> {
    let after = closed(change)?;
    for (medium, words) in [(Medium::Text, "for reading"), (Medium::Sound, "for hearing")] {
        let of = |these: &Closed, those: &Closed| -> Vec<Id> {
            these.difference(those).filter(|one| one.1 == medium).map(|one| one.0).collect()
        };
        let (shut, opened) = (of(&after, before), of(before, &after));
        if let Some(names) = names(change, &shut, medium)? {
            change.notice(format!("Closed {words} from now on: {names}."));
        }
        if let Some(names) = names(change, &opened, medium)? {
            change.notice(format!("Open {words} again: {names}."));
        }
    }
    Ok(())
}

/// The first names of several sources; those without a recording have nothing to be heard.
fn names(reader: &Reader<'_>, ids: &[Id], medium: Medium) -> Result<Option<String>> {
    /// How many are named.
    const NAMED: usize = 5;
    let mut names = Vec::new();
    for id in ids {
        let source: Source = reader.get(*id)?;
        if medium == Medium::Text || source.media.is_some() {
            names.push(format!("“{}”", source.name));
        }
    }
    names.sort_by(|a, b| crate::order::by_name(a, b));
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    Ok((!names.is_empty()).then(|| names.join(", ")))
}
