//! Who sent a message, where names hold colons.
//!
//! A name ends at the first colon that words follow. `Dr: Who` shows by what no
//! person writes: media and attachments that seem to follow the words `Who:`; by
//! a title that is no name alone; or by very many messages that all go on so and
//! say different things. A diary of answers to `Mood:` stays what it is.

use std::collections::{HashMap, HashSet};

use super::attachment;
use super::header::{Header, clean_name, split};
use super::scan::is_mark;
use super::split::Draft;

/// A longer second part of a name is none.
const LONGEST_PART: usize = 60;
/// More second parts than these are not those of names.
const MOST_PARTS: usize = 64;
/// Lines without a second part that are looked at again.
const MOST_WITHOUT: usize = 64;
/// So many messages have to go on alike before that is a name.
const ENOUGH: usize = 12;
/// Nobody is called by these alone.
const TITLES: &[&str] = &[
    "dr", "dra", "prof", "mr", "mrs", "ms", "miss", "sir", "herr", "frau", "sr", "sra", "m", "mme",
    "fr", "rev", "hr", "fru", "dott", "sig", "bu", "pak", "ibu", "bapak", "mw", "dhr",
];

/// The names of a chat that hold colons.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// First parts, and the second parts that go with them.
    colons: HashMap<&'a str, Vec<&'a str>>,
}

/// What was met behind a first part.
#[derive(Debug, Default)]
struct Met<'a> {
    all: usize,
    parts: HashMap<&'a str, usize>,
    /// Different words behind second parts.
    words: HashSet<&'a str>,
    without: Vec<&'a str>,
    /// Whether something follows a second part that no person writes.
    is_told: bool,
    is_none: bool,
}

impl<'a> Names<'a> {
    pub(super) fn learn(drafts: &[Draft<'a>]) -> Self {
        let mut met: HashMap<&'a str, Met<'a>> = HashMap::new();
        for draft in drafts {
            if let Some((name, words)) = draft.header.sender() {
                met.entry(name).or_default().add(words);
            }
        }
        let colons = met.into_iter().filter_map(|(name, met)| Some((name, met.names(name)?)));
        Self { colons: colons.collect() }
    }

    /// The sender as written, and where the words begin in the header's rest.
    pub(super) fn sender(&self, header: &Header<'a>) -> Option<(&'a str, usize)> {
        let (name, words) = header.sender()?;
        let at = header.rest.len() - words.len();
        let Some(parts) = self.colons.get(name) else { return Some((name, at)) };
        let (part, words) = split(words).filter(|(part, _)| parts.contains(part))?;
        let end = at + part.len();
        Some((header.rest.get(..end)?, header.rest.len() - words.len()))
    }
}

impl<'a> Met<'a> {
    fn add(&mut self, words: &'a str) {
        self.all += 1;
        if self.is_none {
            return;
        }
        // `POLL:` and `Location: https://…` are words, whoever sends nothing else.
        let is_said = |after: &str| after.trim().is_empty() || after.starts_with("http");
        match split(words).filter(|(part, after)| is_part(part) && !is_said(after)) {
            Some((part, words)) => {
                self.is_told |= attachment::is_told_by_machine(words);
                *self.parts.entry(part).or_default() += 1;
                if self.words.len() <= MOST_PARTS {
                    self.words.insert(words);
                }
            }
            None => self.without.push(words),
        }
        self.is_none = self.parts.len() > MOST_PARTS || self.without.len() > MOST_WITHOUT;
    }

    /// The second parts, if they are those of names.
    fn names(self, first: &str) -> Option<Vec<&'a str>> {
        // `Dr: Who created this group` is a line of WhatsApp itself.
        let is_about = |words: &str| self.parts.keys().any(|part| words.starts_with(part));
        let is_all = !self.is_none && self.without.iter().all(|words| is_about(words));
        let title = clean_name(first).trim_end_matches('.').to_lowercase();
        let is_title = TITLES.contains(&title.as_str());
        // Answers are short and come again; what people say differs.
        let is_talk = |words: &&&str| words.split_whitespace().count() > 2;
        let recurs = self.all >= ENOUGH
            && self.parts.values().all(|count| *count > 1)
            && self.words.iter().filter(is_talk).count() * 2 > self.all.min(MOST_PARTS);
        (is_all && !self.parts.is_empty() && (self.is_told || is_title || recurs))
            .then(|| self.parts.into_keys().collect())
    }
}

/// Whether words may be the second part of a name: `Who`, not `I told her`.
fn is_part(part: &str) -> bool {
    let bare = part.trim_start_matches(is_mark).trim();
    let begins = |word: &str| word.chars().next().is_some_and(|sign| !sign.is_lowercase());
    bare.len() <= LONGEST_PART * 4
        && bare.chars().count() <= LONGEST_PART
        && !bare.is_empty()
        && !bare.contains(['?', '!', '\u{200e}', '<', '>'])
        && bare.split_whitespace().count() <= 4
        && bare.split_whitespace().all(begins)
}
