//! Pseudonyms and their key: who is written how, and who may tell who is who.
//!
//! `show.rs` is the page, `sure.rs` the one that asks before what cannot be undone. `unlock.rs`
//! holds the key's passphrase for a while, `keep.rs` seals, changes, opens and destroys the key,
//! and `export.rs` hands its names out as a file. A passphrase is in the body of a form only: in no
//! address, no message, no history, and on no page again.

mod export;
mod keep;
mod show;
mod sure;
#[cfg(test)]
mod tests;
mod unlock;

pub(super) use show::level_words;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use trefoil_core::care::pseudonym::{KeyAccess, KeyState, check_access, status};
use trefoil_core::error::{Error, Result};
use trefoil_core::storage::Reader;
use trefoil_core::study::Secret;

use crate::state::App;

/// The routes of pseudonyms and their key.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/care/key", get(show::show))
        .route("/care/key/unlock", post(unlock::unlock))
        .route("/care/key/lock", post(unlock::lock))
        .route("/care/key/seal", get(sure::seal).post(keep::seal))
        .route("/care/key/change", get(sure::change).post(keep::change))
        .route("/care/key/unseal", get(sure::unseal).post(keep::unseal))
        .route("/care/key/destroy", get(sure::destroy).post(keep::destroy))
        .route("/care/key/export", get(sure::export).post(export::export))
}

/// How the key is kept, and whether it is open to this browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lock {
    /// There is none yet.
    None,
    /// It has no passphrase.
    Open,
    /// It is sealed.
    Sealed,
    /// It is sealed, and this browser has unlocked it.
    Unlocked,
    /// It was destroyed.
    Destroyed,
}

impl Lock {
    /// Reads how the key is kept; an access that opens it no more is none.
    pub(crate) fn read(
        reader: &Reader<'_>,
        access: Option<KeyAccess>,
    ) -> Result<(Self, Option<KeyAccess>)> {
        Ok(match status(reader)?.state {
            None => (Self::None, None),
            Some(KeyState::Open) => (Self::Open, None),
            Some(KeyState::Destroyed) => (Self::Destroyed, None),
            Some(KeyState::Sealed) => {
                match access.filter(|access| check_access(reader, access).is_ok()) {
                    Some(access) => (Self::Unlocked, Some(access)),
                    None => (Self::Sealed, None),
                }
            }
        })
    }

    /// Whether names are neither recognised nor kept until somebody unlocks the key.
    pub(crate) fn is_shut(self) -> bool {
        self == Self::Sealed
    }
}

/// What is typed about the key. Not to be printed: it holds passphrases.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// The key's passphrase.
    passphrase: String,
    /// The one that is to follow, and once more.
    new: String,
    again: String,
    /// Where to go afterwards.
    #[serde(rename = "_back")]
    back: String,
    /// Whether somebody says that they know what it does.
    sure: String,
    /// Whether names stand in the file in the clear.
    plain: String,
}

impl Typed {
    /// The access that was typed, or else the one that is held already.
    fn access(&self, held: Option<KeyAccess>) -> Option<KeyAccess> {
        if self.passphrase.is_empty() {
            return held;
        }
        Some(KeyAccess::new(Secret::new(&self.passphrase)))
    }

    /// The new passphrase, when both agree.
    fn new_passphrase(&self) -> Result<Secret> {
        if self.new.is_empty() {
            return Err(Error::invalid("A passphrase cannot be empty. Nothing was changed."));
        }
        if self.new != self.again {
            return Err(Error::invalid("The two passphrases differ. Nothing was changed.")
                .hint("Type the same one twice."));
        }
        Ok(Secret::new(&self.new))
    }

    /// Refuses what nobody confirmed.
    fn is_sure(&self) -> Result<()> {
        if self.sure.is_empty() {
            return Err(Error::invalid("Tick that you know what this does. Nothing was changed."));
        }
        Ok(())
    }
}
