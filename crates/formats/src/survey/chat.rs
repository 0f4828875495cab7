//! A chat and the files beside it.
//!
//! The chat becomes one conversation, each recording it names a voice note with
//! its sender and time. Pictures and other attachments are listed as not
//! imported, and recordings that the chat names but nobody exported as missing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::walk::Found;
use super::{Heard, Survey, candidate};
use crate::kind::{extension, is_audio_extension};
use crate::whatsapp::{self, Chat};
use crate::{Candidate, Kind, Notice, Notices, Trouble, text};

/// Longer lists of names than this help nobody.
const MOST_NAMES: usize = 20;

/// Turns the files of one folder into candidates, chats first.
pub(super) fn sort_out(mut files: Vec<Found>, survey: &mut Survey) -> Vec<Candidate> {
    let beside: Arc<BTreeSet<String>> =
        Arc::new(files.iter().map(|found| found.name.clone()).collect());
    let mut candidates = Vec::new();
    let chats: Vec<Found> =
        files.extract_if(.., |found| found.content == Ok(Kind::WhatsApp)).collect();
    for found in chats {
        match read_chat(&found, &beside) {
            Err(trouble) => survey.refusals.push(trouble.in_file(&found.shown)),
            Ok(chat) => {
                let number = survey.chats.len();
                candidates.push(Candidate {
                    beside: Arc::clone(&beside),
                    chat: Some(number),
                    ..candidate(&found, Kind::WhatsApp)
                });
                take_attachments(&found, &chat, &mut files, &mut candidates, survey);
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

fn read_chat(found: &Found, beside: &BTreeSet<String>) -> Result<Chat, Trouble> {
    let mut notices = Notices::about(&found.shown);
    let text = text::decode(&found.place.bytes()?, &mut notices)?;
    whatsapp::parse(&text, beside, &mut notices)
}

fn take_attachments(
    chat_file: &Found,
    chat: &Chat,
    files: &mut Vec<Found>,
    candidates: &mut Vec<Candidate>,
    survey: &mut Survey,
) {
    let mut here: BTreeMap<String, Found> = BTreeMap::new();
    let named: BTreeSet<&str> =
        chat.messages.iter().flat_map(|message| &message.attachments).map(String::as_str).collect();
    for found in files.extract_if(.., |found| named.contains(found.name.as_str())) {
        here.insert(found.name.clone(), found);
    }
    let (mut missing, mut others) = (Vec::new(), Vec::new());
    let mut taken = BTreeSet::new();
    for message in &chat.messages {
        for name in message.attachments.iter().filter(|name| taken.insert((*name).clone())) {
            let is_audio = is_audio_extension(&extension(name));
            match here.remove(name) {
                None if is_audio => missing.push(name.as_str()),
                None => {}
                Some(_) if !is_audio => others.push(name.as_str()),
                Some(found) => match &found.content {
                    Ok(kind) => candidates.push(Candidate {
                        stream: Some("voice_note"),
                        sender: Some(message.sender.clone()),
                        sent_at: Some(message.at),
                        chat: Some(survey.chats.len()),
                        date_is_sure: chat.is_sure,
                        ..candidate(&found, *kind)
                    }),
                    Err(trouble) => survey.refusals.push(trouble.clone().in_file(&found.shown)),
                },
            }
        }
    }
    let mut notice = |names: &[&str], one: &str, many: &str| {
        if !names.is_empty() {
            let shown: Vec<String> = names.iter().map(|name| whatsapp::told(name)).collect();
            let what =
                if shown.len() == 1 { one.to_owned() } else { format!("{} {many}", shown.len()) };
            let message = format!("{what}: {}.", list(&shown));
            survey.notices.push(Notice { file: chat_file.shown.clone(), message });
        }
    };
    notice(
        &missing,
        "Missing media: a recording that the chat names is not beside it",
        "recordings are missing media: the chat names them, but they are not beside it",
    );
    notice(
        &others,
        "An attachment was not imported, because only recordings are",
        "attachments were not imported, because only recordings are",
    );
}

fn list(names: &[String]) -> String {
    let shown = names.get(..MOST_NAMES).unwrap_or(names).join(", ");
    match names.len().checked_sub(MOST_NAMES) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}
