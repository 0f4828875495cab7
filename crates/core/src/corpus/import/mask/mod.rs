//! The mask: what stands in place of names and numbers from the moment that files are read.
//!
//! It knows whoever wrote in the chats of an import by the label that was chosen for them, the
//! names of groups, telephone numbers by their shape, and what the key to the pseudonyms knows.
//! Words of people get their replacements in [brackets], names of files and speakers without. What
//! it was made from lives in memory only: nothing behind it ever sees a real name. `word.rs`,
//! `name.rs` and `phone.rs` find, `known.rs` asks the key, `file.rs` and `text.rs` replace.

mod file;
mod known;
mod name;
mod phone;
mod text;
mod word;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

pub(super) use self::file::{Files, group_in};
pub(super) use self::known::Known;
pub(super) use self::name::parts;
use self::name::{Manner, Phrase};
use self::phone::{Strictness, numbers};
pub(super) use self::phone::{telling, whole as telephone};
use self::word::{Word, inflected, pieces, words};

/// What stands for a telephone number.
const NUMBER: &str = "phone number";
/// What stands for the name of a group.
const GROUP: &str = "group";
/// What stands for somebody mentioned who did not write.
const SOMEBODY: &str = "person";

/// Somebody who wrote, and what stands in their place.
#[derive(Debug, Clone)]
pub(super) struct Behind {
    /// The name or number as chats give it.
    pub(super) name: String,
    /// What stands in its place.
    pub(super) label: String,
}

/// Who writes in one chat.
#[derive(Debug, Clone, Default)]
pub(super) struct Circle {
    /// Places in the list of senders.
    pub(super) members: BTreeSet<usize>,
    /// What the chat is called.
    pub(super) groups: Vec<String>,
}

/// What is replaced on the way in.
#[derive(Debug, Default)]
pub(super) struct Mask {
    labels: Vec<String>,
    /// Senders by the form in which their names are the same.
    names: HashMap<String, usize>,
    /// Senders by the telling digits of their number.
    numbers: HashMap<String, usize>,
    /// Phrases by their first word, each with whose it is.
    phrases: HashMap<String, Vec<(Phrase, usize)>>,
    /// Phrases of scripts in which words change more than at their end.
    changing: Vec<(Phrase, usize)>,
    anywhere: Vec<(String, usize)>,
    circles: Vec<Circle>,
    known: Option<Known>,
}

/// A stretch of a text that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) at: Range<usize>,
    pub(super) label: String,
    /// Whether the key knew it, and not this import's chats.
    pub(super) by_key: bool,
}

impl Mask {
    /// Makes the mask of an import.
    pub(super) fn new(senders: &[Behind], circles: Vec<Circle>, known: Option<Known>) -> Self {
        let mut mask = Self { known, ..Self::default() };
        for (who, sender) in senders.iter().enumerate() {
            mask.labels.push(sender.label.clone());
            mask.names.insert(same(&sender.name), who);
            if let Some(digits) = phone::whole(&sender.name) {
                mask.numbers.insert(telling(&digits).to_owned(), who);
            } else if sender.name != sender.label {
                let writings = name::writings(&sender.name);
                writings.phrases.into_iter().for_each(|phrase| mask.take(phrase, who));
                mask.anywhere.extend(writings.anywhere.into_iter().map(|text| (text, who)));
            }
        }
        let group = mask.labels.len();
        mask.labels.push(GROUP.to_owned());
        for name in circles.iter().flat_map(|circle| &circle.groups) {
            // A chat of two is called after the other.
            if !mask.names.contains_key(&same(name))
                && let Some(phrase) = name::whole(name)
            {
                mask.take(phrase, group);
            }
        }
        // The longer first, so that no part of a name is taken for the whole.
        mask.anywhere.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        mask.circles = circles;
        mask
    }

    fn take(&mut self, phrase: Phrase, who: usize) {
        let Some(first) = phrase.words.first() else { return };
        if first.chars().next().is_some_and(|sign| sign.is_ascii_alphanumeric()) {
            self.phrases.entry(first.clone()).or_default().push((phrase, who));
        } else {
            self.changing.push((phrase, who));
        }
    }

    /// What stands for a sender.
    pub(super) fn label(&self, sender: &str) -> Option<&str> {
        let who = self.sender(sender)?;
        self.labels.get(who).map(String::as_str)
    }

