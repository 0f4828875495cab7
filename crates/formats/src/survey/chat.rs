//! A chat and the files beside it.
//!
//! The chat becomes one conversation, each recording it names a voice note with
//! its sender and time; pictures, videos and documents come in beside it in the
//! same way. Addresses never do, stickers only when asked for, and what the chat
//! names but nobody exported is listed as missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::walk::Found;
use super::{Heard, Survey, candidate};
use crate::flow::LONGEST_TEXT;
use crate::kind::{extension, is_audio_extension};
use crate::whatsapp::{self, Chat, Message};
use crate::{Candidate, Kind, Notice, Notices, Options, RefusalKind, Trouble};

/// Longer lists of names than this help nobody.
const MOST_NAMES: usize = 20;

/// Turns the files of one folder into candidates, chats first.
pub(super) fn sort_out(
    mut files: Vec<Found>,
    options: Options,
    survey: &mut Survey,
) -> Vec<Candidate> {
    let beside: Arc<BTreeSet<String>> =
        Arc::new(files.iter().map(|found| found.name.clone()).collect());
    let mut candidates = Vec::new();
    let chats: Vec<Found> =
        files.extract_if(.., |found| found.content == Ok(Kind::WhatsApp)).collect();
    for found in chats {
        match read_chat(&found, &beside, options) {
            Err(trouble) => survey.refusals.push(trouble.in_file(&found.shown)),
            Ok(chat) => {
                let number = survey.chats.len();
                candidates.push(Candidate {
                    beside: Arc::clone(&beside),
                    chat: Some(number),
                    date_is_sure: chat.is_sure,
                    ..candidate(&found, Kind::WhatsApp)
                });
                take_attachments(&found, &chat, options, &mut files, &mut candidates, survey);
                survey.chats.push(Heard::of(&found, chat));
            }
        }
    }
    for found in files {
        match found.content {
            Ok(kind) => candidates.push(candidate(&found, kind)),
            Err(trouble) => survey.refusals.push(trouble.in_file(&found.shown)),
        }
    }
    candidates
}

fn read_chat(found: &Found, beside: &BTreeSet<String>, options: Options) -> Result<Chat, Trouble> {
    let bytes = found.place.bytes()?;
    if bytes.len() > LONGEST_TEXT {
        return Err(Trouble::new(
            RefusalKind::TooLarge,
            "its text is longer than 64 MiB: import it in parts.",
        ));
    }
    whatsapp::read(&bytes, beside, options, &mut Notices::about(&found.shown))
}

/// What became of the files that a chat names.
#[derive(Default)]
struct Told<'n> {
    missing_sound: Vec<&'n str>,
    missing: Vec<&'n str>,
    unreadable: Vec<&'n str>,
    addresses: usize,
    stickers: usize,
}

fn take_attachments(
    chat_file: &Found,
    chat: &Chat,
    options: Options,
    files: &mut Vec<Found>,
    candidates: &mut Vec<Candidate>,
    survey: &mut Survey,
) {
    let mut here = Here::take(chat, files);
    let mut told = Told::default();
    let mut taken = BTreeSet::new();
    for message in &chat.messages {
        for name in &message.attachments {
            if !taken.insert(name.clone()) {
                continue;
            }
            let found = here.remove(name);
            let is_sound = is_audio_extension(&extension(name));
            match found {
                _ if extension(name) == "vcf" => told.addresses += 1,
                Some(_) if whatsapp::is_sticker(name) && !options.stickers => told.stickers += 1,
                None if whatsapp::is_sticker(name) && !options.stickers => {}
                None if is_sound => told.missing_sound.push(name),
                None => told.missing.push(name),
                Some(found) => match &found.content {
                    Ok(kind) => {
                        let place = (survey.chats.len(), chat.is_sure);
                        candidates.push(sent(&found, *kind, taken.len(), message, place));
                    }
                    Err(trouble) if is_sound => {
                        survey.refusals.push(trouble.clone().in_file(&found.shown));
                    }
                    Err(_) => told.unreadable.push(name),
                },
            }
        }
    }
    told.say(chat_file, survey);
}

