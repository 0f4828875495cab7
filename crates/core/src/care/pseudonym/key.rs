//! The key's one row: made at first need, opened with a passphrase, never copied into an image.
//!
//! An open key keeps its pepper as it is, protected by nothing but the study's own passphrase. A
//! sealed one keeps pepper and name key together, sealed under a passphrase of its own. The row is
//! written by statements of its own: undo and history must not hold what the key has let go.

use zeroize::Zeroizing;

use super::cipher::{self, Bytes32};
use super::{Hasher, KeyAccess, KeyState, PseudonymKey};
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::{Reader, Record};
use crate::study::{Change, Secret};

/// What an opened key holds.
pub(super) struct Unlocked {
    /// What words are hashed with.
    pub(super) pepper: Zeroizing<Bytes32>,
    /// What names are sealed with.
    pub(super) names: Zeroizing<Bytes32>,
}

impl Unlocked {
    /// A new pair.
    pub(super) fn fresh() -> Result<Self> {
        Ok(Self { pepper: cipher::random()?, names: cipher::random()? })
    }

    /// Seals a name for the row it will stand in.
    pub(super) fn seal(&self, row: Id, name: &str) -> Result<Vec<u8>> {
        cipher::seal_word(&self.names, &about_name(row), name)
    }

    /// Opens the name of a row.
    pub(super) fn open(&self, row: Id, sealed: &[u8]) -> Result<Zeroizing<String>> {
        cipher::open_word(&self.names, &about_name(row), sealed).ok_or_else(|| {
            Error::damaged(format!(
                "The sealed name of {row} does not open with this key: it was changed outside of \
                 Trefoil, or comes from another study."
            ))
        })
    }
}

/// The hasher of this study; `None` where there is no key yet, where it was destroyed, and where
/// it is sealed and no access was given.
///
/// Errors: the access does not open the key.
pub fn hasher(reader: &Reader<'_>, access: Option<&KeyAccess>) -> Result<Option<Hasher>> {
    match row(reader)? {
        Some(key) => of_row(&key, access),
        None => Ok(None),
    }
}

/// Whether words can be recognised, and names opened, only with the key's passphrase.
pub fn needs_passphrase(reader: &Reader<'_>) -> Result<bool> {
    Ok(row(reader)?.is_some_and(|key| key.state == KeyState::Sealed))
}

/// Says that something needs the passphrase of the sealed key.
pub fn sealed_shut() -> Error {
    Error::new(Kind::Denied, "The key to the pseudonyms is sealed, and its passphrase is needed.")
        .hint("Unlock it on the page of pseudonyms; for a command set TREFOIL_KEY_PASSPHRASE.")
}