    /// The place of a sender in the list that the mask was made from.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.sender(name)
    }

    fn sender(&self, name: &str) -> Option<usize> {
        let by_number = || {
            let digits = phone::whole(name)?;
            self.numbers.get(telling(&digits))
        };
        self.names.get(&same(name)).or_else(by_number).copied()
    }

    /// The labels of those who write in a chat.
    fn labels_in(&self, chat: usize) -> Vec<&str> {
        let members = self.circles.get(chat).map(|circle| &circle.members);
        let mut labels: Vec<&str> = Vec::new();
        for label in members.into_iter().flatten().filter_map(|who| self.labels.get(*who)) {
            if !labels.contains(&label.as_str()) {
                labels.push(label);
            }
        }
        labels
    }

    /// What is to be replaced in words of people or in the name of a file, in order.
    fn hits(&self, text: &str, chat: Option<usize>, strictness: Strictness) -> Vec<Hit> {
        let words = words(text);
        let mut hits: Vec<Hit> = Vec::new();
        hits.extend(self.telephones(text, strictness));
        self.find_anywhere(text, chat, &mut hits);
        self.find_phrases(text, &words, chat, &mut hits);
        if let Some(known) = &self.known {
            known.find(text, &words, &mut hits);
        }
        match strictness {
            Strictness::Words => mentions(text, &mut hits),
            Strictness::Name => self.find_run_together(text, chat, &mut hits),
        }
        hits.sort_by_key(|hit| hit.at.start);
        joined(text, hits)
    }

    /// What names somebody in a name whose words run together, such as `AnnaInterview2`.
    fn find_run_together(&self, text: &str, chat: Option<usize>, hits: &mut Vec<Hit>) {
        let pieces = pieces(text);
        self.find_phrases(text, &pieces, chat, hits);
        if let Some(known) = &self.known {
            known.find(text, &pieces, hits);
        }
    }

    fn telephones(&self, text: &str, strictness: Strictness) -> Vec<Hit> {
        let label = |digits: &str| {
            let sender = self.numbers.get(telling(digits)).and_then(|who| self.labels.get(*who));
            let known = || self.known.as_ref().and_then(|known| known.number(digits));
            sender.cloned().or_else(known).unwrap_or_else(|| NUMBER.to_owned())
        };
        let hit = |number: phone::Number| Hit {
            at: number.start..number.end,
            label: label(&number.digits),
            by_key: false,
        };
        numbers(text, strictness).into_iter().map(hit).collect()
    }

    fn find_anywhere(&self, text: &str, chat: Option<usize>, hits: &mut Vec<Hit>) {
        for (name, _) in &self.anywhere {
            for (start, found) in text.match_indices(name.as_str()) {
                let whose = self.anywhere.iter().filter(|(one, _)| one == name);
                let whose: Vec<usize> = whose.map(|(_, who)| *who).collect();
                let at = start..start + found.len();
                push(hits, Hit { at, label: self.whose(&whose, chat), by_key: false });
            }
        }
    }

    fn find_phrases(&self, text: &str, words: &[Word], chat: Option<usize>, hits: &mut Vec<Hit>) {
        let mut at = 0;
        while at < words.len() {
            let mut best: Option<(usize, Range<usize>)> = None;
            let mut whose: Vec<usize> = Vec::new();
            for (phrase, who) in self.candidates(&words[at]) {
                let Some(range) = matched(text, &words[at..], phrase) else { continue };
                let length = phrase.words.len();
                match &best {
                    Some((longest, _)) if *longest > length => continue,
                    Some((longest, _)) if *longest == length => {}
                    _ => {
                        whose.clear();
                        best = Some((length, range));
                    }
                }
                whose.push(*who);
            }
            match best {
                Some((length, range)) => {
                    let label = self.whose(&whose, chat);
                    push(hits, Hit { at: range, label, by_key: false });
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    /// Phrases that may begin with a word.
    fn candidates(&self, word: &Word) -> impl Iterator<Item = &(Phrase, usize)> {
        let folded = word.folded.as_str();
        let stems = [Some(folded), folded.strip_suffix('s'), folded.strip_suffix("es")];
        let plain = stems.into_iter().flatten().filter_map(|stem| self.phrases.get(stem)).flatten();
        let is_plain = folded.chars().next().is_some_and(|sign| sign.is_ascii_alphanumeric());
        plain.chain(self.changing.iter().filter(move |_| !is_plain))
    }

    /// The label for one of these; those who write in the chat go before others.
    fn whose(&self, all: &[usize], chat: Option<usize>) -> String {
        let here = chat.and_then(|chat| self.circles.get(chat));
        let in_chat: Vec<usize> = all
            .iter()
            .filter(|who| here.is_some_and(|circle| circle.members.contains(who)))
            .copied()
            .collect();
        let all = if in_chat.is_empty() { all } else { &in_chat };
        let mut labels: Vec<&str> = Vec::new();
        for label in all.iter().filter_map(|who| self.labels.get(*who)) {
            if !labels.contains(&label.as_str()) {
                labels.push(label);
            }
        }
        labels.sort_by(|a, b| crate::order::by_name(a, b));
        labels.join(" or ")
    }
}

/// What stands for whom nobody is told apart by.
pub(super) const NOBODYS: [&str; 3] = [NUMBER, GROUP, SOMEBODY];

/// The form in which two writings of a sender's name are the same.
pub(super) fn same(name: &str) -> String {
    name::same(name)
}

/// The bytes that a phrase covers at the beginning of some words.
fn matched(text: &str, words: &[Word], phrase: &Phrase) -> Option<Range<usize>> {
    let here = words.get(..phrase.words.len())?;
    let (first, last) = (here.first()?, here.last()?);
    if phrase.manner == Manner::Capital && !first.is_capital {
        return None;
    }
    let (mut before, mut after) = (0, 0);
    for (place, (word, wanted)) in here.iter().zip(&phrase.words).enumerate() {
        let (cut_before, cut_after) = inflected(&word.folded, wanted)?;
        let (is_first, is_last) = (place == 0, place + 1 == here.len());
        if (cut_before > 0 && !is_first) || (cut_after > 0 && !is_last) {
            return None;
        }
        if is_first {
            before = cut_before;
        }
        if is_last {
            after = cut_after;
        }
    }
    let is_near = here.windows(2).all(|pair| near(&text[pair[0].end..pair[1].start]));
    let range = kept(text, first, before).0..kept(text, last, after).1;
    is_near.then_some(range)
}

/// A word without so many folded bytes at its beginning or its end, as far as that can be told.
fn kept(text: &str, word: &Word, cut: usize) -> (usize, usize) {
    let written = &text[word.start..word.end];
    let is_same_length = written.len() == word.folded.len();
    let start =
        if is_same_length && written.is_char_boundary(cut) { word.start + cut } else { word.start };
    let end = word.end - cut;
    let is_end = cut <= written.len() && text.is_char_boundary(end) && end > word.start;
    (start, if is_end && word.folded.is_ascii() { end } else { word.end })
}

/// Whether what stands between two words leaves them one name.
fn near(between: &str) -> bool {
    between.chars().count() <= 3 && !between.contains(['\n', '!', '?', ';', ':'])
}

/// Adds a stretch unless it lies in one that is replaced already.
fn push(hits: &mut Vec<Hit>, hit: Hit) {
    let overlaps = |one: &Hit| one.at.start < hit.at.end && hit.at.start < one.at.end;
    if !hits.iter().rev().any(overlaps) {
        hits.push(hit);
    }
}

/// Somebody who is mentioned by the name that a telephone gives them, between invisible marks.
fn mentions(text: &str, hits: &mut Vec<Hit>) {
    for (at, sign) in text.match_indices("@\u{2068}") {
        let from = at + sign.len();
        let rest = &text[from..];
        // The mark at the very end of a message may have been trimmed off.
        let end = rest.find('\u{2069}').or_else(|| (!rest.contains('\n')).then_some(rest.len()));
        if let Some(length) = end.filter(|length| (1..200).contains(length)) {
            push(hits, Hit { at: from..from + length, label: SOMEBODY.to_owned(), by_key: false });
        }
    }
}

/// Takes in the signs of a mention, and makes one of two neighbours that stand for the same.
fn joined(text: &str, hits: Vec<Hit>) -> Vec<Hit> {
    let mut joined: Vec<Hit> = Vec::with_capacity(hits.len());
    for mut hit in hits {
        let before = &text[..hit.at.start];
        let bare = before.trim_end_matches(['\u{2068}', '~', '\u{202f}', '\u{a0}']);
        if bare.ends_with('@') {
            hit.at.start = bare.len() - 1;
        }
        if text[hit.at.start..].starts_with("@\u{2068}")
            && let Some(length) = text[hit.at.end..].find('\u{2069}').filter(|length| *length < 200)
        {
            hit.at.end += length + '\u{2069}'.len_utf8();
        }
        match joined.last_mut() {
            Some(last) if hit.at.start < last.at.end => {
                last.at.end = last.at.end.max(hit.at.end);
            }
            Some(last)
                if last.label == hit.label
                    && !text[last.at.end..hit.at.start].contains('\n')
                    && text[last.at.end..hit.at.start].trim().is_empty() =>
            {
                last.at.end = hit.at.end;
            }
            _ => joined.push(hit),
        }
    }
    joined
}

#[cfg(test)]
mod tests;
