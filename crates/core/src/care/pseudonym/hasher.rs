//! The keyed hash by which a word is recognised without being kept.
//!
//! HMAC-SHA256 (RFC 2104, FIPS 198-1) over the normal form of the word, keyed with the study's
//! pepper: thirty-two random bytes that no other study has. Without the pepper a hash says nothing,
//! not even whether two studies know the same name; with it, words can be tried one by one.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::normal::normal;
use crate::error::{Error, Result};

/// Turns words into the hashes by which this study recognises them.
#[derive(Clone)]
pub struct Hasher {
    keyed: Hmac<Sha256>,
}

impl Hasher {
    /// Begins with a study's pepper.
    pub(super) fn new(pepper: &[u8]) -> Result<Self> {
        let keyed = Hmac::new_from_slice(pepper)
            .map_err(|_| Error::damaged("The key to the pseudonyms has no usable length."))?;
        Ok(Self { keyed })
    }

    /// The hash of a word, the same for all its spellings: 32 bytes.
    pub fn hash(&self, word: &str) -> Vec<u8> {
        let mut keyed = self.keyed.clone();
        keyed.update(normal(word).as_bytes());
        keyed.finalize().into_bytes().to_vec()
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hasher(kept secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::row_image::hexadecimal;

    #[test]
    fn a_hash_is_the_one_of_the_standard() {
        // RFC 4231, test case 2.
        let hasher = Hasher::new(b"Jefe").expect("any length will do");
        assert_eq!(
            hexadecimal(&hasher.hash("what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_hash_is_the_same_for_all_spellings_and_no_other_study() {
        let (one, other) = (Hasher::new(&[1; 32]), Hasher::new(&[2; 32]));
        let (one, other) = (one.expect("begins"), other.expect("begins"));
        assert_eq!(one.hash("Samira Okoro"), one.hash(" samira  OKORO"));
        assert_eq!(one.hash("+44 7700 900123"), one.hash("07700 900123"));
        assert_ne!(one.hash("Samira"), one.hash("Samir"));
        assert_ne!(one.hash("Samira"), other.hash("Samira"));
        assert_eq!(format!("{one:?}"), "Hasher(kept secret)");
    }
}
