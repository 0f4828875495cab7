//! Recognising words: which pseudonym stands for a word that somebody wrote.
//!
//! Only hashes are compared, so nobody has to see a name. A [`Recogniser`] reads the pseudonyms
//! once and answers for as many words as a text has.

use std::collections::HashMap;

use super::{Hasher, KeyAccess, NameKind, Pseudonym, hasher};
use crate::bind;
use crate::error::{Error, Result};
use crate::storage::Reader;
use crate::study::Change;

/// The pseudonym that stands for a word; the first that was given, where there are several.
pub fn recognise(reader: &Reader<'_>, hasher: &Hasher, word: &str) -> Result<Option<Pseudonym>> {
    let clause = "WHERE keyed_hash = $1 ORDER BY id LIMIT 1";
    Ok(reader.list::<Pseudonym>(clause, bind![hasher.hash(word)])?.pop())
}

/// All that the study recognises, read once.
#[derive(Debug)]
pub struct Recogniser {
    hasher: Hasher,
    known: HashMap<Vec<u8>, Pseudonym>,
}

impl Recogniser {
    /// The pseudonym that stands for a word.
    pub fn recognise(&self, word: &str) -> Option<&Pseudonym> {
        if self.known.is_empty() {
            return None;
        }
        self.known.get(&self.hasher.hash(word))
    }

    /// Whether a word is somebody's name.
    fn names_somebody(&self, word: &str) -> bool {
        self.recognise(word).is_some_and(|row| {
            let people = [NameKind::Participant, NameKind::Person, NameKind::Sender];
            // A chat may call somebody by the pseudonym already.
            people.contains(&row.kind)
                && self.hasher.hash(&row.replacement) != self.hasher.hash(word)
        })
    }

    /// What it hashes with.
    pub fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    fn read(reader: &Reader<'_>, hasher: Hasher) -> Result<Self> {
        let rows: Vec<Pseudonym> =
            reader.list("WHERE keyed_hash IS NOT NULL ORDER BY id DESC", &[])?;
        let known = rows.into_iter().filter_map(|row| Some((row.keyed_hash.clone()?, row)));
        Ok(Self { known: known.collect(), hasher })
    }
}

/// What recognises words in this study; `None` where [`hasher`] answers `None`.
pub fn recogniser(reader: &Reader<'_>, access: Option<&KeyAccess>) -> Result<Option<Recogniser>> {
    match hasher(reader, access)? {
        Some(hasher) => Recogniser::read(reader, hasher).map(Some),
        None => Ok(None),
    }
}

/// Refuses a participant's pseudonym that the key knows as somebody's name; speaks up where only a
/// part of it is one, and where nobody can tell because the key is sealed.
pub(crate) fn refuse_real_name(change: &mut Change<'_>, pseudonym: &str) -> Result<()> {
    let access = change.key.clone();
    let Some(known) = recogniser(change, access.as_ref())? else {
        if super::needs_passphrase(change)? {
            change.notice(
                "The key to the pseudonyms is sealed, so nobody compared this pseudonym with the \
                 names in it.",
            );
        }
        return Ok(());
    };
    let names_somebody = |word: &str| known.names_somebody(word);
    if names_somebody(pseudonym) {
        return Err(super::real_name());
    }
    let mut words = pseudonym.split_whitespace();
    if pseudonym.trim().contains(' ') && words.any(names_somebody) {
        change.notice(
            "A word of this pseudonym is a name in the key. Choose another unless that is meant.",
        );
    }
    Ok(())
}

/// Refuses a rule for file names with a word that the key knows as somebody's name.
pub(crate) fn refuse_named_rule(change: &Change<'_>, pattern: &str) -> Result<()> {
    let Some(known) = recogniser(change, change.key.as_ref())? else { return Ok(()) };
    // What stands in braces is what a part means.
    let written = pattern.split('{').map(|part| part.rsplit('}').next().unwrap_or_default());
    let mut words = written.flat_map(|text| text.split(|sign: char| !sign.is_alphabetic()));
    if words.any(|word| !word.is_empty() && known.names_somebody(word)) {
        return Err(Error::conflict(
            "The key knows a word of this rule as somebody's name, so it cannot be kept.",
        )
        .hint("Write {participant} in its place. Nothing was changed."));
    }
    Ok(())
}
