//! Chats exported from WhatsApp, of iPhones and of Android, in any language.
//!
//! An export is one line per message with its time and sender, and the attached
//! files beside it. The words become a conversation with one turn per message;
//! recordings are named so that they can be read as voice notes. `header.rs`
//! takes the beginning of a line apart with `scan.rs`, `dates.rs` decides over the whole file
//! which number is the month, `attachment.rs` finds what was sent along.

mod attachment;
mod dates;
mod header;
mod scan;

use std::collections::BTreeSet;

use jiff::civil::DateTime;

use self::header::Header;
use crate::{Document, Notices, RefusalKind, Trouble, Turn, code_points};

pub(crate) use self::attachment::{time_in_name, told};
pub use self::header::clean_name;
pub use self::scan::digit_of;

/// One message by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The local time on the phone that exported the chat.
    pub at: DateTime,
    /// The name as that phone knows it.
    pub sender: String,
    /// The words, with attachments marked.
    pub text: String,
    /// The names of attached files.
    pub attachments: Vec<String>,
}

/// A chat as it was exported.
#[derive(Debug, Default)]
pub(crate) struct Chat {
    pub(crate) messages: Vec<Message>,
    /// Everybody who wrote, in order of first appearance.
    pub(crate) senders: Vec<String>,
    /// What the chat is, or was, called.
    pub(crate) groups: Vec<String>,
    /// Whether it is certain which number of a date is the month.
    pub(crate) is_sure: bool,
}

/// A message before it is known whether a person wrote it.
struct Draft<'a> {
    header: Header<'a>,
    at: DateTime,
    lines: Vec<&'a str>,
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

/// Reads a chat. `files` are the names of the files that lie beside it.
pub(crate) fn parse(
    text: &str,
    files: &BTreeSet<String>,
    notices: &mut Notices<'_>,
) -> Result<Chat, Trouble> {
    let (drafts, is_sure) = drafts(text, notices);
    let phrases = attachment::learn_phrases(drafts.iter().map(Draft::body), files);
    let machines = machine_senders(&drafts);
    let (mut system, mut empty, mut omitted) = (0, 0, 0);
    let mut chat = Chat { is_sure, ..Chat::default() };
    let mut known = BTreeSet::new();
    for draft in &drafts {
        let Some((sender, body)) = draft.message() else {
            system += 1;
            chat.groups.extend(quoted(draft.header.rest()));
            continue;
        };
        if machines.contains(&sender) || is_encryption_notice(&body) {
            system += 1;
            chat.groups.extend(quoted(&body));
            chat.groups.push(sender);
            continue;
        }
        let found = attachment::find(&body, draft.header.is_marked, files, &phrases);
        if found.text.is_empty() {
            empty += 1;
            continue;
        }
        omitted += usize::from(found.is_omitted);
        if known.insert(sender.clone()) {
            chat.senders.push(sender.clone());
        }
        let (text, attachments) = (found.text, found.files);
        chat.messages.push(Message { at: draft.at, sender, text, attachments });
    }
    chat.groups.sort_unstable();
    chat.groups.dedup();
    chat.groups.retain(|name| !known.contains(name));
    notices.count(system, "message of WhatsApp itself", "messages of WhatsApp itself", "left out");
    notices.count(empty, "message without words", "messages without words", "left out");
    notices.count(
        omitted,
        "attachment",
        "attachments",
        "not in the export: export the chat again with media to have them",
    );
    if chat.messages.is_empty() {
        return Err(Trouble::new(RefusalKind::Empty, "this chat holds no message by a person."));
    }
    Ok(chat)
}

