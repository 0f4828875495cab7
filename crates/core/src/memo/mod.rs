//! Memos: notes on anything; the journal is the study's own memos.
//!
//! A memo names what it is about by noun and id. It also keeps to which source or participant
//! that belongs, so that everything said about them can be found and erased with them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::bind;
use crate::care::consent::{self, Medium};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};
use crate::study::{Change, Operation, set, tables};

crate::record! {
    /// A note on something.
    pub struct Memo in "memo", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The noun it is about; `study` for the journal.
        noun: String,
        /// What it is about.
        target: Id,
        /// The source that this belongs to.
        source: Option<Id> => "source",
        /// The participant that this belongs to.
        participant: Option<Id> => "participant",
        /// A title; may be empty.
        title: String,
        /// What it says.
        text: String,
        /// When it was written, in epoch milliseconds.
        at: i64,
        /// Who wrote it.
        person: Id => "person",
    }
}

/// The memos on one thing, oldest first.
pub fn on(reader: &Reader<'_>, target: Id) -> Result<Vec<Memo>> {
    reader.list("WHERE target = $1 ORDER BY at, id", bind![target])
}

/// All memos, oldest first.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Memo>> {
    reader.list("ORDER BY at, id", &[])
}

pub(crate) fn move_to(change: &mut Change<'_>, from: Id, into: Id) -> Result<()> {
    for mut memo in on(change, from)? {
        memo.target = into;
        change.update(&memo)?;
    }
    Ok(())
}

/// Writes a memo on something, or into the study's journal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemoAdd {
    /// What it is about, by id; none for the journal.
    #[serde(default)]
    pub on: Option<Id>,
    /// A title.
    #[serde(default)]
    pub title: String,
    /// What it says.
    pub text: String,
}

impl Operation for MemoAdd {
    const NAME: &'static str = "memo.add";
    const SUMMARY: &'static str = "Writes a memo on something, or into the journal";
    type Outcome = Id;

    fn describe(&self) -> Json {
        serde_json::json!({ "on": self.on })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        if self.text.trim().is_empty() && self.title.trim().is_empty() {
            return Err(Error::invalid("A memo needs words."));
        }
        let target = match self.on {
            Some(target) => target,
            None => crate::study::about(change)?.id,
        };
        let table = tables::holding(change, target)?.ok_or_else(|| {
            Error::not_found(format!("Nothing in this study has the id {target}."))
        })?;
        let filed = change.filed_under(table, target)?;
        let memo = Memo {
            id: change.new_id(),
            noun: table.name.to_owned(),
            target,
            source: filed.0,
            participant: filed.1,
            title: self.title,
            text: self.text,
            at: change.now(),
            person: change.person(),
        };
        change.say(match table.name {
            "study" => "Wrote in the journal".to_owned(),
            noun => format!("Wrote a memo on a {}", noun.replace('_', " ")),
        });
        change.insert(&memo)?;
        Ok(memo.id)
    }
}

/// Changes a memo; absent fields stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemoSet {
    /// Which memo.
    pub memo: Id,
    /// The new title.
    #[serde(default)]
    pub title: Option<String>,
    /// What it says now.
    #[serde(default)]
    pub text: Option<String>,
}

impl Operation for MemoSet {
    const NAME: &'static str = "memo.set";
    const SUMMARY: &'static str = "Changes a memo";
    type Outcome = ();

    fn describe(&self) -> Json {
        serde_json::json!({ "memo": self.memo })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut memo: Memo = change.get(self.memo)?;
        if let Some(source) = memo.source {
            consent::refuse_closed(change, source, Medium::Text)?;
        }
        set(&mut memo.title, self.title);
        set(&mut memo.text, self.text);
        if memo.text.trim().is_empty() && memo.title.trim().is_empty() {
            return Err(Error::invalid("A memo needs words; remove it instead."));
        }
        change.update(&memo)
    }
}

/// Removes a memo.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemoRemove {
    /// Which memo.
    pub memo: Id,
}

impl Operation for MemoRemove {
    const NAME: &'static str = "memo.remove";
    const SUMMARY: &'static str = "Removes a memo";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        change.remove::<Memo>(self.memo)
    }
}
