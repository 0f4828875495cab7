//! Messages are understood one by one and put together to a chat.
//!
//! Two passes: the first learns from the whole file what is a name and what is a
//! phrase, the second says what each message is. Words of WhatsApp itself are kept
//! apart from what people wrote.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use super::attachment::{self, Found, begins_marked};
use super::header::clean_name;
use super::names::Names;
use super::phrase::{Phrases, Says};
use super::scan::{is_blank, is_mark};
use super::split::{self, Draft};
use super::{Message, MessageKind, known, poll};
use crate::options::DateOrder;
use crate::{Document, Notices, RefusalKind, Trouble, kind};

/// A chat as it was exported.
#[derive(Debug, Default)]
pub(crate) struct Chat {
    /// What people wrote.
    pub(crate) messages: Vec<Message>,
    /// What WhatsApp said itself.
    pub(crate) system: Vec<Message>,
    /// Everybody who wrote, in order of first appearance.
    pub(crate) senders: Vec<String>,
    /// What the chat is, or was, called.
    pub(crate) groups: Vec<String>,
    /// Whether it is certain which number of a date is the month.
    pub(crate) is_sure: bool,
}

/// A message whose sender is known, and what it turned out to be.
struct Understood {
    message: Message,
    /// Whether it has the shape in which iPhones let WhatsApp speak for somebody.
    is_like_app: bool,
    /// Whether it surely is about the chat.
    is_system: bool,
}

/// Reads a chat. `files` are the names of the files that lie beside it.
pub(crate) fn parse(
    text: &str,
    files: &BTreeSet<String>,
    wish: Option<DateOrder>,
    notices: &mut Notices<'_>,
) -> Result<Chat, Trouble> {
    let drafts = split::drafts(text, wish, notices)?;
    let names = Names::learn(&drafts.list);
    let bodies = drafts.list.iter().filter_map(|draft| {
        let (_, at) = names.sender(&draft.header)?;
        Some((draft.whole.get(at..)?.trim_end(), draft.header.is_marked))
    });
    let phrases = Phrases::learn(bodies, files);
    let mut chat = Chat { is_sure: drafts.is_sure, ..Chat::default() };
    let mut understood = Vec::with_capacity(drafts.list.len());
    for (place, draft) in drafts.list.iter().enumerate() {
        match understand(draft, place == 0, &names, &phrases) {
            Some(message) => understood.push(message),
            None => chat.tell(draft),
        }
    }
    let people: HashSet<String> = understood
        .iter()
        .filter(|one| !one.is_like_app && !one.is_system)
        .map(|one| one.message.sender.clone())
        .collect();
    let mut empty = 0;
    let mut known = HashSet::new();
    for one in understood {
        let message = one.message;
        let is_about = one.is_like_app && is_about_people(&message, &people);
        if one.is_system || is_about || !people.contains(&message.sender) {
            chat.groups.extend(quoted(&message.text));
            chat.groups.push(message.sender.clone());
            chat.system.push(Message { kind: MessageKind::System, ..message });
            continue;
        }
        if message.text.is_empty() {
            empty += 1;
            continue;
        }
        if known.insert(message.sender.clone()) {
            chat.senders.push(message.sender.clone());
        }
        let is_app = one.is_like_app && phrases.has_marked_lines;
        chat.messages.push(if is_app { as_app(message) } else { message });
    }
    chat.groups.sort_unstable();
    chat.groups.dedup();
    chat.groups.retain(|name| !known.contains(name));
    chat.say(empty, notices);
    if chat.messages.is_empty() {
        return Err(Trouble::new(RefusalKind::Empty, "this chat holds no message by a person."));
    }
    Ok(chat)
}

impl Chat {
    /// The conversation as a text.
    pub(crate) fn document(&self) -> Document {
        super::document(&self.messages)
    }

    /// Keeps a line of WhatsApp that has no sender.
    fn tell(&mut self, draft: &Draft<'_>) {
        let text = cleaned(draft.whole.trim_end()).into_owned();
        self.groups.extend(quoted(&text));
        self.system.push(Message {
            at: draft.at,
            text,
            kind: MessageKind::System,
            ..Message::default()
        });
    }

    /// Counts what is not as it was sent.
    fn say(&self, empty: usize, notices: &mut Notices<'_>) {
        let count = |kind: &MessageKind| {
            self.messages.iter().filter(|message| message.kind == *kind).count()
        };
        notices.count(
            self.system.len(),
            "message of WhatsApp itself",
            "messages of WhatsApp itself",
            "left out",
        );
        notices.count(empty, "message without words", "messages without words", "left out");
        notices.count(
            count(&MessageKind::Omitted),
            "attachment",
            "attachments",
            "not in the export: export the chat again with media to have them",
        );
        notices.count(
            count(&MessageKind::Deleted),
            "message",
            "messages",
            "deleted before the export: only that is left",
        );
        let edited = self.messages.iter().filter(|message| message.is_edited).count();
        notices.count(edited, "message", "messages", "edited: the last wording is in the export");
        notices.count(
            count(&MessageKind::Location),
            "place on a map",
            "places on a map",
            "sent: look whether the link may stay in the text",
        );
    }
}