impl Chat {
    /// The conversation as a text.
    pub(crate) fn document(&self) -> Document {
        document(&self.messages)
    }
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

/// What stands in quotation marks in a line of WhatsApp itself: the name of the group.
fn quoted(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (open, close) in [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“')] {
        let mut rest = line;
        while let Some((_, after)) = rest.split_once(open) {
            let Some((name, next)) = after.split_once(close) else { break };
            if (3..=100).contains(&name.chars().count()) {
                names.push(name.to_owned());
            }
            rest = next;
        }
    }
    names
}

/// Gathers lines into messages and dates them.
fn drafts<'a>(text: &'a str, notices: &mut Notices<'_>) -> (Vec<Draft<'a>>, bool) {
    let lines: Vec<(&str, Option<Header>)> =
        text.split('\n').map(|line| (line, header::parse(line))).collect();
    // One file has one style; a line in the other is a quotation.
    let bracketed =
        lines.iter().filter_map(|(_, found)| found.as_ref()).filter(|found| found.is_bracketed);
    let headers = lines.iter().filter(|(_, found)| found.is_some()).count();
    let is_bracketed = bracketed.count() * 2 > headers;
    let fits = |found: &&Header| found.is_bracketed == is_bracketed;
    let (dates, is_sure) = dates::decide(
        lines.iter().filter_map(|(line, found)| {
            found.as_ref().filter(fits).map(|found| (found.date, *line))
        }),
        notices,
    );
    let mut drafts: Vec<Draft> = Vec::new();
    let mut before = 0;
    for (line, found) in &lines {
        let known = found.as_ref().filter(fits).and_then(|found| Some((found, found.at(dates)?)));
        match (known, drafts.last_mut()) {
            (Some((header, at)), _) => {
                drafts.push(Draft { header: header.clone(), at, lines: Vec::new() });
            }
            (None, Some(draft)) => draft.lines.push(line),
            (None, None) => before += usize::from(!line.trim().is_empty()),
        }
    }
    notices.count(
        before,
        "line before the first message",
        "lines before the first message",
        "left out",
    );
    (drafts, is_sure)
}

impl Draft<'_> {
    /// Who wrote, and everything written; nothing for WhatsApp's own lines.
    fn message(&self) -> Option<(String, String)> {
        let (sender, first) = self.header.sender()?;
        let mut body = first.to_owned();
        for line in &self.lines {
            body.push('\n');
            body.push_str(line);
        }
        Some((header::clean_name(sender), body.trim_end().to_owned()))
    }

    fn body(&self) -> &str {
        self.header.sender().map_or("", |(_, first)| first)
    }
}

/// Senders who never wrote a word: iPhones give WhatsApp's own lines, such as
/// "created this group", the name of the group and begin them with a mark.
fn machine_senders(drafts: &[Draft<'_>]) -> BTreeSet<String> {
    let mut machines = BTreeSet::new();
    let mut people = BTreeSet::new();
    for draft in drafts.iter().filter(|draft| draft.header.is_bracketed) {
        let Some((sender, body)) = draft.header.sender() else {
            continue;
        };
        let is_marked = body.starts_with(['\u{200e}', '\u{200f}']);
        let by_machine = is_marked && !draft.header.is_marked && !body.contains('<');
        let set = if by_machine { &mut machines } else { &mut people };
        set.insert(header::clean_name(sender));
    }
    machines.difference(&people).cloned().collect()
}

/// The first line of a chat is often given a sender although nobody wrote it.
fn is_encryption_notice(body: &str) -> bool {
    let notices = [
        "messages and calls are end-to-end encrypted",
        "messages to this chat and calls are now secured with end-to-end encryption",
        "messages to this group are now secured with end-to-end encryption",
        "nachrichten und anrufe sind ende-zu-ende-verschlüsselt",
        "los mensajes y las llamadas están cifrados de extremo a extremo",
        "les messages et les appels sont chiffrés de bout en bout",
        "as mensagens e as chamadas são protegidas com a criptografia de ponta a ponta",
        "as mensagens e chamadas são encriptadas ponto a ponto",
        "i messaggi e le chiamate sono crittografati end-to-end",
        "berichten en oproepen worden end-to-end versleuteld",
        "сообщения и звонки защищены сквозным шифрованием",
        "mesajlar ve aramalar uçtan uca şifrelidir",
        "الرسائل والمكالمات مشفرة تمامًا بين الطرفين",
    ];
    let body = body.trim_start_matches(header::is_mark).to_lowercase();
    notices.iter().any(|notice| body.starts_with(notice))
}

#[cfg(test)]
mod tests;
