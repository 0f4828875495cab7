//! The kinds of source a study gathers, with labels it may choose.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Filing;
use crate::study::{Change, Operation};

crate::record! {
    /// A kind of source.
    pub struct Stream in "stream", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The word that is stored and typed: `interview`, `field_note`, `voice_note` …
        name: String,
        /// What the study calls it.
        label: String,
        /// Its place in lists.
        position: i64,
    }
}

/// The streams that every study begins with.
pub(crate) fn usual(at: i64) -> Vec<Stream> {
    [
        ("interview", "Interview"),
        ("field_note", "Field note"),
        ("voice_note", "Voice note"),
        ("conversation", "Conversation"),
        ("document", "Document"),
    ]
    .into_iter()
    .zip(1..)
    .map(|((name, label), position)| Stream {
        id: Id::new(at),
        name: name.to_owned(),
        label: label.to_owned(),
        position,
    })
    .collect()
}

/// Finds a stream by its word, however it was typed.
pub fn find(reader: &crate::storage::Reader<'_>, name: &str) -> Result<Stream> {
    let wanted = name.trim().to_lowercase().replace([' ', '-'], "_");
    let all: Vec<Stream> = reader.list("ORDER BY position", &[])?;
    let words: Vec<String> = all.iter().map(|stream| stream.name.clone()).collect();
    all.into_iter().find(|stream| stream.name == wanted).ok_or_else(|| {
        Error::invalid(format!("“{name}” is not a stream: choose one of {}.", words.join(", ")))
    })
}

/// Changes what the study calls a stream.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StreamSet {
    /// The stream's word.
    pub stream: String,
    /// The new label.
    pub label: String,
}

impl Operation for StreamSet {
    const NAME: &'static str = "stream.set";
    const SUMMARY: &'static str = "Changes what the study calls a stream";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut stream = find(change, &self.stream)?;
        let label = self.label.trim();
        if label.is_empty() {
            return Err(Error::invalid("A stream needs a label."));
        }
        let taken = "SELECT COUNT(*) FROM stream WHERE label = $1 AND id <> $2";
        if change.number(taken, bind![label, stream.id])? > 0 {
            return Err(Error::conflict(format!("Another stream is already called {label}.")));
        }
        change.say(format!("Called the stream {} “{label}”", stream.name));
        label.clone_into(&mut stream.label);
        change.update(&stream)
    }
}
