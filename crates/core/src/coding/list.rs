//! Lists of coded passages: of a code with what lies beneath it, and of a source.

use serde::Serialize;

use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Reader, Row};

/// A code that somebody put on a passage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// The coding.
    pub id: Id,
    /// The code.
    pub code: Id,
    /// The code's name.
    pub name: String,
    /// Who coded.
    pub coder: String,
    /// When, in epoch milliseconds.
    pub at: i64,
}

/// A passage with the marks that were asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CodedPassage {
    /// The passage.
    pub id: Id,
    /// Its source.
    pub source: Id,
    /// The source's name.
    pub source_name: String,
    /// The source's stream.
    pub stream: String,
    /// The source's date.
    pub date: Option<String>,
    /// The first code point.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
    /// The words.
    pub text: String,
    /// The codes on it.
    pub codings: Vec<Mark>,
}

/// The passages that a code is on, with those of the codes beneath it when `below` is set.
pub fn of_code(reader: &Reader<'_>, code: Id, below: bool) -> Result<Vec<CodedPassage>> {
    gather(reader.query(include_str!("of_code.sql"), bind![code, below])?)
}

/// The passages of a source, in the order of its text, with all codes on them.
pub fn of_source(reader: &Reader<'_>, source: Id) -> Result<Vec<CodedPassage>> {
    gather(reader.query(include_str!("of_source.sql"), bind![source])?)
}

/// Rows of the same passage follow each other.
fn gather(rows: Vec<Row>) -> Result<Vec<CodedPassage>> {
    let mut passages: Vec<CodedPassage> = Vec::new();
    for row in rows {
        let id: Id = row.get(0)?;
        if passages.last().is_none_or(|last| last.id != id) {
            passages.push(CodedPassage {
                id,
                source: row.get(1)?,
                source_name: row.get(2)?,
                stream: row.get(3)?,
                date: row.get(4)?,
                start: row.get(5)?,
                end: row.get(6)?,
                text: row.get(7)?,
                codings: Vec::new(),
            });
        }
        let coding: Option<Id> = row.get(8)?;
        if let (Some(last), Some(coding)) = (passages.last_mut(), coding) {
            last.codings.push(Mark {
                id: coding,
                code: row.get(9)?,
                name: row.get(10)?,
                coder: row.get(11)?,
                at: row.get(12)?,
            });
        }
    }
    Ok(passages)
}
