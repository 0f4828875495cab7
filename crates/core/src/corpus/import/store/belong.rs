//! A transcript that comes alone: by its name it belongs to a recording that is in the study already
//! and has no words yet.
//!
//! Only one recording may be meant; where several are called so, nobody guesses, and the person
//! attaches it by choice. What is guessed is shown, and theirs to change before anything is stored.

use std::collections::BTreeSet;

use serde::Serialize;
use trefoil_formats::survey::{may_be_transcript, shortest_stem};

use super::{Item, Noticed};
use crate::bind;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;
use crate::transcript::Revision;

/// The recording that a file becomes the transcript of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Belongs {
    /// The recording's source.
    pub source: Id,
    /// What that is called.
    pub name: String,
    /// Whether it does; otherwise the file comes in as a source of its own.
    pub attaches: bool,
}

/// The recordings of the study that have no words.
pub(super) fn wordless(reader: &Reader<'_>) -> Result<Vec<Source>> {
    reader.list("WHERE media IS NOT NULL AND revision IS NULL AND duration_ms > 0 ORDER BY id", &[])
}

/// The recording that a file was made the transcript of before: its words are, or were, just these.
pub(super) fn attached_before(
    reader: &Reader<'_>,
    item: &Item,
    text: &str,
) -> Result<Option<Source>> {
    let (kind, file_name) = (item.candidate.kind, &item.kept.file_name);
    let Some(begin) = shortest_stem(kind, file_name) else { return Ok(None) };
    let length = begin.chars().count() as i64;
    let clause = "WHERE media IS NOT NULL AND revision IS NOT NULL AND duration_ms > 0 \
                  AND SUBSTR(LOWER(file_name), 1, $2) = $1 ORDER BY id";
    for source in reader.list::<Source>(clause, bind![begin, length])? {
        let recording = source.file_name.as_deref().unwrap_or_default();
        if !may_be_transcript(kind, file_name, recording) {
            continue;
        }
        let revisions: Vec<Revision> = reader.list("WHERE source = $1", bind![source.id])?;
        if revisions.iter().any(|revision| revision.text.trim() == text.trim()) {
            return Ok(Some(source));
        }
    }
    Ok(None)
}

/// Finds for each file that could be a transcript the recording it belongs to; answers what is to be
/// said of those for which several could be meant.
pub(super) fn find(items: &mut [Item], recordings: &[Source]) -> Vec<Noticed> {
    let (mut taken, mut told) = (BTreeSet::new(), Vec::new());
    for item in items.iter_mut().filter(|item| item.table.is_none()) {
        let file_name = &item.kept.file_name;
        let is_its = |one: &&Source| {
            let recording = one.file_name.as_deref().unwrap_or_default();
            may_be_transcript(item.candidate.kind, file_name, recording)
        };
        let fitting: Vec<&Source> = recordings.iter().filter(is_its).collect();
        match fitting.as_slice() {
            [] => {}
            [only] if taken.insert(only.id) => {
                let (source, name) = (only.id, only.name.clone());
                item.belongs = Some(Belongs { source, name, attaches: true });
            }
            [only] => told.push(Noticed {
                file: item.file.clone(),
                message: format!(
                    "Another file becomes the transcript of “{}”; this one comes in on its own.",
                    only.name
                ),
            }),
            several => told.push(Noticed {
                file: item.file.clone(),
                message: format!(
                    "{} recordings without words are called so. It comes in on its own; attach it to \
                     the right one there.",
                    several.len()
                ),
            }),
        }
    }
    told
}

impl Item {
    /// The recording that it becomes the transcript of, where it does.
    pub fn recording(&self) -> Option<&Belongs> {
        self.belongs.as_ref().filter(|belongs| belongs.attaches)
    }
}
