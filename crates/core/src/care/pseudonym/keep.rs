//! Sealing, opening, changing and destroying the key.
//!
//! Passphrases come from the session ([`KeyAccess`]), never from arguments. What these do cannot be
//! undone: an undo would have to keep the pepper or the earlier passphrase's work. They erase, so
//! the study is rewritten afterwards, and they take what they let go out of older undo images too.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::key::{self, Unlocked};
use super::{KeyAccess, KeyState, PseudonymKey};
use crate::bind;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// The nouns that keep sealed words.
const HOLDERS: [&str; 2] = ["pseudonym", "redaction"];

/// What opened keys cannot give back once it is let go.
const SEALED: &[&str] = &["sealed"];

/// What means nothing without a key.
const ALL: &[&str] = &["sealed", "keyed_hash"];

/// Gives the key a passphrase of its own; names that are given from then on are kept, sealed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeySeal {}

impl Operation for KeySeal {
    const NAME: &'static str = "key.seal";
    const SUMMARY: &'static str = "Seals the key to the pseudonyms under a passphrase of its own";
    const ERASES: bool = true;
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut key = match key::row(change)? {
            Some(key) => {
                prove_gone(change, &key, &[])?;
                key
            }
            None => key::begin(change)?,
        };
        match key.state {
            KeyState::Open => {}
            KeyState::Sealed => {
                return Err(Error::conflict("The key is sealed already.")
                    .hint("`trefoil key STUDY change` gives it another passphrase."));
            }
            KeyState::Destroyed => return Err(super::destroyed()),
        }
        let access = access(change)?;
        let holds = Unlocked { pepper: key::pepper(&key)?, ..Unlocked::fresh()? };
        key::lock(&mut key, &holds, access.passphrase())?;
        key::replace(change, key)?;
        change.say("Sealed the key to the pseudonyms");
        Ok(())
    }
}

/// Takes the key's passphrase away: names are recognised as before, and none is kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyUnseal {}

impl Operation for KeyUnseal {
    const NAME: &'static str = "key.unseal";
    const SUMMARY: &'static str = "Takes the key's passphrase away; the names that it kept go";
    const ERASES: bool = true;
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut key = sealed(change)?;
        let holds = key::unlock(&key, &access(change)?)?;
        prove_gone(change, &key, SEALED)?;
        key.state = KeyState::Open;
        key.pepper = Some(holds.pepper.to_vec());
        (key.salt, key.sealed, key.parameters) = (None, None, String::new());
        key::replace(change, key)?;
        forget(change, SEALED)?;
        change.say("Opened the key to the pseudonyms; the names that it kept are gone");
        Ok(())
    }
}

/// Gives the key another passphrase, and seals every name anew.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyChange {}

impl Operation for KeyChange {
    const NAME: &'static str = "key.change";
    const SUMMARY: &'static str = "Gives the key to the pseudonyms another passphrase";
    const ERASES: bool = true;
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let (mut key, access) = (sealed(change)?, access(change)?);
        let holds = key::unlock(&key, &access)?;
        let Some(new) = access.new_passphrase() else {
            return Err(Error::new(Kind::Denied, "The key's new passphrase is missing.")
                .hint("For a command set TREFOIL_NEW_KEY_PASSPHRASE."));
        };
        // Names get another key too: who knew the old passphrase has nothing that opens new names.
        let fresh = Unlocked { pepper: holds.pepper.clone(), ..Unlocked::fresh()? };
        prove_gone(change, &key, SEALED)?;
        for noun in HOLDERS {
            seal_anew(change, noun, &holds, &fresh)?;
        }
        scrub_images(change, SEALED)?;
        key::lock(&mut key, &fresh, new)?;
        key::replace(change, key)?;
        change.say("Changed the passphrase of the key to the pseudonyms");
        Ok(())
    }
}

/// Destroys the key: nobody can tell any more, from this study, who is who.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyDestroy {}