impl Change<'_> {
    /// The hasher of this study, which gets an open key where it has none.
    ///
    /// `None` where the key was destroyed, and where it is sealed and the session cannot open it.
    pub fn hasher(&mut self) -> Result<Option<Hasher>> {
        let key = match row(self)? {
            Some(key) => key,
            None => begin(self)?,
        };
        of_row(&key, self.key.as_ref())
    }

    /// Seals a word for the row in which it will stand, from which it cannot be moved.
    ///
    /// `None` where the key keeps no names (it is open or destroyed) and where it is sealed and the
    /// session cannot open it.
    pub fn seal(&mut self, row: Id, word: &str) -> Result<Option<Vec<u8>>> {
        match self::row(self)? {
            Some(key) if key.state == KeyState::Sealed => match &self.key {
                Some(access) => unlock(&key, access)?.seal(row, word).map(Some),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }
}

/// The row, if there is one.
pub(super) fn row(reader: &Reader<'_>) -> Result<Option<PseudonymKey>> {
    Ok(reader.list::<PseudonymKey>("ORDER BY created_at, id LIMIT 1", &[])?.pop())
}

/// Makes an open key.
pub(super) fn begin(change: &mut Change<'_>) -> Result<PseudonymKey> {
    let pepper: Zeroizing<Bytes32> = cipher::random()?;
    let now = change.now();
    let key = PseudonymKey {
        id: change.new_id(),
        state: KeyState::Open,
        pepper: Some(pepper.to_vec()),
        salt: None,
        parameters: String::new(),
        sealed: None,
        created_at: now,
        changed_at: now,
    };
    change.touched(PseudonymKey::TABLE.name);
    change.write(&PseudonymKey::TABLE.insert(), &key.to_values())?;
    Ok(key)
}

/// Replaces the row without leaving an image of what it was.
pub(super) fn replace(change: &mut Change<'_>, mut key: PseudonymKey) -> Result<()> {
    key.changed_at = change.now();
    change.touched(PseudonymKey::TABLE.name);
    change.write(&PseudonymKey::TABLE.update(), &key.to_values()).map(|_| ())
}

fn of_row(key: &PseudonymKey, access: Option<&KeyAccess>) -> Result<Option<Hasher>> {
    match (key.state, access) {
        (KeyState::Open, _) => Hasher::new(&*pepper(key)?).map(Some),
        (KeyState::Sealed, Some(access)) => Hasher::new(&*unlock(key, access)?.pepper).map(Some),
        (KeyState::Sealed, None) | (KeyState::Destroyed, _) => Ok(None),
    }
}

/// The pepper of an open key.
pub(super) fn pepper(key: &PseudonymKey) -> Result<Zeroizing<Bytes32>> {
    let pepper = key.pepper.as_deref().and_then(|bytes| Bytes32::try_from(bytes).ok());
    pepper.map(Zeroizing::new).ok_or_else(|| damaged("it has lost what it hashes with"))
}

/// Opens a sealed key.
///
/// Errors: denied, when the passphrase is another one.
pub(super) fn unlock(key: &PseudonymKey, access: &KeyAccess) -> Result<Unlocked> {
    let (Some(salt), Some(sealed)) = (&key.salt, &key.sealed) else {
        return Err(damaged("it is called sealed, and nothing is sealed in it"));
    };
    let wrapping = access.stretch(salt, &key.parameters)?;
    let opened = cipher::open(&wrapping, &about_key(key), sealed).ok_or_else(|| {
        Error::new(Kind::Denied, "This is not the passphrase of the key to the pseudonyms.")
            .hint("It is another one than the study's own. Nothing was changed.")
    })?;
    let (pepper, names) = opened.split_at_checked(32).ok_or_else(|| damaged("it is cut short"))?;
    match (Bytes32::try_from(pepper), Bytes32::try_from(names)) {
        (Ok(pepper), Ok(names)) => {
            Ok(Unlocked { pepper: Zeroizing::new(pepper), names: Zeroizing::new(names) })
        }
        _ => Err(damaged("it has another length than it should")),
    }
}

/// Seals what a key holds under a passphrase.
pub(super) fn lock(key: &mut PseudonymKey, holds: &Unlocked, passphrase: &Secret) -> Result<()> {
    let salt = cipher::random::<16>()?;
    key.state = KeyState::Sealed;
    key.pepper = None;
    key.salt = Some(salt.to_vec());
    cipher::PARAMETERS.clone_into(&mut key.parameters);
    let wrapping = cipher::stretch(passphrase, &*salt, &key.parameters)?;
    let mut both = Zeroizing::new(Vec::with_capacity(64));
    both.extend_from_slice(&*holds.pepper);
    both.extend_from_slice(&*holds.names);
    key.sealed = Some(cipher::seal(&wrapping, &about_key(key), &both)?);
    Ok(())
}

/// What the sealed part of a key is bound to.
fn about_key(key: &PseudonymKey) -> Vec<u8> {
    [b"trefoil pseudonym key 1\0".as_slice(), key.id.as_bytes(), key.parameters.as_bytes()].concat()
}

/// What a sealed name is bound to.
fn about_name(row: Id) -> Vec<u8> {
    [b"trefoil sealed name 1\0".as_slice(), row.as_bytes()].concat()
}

fn damaged(why: &str) -> Error {
    Error::damaged(format!("The key to the pseudonyms is damaged: {why}."))
        .hint("`trefoil backup STUDY list` shows earlier states of the study.")
}
