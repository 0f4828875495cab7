//! The key as a file: names and what stands for them, sealed under a passphrase of the file's own.
//!
//! It is what a study hands out to be locked away, or carried to another study. The file says in
//! the clear only which study it came from, when, and how it is sealed; `docs/pseudonyms.md`
//! describes it. What the study hashes with is not in it: a destroyed key does not come back.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use super::{KeyAccess, KeyState, Level, NameKind, Pseudonym, PseudonymAdd, cipher, entries, key};
use crate::corpus::participant;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::Reader;
use crate::study::{self, Secret};

/// What the file calls itself.
const FORMAT: &str = "trefoil pseudonym key";

/// How it is sealed.
const CIPHER: &str = "xchacha20-poly1305";

/// A larger file is no key.
pub const LARGEST: u64 = 64 << 20;

/// What a key file holds.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyFile {
    /// The study's title.
    pub title: String,
    /// Whether everything in that study is invented.
    pub synthetic: bool,
    /// The names, and what stands for them.
    pub names: Vec<Line>,
}

/// One name, and what stands for it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The name.
    pub name: String,
    /// What is written in its place, without brackets.
    pub replacement: String,
    /// What kind of word it is.
    pub kind: NameKind,
    /// The level from which on it is replaced.
    pub level: Level,
    /// What the participant is called in the study, where one is meant.
    pub participant: Option<String>,
}

// Names are not for logs.
impl std::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyFile({} names)", self.names.len())
    }
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line([{}])", self.replacement)
    }
}

/// The outside of a key file.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    format: String,
    version: u32,
    study: Id,
    written_at: String,
    stretching: String,
    salt: String,
    cipher: String,
    sealed: String,
}

impl Envelope {
    /// What the sealed part is bound to: everything that is said in the clear.
    fn about(&self) -> Vec<u8> {
        let said = [
            self.format.clone(),
            self.version.to_string(),
            self.study.to_string(),
            self.written_at.clone(),
            self.stretching.clone(),
            self.salt.clone(),
            self.cipher.clone(),
        ];
        said.join("\n").into_bytes()
    }
}

/// The names that the key keeps, as a file holds them; and how many words it recognises without
/// keeping them.
///
/// Errors: the key keeps no names, or does not open.
pub fn gather(reader: &Reader<'_>, access: Option<&KeyAccess>) -> Result<(KeyFile, usize)> {
    match (key::row(reader)?.map(|key| key.state), access) {
        (Some(KeyState::Sealed), Some(_)) => {}
        (Some(KeyState::Sealed), None) => return Err(super::sealed_shut()),
        (Some(KeyState::Destroyed), _) => return Err(super::destroyed()),
        (None | Some(KeyState::Open), _) => {
            return Err(Error::conflict(
                "The key has no passphrase of its own, so it keeps no names to write down.",
            )
            .hint("Seal it with `trefoil key STUDY seal`, then give it the names."));
        }
    }
    let about = study::about(reader)?;
    let all = entries(reader, access)?;
    let count = all.len();
    let lines = all.into_iter().filter_map(|entry| {
        Some(Line {
            name: entry.name?,
            replacement: entry.replacement,
            kind: entry.kind,
            level: entry.level,
            participant: entry.participant_name,
        })
    });
    let names: Vec<Line> = lines.collect();
    let nameless = count - names.len();
    Ok((KeyFile { title: about.title, synthetic: about.synthetic, names }, nameless))
}

/// Seals a key file under a passphrase.
pub fn seal(file: &KeyFile, study: Id, written_at: &str, passphrase: &Secret) -> Result<String> {
    let salt = cipher::random::<16>()?;
    let mut envelope = Envelope {
        format: FORMAT.to_owned(),
        version: 1,
        study,
        written_at: written_at.to_owned(),
        stretching: cipher::PARAMETERS.to_owned(),
        salt: BASE64.encode(*salt),
        cipher: CIPHER.to_owned(),
        sealed: String::new(),
    };
    let wrapping = cipher::stretch(passphrase, &*salt, &envelope.stretching)?;
    let content = zeroize::Zeroizing::new(serde_json::to_vec(file)?);
    envelope.sealed = BASE64.encode(cipher::seal(&wrapping, &envelope.about(), &content)?);
    Ok(serde_json::to_string_pretty(&envelope)? + "\n")
}

/// Opens a key file.
///
/// Errors: it is no key file, a newer one or damaged; denied, when the passphrase is another one.
pub fn open(text: &str, passphrase: &Secret) -> Result<KeyFile> {
    let envelope: Envelope = serde_json::from_str(text).map_err(|error| no_key().because(error))?;
    if envelope.format != FORMAT {
        return Err(no_key());
    }
    if envelope.version != 1 || envelope.cipher != CIPHER {
        return Err(Error::new(Kind::BadFile, "A newer Trefoil wrote this key.")
            .hint("Open it with that version."));
    }
    let decoded = |text: &str| BASE64.decode(text).map_err(|error| no_key().because(error));
    let (salt, sealed) = (decoded(&envelope.salt)?, decoded(&envelope.sealed)?);
    if salt.len() != 16 || !cipher::can_stretch(&envelope.stretching) {
        return Err(no_key());
    }
    let wrapping = cipher::stretch(passphrase, &salt, &envelope.stretching)?;
    let content = cipher::open(&wrapping, &envelope.about(), &sealed).ok_or_else(|| {
        Error::new(Kind::Denied, "The key file does not open with this passphrase.")
            .hint("If the passphrase is right, the file was changed since it was written.")
    })?;
    serde_json::from_slice(&content).map_err(|_| no_key())
}