impl Operation for KeyDestroy {
    const NAME: &'static str = "key.destroy";
    const SUMMARY: &'static str = "Destroys the key to the pseudonyms; replacements stay";
    const ERASES: bool = true;
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let Some(mut key) = key::row(change)? else {
            return Err(Error::conflict("This study has no key to the pseudonyms yet.")
                .hint("It gets one with the first name or chat. There is nothing to destroy."));
        };
        if key.state == KeyState::Destroyed {
            return Err(Error::conflict("The key was destroyed already."));
        }
        prove_gone(change, &key, ALL)?;
        key.state = KeyState::Destroyed;
        (key.pepper, key.salt, key.sealed, key.parameters) = (None, None, None, String::new());
        key::replace(change, key)?;
        forget(change, ALL)?;
        change.say("Destroyed the key to the pseudonyms");
        Ok(())
    }
}

/// The key's row, when it is sealed.
fn sealed(change: &Change<'_>) -> Result<PseudonymKey> {
    match key::row(change)? {
        Some(key) if key.state == KeyState::Sealed => Ok(key),
        Some(key) if key.state == KeyState::Destroyed => Err(super::destroyed()),
        _ => Err(Error::conflict("The key to the pseudonyms has no passphrase.")
            .hint("`trefoil key STUDY seal` gives it one.")),
    }
}

fn access(change: &Change<'_>) -> Result<KeyAccess> {
    change.key.clone().ok_or_else(|| {
        Error::new(Kind::Denied, "The passphrase of the key to the pseudonyms is needed.")
            .hint("For a command set TREFOIL_KEY_PASSPHRASE.")
    })
}

/// Notes, for the proof that is made when the study is settled, what the key lets go: its secret or
/// what the passphrase made of it, and these columns of what it kept.
fn prove_gone(change: &mut Change<'_>, key: &PseudonymKey, columns: &[&str]) -> Result<()> {
    /// So many of each are looked for; they go, or stay, together.
    const MOST: i64 = 500;
    let mut gone: Vec<Vec<u8>> =
        [&key.pepper, &key.sealed].into_iter().flatten().cloned().collect();
    for noun in HOLDERS {
        for column in columns {
            let sql = format!("SELECT {column} FROM {noun} WHERE {column} IS NOT NULL LIMIT $1");
            for row in change.query(&sql, bind![MOST])? {
                gone.push(row.get(0)?);
            }
        }
    }
    change.gone(|note| note.bytes.extend(gone));
    Ok(())
}

/// Seals all words of a noun under another key.
fn seal_anew(
    change: &mut Change<'_>,
    noun: &'static str,
    old: &Unlocked,
    new: &Unlocked,
) -> Result<()> {
    let sql = format!("SELECT id, sealed FROM {noun} WHERE sealed IS NOT NULL ORDER BY id");
    for row in change.query(&sql, &[])? {
        let (id, sealed): (Id, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let anew = new.seal(id, &old.open(id, &sealed)?)?;
        change.write(&format!("UPDATE {noun} SET sealed = $2 WHERE id = $1"), bind![id, anew])?;
        change.touched(noun);
    }
    Ok(())
}

/// Empties columns of every row that keeps sealed words, and of the undo images of such rows.
fn forget(change: &mut Change<'_>, columns: &[&str]) -> Result<()> {
    for noun in HOLDERS {
        for column in columns {
            let sql = format!("UPDATE {noun} SET {column} = NULL WHERE {column} IS NOT NULL");
            if change.write(&sql, &[])? > 0 {
                change.touched(noun);
            }
        }
    }
    scrub_images(change, columns)
}

/// Takes columns out of the undo images of rows that keep sealed words. What such an image would
/// put back, it puts back without them.
fn scrub_images(change: &Change<'_>, columns: &[&str]) -> Result<()> {
    for noun in HOLDERS {
        let images = change.query(
            "SELECT history, position, before FROM undo_image \
             WHERE noun = $1 AND before IS NOT NULL ORDER BY history, position",
            bind![noun],
        )?;
        for image in images {
            let (history, position, before): (Id, i64, String) =
                (image.get(0)?, image.get(1)?, image.get(2)?);
            let mut row: Map<String, Json> = serde_json::from_str(&before)?;
            let held = row.len();
            row.retain(|column, _| !columns.contains(&column.as_str()));
            if row.len() < held {
                let sql = "UPDATE undo_image SET before = $3 WHERE history = $1 AND position = $2";
                change.write(sql, bind![history, position, Json::Object(row).to_string()])?;
            }
        }
    }
    Ok(())
}
