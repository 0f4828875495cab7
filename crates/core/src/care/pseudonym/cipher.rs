//! Sealing under a passphrase: Argon2id, then XChaCha20-Poly1305.
//!
//! A passphrase is stretched with Argon2id (RFC 9106; the parameters are kept beside what they
//! made, so that they can grow). Whatever is sealed gets a fresh random nonce of 24 bytes, long
//! enough that chance never repeats one, and is bound to what it belongs to: bytes moved to another
//! row do not open there. Keys and opened bytes are wiped when they are let go.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::study::Secret;

/// A key of the cipher, a pepper.
pub(super) type Bytes32 = [u8; 32];

/// How passphrases are stretched now: the same as for an encrypted study (`storage/key.rs`).
pub(super) const PARAMETERS: &str = "argon2id m=19456 t=2 p=1";

/// What sealed bytes begin with, so that another way of sealing can be told apart.
const VERSION: u8 = 1;

const NONCE: usize = 24;

/// Sealed words are filled up to a multiple of this, so that their length tells little.
const STEP: usize = 32;

/// Fills bytes from the operating system's source of chance.
pub(super) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut *bytes).map_err(|error| {
        let message = format!("The operating system gave no random bytes: {error}.");
        Error::new(crate::error::Kind::Io, message)
    })?;
    Ok(bytes)
}

/// Stretches a passphrase into a key, as the parameters say.
///
/// Parameters come out of files: what would take a computer's memory is refused.
pub(super) fn stretch(
    passphrase: &Secret,
    salt: &[u8],
    parameters: &str,
) -> Result<Zeroizing<Bytes32>> {
    let params = read_parameters(parameters)
        .ok_or_else(|| Error::damaged(format!("A key cannot be stretched with “{parameters}”.")))?;
    if passphrase.reveal().is_empty() {
        return Err(Error::invalid("A passphrase cannot be empty."));
    }
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut key = Zeroizing::new([0; 32]);
    argon
        .hash_password_into(passphrase.reveal().as_bytes(), salt, &mut *key)
        .map_err(|error| Error::invalid(format!("This passphrase cannot be used: {error}.")))?;
    Ok(key)
}

/// Whether these parameters can be used.
pub(super) fn can_stretch(parameters: &str) -> bool {
    read_parameters(parameters).is_some()
}

fn read_parameters(text: &str) -> Option<argon2::Params> {
    let mut words = text.strip_prefix("argon2id ")?.split(' ');
    let mut number = |name: &str, most: u32| -> Option<u32> {
        let value: u32 = words.next()?.strip_prefix(name)?.parse().ok()?;
        (1..=most).contains(&value).then_some(value)
    };
    let (memory, passes, lanes) = (number("m=", 1 << 20)?, number("t=", 64)?, number("p=", 16)?);
    argon2::Params::new(memory, passes, lanes, Some(32)).ok()
}

/// Seals bytes under a key, bound to `about`.
pub(super) fn seal(key: &Bytes32, about: &[u8], bytes: &[u8]) -> Result<Vec<u8>> {
    let nonce = random::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: bytes, aad: about };
    let body = cipher
        .encrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| Error::invalid("This is too long to be sealed."))?;
    let mut sealed = Vec::with_capacity(1 + NONCE + body.len());
    sealed.push(VERSION);
    sealed.extend_from_slice(&*nonce);
    sealed.extend_from_slice(&body);
    Ok(sealed)
}

/// Opens what [`seal`] sealed; `None` with another key, about something else, or when a bit of it
/// was changed.
pub(super) fn open(key: &Bytes32, about: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (version, rest) = sealed.split_first()?;
    let (nonce, body) = rest.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    if *version != VERSION {
        return None;
    }
    let payload = Payload { msg: body, aad: about };
    let opened = XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(nonce), payload).ok()?;
    Some(Zeroizing::new(opened))
}

/// Seals a word; how long it is shows only roughly.
pub(super) fn seal_word(key: &Bytes32, about: &[u8], word: &str) -> Result<Vec<u8>> {
    let length = u32::try_from(word.len())
        .map_err(|_| Error::invalid("This is too long to be sealed."))?
        .to_be_bytes();
    let whole = (length.len() + word.len()).next_multiple_of(STEP);
    let mut filled = Zeroizing::new(Vec::with_capacity(whole));
    filled.extend_from_slice(&length);
    filled.extend_from_slice(word.as_bytes());
    filled.resize(whole, 0);
    seal(key, about, &filled)
}

/// Opens what [`seal_word`] sealed.
pub(super) fn open_word(key: &Bytes32, about: &[u8], sealed: &[u8]) -> Option<Zeroizing<String>> {
    let filled = open(key, about, sealed)?;
    let (length, rest) = filled.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let word = std::str::from_utf8(rest.get(..length)?).ok()?;
    Some(Zeroizing::new(word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Bytes32 = [7; 32];

    #[test]
    fn what_is_sealed_opens_and_no_two_sealings_are_alike() {
        for word in ["", "Sam", "Zoë 🌿", &"long ".repeat(500)] {
            let one = seal_word(&KEY, b"row 1", word).expect("seals");
            let two = seal_word(&KEY, b"row 1", word).expect("seals");
            assert_ne!(one, two);
            assert_ne!(one[1..=NONCE], two[1..=NONCE], "a nonce is never used twice");
            assert_eq!(*open_word(&KEY, b"row 1", &one).expect("opens"), word);
        }
    }

    #[test]
    fn another_key_another_row_or_a_changed_bit_opens_nothing() {
        let sealed = seal_word(&KEY, b"row 1", "Samira Okoro").expect("seals");
        assert!(open_word(&[8; 32], b"row 1", &sealed).is_none());
        assert!(open_word(&KEY, b"row 2", &sealed).is_none());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open_word(&KEY, b"row 1", &changed).is_none(), "byte {at}");
            assert!(open_word(&KEY, b"row 1", &sealed[..at]).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn the_length_of_a_short_name_does_not_show() {
        let length = |word: &str| seal_word(&KEY, b"", word).expect("seals").len();
        assert_eq!(length("Jo"), length("Bartholomew Featherstone"));
    }

    #[test]
    fn parameters_that_would_take_all_memory_are_refused() {
        assert!(read_parameters(PARAMETERS).is_some());
        for bad in [
            "argon2id m=4294967295 t=2 p=1",
            "argon2id m=19456 t=0 p=1",
            "argon2id m=19456 t=100000 p=1",
            "argon2id m=19456 t=2 p=999",
            "argon2i m=19456 t=2 p=1",
            "",
        ] {
            assert!(read_parameters(bad).is_none(), "{bad}");
        }
    }
}
