//! What the key to the pseudonyms knows, found in texts by keyed hashes.
//!
//! The key keeps no name that could be looked for, so every word of a text, and every few words in
//! a row, is hashed and compared. Each is hashed once however often it stands there.

use std::collections::HashMap;
use std::sync::Mutex;

use super::name;
use super::word::Word;
use super::{Hit, near, push};
use crate::care::pseudonym::{Hasher, Level, NameKind, Pseudonym};

/// No name that the key knows is looked for over more words than this.
const MOST_WORDS: usize = 4;
/// Longer stretches are no names.
const LONGEST: usize = 120;

/// The names that the key knows.
#[derive(Debug)]
pub(in super::super) struct Known {
    hasher: Hasher,
    labels: HashMap<Vec<u8>, String>,
    met: Mutex<HashMap<String, Option<String>>>,
}

impl Known {
    /// What names somebody outright, of the rows of the key.
    pub(in super::super) fn new(hasher: Hasher, rows: &[Pseudonym]) -> Self {
        let outright =
            |one: &&Pseudonym| matches!(one.level, Level::Raw | Level::Direct) && is_name(one.kind);
        let label = |one: &Pseudonym| Some((one.keyed_hash.clone()?, one.replacement.clone()));
        let labels = rows.iter().filter(outright).filter_map(label).collect();
        Self { hasher, labels, met: Mutex::default() }
    }

    /// What stands for a whole name, where the key knows it.
    pub(super) fn label(&self, name: &str) -> Option<String> {
        self.labels.get(&self.hasher.hash(name)).cloned()
    }

    /// What stands for a telephone number, where the key knows it.
    pub(super) fn number(&self, digits: &str) -> Option<String> {
        self.label(digits).or_else(|| self.label(&format!("+{digits}")))
    }

    /// Finds what the key knows in a text whose words are given.
    pub(super) fn find(&self, text: &str, words: &[Word], hits: &mut Vec<Hit>) {
        if self.labels.is_empty() {
            return;
        }
        let mut at = 0;
        while at < words.len() {
            let longest = (1..=MOST_WORDS).rev().find_map(|count| {
                let (range, label) = self.at(text, words.get(at..at + count)?)?;
                Some((count, Hit { at: range, label, by_key: true }))
            });
            match longest {
                Some((count, hit)) => {
                    push(hits, hit);
                    at += count;
                }
                None => at += 1,
            }
        }
    }

    fn at(&self, text: &str, words: &[Word]) -> Option<(std::ops::Range<usize>, String)> {
        let (first, last) = (words.first()?, words.last()?);
        let range = first.start..last.end;
        if range.len() > LONGEST
            || !words.windows(2).all(|pair| near(&text[pair[0].end..pair[1].start]))
        {
            return None;
        }
        if let [only] = words
            && !name::may_name(&only.folded, only.is_capital)
        {
            return None;
        }
        let written = &text[range.clone()];
        if let Some(label) = self.met(written) {
            return Some((range, label));
        }
        // A possessive without its apostrophe.
        let bare = written.strip_suffix(['s', 'S']).filter(|bare| bare.chars().count() >= 3)?;
        let label = self.met(bare)?;
        Some((range.start..range.end - 1, label))
    }

    fn met(&self, written: &str) -> Option<String> {
        let mut met = self.met.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = met.get(written) {
            return known.clone();
        }
        let label = self.label(written);
        met.insert(written.to_owned(), label.clone());
        label
    }
}

fn is_name(kind: NameKind) -> bool {
    match kind {
        NameKind::Participant
        | NameKind::Person
        | NameKind::Sender
        | NameKind::Phone
        | NameKind::Place
        | NameKind::Organisation
        | NameKind::Other => true,
        NameKind::NotAName => false,
    }
}
