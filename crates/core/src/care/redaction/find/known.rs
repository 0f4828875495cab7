//! Names that the study knows: recognised by the keyed hashes of the key to the pseudonyms.
//!
//! Runs of up to five words are hashed as they stand and without their endings, in any case. A name
//! that is an everyday word too (`Will`, `May`, `Grace`) counts only where it stands as a name.
//! In scripts without spaces every stretch of two to five characters is tried. Where the key is
//! unlocked its names are also found without their accents: `Jose` for `José`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::lists;
use super::token::{Token, bases, is_apostrophe, is_hyphen, side_by_side};
use super::{Confidence, Draft, Rule};
use crate::bind;
use crate::care::pseudonym::{self, Hasher, KeyAccess, Level, NameKind, Pseudonym};
use crate::error::Result;
use crate::storage::Reader;

/// How many words a name has at most.
const MOST_WORDS: usize = 5;

/// A name that the study knows, and what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What stands in its place, without brackets.
    pub replacement: String,
    /// What kind of name it is.
    pub kind: NameKind,
    /// The level from which on it is replaced.
    pub level: Level,
}

/// What the study knows of names.
#[derive(Clone, Default)]
pub struct Known {
    hasher: Option<Hasher>,
    words: HashMap<Vec<u8>, Word>,
    /// Words looked for as they are spelled, without a key.
    spelled: HashMap<String, Word>,
    /// Names that the key opened, without their accents.
    plain: HashMap<String, Word>,
    /// The pseudonyms of participants and what stands for others: they point at nobody.
    in_use: HashSet<String>,
}

impl Known {
    /// Reads what the study knows; without a hasher names of the key are not recognised.
    pub fn read(reader: &Reader<'_>, hasher: Option<Hasher>) -> Result<Self> {
        let mut known = Self { hasher, ..Self::default() };
        for row in reader.query("SELECT name FROM participant", bind![])? {
            known.in_use.insert(row.get::<String>(0)?.to_lowercase());
        }
        for Pseudonym { replacement, kind, level, keyed_hash, .. } in
            reader.list("ORDER BY id", bind![])?
        {
            known.in_use.insert(replacement.to_lowercase());
            if let Some(hash) = keyed_hash {
                known.words.entry(hash).or_insert(Word { replacement, kind, level });
            }
        }
        Ok(known)
    }

    /// Also looks for the names that a sealed key opens, without their accents.
    ///
    /// Errors: the access does not open the key.
    pub fn with_names(mut self, reader: &Reader<'_>, access: Option<&KeyAccess>) -> Result<Self> {
        let Some(access) = access else { return Ok(self) };
        for (row, name) in pseudonym::names(reader, access)? {
            let (replacement, kind, level) = (row.replacement, row.kind, row.level);
            let word = Word { replacement, kind, level };
            self.plain.entry(unaccented(&spelling(&name))).or_insert(word);
        }
        Ok(self)
    }

    /// Also looks for a word as it is spelled.
    #[must_use]
    pub fn with(mut self, word: &str, as_what: Word) -> Self {
        self.spelled.insert(spelling(word), as_what);
        self
    }

    /// Whether names of the key are recognised.
    pub fn recognises(&self) -> bool {
        self.hasher.is_some()
    }

    /// The keyed hash of a word, where the key is open.
    pub fn hash(&self, word: &str) -> Option<Vec<u8>> {
        self.hasher.as_ref().map(|hasher| hasher.hash(word))
    }

    /// What the study knows of a word.
    pub fn look(&self, word: &str) -> Option<&Word> {
        if !self.spelled.is_empty()
            && let Some(found) = self.spelled.get(&spelling(word))
        {
            return Some(found);
        }
        if self.words.is_empty() {
            return None;
        }
        self.words.get(&self.hash(word)?).or_else(|| self.without_accents(word))
    }

    /// What is known of a word when accents make no difference.
    fn without_accents(&self, word: &str) -> Option<&Word> {
        if word.is_ascii() && self.plain.is_empty() {
            return None;
        }
        let plain = unaccented(&spelling(word));
        self.plain
            .get(&plain)
            .or_else(|| if word.is_ascii() { None } else { self.words.get(&self.hash(&plain)?) })
    }

    /// Whether a word is a pseudonym already.
    pub(super) fn is_in_use(&self, word: &str) -> bool {
        self.in_use.contains(&word.to_lowercase())
    }

    /// What tells this from what was known at another moment, for what is kept of finds.
    pub(in crate::care::redaction) fn stamp(&self) -> [u8; 32] {
        use sha2::{Digest, Sha256};
        let mut digest = Sha256::new();
        digest.update([u8::from(self.hasher.is_some())]);
        let mut words: Vec<_> = self.words.iter().collect();
        words.sort_by_key(|(hash, _)| *hash);
        for (hash, word) in words {
            let Word { replacement, kind, level } = word;
            digest.update(hash);
            digest.update(format!("{replacement}\0{kind}\0{level}\0"));
        }
        let mut in_use: Vec<_> = self.in_use.iter().chain(self.plain.keys()).collect();
        in_use.sort();
        for one in in_use {
            digest.update(format!("{one}\0"));
        }
        digest.finalize().into()
    }

    fn is_empty(&self) -> bool {
        self.spelled.is_empty() && (self.words.is_empty() || self.hasher.is_none())
    }
}

impl std::fmt::Debug for Known {
    /// Names do not belong in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({} words)", self.words.len() + self.spelled.len())
    }
}

