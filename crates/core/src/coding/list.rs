//! Lists of coded passages: of a code with what lies beneath it, and of a source.

use std::collections::HashMap;

use serde::Serialize;

use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Reader, Row};

use super::wordless;

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
    /// The words; none of a stretch of a recording and of a whole source.
    pub text: String,
    /// Of a stretch of a recording: where it begins and ends, in milliseconds.
    pub stretch: Option<(i64, i64)>,
    /// Whether it is words.
    pub is_words: bool,
    /// What it is called where it has no words: `0:10–0:20 of the recording`.
    pub called: Option<String>,
    /// The codes on it.
    pub codings: Vec<Mark>,
}

impl CodedPassage {
    /// Its words in quotation marks, or what it is called without any.
    pub fn quoted(&self) -> String {
        self.called.clone().unwrap_or_else(|| format!("“{}”", self.text))
    }
}

/// The passages that a code is on, with those of the codes beneath it when `below` is set, by
/// date, source and place in the text.
pub fn of_code(reader: &Reader<'_>, code: Id, below: bool) -> Result<Vec<CodedPassage>> {
    let sources = reader.query("SELECT id, name, stream, date FROM source", &[])?;
    gather(reader, sources, reader.query(include_str!("of_code.sql"), bind![code, below])?)
}

/// The passages of a source, in the order of its text, with all codes on them.
pub fn of_source(reader: &Reader<'_>, source: Id) -> Result<Vec<CodedPassage>> {
    let sources =
        reader.query("SELECT id, name, stream, date FROM source WHERE id = $1", bind![source])?;
    gather(reader, sources, reader.query(include_str!("of_source.sql"), bind![source])?)
}

/// Names are looked up here and not joined in: there are few of them and many rows.
fn gather(reader: &Reader<'_>, named: Vec<Row>, rows: Vec<Row>) -> Result<Vec<CodedPassage>> {
    let codes = names(reader, "SELECT id, name FROM code")?;
    let people = names(reader, "SELECT id, name FROM person")?;
    let mut called = wordless(reader)?;
    let mut sources: HashMap<Id, (String, String, Option<String>)> = HashMap::new();
    for mut row in named {
        sources.insert(row.take(0)?, (row.take(1)?, row.take(2)?, row.take(3)?));
    }
    let mut at: HashMap<Id, usize> = HashMap::with_capacity(rows.len());
    let mut passages: Vec<CodedPassage> = Vec::with_capacity(rows.len());
    for mut row in rows {
        let id: Id = row.take(0)?;
        let place = if let Some(place) = at.get(&id) {
            *place
        } else {
            let source: Id = row.take(1)?;
            let (name, stream, date) = sources.get(&source).cloned().unwrap_or_default();
            at.insert(id, passages.len());
            passages.push(CodedPassage {
                called: called.remove(&id),
                id,
                source,
                source_name: name,
                stream,
                date,
                start: row.take(2)?,
                end: row.take(3)?,
                text: row.take(4)?,
                stretch: row.take::<Option<i64>>(9)?.zip(row.take::<Option<i64>>(10)?),
                is_words: row.take::<Option<Id>>(11)?.is_some(),
                codings: Vec::new(),
            });
            passages.len() - 1
        };
        if let Some(coding) = row.take::<Option<Id>>(5)? {
            let (code, person): (Id, Id) = (row.take(6)?, row.take(7)?);
            passages[place].codings.push(Mark {
                id: coding,
                code,
                name: codes.get(&code).cloned().unwrap_or_default(),
                coder: people.get(&person).cloned().unwrap_or_default(),
                at: row.take(8)?,
            });
        }
    }
    for passage in &mut passages {
        passage.codings.sort_by_key(|mark| (mark.at, mark.id));
    }
    passages.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(passages)
}

/// By date (those without one last), source and place in the text.
fn order(one: &CodedPassage) -> impl Ord + '_ {
    (
        (one.date.is_none(), &one.date, &one.source_name, one.source),
        (one.start, one.end, one.stretch, one.id),
    )
}

fn names(reader: &Reader<'_>, sql: &str) -> Result<HashMap<Id, String>> {
    reader.query(sql, &[])?.into_iter().map(|mut row| Ok((row.take(0)?, row.take(1)?))).collect()
}
