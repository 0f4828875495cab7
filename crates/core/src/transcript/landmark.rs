//! Places that a file marks in its text: pages and headings.
//!
//! A landmark counts in its source's current revision and is carried along when the text is
//! corrected. A heading's words are those that it covers; a page keeps the number that is printed
//! on it, so that a quote can say where it stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EditMap, Revision};
use crate::bind;
use crate::corpus::source::Source;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::span::Span;
use crate::storage::{Filing, Reader};
use crate::study::Change;

crate::record! {
    /// A page or a heading of a source's text.
    pub struct Landmark in "landmark", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The source.
        source: Id => "source",
        /// The revision that the span counts in.
        revision: Id => "revision",
        /// What it is: `page` or `heading`.
        kind: String,
        /// How deep a heading is, from 1; 0 of a page.
        level: i64,
        /// A page's number as printed; empty of a heading.
        label: String,
        /// The first code point.
        start: i64,
        /// The code point behind the last.
        end: i64,
    }
}

impl Landmark {
    /// Where it lies in the text.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// A landmark of a new text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLandmark {
    /// What it is: `page` or `heading`.
    pub kind: String,
    /// How deep a heading is, from 1; 0 of a page.
    #[serde(default)]
    pub level: i64,
    /// A page's number as printed.
    #[serde(default)]
    pub label: String,
    /// The first code point.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
}

/// The landmarks of a source, in the order of its text, wider ones first.
pub fn list(reader: &Reader<'_>, source: Id) -> Result<Vec<Landmark>> {
    let order = "WHERE source = $1 ORDER BY \"start\", \"end\" DESC, level, id";
    reader.list(order, bind![source])
}

/// The number of the page on which a code point lies, as printed; the landmarks in the order of the
/// text.
pub fn page_at(landmarks: &[Landmark], at: i64) -> Option<&str> {
    let pages = landmarks.iter().filter(|one| one.kind == "page" && !one.label.is_empty());
    pages.take_while(|page| page.start <= at).last().map(|page| page.label.as_str())
}

/// Stores the landmarks of a revision whose length in code points is given.
pub(crate) fn store(
    change: &mut Change<'_>,
    source: Id,
    (revision, length): (Id, i64),
    landmarks: &[NewLandmark],
) -> Result<()> {
    for new in landmarks {
        let is_inside = 0 <= new.start && new.start <= new.end && new.end <= length;
        if !is_inside || !matches!(&*new.kind, "page" | "heading") {
            return Err(Error::invalid(format!(
                "The {} from {} to {} is no page or heading of a text of {length} characters.",
                new.kind, new.start, new.end
            )));
        }
        change.insert(&Landmark {
            id: change.new_id(),
            source,
            revision,
            kind: new.kind.clone(),
            level: new.level.max(0),
            label: new.label.clone(),
            start: new.start,
            end: new.end,
        })?;
    }
    Ok(())
}

/// Puts other landmarks in the place of a source's, in its newest wording.
pub(crate) fn replace(change: &mut Change<'_>, source: Id, new: &[NewLandmark]) -> Result<()> {
    for old in list(change, source)? {
        change.remove::<Landmark>(old.id)?;
    }
    let Some(revision) = change.get::<Source>(source)?.revision else { return Ok(()) };
    let length = change.measured(revision)?.ruler().length();
    store(change, source, (revision, length), new)
}

/// Moves a source's landmarks to a new revision.
pub(crate) fn carry(change: &mut Change<'_>, new: &Revision, map: &EditMap) -> Result<()> {
    for mut landmark in list(change, new.source)? {
        let span = map.carry(landmark.span());
        (landmark.start, landmark.end, landmark.revision) = (span.start, span.end, new.id);
        change.update(&landmark)?;
    }
    Ok(())
}
