//! What a theme rests on: every passage that it gathers, by itself or through its codes.

use std::collections::HashMap;

use serde::Serialize;

use super::Theme;
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::order;
use crate::storage::Reader;

/// A passage that a theme gathers, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThemeEvidence {
    /// The passage.
    pub passage: Id,
    /// Its source.
    pub source: Id,
    /// The source's name.
    pub source_name: String,
    /// The source's stream.
    pub stream: String,
    /// The source's date.
    pub date: Option<String>,
    /// Whose words these are. In a source with one participant they are theirs; otherwise of those
    /// who speak in the passage, or of everybody in the source where the transcript does not say.
    pub participants: Vec<String>,
    /// The first code point.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
    /// The words.
    pub text: String,
    /// Whether it is a chosen quote for the report.
    pub quoted: bool,
}

/// The passages that a theme gathers by themselves, through its codes or through codes beneath
/// them, each once: by date, then by source and place in its text; undated sources come last.
pub fn evidence(reader: &Reader<'_>, theme: Id) -> Result<Vec<ThemeEvidence>> {
    let theme: Theme = reader.get(theme)?;
    let mut participants = participants(reader, theme.id)?;
    let mut found = Vec::new();
    for row in reader.query(include_str!("evidence.sql"), bind![theme.id])? {
        let passage: Id = row.get(0)?;
        found.push(ThemeEvidence {
            passage,
            source: row.get(1)?,
            source_name: row.get(2)?,
            stream: row.get(3)?,
            date: row.get(4)?,
            participants: participants.remove(&passage).unwrap_or_default(),
            start: row.get(5)?,
            end: row.get(6)?,
            text: row.get(7)?,
            quoted: row.get(8)?,
        });
    }
    found.sort_by(|a, b| {
        (a.date.is_none(), &a.date)
            .cmp(&(b.date.is_none(), &b.date))
            .then_with(|| order::by_name(&a.source_name, &b.source_name))
            .then_with(|| (a.source, a.start, a.end).cmp(&(b.source, b.start, b.end)))
            .then_with(|| a.passage.cmp(&b.passage))
    });
    Ok(found)
}

/// The participants whose words each passage holds, in the order people expect.
fn participants(reader: &Reader<'_>, theme: Id) -> Result<HashMap<Id, Vec<String>>> {
    let mut names: HashMap<Id, Vec<String>> = HashMap::new();
    for row in reader.query(include_str!("evidence_participants.sql"), bind![theme])? {
        names.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    for names in names.values_mut() {
        names.sort_by(|a, b| order::by_name(a, b));
    }
    Ok(names)
}
