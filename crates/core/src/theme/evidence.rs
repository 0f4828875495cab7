//! What a theme rests on: every passage that it gathers, by itself or through its codes.

use std::collections::HashMap;

use serde::Serialize;

use super::Theme;
use crate::bind;
use crate::care::pseudonym::Level;
use crate::care::quote::{self, Clearing};
use crate::coding::wordless;
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
    /// Of a stretch of a recording: where it begins and ends, in milliseconds.
    pub stretch: Option<(i64, i64)>,
    /// What it is called where it has no words: `0:10–0:20 of the recording`.
    pub called: Option<String>,
    /// Whether it is a chosen quote for the report.
    pub quoted: bool,
    /// Whether those whose words they are agreed that they be quoted.
    pub quotable: bool,
    /// Why they may not be quoted; empty where they may.
    pub refusal: String,
}

impl ThemeEvidence {
    /// Its words in quotation marks, or what it is called without any.
    pub fn in_words(&self) -> String {
        self.called.clone().unwrap_or_else(|| format!("“{}”", self.text))
    }
}

/// The passages that a theme gathers by themselves, through its codes or through codes beneath
/// them, each once: by date, then by source and place in its text; undated sources come last.
pub fn evidence(reader: &Reader<'_>, theme: Id) -> Result<Vec<ThemeEvidence>> {
    let theme: Theme = reader.get(theme)?;
    let mut participants = participants(reader, theme.id)?;
    let clearing = Clearing::read(reader, Level::Public)?;
    let mut called = wordless(reader)?;
    let mut found = Vec::new();
    for row in reader.query(include_str!("evidence.sql"), bind![theme.id])? {
        let (passage, source): (Id, Id) = (row.get(0)?, row.get(1)?);
        let people = participants.remove(&passage).unwrap_or_default();
        let (ids, names): (Vec<Id>, Vec<String>) = people.into_iter().unzip();
        let refused = clearing.ask(source, &ids).err();
        found.push(ThemeEvidence {
            passage,
            source,
            source_name: row.get(2)?,
            stream: row.get(3)?,
            date: row.get(4)?,
            participants: names,
            start: row.get(5)?,
            end: row.get(6)?,
            text: row.get(7)?,
            stretch: row.get::<Option<i64>>(9)?.zip(row.get::<Option<i64>>(10)?),
            called: called.remove(&passage),
            quoted: row.get(8)?,
            quotable: refused.is_none(),
            refusal: refused.map(|refused| quote::reasons(&refused)).unwrap_or_default(),
        });
    }
    found.sort_by(|a, b| {
        (a.date.is_none(), &a.date)
            .cmp(&(b.date.is_none(), &b.date))
            .then_with(|| order::by_name(&a.source_name, &b.source_name))
            .then_with(|| (a.source, a.start, a.end).cmp(&(b.source, b.start, b.end)))
            .then_with(|| a.stretch.cmp(&b.stretch))
            .then_with(|| a.passage.cmp(&b.passage))
    });
    Ok(found)
}

/// The participants whose words each passage holds, in the order people expect.
fn participants(reader: &Reader<'_>, theme: Id) -> Result<HashMap<Id, Vec<(Id, String)>>> {
    let mut people: HashMap<Id, Vec<(Id, String)>> = HashMap::new();
    for row in reader.query(include_str!("evidence_participants.sql"), bind![theme])? {
        people.entry(row.get(0)?).or_default().push((row.get(2)?, row.get(1)?));
    }
    for people in people.values_mut() {
        people.sort_by(|a, b| order::by_name(&a.1, &b.1));
    }
    Ok(people)
}
