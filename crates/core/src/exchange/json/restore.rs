//! A study comes back from a document: into one without content, as one change that can be undone.
//!
//! Content is undone row by row like that of any operation. People, the history and the bytes of
//! recordings stay in the study then: nothing shows them, and doing it again needs them.

use std::io::Read;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::check::check;
use super::document::Document;
use super::{Counts, history, media, person, read};
use crate::corpus::stream::Stream;
use crate::error::{Error, Result};
use crate::storage::Reader;
use crate::study::{About, Change, Operation, Performed, Session, about, tables};

/// Restores a study from a document, in the place of one that has no content yet.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyRestore {
    /// The document, as `trefoil export --format json` writes it.
    pub document: Document,
}

impl Operation for StudyRestore {
    const NAME: &'static str = "study.restore";
    const SUMMARY: &'static str = "Restores a study from a document into an empty one";
    /// How many of each were restored.
    type Outcome = Counts;

    fn describe(&self) -> Json {
        serde_json::to_value(self.document.counts()).unwrap_or(Json::Null)
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Counts> {
        refuse_content(change)?;
        // Words that were closed when they went out stay closed where they come back.
        change.bring_back();
        let document = self.document;
        let mut rows = document.rows(change.now())?;
        for notice in check(&document, &rows)? {
            change.notice(notice);
        }
        let mut others = person::settle(change, &document.people)?;
        let recordings = media::settle(change, &document.media)?;
        notice_left_out(change, recordings.without);
        others.extend(recordings.others);
        if !others.is_empty() {
            for placed in &mut rows.all {
                placed.row.rename(&others)?;
            }
        }
        make_way(change, &document)?;
        for placed in &rows.all {
            placed.row.insert(change)?;
        }
        history::tell(change, &document.history, &others)?;
        let counts = document.counts();
        change.say(format!(
            "Restored the study “{}” ({} sources, {} passages, {} codings)",
            document.study.title, counts.sources, counts.passages, counts.codings
        ));
        Ok(counts)
    }
}

/// Refuses a study in which something was begun already.
fn refuse_content(reader: &Reader<'_>) -> Result<()> {
    for table in tables::ALL {
        if matches!(table.name, "study" | "person" | "stream") {
            continue;
        }
        let sql = format!("SELECT COUNT(*) FROM {}", table.name);
        let count = reader.number(&sql, &[])?;
        if count > 0 {
            let noun = table.name.replace('_', " ");
            return Err(Error::conflict(format!(
                "A study comes back into an empty one, and this one has content already ({noun}: \
                 {count}). Nothing was changed."
            ))
            .hint(
                "Begin another one with `trefoil new STUDY --title TEXT` and import into that.",
            ));
        }
    }
    Ok(())
}

/// Takes away what every study begins with and the document brings itself.
fn make_way(change: &mut Change<'_>, document: &Document) -> Result<()> {
    let before = about(change)?;
    change.remove::<About>(before.id)?;
    if !document.streams.is_empty() {
        change.remove_all::<Stream>("", &[])?;
    }
    Ok(())
}

fn notice_left_out(change: &mut Change<'_>, without: usize) {
    match without {
        0 => {}
        1 => {
            change.notice("The bytes of 1 recording are not in the document: it cannot be played.");
        }
        many => change.notice(format!(
            "The bytes of {many} recordings are not in the document: they cannot be played."
        )),
    }
}

/// Reads a document and restores the study that it holds, in the place of one without content.
///
/// Recordings are stored while the document is read, one in memory at a time. What is wrong is
/// found before anything is changed.
///
/// Errors: the study has content; the document is not whole, not of this format, or does not hold
/// together.
pub fn import(session: &Session, input: impl Read) -> Result<Performed<Counts>> {
    session.study().read(refuse_content)?;
    let mut stored = Vec::new();
    let restored = read_and_check(session, input, &mut stored).and_then(|document| {
        person::settle_own(session, &document.people)?;
        session.perform(StudyRestore { document })
    });
    if restored.is_err() {
        // The first error is the one to tell; what stays is swept away later.
        let _ = media::discard(session, stored);
    }
    restored
}

fn read_and_check(
    session: &Session,
    input: impl Read,
    stored: &mut Vec<crate::id::Id>,
) -> Result<Document> {
    let mut keep = |mut recording: media::Media, spot| {
        if recording.content.is_some() {
            let bytes = recording.content.take();
            let whole = media::Media { content: bytes, ..recording.clone() };
            stored.extend(media::store_apart(session, whole, spot)?);
        }
        Ok(recording)
    };
    let document = read::read(input, &mut keep)?;
    let rows = document.rows(session.study().clock().now())?;
    check(&document, &rows)?;
    Ok(document)
}
