//! How the key is kept, and who stands for whom.

use serde::Serialize;

use super::{KeyAccess, KeyState, Level, NameKind, Pseudonym, key, list};
use crate::corpus::participant::{self, Participant};
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// How the key is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyStatus {
    /// Open, sealed or destroyed; nothing where the study has no key yet.
    pub state: Option<KeyState>,
    /// How many words stand behind pseudonyms, spellings counted.
    pub pseudonyms: i64,
    /// How many of them are recognised in texts.
    pub recognised: i64,
    /// How many of them are kept, sealed.
    pub sealed: i64,
    /// How many words that were taken out of texts are kept, sealed.
    pub sealed_in_texts: i64,
    /// When the key was made, in epoch milliseconds.
    pub created_at: Option<i64>,
    /// When it was last sealed, opened, changed or destroyed, in epoch milliseconds.
    pub changed_at: Option<i64>,
}

/// How the key is kept.
pub fn status(reader: &Reader<'_>) -> Result<KeyStatus> {
    let key = key::row(reader)?;
    let count = |rest: &str| reader.number(&format!("SELECT COUNT(*) FROM {rest}"), &[]);
    Ok(KeyStatus {
        state: key.as_ref().map(|key| key.state),
        pseudonyms: count("pseudonym")?,
        recognised: count("pseudonym WHERE keyed_hash IS NOT NULL")?,
        sealed: count("pseudonym WHERE sealed IS NOT NULL")?,
        sealed_in_texts: count("redaction WHERE sealed IS NOT NULL")?,
        created_at: key.as_ref().map(|key| key.created_at),
        changed_at: key.as_ref().map(|key| key.changed_at),
    })
}

/// The names that are kept, opened; empty where the key keeps none.
///
/// Errors: the access does not open the key.
pub fn names(reader: &Reader<'_>, access: &KeyAccess) -> Result<Vec<(Pseudonym, String)>> {
    let Some(key) = key::row(reader)?.filter(|key| key.state == KeyState::Sealed) else {
        return Ok(Vec::new());
    };
    let holds = key::unlock(&key, access)?;
    let mut names = Vec::new();
    for row in list(reader)? {
        if let Some(sealed) = &row.sealed {
            let name = holds.open(row.id, sealed)?;
            names.push((row, String::clone(&name)));
        }
    }
    Ok(names)
}

/// Whether an access opens the key, where it is sealed.
///
/// Errors: denied, when it does not.
pub fn check_access(reader: &Reader<'_>, access: &KeyAccess) -> Result<()> {
    match key::row(reader)? {
        Some(key) if key.state == KeyState::Sealed => key::unlock(&key, access).map(|_| ()),
        _ => Ok(()),
    }
}

/// One line of the key: what is written in place of which word, and who is meant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The pseudonym's id.
    pub id: Id,
    /// What is written, without brackets.
    pub replacement: String,
    /// What kind of word it stands for.
    pub kind: NameKind,
    /// The level from which on the word is replaced.
    pub level: Level,
    /// The participant's id, where one is meant.
    pub participant: Option<Id>,
    /// What the participant is called in the study.
    pub participant_name: Option<String>,
    /// Whether the word is recognised in texts.
    pub recognised: bool,
    /// Whether the word itself is kept, sealed.
    pub kept: bool,
    /// The word, when the key was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// All lines of the key; with access also the names that it keeps.
///
/// Errors: the access does not open the key.
pub fn entries(reader: &Reader<'_>, access: Option<&KeyAccess>) -> Result<Vec<Entry>> {
    let mut names: std::collections::HashMap<Id, String> = match access {
        Some(access) => {
            names(reader, access)?.into_iter().map(|(row, name)| (row.id, name)).collect()
        }
        None => std::collections::HashMap::new(),
    };
    let participants: Vec<Participant> = participant::list(reader)?;
    let called = |id: Id| participants.iter().find(|one| one.id == id).map(|one| one.name.clone());
    let entry = |row: Pseudonym| Entry {
        id: row.id,
        participant_name: row.participant.and_then(called),
        replacement: row.replacement,
        kind: row.kind,
        level: row.level,
        participant: row.participant,
        recognised: row.keyed_hash.is_some(),
        kept: row.sealed.is_some(),
        name: names.remove(&row.id),
    };
    Ok(list(reader)?.into_iter().map(entry).collect())
}
