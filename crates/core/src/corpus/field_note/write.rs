//! Writing a field note down, and writing it out later.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{FieldNote, text};
use crate::care::consent::{self, Medium};
use crate::care::redaction::Cause;
use crate::corpus::source::{self, Source, SourceAdd};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};
use crate::transcript::landmark::{self, NewLandmark};
use crate::transcript::{EditMap, Revision, Reworded, revise};

/// Writes a field note: a new one, or the next wording of one that is there, with its codings
/// carried along.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FieldNoteWrite {
    /// The note that is written on; none for a new one.
    pub source: Option<Id>,
    /// The number of the wording that is written on; refused if there is a newer one.
    pub revision: Option<i64>,
    /// The note.
    pub note: FieldNote,
    /// The participants who were observed; absent ones stay as they are.
    pub participants: Option<Vec<Id>>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Written {
    /// The source that it is.
    pub source: Id,
    /// The passages whose own words changed.
    pub reworded: Vec<Reworded>,
}

impl Operation for FieldNoteWrite {
    const NAME: &'static str = "field_note.write";
    const SUMMARY: &'static str = "Writes a field note, or goes on with one";
    type Outcome = Written;

    fn describe(&self) -> Json {
        // What was seen is not for the history.
        serde_json::json!({
            "source": self.source, "participants": self.participants,
            "jottings": self.note.is_jottings,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Written> {
        if self.note.is_empty() {
            return Err(Error::invalid("Nothing is written in this note yet.")
                .hint("Write at least what was done or what happened."));
        }
        let date = source::moment(Some(self.note.when.clone()))?;
        let note = FieldNote { when: date.clone().unwrap_or_default(), ..self.note.clone() };
        let text = text::compose(&note);
        match self.source {
            None => self.begin(change, &note, date, text),
            Some(source) => self.go_on(change, source, &note, date, &text),
        }
    }
}

impl FieldNoteWrite {
    fn begin(
        self,
        change: &mut Change<'_>,
        note: &FieldNote,
        date: Option<String>,
        text: String,
    ) -> Result<Written> {
        let name = name(note, date.as_deref());
        let add = SourceAdd {
            name: name.clone(),
            stream: "field_note".to_owned(),
            date,
            participants: self.participants.unwrap_or_default(),
            format: "field note".to_owned(),
            landmarks: headings(&text),
            text: Some(text),
            ..SourceAdd::default()
        };
        let source = add.apply(change)?;
        change.say(format!("Wrote the field note “{name}”"));
        Ok(Written { source, reworded: Vec::new() })
    }

    fn go_on(
        self,
        change: &mut Change<'_>,
        id: Id,
        note: &FieldNote,
        date: Option<String>,
        text: &str,
    ) -> Result<Written> {
        let mut source: Source = change.get(id)?;
        consent::refuse_closed(change, id, Medium::Text)?;
        let revision = source.revision.ok_or_else(|| {
            Error::conflict(format!("“{}” has no text, so it is no field note.", source.name))
        })?;
        let old: Revision = change.get(revision)?;
        if self.revision.is_some_and(|number| number != old.number) {
            return Err(Error::conflict(format!(
                "“{}” was written on by someone else meanwhile.",
                source.name
            ))
            .hint("Look at the new wording first; what you wrote is still in the form."));
        }
        if text::parse(&old.text).is_none() {
            return Err(Error::conflict(format!(
                "“{}” holds more than the form can show, so the form would take words out.",
                source.name
            ))
            .hint("Correct its text instead."));
        }
        source.name = name(note, date.as_deref());
        source.date = date;
        change.update(&source)?;
        if let Some(participants) = &self.participants {
            source::set_participants(change, id, participants)?;
        }
        let mut reworded = Vec::new();
        if old.text != text {
            let edits = EditMap::between(&old.text, text);
            let cause = Cause::Correction;
            let reason = "Written out".to_owned();
            reworded = revise(change, &mut source, &old, &edits, reason, cause)?.reworded;
            landmark::replace(change, id, &headings(text))?;
        }
        change.say(format!("Wrote on the field note “{}”", source.name));
        Ok(Written { source: id, reworded })
    }
}

fn name(note: &FieldNote, date: Option<&str>) -> String {
    let called = [&note.title, &note.activity, &note.place];
    let called = called.into_iter().map(|text| text.trim()).find(|text| !text.is_empty());
    match (called, date.and_then(|date| date.get(..10))) {
        (Some(called), _) => called.to_owned(),
        (None, Some(day)) => format!("Field note of {day}"),
        (None, None) => "Field note".to_owned(),
    }
}

/// The headings of a note's text.
fn headings(text: &str) -> Vec<NewLandmark> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let length = line.chars().count() as i64;
        let level = if line.starts_with("# ") { 1 } else { 2 };
        let lead = if line.starts_with("## ") { 3 } else { 2 };
        if line.starts_with("# ") || line.starts_with("## ") {
            found.push(NewLandmark {
                kind: "heading".to_owned(),
                level,
                label: String::new(),
                start: at + lead,
                end: at + length,
            });
        }
        at += length + 1;
    }
    found
}
