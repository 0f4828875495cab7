//! What WhatsApp itself writes in a person's place, in whatever language.
//!
//! Some sentences are known (`known.rs`). Others show by their shape: a remark
//! that follows one file name after the other, words in angle brackets that come
//! again and again, sentences that begin with an invisible mark. Nothing here
//! changes a message: it only says what its words are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::attachment::{before_parentheses, begins_marked, is_attached, omission};
use super::known;
use super::scan::{is_blank, is_mark, is_wordy};

/// A longer message is no phrase.
const LONGEST_PHRASE: usize = 200;
/// Longer lines than this do not say that media were left out.
const LONGEST_LEFT_OUT: usize = 40;
/// More different short messages than these are not counted.
const MOST_COUNTED: usize = 200_000;

/// What recurs in one chat.
#[derive(Debug)]
pub(super) struct Phrases<'f> {
    /// The names of the files beside the chat.
    pub(super) files: &'f BTreeSet<String>,
    /// Remarks such as `file attached`.
    remarks: BTreeSet<String>,
    /// Words in angle brackets, and how often they make a message or end one.
    bracketed: HashMap<String, usize>,
    /// What short messages say that may be phrases, and how often they come.
    alone: HashMap<String, (Says, usize)>,
    /// Whether lines are marked, as iPhones do.
    pub(super) has_marked_lines: bool,
}

/// What a phrase says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Deleted,
    Call,
}

impl<'f> Phrases<'f> {
    /// Learns from all messages, each with whether its line is marked.
    pub(super) fn learn<'a>(
        bodies: impl Iterator<Item = (&'a str, bool)> + Clone,
        files: &'f BTreeSet<String>,
    ) -> Self {
        let remarks = known::ATTACHED.iter().map(|phrase| (*phrase).to_owned()).collect();
        let mut phrases = Self {
            files,
            remarks,
            bracketed: HashMap::new(),
            alone: HashMap::new(),
            has_marked_lines: false,
        };
        let mut recurring: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        for (body, line_is_marked) in bodies {
            phrases.has_marked_lines |= line_is_marked;
            let first = first_line(body);
            if first.len() <= LONGEST_PHRASE
                && let Some((name, remark)) = before_parentheses(first)
            {
                if is_attached(name, &phrases) {
                    phrases.remarks.insert(remark.to_owned());
                }
                let (count, last) = recurring.entry(remark.to_owned()).or_insert((0, ""));
                *count += usize::from(*last != name);
                *last = name;
            }
            phrases.count(body);
        }
        // Three files with the same remark: nobody writes that.
        let learned = recurring.into_iter().filter(|(_, (count, _))| *count > 2);
        phrases.remarks.extend(learned.map(|(remark, _)| remark));
        phrases
    }

    fn count(&mut self, body: &str) {
        if let Some((_, _, remark)) = ending(body) {
            let count = self.bracketed.entry(remark.to_owned()).or_default();
            *count += 1;
        }
        if body.len() > LONGEST_PHRASE || body.contains('\n') {
            return;
        }
        if let Some(words) = omission(trimmed(body)) {
            *self.bracketed.entry(words.to_owned()).or_default() += 1;
            return;
        }
        let words = normal(body);
        if let Some(says) = known::says_by_stem(&words)
            && self.alone.len() < MOST_COUNTED
        {
            self.alone.entry(words).or_insert((says, 0)).1 += 1;
        }
    }

    pub(super) fn is_remark(&self, remark: &str) -> bool {
        self.remarks.contains(remark)
    }

    /// Whether words in angle brackets stand for media: two words, or one in a script without
    /// spaces, or one that comes again and again.
    pub(super) fn is_omission(&self, words: &str) -> bool {
        let is_latin = words.chars().all(|sign| sign.is_ascii() || ('À'..='ɏ').contains(&sign));
        words.trim().contains(' ')
            || !is_latin
            || self.bracketed.get(words).is_some_and(|count| *count > 2)
    }

    /// Whether words say, without brackets and marks, that media were left out.
    pub(super) fn is_spelt_omission(line: &str) -> bool {
        line.len() <= LONGEST_LEFT_OUT && known::is_omission(&normal(line))
    }

    /// What a whole message says, if it is a phrase.
    pub(super) fn says(&self, body: &str) -> Option<Says> {
        let bare = trimmed(body);
        if bare.len() > LONGEST_PHRASE || bare.contains('\n') {
            return None;
        }
        let words = normal(body);
        let is_marked = begins_marked(body);
        let stems = self.alone.get(&words).filter(|(_, count)| is_marked || *count > 1);
        known::says(&words)
            .or_else(|| stems.map(|(says, _)| *says))
            // `Voice call, ‎3 min`: a mark behind the comma.
            .or_else(|| (is_marked && has_inner_mark(bare)).then_some(Says::Call))
    }

    /// Drops the remark that a message was edited; whether there was one.
    pub(super) fn without_edited<'b>(&self, body: &'b str) -> (&'b str, bool) {
        let Some((before, is_marked, remark)) = ending(body) else { return (body, false) };
        let is_known = known::is_edited(&normal(remark));
        let recurs = || self.bracketed.get(remark).is_some_and(|count| *count > 1);
        if is_marked || is_known || recurs() { (before, true) } else { (body, false) }
    }
}

/// Splits a message that ends with words in angle brackets: what stands before, whether a mark
/// stands between, and the words.
fn ending(body: &str) -> Option<(&str, bool, &str)> {
    let bare = body.trim_end_matches(|sign| is_mark(sign) || is_blank(sign));
    let inner = bare.strip_suffix('>')?;
    let at = inner.rfind('<').filter(|at| inner.len() - at <= LONGEST_PHRASE)?;
    let remark = inner.get(at + 1..)?;
    let before = inner.get(..at)?;
    let fits = |sign: char| is_wordy(sign) || sign == ' ' || sign == '-' || is_mark(sign);
    let is_remark = remark.chars().all(fits)
        && remark.chars().count() > 3
        && (remark.contains(' ') || !remark.is_ascii());
    let words = before.trim_end_matches(|sign| is_mark(sign) || is_blank(sign));
    let is_marked = before.get(words.len()..)?.contains(is_mark);
    (is_remark && !words.is_empty() && words.len() < before.len())
        .then_some((words, is_marked, remark))
}

fn first_line(body: &str) -> &str {
    let body = trimmed(body);
    body.split('\n').next().unwrap_or_default()
}

fn trimmed(body: &str) -> &str {
    body.trim_matches(|sign| is_mark(sign) || is_blank(sign))
}

/// Whether a mark follows a comma or a full stop: `Voice call, ‎No answer`.
fn has_inner_mark(bare: &str) -> bool {
    [", ", "، ", ". "].iter().any(|between| {
        bare.match_indices(between)
            .any(|(at, _)| begins_marked(bare.get(at + between.len()..).unwrap_or_default()))
    })
}

/// A sentence as it is compared: no marks, one kind of space, lower case, no full stop.
fn normal(words: &str) -> String {
    let plain: String = words
        .chars()
        // Arabic is written with small vowels or without.
        .filter(|sign| !is_mark(*sign) && !matches!(sign, '\u{64b}'..='\u{652}' | '\u{670}'))
        .map(|sign| if is_blank(sign) { ' ' } else { sign })
        .flat_map(char::to_lowercase)
        .collect();
    plain.trim().trim_end_matches(['.', '。', '।', '۔']).trim_end().to_owned()
}
