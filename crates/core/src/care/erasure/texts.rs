//! Every text that researchers write, where a participant's words may have been copied to.

use std::collections::HashSet;

use serde::Serialize;

use crate::corpus::attribute::{Attribute, AttributeValue};
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Reader, Record as _};

/// The nouns, and the columns of each that hold text written by people; what a row is called comes
/// first.
pub(super) const WRITTEN: &[(&str, &[&str])] = &[
    ("memo", &["title", "text"]),
    ("code", &["name", "definition", "include", "exclude", "example"]),
    ("theme", &["name", "idea", "rivals"]),
    ("placement", &["reason"]),
    ("round", &["name", "note"]),
    ("condition", &["name", "statement", "why", "owner"]),
    ("condition_state", &["reason"]),
    ("condition_theme", &["note"]),
    ("condition_guidance", &["text"]),
    ("indicator", &["text"]),
    ("evidence", &["text"]),
    ("action", &["text", "owner"]),
    ("sentence", &["text"]),
    ("record_value", &["value"]),
    ("study", &["title", "question", "setting", "approach", "vocabulary"]),
    ("source", &["name", "note"]),
    ("revision", &["reason"]),
    ("transcript_step", &["note"]),
    ("transcription", &["message"]),
    ("participant", &["note"]),
    ("attribute", &["note"]),
    ("attribute_value", &["value"]),
    ("source_set", &["note"]),
    ("consent_default", &["note"]),
    ("wave", &["note"]),
    ("retention", &["note", "hold_reason"]),
    ("duty", &["text"]),
];

/// One text of one row.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) noun: &'static str,
    pub(super) id: Id,
    pub(super) column: &'static str,
    /// What the row is called, by the first of its texts.
    pub(super) called: String,
    pub(super) text: String,
}

/// Goes through every text of the study but those of rows that are erased.
pub(super) fn each(
    reader: &Reader<'_>,
    erased: &HashSet<Id>,
    mut look: impl FnMut(Written),
) -> Result<()> {
    for (noun, columns) in WRITTEN {
        let names: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        let sql = format!("SELECT id, {} FROM {noun} ORDER BY id", names.join(", "));
        for row in reader.query(&sql, &[])? {
            let id: Id = row.get(0)?;
            if erased.contains(&id) {
                continue;
            }
            let called = row.get::<Option<String>>(1)?.unwrap_or_default();
            for (at, column) in columns.iter().enumerate() {
                let text = row.get::<Option<String>>(at + 1)?.unwrap_or_default();
                if !text.is_empty() {
                    look(Written { noun, id, column, called: called.clone(), text });
                }
            }
        }
    }
    Ok(())
}

/// A text of the study that speaks of what is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// The noun: `memo`, `theme` …
    pub noun: String,
    /// The row.
    pub id: Id,
    /// What it is called, or how its text begins.
    pub called: String,
    /// Which of its texts: `text`, `idea` …
    pub column: String,
    /// Why it is listed, in a clause.
    pub why: String,
}

/// What a row with a text is called: by the first of its texts. A value says who somebody is, so it
/// is called what it is a value of.
pub(super) fn called(reader: &Reader<'_>, written: &Written) -> String {
    let attribute = |id: Id| -> Result<String> {
        let value: AttributeValue = reader.get(id)?;
        Ok(reader.get::<Attribute>(value.attribute)?.name)
    };
    match written.called.as_str() {
        _ if written.noun == AttributeValue::TABLE.name => {
            attribute(written.id).unwrap_or_default()
        }
        "" => written.text.clone(),
        called => called.to_owned(),
    }
}

/// Whether a text has a name as a word of its own.
pub(super) fn names(text: &str, name: &str) -> bool {
    if name.trim().is_empty() {
        return false;
    }
    let (text, name) = (text.to_lowercase(), name.trim().to_lowercase());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(&name).any(|(at, found)| {
        !letter(text[..at].chars().next_back()) && !letter(text[at + found.len()..].chars().next())
    })
}

/// The beginning of a text on one line.
pub(super) fn beginning(text: &str) -> String {
    const MOST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let kept: String = line.chars().take(MOST - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_name_is_a_word_of_its_own() {
        assert!(names("What p4 said.", "P4"));
        assert!(names("(P4, week 3)", "P4, week 3"));
        assert!(!names("P40 and UP4", "P4"));
        assert!(!names("anything", " "));
    }
}
