//! From a passphrase to the key of an encrypted study file.
//!
//! The key is derived once per opening with Argon2id (19 MiB, two passes, one lane: the OWASP
//! baseline) from the passphrase and the sixteen salt bytes with which every encrypted file
//! begins, and handed to the cipher (ChaCha20-Poly1305 per page) as raw bytes. Nothing derived
//! from the passphrase is stored, so a lost one cannot be recovered.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Kind, Result};

const SALT: usize = 16;

/// What an unencrypted file begins with.
const PLAIN_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// Bytes 16 to 23, which the cipher leaves readable: 4096-byte pages, write-ahead log, 32 bytes
/// reserved in each page for nonce and tag, and three fixed fractions.
const CIPHER_HEADER: &[u8; 8] = &[0x10, 0x00, 0x02, 0x02, 0x20, 0x40, 0x20, 0x20];

/// What a file is, judged by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Header {
    /// A study in the clear, with the length in bytes that it says it has, where it says so.
    Plain {
        /// Bytes.
        length: Option<u64>,
    },
    /// An encrypted file, with its salt.
    Encrypted([u8; SALT]),
    /// Neither.
    Foreign,
}

/// Reads the first bytes of a file.
pub(crate) fn header(path: &Path) -> Result<Header> {
    let mut start = [0_u8; 100];
    let mut file = File::open(path).map_err(|error| {
        Error::new(Kind::Io, format!("{} cannot be read: {error}.", path.display())).because(error)
    })?;
    if file.read_exact(&mut start).is_err() {
        return Ok(Header::Foreign);
    }
    if start[..SALT] == PLAIN_HEADER[..] {
        return Ok(plain(&start));
    }
    if start[SALT..SALT + 8] == CIPHER_HEADER[..] {
        let mut own = [0; SALT];
        own.copy_from_slice(&start[..SALT]);
        return Ok(Header::Encrypted(own));
    }
    Ok(Header::Foreign)
}

/// Reads the header of an SQLite file (sqlite.org/fileformat.html, section 1.3).
fn plain(start: &[u8; 100]) -> Header {
    let number =
        |at: usize| u32::from_be_bytes([start[at], start[at + 1], start[at + 2], start[at + 3]]);
    if i64::from(number(68)) != super::APPLICATION_ID {
        return Header::Foreign;
    }
    let page = match u16::from_be_bytes([start[16], start[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    // The count of pages holds only while the two change counters agree.
    let counted = number(24) == number(92) && number(28) > 0;
    Header::Plain { length: counted.then(|| u64::from(number(28)) * page) }
}

/// The derived key of one file.
#[derive(Clone)]
pub(crate) struct Key {
    key: [u8; 32],
    salt: [u8; SALT],
}

impl Key {
    /// Derives the key for a file with this salt.
    pub(crate) fn derive(passphrase: &str, salt: [u8; SALT]) -> Result<Self> {
        let mut key = [0; 32];
        argon2::Argon2::default()
            .hash_password_into(passphrase.as_bytes(), &salt, &mut key)
            .map_err(|error| Error::invalid(format!("This passphrase cannot be used: {error}.")))?;
        Ok(Self { key, salt })
    }

    /// Derives a key for a new file, with a salt of its own.
    pub(crate) fn fresh(passphrase: &str) -> Result<Self> {
        if passphrase.is_empty() {
            return Err(Error::invalid("A passphrase cannot be empty."));
        }
        Self::derive(passphrase, *uuid::Uuid::new_v4().as_bytes())
    }

    /// The key itself.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.key
    }

    /// Whether a file with this salt has this key.
    pub(crate) fn fits(&self, salt: [u8; SALT]) -> bool {
        self.salt == salt
    }

    /// The form in which the cipher takes key and salt.
    pub(crate) fn raw(&self) -> String {
        let mut text = String::from("raw:");
        for byte in self.key.iter().chain(&self.salt) {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(kept secret)")
    }
}
