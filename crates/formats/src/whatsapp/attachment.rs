//! What was sent along with a message.
//!
//! Each language has its own words for "file attached", so the shape decides: a
//! file name in angle brackets after a colon, or a file name with a remark in
//! parentheses where the file lies beside the chat, has a name that WhatsApp
//! gives, or follows an invisible mark. A remark once met is known from then on.

use jiff::civil::Date;

use super::named::{has_extension, is_given, is_numbered};
use super::phrase::Phrases;
use super::scan::{is_blank, is_mark, is_wordy};
use crate::kind;

pub(super) use super::named::date_in_name;

/// What a message turned out to carry.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) text: String,
    pub(super) files: Vec<String>,
    /// Whether the message stands for media that were not exported.
    pub(super) is_omitted: bool,
}

/// Finds what was sent along in the words of one message; nothing when there is none.
pub(super) fn find(body: &str, line_is_marked: bool, phrases: &Phrases<'_>) -> Option<Found> {
    let body_is_marked = begins_marked(body);
    let bare = body.trim_matches(|sign| is_mark(sign) || is_blank(sign));
    let (first, rest) = bare.split_once('\n').unwrap_or((bare, ""));
    if let Some((before, name)) = in_angle_brackets(bare) {
        let before = without_name(&before);
        let lead = if before.is_empty() { String::new() } else { format!("{before} ") };
        return Some(Found { text: lead + &mark(&name), files: vec![name], is_omitted: false });
    }
    if let Some((name, remark)) = before_parentheses(first)
        && (body_is_marked || is_attached(name, phrases) || phrases.is_remark(remark))
    {
        let name = name.to_owned();
        let text = mark(&name) + &caption(rest);
        return Some(Found { text, files: vec![name], is_omitted: false });
    }
    let omitted = |text: String| Some(Found { text, files: Vec::new(), is_omitted: true });
    if let Some(words) = omission(first).filter(|words| phrases.is_omission(words)) {
        return omitted(format!("[{words}]{}", caption(rest)));
    }
    if Phrases::is_spelt_omission(first) {
        return omitted(format!("[{first}]{}", caption(rest)));
    }
    if !line_is_marked {
        return None;
    }
    // The caption of what was left out stands before the words that say so, or behind them.
    let (before, words) = match bare.rsplit_once(['\u{200e}', '\u{200f}']) {
        Some((before, words)) if !words.contains('\n') && !words.is_empty() => (before, words),
        _ if body_is_marked && !first.is_empty() => {
            return omitted(format!("[{}]{}", without_marks(first), caption(rest)));
        }
        _ => return None,
    };
    let before = without_marks(before);
    let before = before.trim();
    let is_document =
        has_extension(before.split([' ', '•']).find(|part| part.contains('.')).unwrap_or_default());
    if is_document {
        // Nothing tells where the name ends and what was written along begins.
        let pages = before.split_once('•').map(|(_, pages)| format!("{} ", pages.trim()));
        return omitted(format!("[document • {}{words}]", pages.unwrap_or_default()));
    }
    let lead = if before.is_empty() { String::new() } else { format!("{before} ") };
    omitted(format!("{lead}[{words}]"))
}

/// Whether words are such that no person writes them: an attachment or what stands for one.
pub(super) fn is_told_by_machine(words: &str) -> bool {
    let bare = words.trim_matches(|sign| is_mark(sign) || is_blank(sign));
    words.starts_with('\u{200e}')
        || omission(bare).is_some_and(|words| words.contains(' '))
        || in_angle_brackets(bare).is_some()
        || before_parentheses(bare).is_some_and(|(name, _)| is_numbered(name))
}

pub(super) fn begins_marked(body: &str) -> bool {
    body.starts_with(['\u{200e}', '\u{200f}'])
}

/// The date that the first name of a sent file in a line carries.
pub(super) fn date_in(line: &str) -> Option<Date> {
    date_in_name(line)
}

fn mark(name: &str) -> String {
    let is_sound = kind::is_audio_extension(&kind::extension(name));
    match (is_given(name), is_sound) {
        (true, true) => format!("[voice note: {name}]"),
        (true, false) => format!("[attachment: {name}]"),
        (false, true) => "[voice note]".to_owned(),
        (false, false) => format!("[attachment: {}]", kind::extension(name)),
    }
}

/// What WhatsApp says of a document, without the document's name: `CV.pdf • 2 pages`.
fn without_name(before: &str) -> String {
    match before.split_once('•') {
        Some((name, rest)) if has_extension(name.trim()) => format!("document • {}", rest.trim()),
        _ if has_extension(before) && !before.contains('\n') => "document".to_owned(),
        _ => before.to_owned(),
    }
}

/// What is written under something sent. People name documents after people, so the name of a
/// document is not told.
fn caption(rest: &str) -> String {
    let documents = [
        "pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv", "ppt", "pptx",
        "odp", "zip", "pages", "numbers", "epub", "jpg", "jpeg", "png", "heic", "mp4", "mov",
        "mp3", "m4a", "wav",
    ];
    let extension = kind::extension(rest.trim());
    if rest.is_empty() {
        String::new()
    } else if documents.contains(&extension.as_str()) && has_extension(rest.trim()) {
        format!("\n[document: {extension}]")
    } else {
        format!("\n{rest}")
    }
}

fn without_marks(words: &str) -> String {
    words.chars().filter(|sign| !is_mark(*sign)).collect()
}

/// Splits `words <attached: name.ext>` into words and name.
fn in_angle_brackets(body: &str) -> Option<(String, String)> {
    let inner = body.strip_suffix('>')?;
    let (before, inner) = inner.rsplit_once('<')?;
    let (label, name) = inner.split_once([':', '：'])?;
    let name = name.trim_matches(|sign: char| is_mark(sign) || is_blank(sign));
    let label_is_words = !label.contains('\n')
        && label.chars().all(|sign| is_wordy(sign) || is_blank(sign) || is_mark(sign));
    (label_is_words && has_extension(name))
        .then(|| (without_marks(before).trim().to_owned(), name.to_owned()))
}

/// Splits `name.ext (remark)`.
pub(super) fn before_parentheses(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_matches(|sign: char| is_mark(sign) || is_blank(sign));
    let (name, remark) = match line.strip_suffix(')') {
        Some(line) => line.rsplit_once('(')?,
        None => line.strip_suffix('）')?.rsplit_once('（')?,
    };
    let name = name.trim_matches(|sign: char| is_mark(sign) || is_blank(sign));
    let fits = |sign: char| is_wordy(sign) || sign == ' ' || sign == '-' || is_mark(sign);
    (!remark.is_empty() && remark.chars().all(fits) && has_extension(name))
        .then_some((name, remark))
}

/// Whether a name is surely that of an attached file.
pub(super) fn is_attached(name: &str, phrases: &Phrases<'_>) -> bool {
    is_numbered(name) || phrases.files.contains(name)
}

/// The words in `<Media omitted>`.
pub(super) fn omission(line: &str) -> Option<&str> {
    let words = line.strip_prefix('<')?.strip_suffix('>')?;
    let fits = |sign: char| is_wordy(sign) || sign == ' ' || sign == '-' || is_mark(sign);
    (words.chars().count() > 1 && words.chars().all(fits)).then_some(words)
}
