//! Pseudonyms: what stands in a text in place of a name, and the key to who is who.
//!
//! A name that the study knows is recognised by a keyed hash ([`Hasher`], with which words as equal
//! is told in `normal.rs`); the name itself is kept only where the key has a passphrase of its own,
//! and then sealed under it (`cipher.rs`, [`KeyAccess`]). `key.rs` is the key's one row, which no
//! image and no history ever copies. What is stored where is told in `docs/pseudonyms.md`.

mod access;
mod add;
mod cipher;
pub mod file;
mod hasher;
mod keep;
mod key;
mod normal;
mod recognise;
mod remove;
mod set;
mod status;

pub use access::KeyAccess;
pub use add::{Added, PseudonymAdd};
pub use hasher::Hasher;
pub use keep::{KeyChange, KeyDestroy, KeySeal, KeyUnseal};
pub use key::{hasher, needs_passphrase, sealed_shut};
pub use recognise::{Recogniser, recognise, recogniser};
pub(crate) use recognise::{refuse_named_rule, refuse_real_name};
pub use remove::PseudonymRemove;
pub use set::PseudonymSet;
pub use status::{Entry, KeyStatus, check_access, entries, names, status};

use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};

crate::words! {
    /// How much is taken out of words that leave the study.
    pub enum Level, "a level" {
        /// Nothing.
        Raw = "raw",
        /// What names somebody outright.
        Direct = "direct",
        /// Also what points at somebody together with other facts, made coarser.
        Indirect = "indirect",
        /// Everything that a stranger or a colleague could use; fit to be printed.
        Public = "public",
    }
}

crate::words! {
    /// What kind of word a pseudonym stands for.
    pub enum NameKind, "a kind of name" {
        /// A participant's name, or a part of it.
        Participant = "participant",
        /// Somebody who is not a participant.
        Person = "person",
        /// A sender in a chat, by the name or number that the chat gave.
        Sender = "sender",
        /// A telephone number.
        Phone = "phone",
        /// A place.
        Place = "place",
        /// An organisation.
        Organisation = "organisation",
        /// A word that looks like a name and is none.
        NotAName = "not_a_name",
        /// Anything else.
        Other = "other",
    }
}

crate::words! {
    /// How the key to the pseudonyms is kept.
    pub enum KeyState, "a state of the key" {
        /// It has no passphrase: names are recognised, but none is kept.
        Open = "open",
        /// It has a passphrase of its own, and names are kept sealed under it.
        Sealed = "sealed",
        /// It was destroyed: nobody can tell any more who is who.
        Destroyed = "destroyed",
    }
}

crate::record! {
    /// A replacement for a name or another identifying word.
    pub struct Pseudonym in "pseudonym", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The participant it stands for.
        participant: Option<Id> => "participant",
        /// What kind of word is replaced.
        kind: NameKind,
        /// What stands in its place, without brackets.
        replacement: String,
        /// A keyed hash by which the word is recognised.
        keyed_hash: Option<Vec<u8>>,
        /// The word, sealed under the key's own passphrase.
        sealed: Option<Vec<u8>>,
        /// The level from which on it is replaced.
        level: Level,
    }
}

crate::record! {
    /// The key to the pseudonyms; a study has at most one row of it.
    pub struct PseudonymKey in "pseudonym_key", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// How it is kept.
        state: KeyState,
        /// What names are hashed with, while the key has no passphrase.
        pepper: Option<Vec<u8>>,
        /// What its passphrase is stretched with.
        salt: Option<Vec<u8>>,
        /// How its passphrase is stretched.
        parameters: String,
        /// The pepper and the key of the sealed names, sealed under the passphrase.
        sealed: Option<Vec<u8>>,
        /// When it was made, in epoch milliseconds.
        created_at: i64,
        /// When it was last changed, in epoch milliseconds.
        changed_at: i64,
    }
}

/// All pseudonyms: participants' first, then by what is written in their place.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Pseudonym>> {
    let mut all: Vec<Pseudonym> = reader.list("ORDER BY id", &[])?;
    all.sort_by(|a, b| {
        let participants = b.participant.is_some().cmp(&a.participant.is_some());
        participants.then_with(|| crate::order::by_name(&a.replacement, &b.replacement))
    });
    Ok(all)
}

/// Says that a destroyed key does nothing any more.
fn destroyed() -> Error {
    Error::conflict("The key to the pseudonyms was destroyed. Nobody can recognise names any more.")
        .hint("What was replaced stays replaced.")
}

/// Says that a name which the key knows was to be shown.
fn real_name() -> Error {
    Error::conflict("The key knows this as somebody's name, so it cannot be a pseudonym.")
        .hint("Choose a word that points to nobody, such as P6. Nothing was changed.")
}
