//! Chats exported from WhatsApp, of iPhones and of Android, in any language.
//!
//! An export is one line per message with its time and sender, and the attached
//! files beside it. The words become a conversation with one turn per message;
//! what was sent along is named so that it can be read beside it. `split.rs` makes
//! messages of lines, with `header.rs`, `day.rs`, `half.rs` and `dates.rs`;
//! `names.rs` says who wrote, `attachment.rs`, `phrase.rs` and `poll.rs` what.

mod attachment;
mod calendar;
mod chat;
mod dates;
mod day;
mod day_words;
mod days;
mod half;
mod header;
mod known;
mod named;
mod names;
mod phrase;
mod poll;
mod scan;
mod split;

use std::collections::BTreeSet;

use jiff::civil::DateTime;

use self::header::Header;
use crate::{Document, Notices, Options, Trouble, Turn, code_points, text};

pub(crate) use self::chat::Chat;
pub use self::days::days;
pub use self::header::clean_name;
pub(crate) use self::named::{is_sticker, neutral, plain, time_in_name, told};
pub use self::poll::{Poll, PollOption};
pub use self::scan::digit_of;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// The local time on the phone that exported the chat.
    pub at: DateTime,
    /// The name as that phone knows it; empty where WhatsApp itself speaks.
    pub sender: String,
    /// The words, with attachments marked.
    pub text: String,
    /// The names of attached files.
    pub attachments: Vec<String>,
    /// What sort of message it is.
    pub kind: MessageKind,
    /// Whether its words are not the first it had.
    pub is_edited: bool,
}

/// What sort of message it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum MessageKind {
    /// Words.
    #[default]
    Said,
    /// Files that are named, with a caption or without.
    Attachment,
    /// Media that were not exported, with a caption or without.
    Omitted,
    /// What was deleted before the export.
    Deleted,
    /// A call, answered or not.
    Call,
    /// A place on a map.
    Location,
    /// Somebody's address.
    Contact,
    /// A question with answers to choose from.
    Poll(Poll),
    /// Other words of WhatsApp in a person's place.
    App,
    /// Words of WhatsApp about the chat: who joined, what it is called.
    System,
}

impl MessageKind {
    /// Drops what it repeats of a message's words, for whoever may see these words only masked.
    pub fn forget_words(&mut self) {
        if let Self::Poll(poll) = self {
            poll.question.clear();
            poll.options.iter_mut().for_each(|option| option.text.clear());
        }
    }
}

/// Reads a chat from its bytes. `files` are the names of the files that lie beside it.
pub(crate) fn read(
    bytes: &[u8],
    files: &BTreeSet<String>,
    options: Options,
    notices: &mut Notices<'_>,
) -> Result<Chat, Trouble> {
    let mut text = text::decode_as_written(bytes, notices)?;
    let zeros = text.matches('\0').count();
    notices.count(zeros, "character U+0000", "characters U+0000", "removed");
    if zeros > 0 {
        text = text.replace('\0', "").into();
    }
    if text.contains('\n') {
        chat::parse(&text, files, options.date_order, notices)
    } else {
        // Lines may end as they did on old computers.
        chat::parse(&text.replace('\r', "\n"), files, options.date_order, notices)
    }
}

/// Whether the beginning of a text file is that of an exported chat.
pub(crate) fn looks_like_chat(sample: &str) -> bool {
    let lines: Vec<&str> =
        sample.split('\n').filter(|line| !line.trim().is_empty()).take(400).collect();
    let headers: Vec<Header> = lines.iter().filter_map(|line| header::parse(line)).collect();
    let with_sender = headers.iter().filter(|header| header.sender().is_some()).count();
    let begins = lines.first().is_some_and(|line| header::parse(line).is_some());
    let enough = match headers.len() {
        0 => false,
        1 => begins && lines.len() <= 3,
        count => begins || count * 5 >= lines.len(),
    };
    enough && with_sender * 3 >= headers.len() && with_sender > 0
}

/// Messages as a text: `2022-12-31 11:40  Name: words`. Turns are the words alone.
pub fn document(messages: &[Message]) -> Document {
    let mut document = Document::default();
    let mut at = 0;
    for message in messages {
        let lead = lead(message);
        let start = at + code_points(&lead);
        let end = start + code_points(&message.text);
        let speaker = Some(message.sender.clone());
        document.segments.push(Turn { start, end, speaker, begin_ms: None, end_ms: None });
        document.text.extend([lead.as_str(), &message.text, "\n"]);
        at = end + 1;
    }
    document
}

/// What stands before a message's words.
pub fn lead(message: &Message) -> String {
    format!("{}  {}: ", message.at.strftime("%Y-%m-%d %H:%M"), message.sender)
}

#[cfg(test)]
mod tests;