/// A word without the marks on its letters.
fn unaccented(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mark = |c: &char| matches!(c, '\u{300}'..='\u{36f}');
    let bare = word.nfd().filter(|c| !mark(c)).map(|c| match c {
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        other => other,
    });
    bare.collect()
}

/// How a word is compared when there is no key.
pub(in crate::care::redaction) fn spelling(word: &str) -> String {
    let unified = word.chars().map(|c| match c {
        c if is_apostrophe(c) => '\'',
        c if is_hyphen(c) => '-',
        c => c,
    });
    let unified: String = unified.collect();
    unified.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Finds them.
pub(super) fn find(text: &str, tokens: &[Token], known: &Known, finds: &mut Vec<Draft>) {
    if known.is_empty() {
        return;
    }
    let mut seen: HashMap<&str, Option<&Word>> = HashMap::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((words, range, word)) = longest(text, tokens, at, known, &mut seen) {
            finds.push(draft(range, word));
            at += words;
        } else {
            unspaced(text, &tokens[at], known, finds);
            at += 1;
        }
    }
}

/// The longest name that begins with a word.
fn longest<'t, 'k>(
    text: &'t str,
    tokens: &[Token],
    at: usize,
    known: &'k Known,
    seen: &mut HashMap<&'t str, Option<&'k Word>>,
) -> Option<(usize, Range<usize>, &'k Word)> {
    let first = &tokens[at];
    let mut last = at;
    while last + 1 < tokens.len()
        && last + 1 - at < MOST_WORDS
        && side_by_side(text, &tokens[last], &tokens[last + 1])
    {
        last += 1;
    }
    for last in (at..=last).rev() {
        let end = tokens[last].range.clone();
        if last > at && (lists::is_little(first.word(text)) || lists::is_little(&text[end.clone()]))
        {
            continue;
        }
        for base in bases(&text[end.clone()]) {
            let range = first.range.start..end.start + base.len();
            let spelled = &text[range.clone()];
            let found = *seen.entry(spelled).or_insert_with(|| look(spelled, known));
            if let Some(word) = found
                && (last > at || stands_as_name(text, tokens, at, base))
            {
                return Some((last + 1 - at, range, word));
            }
        }
    }
    None
}

/// Looks a run of words up as it stands, with spaces for hyphens, and joined over a line's end.
fn look<'k>(spelled: &str, known: &'k Known) -> Option<&'k Word> {
    known.look(spelled).or_else(|| {
        if spelled.contains(is_hyphen) {
            let joined = spelled.contains("-\n").then(|| spelled.replace("-\n", ""));
            let spaced = spelled.replace(is_hyphen, " ");
            joined.and_then(|joined| known.look(&joined)).or_else(|| known.look(&spaced))
        } else if spelled.contains(' ') && spelled.starts_with(char::is_uppercase) {
            known.look(&spelled.replace(' ', "-"))
        } else {
            None
        }
    })
}

/// Whether a name that is an everyday word too stands as a name here.
fn stands_as_name(text: &str, tokens: &[Token], at: usize, base: &str) -> bool {
    if !lists::is_everyday(base) {
        return true;
    }
    let token = &tokens[at];
    let word = token.word(text);
    let capitals = word.chars().count() > 2 && !word.chars().any(char::is_lowercase);
    if !token.capital && !capitals {
        return false;
    }
    // A verb and a month have no possessive.
    if word[base.len()..].starts_with(is_apostrophe) {
        return true;
    }
    let previous = at.checked_sub(1).map(|at| tokens[at].word(text)).unwrap_or_default();
    if lists::is_month(base) && lists::precedes_a_month(previous) {
        return false;
    }
    let next = tokens.get(at + 1).map(|next| next.word(text)).unwrap_or_default();
    // “May I”, “Will you”: a question or an order begins, not a name.
    let verb = token.begins && lists::follows_a_verb(next);
    !verb && !lists::is_phrase(base, next)
}

fn draft(range: Range<usize>, word: &Word) -> Draft {
    Draft {
        range,
        rule: Rule::Known,
        kind: word.kind,
        level: word.level,
        replacement: word.replacement.clone(),
        confidence: Confidence::Certain,
    }
}

/// Looks inside one run of letters that no spaces divide.
fn unspaced(text: &str, token: &Token, known: &Known, finds: &mut Vec<Draft>) {
    let word = token.word(text);
    let Some(first) = word.chars().next() else { return };
    if is_semitic(first) {
        // `and`, `to`, `with` and others are written onto the word in Arabic and Hebrew.
        for skip in 1..=2 {
            let Some((cut, _)) = word.char_indices().nth(skip) else { return };
            let rest = &word[cut..];
            if rest.chars().count() >= 2
                && let Some(found) = known.look(rest)
            {
                finds.push(draft(token.range.start + cut..token.range.end, found));
                return;
            }
        }
    }
    if !word.chars().any(is_unspaced) {
        return;
    }
    let bounds: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    let mut from = 0;
    while from + 2 < bounds.len() + 1 && from + 1 < bounds.len() {
        let longest = (2..=5).rev().find_map(|size| {
            let end = *bounds.get(from + size)?;
            Some((size, end, known.look(&word[bounds[from]..end])?))
        });
        match longest {
            Some((size, end, found)) => {
                let start = token.range.start;
                finds.push(draft(start + bounds[from]..start + end, found));
                from += size;
            }
            None => from += 1,
        }
    }
}

fn is_semitic(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{6ff}')
}

fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}')
}