/// Something that somebody sent in a chat.
fn sent(
    found: &Found,
    kind: Kind,
    number: usize,
    message: &Message,
    (chat, is_sure): (usize, bool),
) -> Candidate {
    let stream = if kind == Kind::Audio { "voice_note" } else { "conversation" };
    // People name documents after people, so only names that WhatsApp gave are told.
    let known = candidate(found, kind);
    let file_name = whatsapp::neutral(&known.file_name, number);
    let around = known.file.strip_suffix(&known.file_name).unwrap_or_default();
    let file = format!("{around}{file_name}");
    Candidate {
        file,
        file_name,
        stream: Some(stream),
        sender: Some(message.sender.clone()),
        sent_at: Some(message.at),
        chat: Some(chat),
        date_is_sure: is_sure,
        ..known
    }
}

/// The files beside a chat that it names.
struct Here {
    by_name: BTreeMap<String, Found>,
    /// Names as the chat writes them, where they differ from those of the files.
    aliases: HashMap<String, String>,
}

impl Here {
    /// Takes the named files out of the folder. An accented letter is written in two ways, so a
    /// file that differs in such letters alone is the one that is meant.
    fn take(chat: &Chat, files: &mut Vec<Found>) -> Self {
        let named: BTreeSet<&str> = chat
            .messages
            .iter()
            .flat_map(|message| &message.attachments)
            .map(String::as_str)
            .collect();
        let mut by_plain: HashMap<String, Vec<String>> = HashMap::new();
        for found in files.iter() {
            by_plain.entry(whatsapp::plain(&found.name)).or_default().push(found.name.clone());
        }
        let exact: BTreeSet<String> = files.iter().map(|found| found.name.clone()).collect();
        let mut aliases = HashMap::new();
        for name in named.iter().filter(|name| !exact.contains(**name)) {
            if let Some([only]) = by_plain.get(&whatsapp::plain(name)).map(Vec::as_slice)
                && !named.contains(only.as_str())
            {
                aliases.insert((*name).to_owned(), only.clone());
            }
        }
        let wanted: BTreeSet<&str> =
            named.iter().copied().chain(aliases.values().map(String::as_str)).collect();
        let by_name = files
            .extract_if(.., |found| wanted.contains(found.name.as_str()))
            .map(|found| (found.name.clone(), found))
            .collect();
        Self { by_name, aliases }
    }

    fn remove(&mut self, name: &str) -> Option<Found> {
        let name = self.aliases.get(name).map_or(name, String::as_str);
        self.by_name.remove(name)
    }
}

impl Told<'_> {
    fn say(&self, chat_file: &Found, survey: &mut Survey) {
        let mut add = |message: String| {
            survey.notices.push(Notice { file: chat_file.shown.clone(), message });
        };
        let mut listed = |names: &[&str], one: &str, many: &str| {
            if !names.is_empty() {
                let shown: Vec<String> = names.iter().map(|name| whatsapp::told(name)).collect();
                let what = match shown.len() {
                    1 => one.to_owned(),
                    count => format!("{count} {many}"),
                };
                add(format!("{what}: {}.", list(&shown)));
            }
        };
        listed(
            &self.missing_sound,
            "Missing media: a recording that the chat names is not beside it",
            "recordings are missing media: the chat names them, but they are not beside it",
        );
        listed(
            &self.missing,
            "Missing media: a file that the chat names is not beside it",
            "files are missing media: the chat names them, but they are not beside it",
        );
        listed(
            &self.unreadable,
            "An attachment was not imported, because it cannot be read",
            "attachments were not imported, because they cannot be read",
        );
        let counted = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(one.to_owned()),
            _ => Some(format!("{count} {many}")),
        };
        let addresses = counted(
            self.addresses,
            "An address (.vcf) was not imported, because it is somebody else's.",
            "addresses (.vcf) were not imported, because they are somebody else's.",
        );
        let stickers = counted(
            self.stickers,
            "A sticker was not imported; ask for stickers to have it.",
            "stickers were not imported; ask for stickers to have them.",
        );
        addresses.into_iter().chain(stickers).for_each(add);
    }
}

fn list(names: &[String]) -> String {
    let shown = names.get(..MOST_NAMES).unwrap_or(names).join(", ");
    match names.len().checked_sub(MOST_NAMES) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}