/// Says what a message is; nothing for WhatsApp's own lines.
fn understand(
    draft: &Draft<'_>,
    is_first: bool,
    names: &Names<'_>,
    phrases: &Phrases<'_>,
) -> Option<Understood> {
    let (sender, at) = names.sender(&draft.header)?;
    let whole = cleaned(draft.whole.get(at..)?.trim_end());
    let (body, is_edited) = phrases.without_edited(&whole);
    let mut message =
        Message { at: draft.at, sender: clean_name(sender), is_edited, ..Message::default() };
    message.kind = kind_of(body, draft.header.is_marked, phrases, &mut message);
    let is_unasked =
        draft.header.style.is_bracketed && begins_marked(body) && !draft.header.is_marked;
    let is_like_app = is_unasked && message.kind == MessageKind::Said;
    let is_doubly_marked = is_unasked
        && phrases.has_marked_lines
        && body.chars().take_while(|sign| is_mark(*sign)).count() > 1;
    let is_system =
        known::is_encryption_notice(body) || is_like_app && is_first || is_doubly_marked;
    Some(Understood { message, is_like_app, is_system })
}

/// Sets text and attachments of a message and answers what it is.
fn kind_of(
    body: &str,
    line_is_marked: bool,
    phrases: &Phrases<'_>,
    message: &mut Message,
) -> MessageKind {
    if let Some(Found { text, files, is_omitted }) = attachment::find(body, line_is_marked, phrases)
    {
        (message.text, message.attachments) = (text, files);
        let is_contact = message.attachments.iter().any(|name| kind::extension(name) == "vcf");
        return match (is_omitted, is_contact) {
            (true, _) => MessageKind::Omitted,
            (_, true) => MessageKind::Contact,
            _ => MessageKind::Attachment,
        };
    }
    let bare = body.trim_matches(|sign| is_mark(sign) || is_blank(sign));
    if let Some(says) = phrases.says(body) {
        message.text = format!("[{}]", without_marks(bare));
        return match says {
            Says::Deleted => MessageKind::Deleted,
            Says::Call => MessageKind::Call,
        };
    }
    bare.clone_into(&mut message.text);
    if let Some(poll) = poll::read(body) {
        message.text = without_marks(bare);
        return MessageKind::Poll(poll);
    }
    if is_place(bare) { MessageKind::Location } else { MessageKind::Said }
}

/// A message of WhatsApp in a person's place, its words in brackets.
fn as_app(message: Message) -> Message {
    let text = format!("[{}]", without_marks(&message.text));
    Message { text, kind: MessageKind::App, ..message }
}

/// Whether a message ends with a link to a map.
fn is_place(bare: &str) -> bool {
    let link = bare.rsplit(is_blank).next().unwrap_or_default();
    let maps = [
        "maps.google.",
        "maps.apple.com",
        "foursquare.com/v/",
        "google.com/maps",
        "maps.app.goo.gl",
    ];
    bare.len() < 2000 && link.starts_with("http") && maps.iter().any(|map| link.contains(map))
}

/// Whether a sentence of WhatsApp begins with the name of somebody: Ana added Ben.
fn is_about_people(message: &Message, people: &HashSet<String>) -> bool {
    let text = without_marks(&message.text);
    let begins = |name: &String| {
        text.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(is_blank))
    };
    begins(&message.sender) || (people.len() <= 2000 && people.iter().any(begins))
}

fn without_marks(words: &str) -> String {
    words.chars().filter(|sign| !is_mark(*sign)).collect()
}

/// Sets LF line ends.
fn cleaned(words: &str) -> Cow<'_, str> {
    if words.contains('\r') {
        Cow::Owned(words.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(words)
    }
}

/// What stands in quotation marks in a line of WhatsApp itself: the name of the group.
fn quoted(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    let pairs = [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“'), ('「', '」'), ('『', '』')];
    for (open, close) in pairs {
        let mut rest = line;
        while let Some((_, after)) = rest.split_once(open) {
            let Some((name, next)) = after.split_once(close) else { break };
            let name = name.trim_matches(|sign| is_mark(sign) || is_blank(sign));
            if (3..=100).contains(&name.chars().count()) {
                names.push(name.to_owned());
            }
            rest = next;
        }
    }
    names
}
