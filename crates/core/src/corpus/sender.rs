//! Senders: whoever wrote in a chat is known again at the next import, and by nothing but a hash.
//!
//! Of each sender the study keeps a keyed hash of the name or number, and what stands in its place
//! ([`Pseudonym`] of the kind `sender`). Of those who were said to be somebody, the parts of the
//! name are kept alike, so that other texts are found to name them. Where the key has a passphrase
//! and the session holds it, the name is kept sealed beside its hash.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::bind;
use crate::care::pseudonym::{Hasher, Level, NameKind, Pseudonym};
use crate::corpus::participant::Participant;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Keeps by what senders are known again. Their names are not stored.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SenderKeep {
    /// Who.
    pub senders: Vec<KnownSender>,
}

/// A sender, and what stands in their place.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownSender {
    /// The name or number as the chat gives it.
    pub name: String,
    /// The pseudonym of the participant who it is.
    #[serde(default)]
    pub participant: Option<String>,
    /// What stands in its place.
    pub replacement: String,
    /// Parts of the name that point at the same person.
    #[serde(default)]
    pub parts: Vec<String>,
}

// A name is not for logs.
impl std::fmt::Debug for KnownSender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KnownSender({})", self.replacement)
    }
}

impl Operation for SenderKeep {
    const NAME: &'static str = "sender.keep";
    const SUMMARY: &'static str = "Remembers senders of chats by keyed hashes";
    type Outcome = usize;

    fn describe(&self) -> Json {
        serde_json::json!({ "senders": self.senders.len() })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let Some(hasher) = change.hasher()? else {
            change.say("Remembered no sender: the key to the pseudonyms is closed");
            return Ok(0);
        };
        let mut kept = 0;
        for sender in &self.senders {
            kept += usize::from(keep(change, &hasher, sender)?);
        }
        let senders = if kept == 1 { "sender" } else { "senders" };
        change.say(format!("Remembered {kept} {senders} by keyed hashes"));
        Ok(kept)
    }
}

/// Answers whether anything had to be written.
fn keep(change: &mut Change<'_>, hasher: &Hasher, sender: &KnownSender) -> Result<bool> {
    let replacement = sender.replacement.trim();
    if replacement.is_empty() || sender.name.trim().is_empty() {
        return Err(Error::invalid("A sender needs a name and what stands in its place."));
    }
    let participant = match &sender.participant {
        None => None,
        Some(name) => {
            let found: Option<Participant> =
                change.list("WHERE name = $1", bind![name.trim()])?.pop();
            Some(found.map(|one| one.id).ok_or_else(|| {
                Error::not_found(format!("There is no participant called {name}."))
            })?)
        }
    };
    let hash = hasher.hash(&sender.name);
    let row = Pseudonym {
        id: change.new_id(),
        participant,
        kind: NameKind::Sender,
        replacement: replacement.to_owned(),
        keyed_hash: Some(hash.clone()),
        sealed: None,
        level: Level::Direct,
    };
    let old: Option<Pseudonym> = change
        .list("WHERE keyed_hash = $1 AND kind = 'sender' ORDER BY id", bind![hash])?
        .into_iter()
        .next();
    refuse_taken(change, &row, old.as_ref())?;
    let is_new = match old {
        Some(old) if old.participant == row.participant && old.replacement == row.replacement => {
            false
        }
        Some(old) => {
            change.update(&Pseudonym { id: old.id, sealed: old.sealed, ..row })?;
            true
        }
        None => {
            let sealed = change.seal(row.id, sender.name.trim())?;
            change.insert(&Pseudonym { sealed, ..row })?;
            true
        }
    };
    for part in &sender.parts {
        keep_part(change, hasher, part, participant, replacement)?;
    }
    Ok(is_new)
}

/// Two imports at once must not give one neutral label to two people.
fn refuse_taken(change: &Change<'_>, row: &Pseudonym, old: Option<&Pseudonym>) -> Result<()> {
    let is_neutral = row.participant.is_none() && row.replacement.starts_with("Sender ");
    if !is_neutral || old.is_some_and(|old| old.replacement == row.replacement) {
        return Ok(());
    }
    let same: Vec<Pseudonym> = change.list(
        "WHERE replacement = $1 AND kind = 'sender' AND participant IS NULL",
        bind![row.replacement.clone()],
    )?;
    if same.is_empty() {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "“{}” was given to somebody else by another import meanwhile.",
        row.replacement
    ))
    .hint("Look at the files again; nothing of them was stored."))
}

/// A part that two people share points at neither, so the first stays what it was.
fn keep_part(
    change: &mut Change<'_>,
    hasher: &Hasher,
    part: &str,
    participant: Option<Id>,
    replacement: &str,
) -> Result<()> {
    let hash = hasher.hash(part);
    let known: Vec<Pseudonym> = change.list("WHERE keyed_hash = $1", bind![hash.clone()])?;
    if !known.is_empty() {
        return Ok(());
    }
    let id = change.new_id();
    let sealed = change.seal(id, part)?;
    let kind = if participant.is_some() { NameKind::Participant } else { NameKind::Person };
    change.insert(&Pseudonym {
        id,
        participant,
        kind,
        replacement: replacement.to_owned(),
        keyed_hash: Some(hash),
        sealed,
        level: Level::Direct,
    })
}
