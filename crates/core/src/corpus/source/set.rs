//! Changing what is known of a source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Source, moment, name, set_participants};
use crate::care::consent::closing;
use crate::corpus::stream;
use crate::error::Result;
use crate::id::Id;
use crate::study::{Change, Operation, set};

/// Changes what is known of a source; absent fields stay, an empty date is taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSet {
    /// Which source.
    pub source: Id,
    /// The new name.
    #[serde(default)]
    pub name: Option<String>,
    /// The new stream.
    #[serde(default)]
    pub stream: Option<String>,
    /// The new date, with a time where that is known.
    #[serde(default)]
    pub date: Option<String>,
    /// The participants, all of them.
    #[serde(default)]
    pub participants: Option<Vec<Id>>,
    /// Who sent it.
    #[serde(default)]
    pub sender: Option<String>,
    /// The language, as a BCP 47 tag.
    #[serde(default)]
    pub language: Option<String>,
    /// The new note.
    #[serde(default)]
    pub note: Option<String>,
}

impl Operation for SourceSet {
    const NAME: &'static str = "source.set";
    const SUMMARY: &'static str = "Changes what is known of a source";
    type Outcome = ();

    fn describe(&self) -> Json {
        // A note may tell what somebody said, and a sender who they are.
        let mut said = serde_json::to_value(self).unwrap_or(Json::Null);
        if let Some(fields) = said.as_object_mut() {
            fields.remove("note");
            fields.remove("sender");
        }
        said
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut source: Source = change.get(self.source)?;
        let before = closing::closed(change)?;
        if let Some(text) = &self.name {
            source.name = name(text)?;
        }
        if let Some(text) = &self.stream {
            source.stream = stream::find(change, text)?.name;
        }
        if self.date.is_some() {
            source.date = moment(self.date)?;
        }
        if let Some(sender) = self.sender {
            source.sender = Some(sender).filter(|sender| !sender.is_empty());
        }
        if let Some(language) = self.language {
            source.language = Some(language).filter(|language| !language.is_empty());
        }
        set(&mut source.note, self.note);
        change.update(&source)?;
        if let Some(participants) = &self.participants {
            set_participants(change, source.id, participants)?;
        }
        let so = closing::tell_of(change, source.id, &before)?;
        change.say(format!("Changed the source “{}”{so}", source.name));
        Ok(())
    }
}