fn no_key() -> Error {
    Error::new(Kind::BadFile, "This is not a key to pseudonyms that Trefoil wrote.")
}

/// What taking a key file into a study comes to.
#[derive(Debug)]
pub struct Taking {
    /// The operations that give the names to the key.
    pub additions: Vec<PseudonymAdd>,
    /// How many names the key has already.
    pub known: usize,
    /// Participants that the file names and the study does not have.
    pub strangers: Vec<String>,
}

/// Plans how the names of a file go into this study: what the key knows already stays as it is, and
/// participants are found by their pseudonyms.
///
/// Errors: the key is sealed and was not opened, or was destroyed.
pub fn plan(reader: &Reader<'_>, access: Option<&KeyAccess>, file: KeyFile) -> Result<Taking> {
    let state = key::row(reader)?.map(|key| key.state);
    let keeps = state == Some(KeyState::Sealed);
    match (state, access) {
        (Some(KeyState::Sealed), None) => return Err(super::sealed_shut()),
        (Some(KeyState::Destroyed), _) => return Err(super::destroyed()),
        _ => {}
    }
    let known = super::recogniser(reader, access)?;
    let participants = participant::list(reader)?;
    let mut taking = Taking { additions: Vec::new(), known: 0, strangers: Vec::new() };
    for line in file.names {
        let called = |name: &String| participants.iter().find(|one| one.name == *name);
        let meant = line.participant.as_ref().and_then(called).map(|one| one.id);
        if let (Some(name), None) = (&line.participant, meant)
            && !taking.strangers.contains(name)
        {
            taking.strangers.push(name.clone());
        }
        let stands = known.as_ref().and_then(|known| known.recognise(&line.name));
        let same =
            |row: &Pseudonym| row.replacement == line.replacement && row.participant == meant;
        // A name that is recognised, but not kept yet, is kept from now on.
        if stands.is_some_and(|row| !(keeps && row.sealed.is_none() && same(row))) {
            taking.known += 1;
        } else {
            taking.take(line, meant);
        }
    }
    Ok(taking)
}

impl Taking {
    /// Adds a name, together with its other spellings where those came already.
    fn take(&mut self, line: Line, participant: Option<Id>) {
        let replacement = Some(line.replacement).filter(|text| !text.is_empty());
        let (kind, level) = (Some(line.kind), Some(line.level));
        let alike = |one: &&mut PseudonymAdd| {
            one.replacement == replacement
                && one.participant == participant
                && (one.kind, one.level) == (kind, level)
        };
        if let Some(spelling) = self.additions.iter_mut().rev().find(alike) {
            spelling.names.push(line.name);
            return;
        }
        let names = vec![line.name];
        self.additions.push(PseudonymAdd {
            names,
            parts: false,
            replacement,
            kind,
            level,
            participant,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> KeyFile {
        let line = |name: &str, replacement: &str| Line {
            name: name.into(),
            replacement: replacement.into(),
            kind: NameKind::Person,
            level: Level::Direct,
            participant: None,
        };
        KeyFile {
            title: "First year".into(),
            synthetic: true,
            names: vec![line("Samira Okoro", "P1"), line("+44 7700 900123", "P1")],
        }
    }

    fn sealed() -> String {
        let study = Id::new(1_767_603_600_000);
        seal(&file(), study, "2026-11-26", &Secret::new("larch")).expect("seals")
    }

    #[test]
    fn a_key_file_opens_with_its_passphrase_and_shows_no_name_without() {
        let text = sealed();
        assert!(!text.contains("Samira") && !text.contains("7700") && !text.contains("First year"));
        assert_eq!(open(&text, &Secret::new("larch")).expect("opens"), file());
        let error = open(&text, &Secret::new("lurch")).expect_err("stays shut");
        assert_eq!(error.kind(), Kind::Denied);
        assert_ne!(text, sealed(), "salt and nonce are new each time");
        assert!(!format!("{:?} {:?}", file(), file().names).contains("Samira"));
    }

    #[test]
    fn a_changed_key_file_does_not_open() {
        let text = sealed();
        let envelope: Envelope = serde_json::from_str(&text).expect("is JSON");
        for (from, to) in [
            (envelope.written_at.clone(), "2026-11-27".to_owned()),
            (envelope.study.to_string(), Id::new(1).to_string()),
            (envelope.sealed[40..48].to_owned(), "AAAAAAAA".to_owned()),
            (envelope.stretching.clone(), "argon2id m=19456 t=3 p=1".to_owned()),
        ] {
            let changed = text.replace(&from, &to);
            assert_ne!(changed, text);
            assert!(open(&changed, &Secret::new("larch")).is_err(), "{to}");
        }
    }

    #[test]
    fn what_is_no_key_file_is_called_so() {
        let larch = Secret::new("larch");
        let hungry = sealed().replace("m=19456", "m=4000000000");
        for text in ["", "{}", "[1]", "Samira;P1", &hungry] {
            let error = open(text, &larch).expect_err("is refused");
            assert_eq!(error.kind(), Kind::BadFile, "{text}: {error}");
        }
        let newer = sealed().replace("\"version\": 1", "\"version\": 2");
        assert!(open(&newer, &larch).expect_err("is refused").to_string().contains("newer"));
    }
}
