//! From an act to the page of what it was about, where that still exists.

use trefoil_core::bind;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::tables;

/// A way to what an act was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Thing {
    /// The address within the study.
    pub(super) path: String,
    /// What is seen there: “the code”, “the trace”.
    pub(super) what: &'static str,
}

/// How many of an entry's rows are looked at before giving up.
const ROWS: i64 = 12;

/// What an entry was about: the first row it touched that is still there and has a place.
pub(super) fn of(reader: &Reader<'_>, entry: Id) -> Result<Option<Thing>> {
    let sql = "SELECT noun, row_id FROM undo_image WHERE history = $1 ORDER BY position LIMIT $2";
    for row in reader.query(sql, bind![entry, ROWS])? {
        let (noun, id): (String, Id) = (row.get(0)?, row.get(1)?);
        if let Some(thing) = place(&noun, id)
            && exists(reader, &noun, id)?
        {
            return Ok(Some(thing));
        }
    }
    Ok(None)
}

fn exists(reader: &Reader<'_>, noun: &str, id: Id) -> Result<bool> {
    // The noun is looked up, so that only names of tables come into the statement.
    let Some(table) = tables::by_name(noun) else { return Ok(false) };
    let sql = format!("SELECT COUNT(*) FROM {} WHERE id = $1", table.name);
    Ok(reader.number(&sql, bind![id])? > 0)
}

/// Where a noun is seen.
fn place(noun: &str, id: Id) -> Option<Thing> {
    let (path, what) = match noun {
        "code" => (format!("codes/{id}"), "the code"),
        "theme" => (format!("themes/{id}"), "the theme"),
        "condition" => (format!("conditions/{id}"), "the condition"),
        "source" => (format!("sources/{id}"), "the source"),
        "participant" => (format!("participants/{id}"), "the participant"),
        "record_value" => ("record".to_owned(), "the record"),
        "study" | "person" | "stream" => ("settings".to_owned(), "the settings"),
        "round" => ("themes".to_owned(), "the themes"),
        "passage" | "coding" | "placement" | "theme_code" | "theme_passage" | "condition_state"
        | "condition_theme" | "condition_need" | "condition_guidance" | "indicator"
        | "evidence" | "action" | "sentence" | "sentence_citation" | "speaker" | "revision"
        | "segment" | "source_participant" => (format!("trace/{id}"), "the trace"),
        _ => return None,
    };
    Some(Thing { path, what })
}
