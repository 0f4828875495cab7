//! Names of files and places as they are shown and kept.
//!
//! A chat's own file, and the archive or folder that it lies in, are called after the person or
//! the group. Where anything is left of such a name that is neither a label nor a plain word, the
//! whole is replaced by whom the chat is with. What is shown stays different for different files.

use std::collections::{HashMap, HashSet};

use super::super::kind;
use super::Mask;
use super::phone::Strictness;
use super::word::words;

/// Words in the names of exports that name nobody. Sorted.
const PLAIN: &[&str] = &[
    "a",
    "all",
    "and",
    "archive",
    "archives",
    "avec",
    "backup",
    "chat",
    "chats",
    "com",
    "con",
    "conversa",
    "conversation",
    "conversations",
    "conversazione",
    "copy",
    "corpus",
    "cu",
    "da",
    "data",
    "de",
    "del",
    "di",
    "discussion",
    "downloads",
    "du",
    "el",
    "en",
    "export",
    "exported",
    "exports",
    "field",
    "file",
    "files",
    "final",
    "from",
    "gesprach",
    "group",
    "het",
    "ile",
    "im",
    "import",
    "imports",
    "in",
    "interview",
    "interviews",
    "ios",
    "kopie",
    "la",
    "le",
    "med",
    "media",
    "messages",
    "met",
    "mit",
    "new",
    "note",
    "notes",
    "of",
    "old",
    "on",
    "out",
    "part",
    "phone",
    "psw",
    "recordings",
    "research",
    "s",
    "source",
    "sources",
    "study",
    "test",
    "text",
    "texts",
    "the",
    "tmp",
    "to",
    "txt",
    "van",
    "voice",
    "von",
    "w",
    "week",
    "whatsapp",
    "with",
    "x",
    "z",
    "zip",
    "с",
    "чат",
];

/// The names of an import's files, each masked once and told apart from the others.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Files {
    /// Which chat a file or its container belongs to, by the beginning of what is shown.
    places: HashMap<String, usize>,
    shown: HashMap<String, String>,
    taken: HashSet<String>,
}

impl Files {
    /// Says where a chat lies.
    pub(in super::super) fn place(&mut self, shown: &str, chat: usize) {
        self.places.insert(shown.to_owned(), chat);
        let (container, _) = split(shown);
        let container = container.trim_end_matches(['/', '›', ' ']);
        if !container.is_empty() {
            self.places.entry(container.to_owned()).or_insert(chat);
        }
    }

    /// What a file is shown as, from now on always the same and no other file's.
    pub(in super::super) fn keep(&mut self, mask: &Mask, raw: &str) -> String {
        if let Some(known) = self.shown.get(raw) {
            return known.clone();
        }
        let name = self.masked(mask, raw);
        let mut told = name.clone();
        for number in 2.. {
            if self.taken.insert(told.clone()) {
                break;
            }
            told = match name.rsplit_once('.') {
                Some((stem, extension)) if extension.len() <= 5 => {
                    format!("{stem} ({number}).{extension}")
                }
                _ => format!("{name} ({number})"),
            };
        }
        self.shown.insert(raw.to_owned(), told.clone());
        told
    }

    /// What a file is shown as.
    pub(in super::super) fn show(&self, mask: &Mask, raw: &str) -> String {
        self.shown.get(raw).cloned().unwrap_or_else(|| self.masked(mask, raw))
    }

    /// The bare name of a file as it is kept.
    pub(in super::super) fn bare(&self, mask: &Mask, raw: &str) -> String {
        let masked = self.masked(mask, raw);
        split(&masked).1.to_owned()
    }

    /// Where a file lay, as it is kept: the archive that it came in, and its own name. Folders
    /// are not kept, because people are called in them.
    pub(in super::super) fn origin(&self, mask: &Mask, raw: &str) -> String {
        let masked = self.masked(mask, raw);
        let bare = split(&masked).1;
        match masked.split_once(" › ") {
            Some((archive, _)) => format!("{} › {bare}", split(archive).1),
            None => bare.to_owned(),
        }
    }

    fn masked(&self, mask: &Mask, raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        let mut from = 0;
        loop {
            let rest = &raw[from..];
            let (length, separator) = next(rest);
            let part = &rest[..length];
            match self.places.get(&raw[..from + length]) {
                Some(chat) => out.push_str(&mask.chat_name(part, *chat)),
                None => out.push_str(&mask.title(part, None)),
            }
            if separator.is_empty() {
                return out;
            }
            out.push_str(separator);
            from += length + separator.len();
        }
    }
}

/// The length of the first part of a place, and what ends it.
fn next(rest: &str) -> (usize, &'static str) {
    let archive = rest.find(" › ").map(|at| (at, " › "));
    let folder = rest.find('/').map(|at| (at, "/"));
    [archive, folder].into_iter().flatten().min().unwrap_or((rest.len(), ""))
}

/// What lies around a file, and its bare name.
fn split(shown: &str) -> (&str, &str) {
    let archive = shown.rfind(" › ").map(|at| at + " › ".len());
    let folder = shown.rfind('/').map(|at| at + 1);
    shown.split_at(archive.max(folder).unwrap_or(0))
}

/// What a chat is called by the names that WhatsApp gave its file and its archive, where they are
/// of that shape. It is the other person, or the group.
pub(in super::super) fn group_in(shown: &str) -> Option<String> {
    shown.split(" › ").flat_map(|part| part.split('/')).find_map(|part| {
        let stem = match kind::extension(part).as_str() {
            "txt" | "zip" => kind::stem(part),
            _ => part,
        };
        let words = words(stem);
        let is_plain = |folded: &str| {
            PLAIN.binary_search(&folded).is_ok() || folded.chars().all(char::is_numeric)
        };
        let export = words.iter().position(|word| word.folded == "whatsapp")?;
        let first = words.iter().skip(export).find(|word| !is_plain(&word.folded))?;
        let last = words.iter().rev().find(|word| !is_plain(&word.folded))?;
        stem.get(first.start..last.end).map(str::to_owned)
    })
}

impl Mask {
    /// The name of a chat's file, or of what it lies in.
    pub(super) fn chat_name(&self, name: &str, chat: usize) -> String {
        let extension = kind::extension(name);
        let is_file = matches!(extension.as_str(), "txt" | "zip" | "text" | "log");
        let stem = if is_file { kind::stem(name) } else { name };
        let hits = self.hits(stem, Some(chat), Strictness::Name);
        let is_plain = words(stem).iter().all(|word| {
            hits.iter().any(|hit| hit.at.start <= word.start && word.end <= hit.at.end)
                || word.folded.chars().all(char::is_numeric)
                || PLAIN.binary_search(&word.folded.as_str()).is_ok()
                || self.labels_in(chat).iter().any(|label| label.eq_ignore_ascii_case(&word.folded))
        });
        if is_plain {
            return self.title(name, Some(chat));
        }
        let called = format!("WhatsApp Chat with {}", self.whom(chat));
        if is_file { format!("{called}.{extension}") } else { called }
    }

    /// Whom a chat is with, by label.
    fn whom(&self, chat: usize) -> String {
        match self.labels_in(chat).as_slice() {
            [] => "nobody".to_owned(),
            [one] => (*one).to_owned(),
            [first, second] => format!("{first} and {second}"),
            [first, second, third] => format!("{first}, {second} and {third}"),
            more => format!("{} people", more.len()),
        }
    }
}
