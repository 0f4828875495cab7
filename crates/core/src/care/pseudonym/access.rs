//! What a person gives to open the key: its passphrase, and perhaps the one that is to follow.
//!
//! It comes from a prompt, a variable or a session of the pages, never from an operation's
//! arguments, and shows itself nowhere. Stretching a passphrase is slow on purpose, so what came of
//! it is kept for as long as somebody holds the access or a clone of it, and wiped afterwards.

use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use super::cipher::{self, Bytes32};
use crate::error::Result;
use crate::study::Secret;

/// The passphrase of the key to the pseudonyms, in the hands of somebody who may use it.
#[derive(Clone)]
pub struct KeyAccess {
    passphrase: Secret,
    new: Option<Secret>,
    stretched: Arc<Mutex<Option<Stretched>>>,
}

/// What a passphrase became with one salt.
struct Stretched {
    salt: Vec<u8>,
    parameters: String,
    key: Zeroizing<Bytes32>,
}

impl KeyAccess {
    /// Holds the key's passphrase.
    pub fn new(passphrase: Secret) -> Self {
        Self { passphrase, new: None, stretched: Arc::default() }
    }

    /// Holds a second passphrase, which `key.change` gives to the key.
    #[must_use]
    pub fn changing_to(self, new: Secret) -> Self {
        Self { new: Some(new), ..self }
    }

    /// The passphrase.
    pub(super) fn passphrase(&self) -> &Secret {
        &self.passphrase
    }

    /// The passphrase that is to follow.
    pub(super) fn new_passphrase(&self) -> Option<&Secret> {
        self.new.as_ref()
    }

    /// The passphrase, stretched with a salt; slow the first time only.
    pub(super) fn stretch(&self, salt: &[u8], parameters: &str) -> Result<Zeroizing<Bytes32>> {
        let mut held = self.stretched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = held.as_ref()
            && known.salt == salt
            && known.parameters == parameters
        {
            return Ok(known.key.clone());
        }
        let key = cipher::stretch(&self.passphrase, salt, parameters)?;
        let (salt, parameters) = (salt.to_owned(), parameters.to_owned());
        *held = Some(Stretched { salt, parameters, key: key.clone() });
        Ok(key)
    }
}

impl std::fmt::Debug for KeyAccess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyAccess(kept secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_never_shows_itself() {
        let access = KeyAccess::new(Secret::new("heather")).changing_to(Secret::new("bracken"));
        let shown = format!("{access:?} {:?} {:?}", access.passphrase(), access.new_passphrase());
        assert!(!shown.contains("heather") && !shown.contains("bracken"), "{shown}");
    }

    #[test]
    fn clones_share_what_the_passphrase_was_stretched_to() {
        let access = KeyAccess::new(Secret::new("heather"));
        let key = access.clone().stretch(&[7; 16], cipher::PARAMETERS).expect("stretches");
        assert!(access.stretched.lock().expect("is free").is_some());
        assert_eq!(*access.stretch(&[7; 16], cipher::PARAMETERS).expect("is known"), *key);
        assert_ne!(*access.stretch(&[8; 16], cipher::PARAMETERS).expect("stretches"), *key);
    }
}
