//! What came of an import, or would come of it, told file by file.

use serde::Serialize;

use super::Item;
use crate::id::Id;

/// A file that was not imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The file as shown.
    pub file: String,
    /// Why, in one line.
    pub reason: String,
    /// Whether it is because of what somebody answered about consent, and not because of the file.
    pub denied: bool,
}

/// A file that was set aside: it can be read, but does not belong, or was left out by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// The id of its item in the plan.
    pub item: usize,
    /// The file as shown.
    pub file: String,
    /// The name that the source would have.
    pub name: String,
    /// The stream that it would belong to.
    pub stream: String,
    /// Its date.
    pub date: Option<String>,
    /// Why, in a sentence.
    pub reason: String,
}

/// Something that was noticed about a file that was imported all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Noticed {
    /// The file as shown.
    pub file: String,
    /// What was noticed, in one line.
    pub message: String,
}

/// A file that became a source, or was one already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The id of its item in the plan.
    pub item: usize,
    /// The file as shown.
    pub file: String,
    /// The source; none in a preview.
    pub source: Option<Id>,
    /// The name of the source.
    pub name: String,
    /// Its stream.
    pub stream: String,
    /// Its date.
    pub date: Option<String>,
    /// The length of its recording, in milliseconds.
    pub duration_ms: Option<i64>,
    /// How many characters its text has.
    pub characters: Option<usize>,
    /// The file of this import that holds the same bytes and came before it.
    pub same_as: Option<String>,
    /// How many messages a longer export of a chat brings.
    pub new_messages: Option<usize>,
    /// How many messages a chat has, or a day of it.
    pub messages: Option<usize>,
    /// How many rows of a table come in.
    pub rows: Option<usize>,
    /// The language of its words, as a BCP 47 tag.
    pub language: Option<&'static str>,
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// What became a source.
    pub imported: Vec<Imported>,
    /// Recordings in the study that got the transcript they lacked.
    pub attached: Vec<Imported>,
    /// Conversations in the study that a longer export of the same chat goes on with.
    pub continued: Vec<Imported>,
    /// What was in the study already, or came twice in this import.
    pub known: Vec<Imported>,
    /// What was set aside, and why.
    pub aside: Vec<Aside>,
    /// What was not imported, and why.
    pub refused: Vec<Refused>,
    /// What was noticed.
    pub notices: Vec<Noticed>,
    /// How many files of operating systems were passed over.
    pub skipped: usize,
    /// Whether a person stopped it; what was stored until then is stored.
    pub stopped: bool,
    /// How many files it had not come to when it was stopped.
    pub not_reached: usize,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub done: usize,
    /// Files in all.
    pub total: usize,
    /// The file that comes next.
    pub file: String,
    /// The row of its table that comes next, from 1, and how many there are.
    pub row: Option<(usize, usize)>,
}

impl Progress {
    /// What it is at, in words.
    pub fn at(&self) -> String {
        match self.row {
            Some((row, rows)) => format!("{}, row {row} of {rows}", self.file),
            None => self.file.clone(),
        }
    }
}

impl Aside {
    pub(super) fn of(item: &Item, reason: String) -> Self {
        Self {
            item: item.id,
            file: item.file.clone(),
            name: item.name.clone(),
            stream: item.stream.clone(),
            date: item.date.clone(),
            reason,
        }
    }
}

impl Summary {
    /// What came of it, in numbers: nothing that a file or a person is called.
    pub(super) fn counts(&self) -> String {
        serde_json::json!({
            "imported": self.imported.len(), "attached": self.attached.len(),
            "continued": self.continued.len(), "known": self.known.len(),
            "aside": self.aside.len(), "refused": self.refused.len(),
            "not_reached": self.not_reached,
        })
        .to_string()
    }
}
