//! Looking over files, folders and archives before anything is imported.
//!
//! `walk.rs` finds the files in a stable order and names what each is. Files
//! that lie in one folder then explain each other: a chat names its voice notes
//! (`chat.rs`), and a transcript belongs to the recording of the same name
//! (`pair.rs`). What systems leave behind is skipped and counted.

mod chat;
mod pair;
mod walk;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::DateTime;

pub use self::pair::{may_be_transcript, shortest_stem};
use self::walk::Found;
use crate::{Candidate, Kind, Notice, Options, Refusal, whatsapp};

/// What there is to read, and what cannot be read.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Everything that can be read, in a stable order.
    pub candidates: Vec<Candidate>,
    /// Everything that cannot, each with its reason.
    pub refusals: Vec<Refusal>,
    /// What was noticed, such as media that a chat names and that are missing.
    pub notices: Vec<Notice>,
    /// How many files of operating systems, such as `.DS_Store`, were passed over.
    pub skipped: usize,
    /// Who writes in each chat, in the order of the chats.
    pub chats: Vec<Heard>,
}

/// What a chat tells about itself before it is read for good.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// The file as it was found.
    pub file: String,
    /// Everybody who wrote, in order of first appearance, and how many messages.
    pub senders: Vec<(String, usize)>,
    /// What the chat is, or was, called.
    pub groups: Vec<String>,
    /// Whether it is certain which number of its dates is the month; else a person is asked.
    pub is_sure: bool,
    /// When its first and its last message were sent.
    pub span: Option<(DateTime, DateTime)>,
}

impl Heard {
    fn of(found: &Found, chat: whatsapp::Chat) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for message in &chat.messages {
            *counts.entry(&message.sender).or_default() += 1;
        }
        let count = |name: &String| counts.get(name.as_str()).copied().unwrap_or_default();
        let senders = chat.senders.iter().map(|name| (name.clone(), count(name))).collect();
        let times = || chat.messages.iter().map(|message| message.at);
        let span = times().min().zip(times().max());
        let (file, is_sure) = (found.shown.clone(), chat.is_sure);
        Self { file, senders, groups: chat.groups, is_sure, span }
    }
}

/// Walks files, folders and zip archives and lists what there is to read,
/// reading only the beginning of each file, and chats.
pub fn survey(paths: &[PathBuf]) -> Survey {
    survey_with(paths, Options::default())
}

/// Does as [`survey`], with what a person chose about chats.
pub fn survey_with(paths: &[PathBuf], options: Options) -> Survey {
    let mut survey = Survey::default();
    let found = walk::walk(paths, &mut survey);
    // Folders keep the order in which they were met.
    let mut order: Vec<String> = Vec::new();
    let mut folders: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for found in found {
        if !folders.contains_key(&found.folder) {
            order.push(found.folder.clone());
        }
        folders.entry(found.folder.clone()).or_default().push(found);
    }
    for folder in order {
        if let Some(files) = folders.remove(&folder) {
            let mut candidates = chat::sort_out(files, options, &mut survey);
            pair::attach_transcripts(&mut candidates, &mut survey.notices);
            survey.candidates.extend(candidates);
        }
    }
    survey
}

/// The stream that a file probably belongs to.
fn guess_stream(kind: Kind, shown: &str, file_name: &str) -> &'static str {
    let name = file_name.to_lowercase();
    let path = shown.to_lowercase();
    let is_voice_note = ["ptt-", "aud-", "whatsapp ptt", "whatsapp audio"]
        .iter()
        .any(|start| name.starts_with(start))
        || name.contains("-audio-")
        || path.contains("voice note")
        || path.contains("voice_note")
        || path.contains("voice-note");
    let is_field_note = [
        "field note",
        "field_note",
        "field-note",
        "fieldnote",
        "observation",
        "walk the frontline",
        "wtf",
    ]
    .iter()
    .any(|word| path.contains(word));
    let is_interview = ["interview", "transcript"].iter().any(|word| path.contains(word));
    match kind {
        Kind::WhatsApp => "conversation",
        Kind::Audio if is_voice_note => "voice_note",
        _ if is_field_note => "field_note",
        Kind::Audio | Kind::Video | Kind::WebVtt | Kind::Srt | Kind::Sbv => "interview",
        _ if is_interview => "interview",
        _ => "document",
    }
}

/// A candidate for a file on its own.
fn candidate(found: &Found, kind: Kind) -> Candidate {
    Candidate {
        file: found.shown.clone(),
        file_name: found.name.clone(),
        kind,
        stream: Some(guess_stream(kind, &found.shown, &found.name)),
        sender: None,
        sent_at: if kind.is_recording() { whatsapp::time_in_name(&found.name) } else { None },
        transcript: None,
        place: found.place.clone(),
        chat: None,
        date_is_sure: true,
        beside: std::sync::Arc::default(),
    }
}

#[cfg(test)]
mod tests;
