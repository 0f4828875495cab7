//! What was sent along with a message.
//!
//! Each language has its own words for "file attached", so the shape decides: a
//! file name in angle brackets after a colon, or a file name with a remark in
//! parentheses where the file lies beside the chat, has a name that WhatsApp
//! gives, or follows an invisible mark. A remark once met is known from then on.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};

use super::header::is_mark;
use crate::kind;

/// What is left of a message once attachments are marked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) text: String,
    pub(super) files: Vec<String>,
    /// Whether the message stands for media that were not exported.
    pub(super) is_omitted: bool,
}

/// Finds attachments in the words of one message.
pub(super) fn find(
    body: &str,
    line_is_marked: bool,
    files: &BTreeSet<String>,
    phrases: &BTreeSet<String>,
) -> Found {
    let body_is_marked = body.starts_with(['\u{200e}', '\u{200f}']);
    let body = without_edited(body).trim_matches(|sign| is_mark(sign) || sign == ' ');
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    if let Some((before, name)) = in_angle_brackets(body) {
        let before = without_name(&before);
        let lead = if before.is_empty() { String::new() } else { format!("{before} ") };
        return Found { text: lead + &mark(&name), files: vec![name], is_omitted: false };
    }
    if let Some((name, remark)) = before_parentheses(first)
        && (body_is_marked || is_attached(name, files) || phrases.contains(remark))
    {
        let name = name.to_owned();
        let caption = if rest.is_empty() { String::new() } else { format!("\n{rest}") };
        return Found { text: mark(&name) + &caption, files: vec![name], is_omitted: false };
    }
    if let Some(words) = omission(first) {
        let caption = if rest.is_empty() { String::new() } else { format!("\n{rest}") };
        return Found { text: format!("[{words}]{caption}"), files: Vec::new(), is_omitted: true };
    }
    if line_is_marked && body_is_marked && rest.is_empty() && !body.is_empty() {
        let words: String = body.chars().filter(|sign| !is_mark(*sign)).collect();
        return Found { text: format!("[{words}]"), files: Vec::new(), is_omitted: true };
    }
    // A document that was left out: its name, a mark, and the words that say so.
    if line_is_marked
        && let Some((name, remark)) = body.rsplit_once(['\u{200e}', '\u{200f}'])
        && !remark.is_empty()
        && has_extension(name.split([' ', '•']).find(|part| part.contains('.')).unwrap_or_default())
    {
        let words: String = body.chars().filter(|sign| !is_mark(*sign)).collect();
        let text = match without_name(&words) {
            // Nothing tells where the name ends and the words that it was left out begin.
            bare if bare == words => "[document]".to_owned(),
            bare => format!("[{bare}]"),
        };
        return Found { text, files: Vec::new(), is_omitted: true };
    }
    Found { text: body.to_owned(), ..Found::default() }
}

/// Collects remarks such as `file attached` that surely follow an attachment.
pub(super) fn learn_phrases<'a>(
    bodies: impl Iterator<Item = &'a str>,
    files: &BTreeSet<String>,
) -> BTreeSet<String> {
    let known =
        ["file attached", "Datei angehängt", "archivo adjunto", "fichier joint", "arquivo anexado"];
    let learned = bodies.filter_map(|body| {
        let (name, remark) = before_parentheses(body.trim_start_matches(is_mark))?;
        is_attached(name, files).then(|| remark.to_owned())
    });
    known.iter().map(|phrase| (*phrase).to_owned()).chain(learned).collect()
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

/// What an attached file is called where people read it: people name documents after people, so
/// only names that WhatsApp gave are told.
pub(crate) fn told(name: &str) -> String {
    if is_given(name) { name.to_owned() } else { format!("a .{} file", kind::extension(name)) }
}

/// Whether WhatsApp gave a file its name: `PTT-20250318-WA0002`, `00000038-AUDIO-2022-03-27-…`.
fn is_given(name: &str) -> bool {
    let stem = kind::stem(name).to_lowercase();
    let words = [
        "ptt", "aud", "img", "vid", "stk", "doc", "audio", "photo", "video", "sticker", "gif",
        "whatsapp", "image", "at", "am", "pm",
    ];
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = |part: &str| {
        words.contains(&part) || is_number(part) || part.strip_prefix("wa").is_some_and(is_number)
    };
    stem.split(|sign: char| !sign.is_alphanumeric()).all(fits)
        && stem.bytes().any(|byte| byte.is_ascii_digit())
}

/// What WhatsApp says of a document, without the document's name: `CV.pdf • 2 pages`.
fn without_name(before: &str) -> String {
    match before.split_once('•') {
        Some((_, rest)) => format!("document • {}", rest.trim()),
        None => before.to_owned(),
    }
}

/// Drops the remark that a message was edited: a mark and words in brackets.
fn without_edited(body: &str) -> &str {
    let Some(at) = body.rfind(['\u{200e}', '\u{200f}']).filter(|at| *at > 0) else {
        return body;
    };
    let remark = body.get(at..).unwrap_or_default().trim_matches(is_mark).trim();
    let is_remark =
        remark.starts_with('<') && remark.ends_with('>') && !remark.contains([':', '：', '.']);
    if is_remark { body.get(..at).unwrap_or(body).trim_end() } else { body }
}

/// Splits `words <attached: name.ext>` into words and name.
fn in_angle_brackets(body: &str) -> Option<(String, String)> {
    let inner = body.trim_end_matches(is_mark).strip_suffix('>')?;
    let (before, inner) = inner.rsplit_once('<')?;
    let (label, name) = inner.split_once([':', '：'])?;
    let name = name.trim_matches(|sign: char| is_mark(sign) || sign.is_whitespace());
    let label_is_words =
        label.chars().all(|sign| sign.is_alphabetic() || sign.is_whitespace() || is_mark(sign));
    let before: String = before.chars().filter(|sign| !is_mark(*sign)).collect();
    (label_is_words && has_extension(name)).then(|| (before.trim().to_owned(), name.to_owned()))
}

/// Splits `name.ext (remark)`.
fn before_parentheses(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_matches(|sign: char| is_mark(sign) || sign.is_whitespace());
    let (name, remark) = line.strip_suffix(')')?.rsplit_once(" (")?;
    let name = name.trim_matches(is_mark);
    let is_words = !remark.is_empty()
        && remark.chars().all(|sign| sign.is_alphabetic() || sign == ' ' || is_mark(sign));
    (is_words && has_extension(name)).then_some((name, remark))
}

/// Whether a name is surely that of an attached file.
fn is_attached(name: &str, files: &BTreeSet<String>) -> bool {
    let mut parts = kind::stem(name).splitn(3, '-');
    let is_given = parts
        .next()
        .is_some_and(|part| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_uppercase()))
        && parts
            .next()
            .is_some_and(|part| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit()))
        && parts.next().is_some_and(|part| part.starts_with("WA"));
    is_given || files.contains(name)
}

fn has_extension(name: &str) -> bool {
    let extension = kind::extension(name);
    (1..=5).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !name.contains(['/', '\\', '\n'])
}

/// The words in `<Media omitted>`.
fn omission(line: &str) -> Option<&str> {
    let words = line.strip_prefix('<')?.strip_suffix('>')?;
    let is_words =
        words.contains(' ') && words.chars().all(|sign| sign.is_alphabetic() || sign == ' ');
    is_words.then_some(words)
}

/// The date that a file's name in a line carries: `-20220323-` or `2022-03-23`.
pub(super) fn date_in(line: &str) -> Option<Date> {
    let digits = |from: usize, count: usize| -> Option<i16> {
        let part = line.get(from..from + count)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let date = |year: i16, month: i16, day: i16| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        (2009..2100).contains(&year).then(|| Date::new(year, month, day).ok())?
    };
    line.match_indices('-').find_map(|(at, _)| {
        let next = at + 1;
        let plain = || {
            let follows = line.get(next + 8..).is_some_and(|rest| rest.starts_with('-'));
            if follows {
                date(digits(next, 4)?, digits(next + 4, 2)?, digits(next + 6, 2)?)
            } else {
                None
            }
        };
        let dashed = || {
            let dashes = line.as_bytes().get(next + 4) == Some(&b'-')
                && line.as_bytes().get(next + 7) == Some(&b'-');
            if dashes {
                date(digits(next, 4)?, digits(next + 5, 2)?, digits(next + 8, 2)?)
            } else {
                None
            }
        };
        plain().or_else(dashed)
    })
}

/// The time at the end of a name like `00000038-AUDIO-2022-03-27-21-44-47.opus`
/// or `WhatsApp Ptt 2022-03-27 at 21.44.47.ogg`.
pub(crate) fn time_in_name(name: &str) -> Option<DateTime> {
    let numbers: Vec<&str> = kind::stem(name)
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let year = numbers.iter().position(|part| part.len() == 4 && part.starts_with("20"))?;
    let value = |offset: usize| -> Option<i8> {
        let part = numbers.get(year + offset)?;
        if part.len() == 2 { part.parse().ok() } else { None }
    };
    let date = Date::new(numbers.get(year)?.parse().ok()?, value(1)?, value(2)?).ok()?;
    let time = Time::new(value(3)?, value(4)?, value(5)?, 0).ok()?;
    Some(date.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str, line_is_marked: bool, files: &[&str]) -> Found {
        let files = files.iter().map(|name| (*name).to_owned()).collect();
        let phrases = learn_phrases([body].into_iter(), &files);
        find(body, line_is_marked, &files, &phrases)
    }

    #[test]
    fn attachments_are_found_by_their_shape_in_any_language() {
        for (body, name) in [
            ("\u{200e}<attached: 00000038-AUDIO-2022.opus>", "00000038-AUDIO-2022.opus"),
            ("\u{200e}<Anhang: \u{200e}PTT-20180129-WA0025.opus>", "PTT-20180129-WA0025.opus"),
            ("\u{200e}PTT-20180129-WA0025.opus (bestand bijgevoegd)", "PTT-20180129-WA0025.opus"),
            ("PTT-20180129-WA0025.opus (файл добавлен)", "PTT-20180129-WA0025.opus"),
            ("mine.opus (liitetty)", "mine.opus"),
        ] {
            let found = found(body, false, &["mine.opus"]);
            assert_eq!(found.files, [name], "{body}");
            assert_eq!(found.text, mark(name), "{body}");
        }
        assert_eq!(mark("PTT-20180129-WA0025.opus"), "[voice note: PTT-20180129-WA0025.opus]");
        assert_eq!(mark("Samira talking.opus"), "[voice note]");
        assert_eq!(told("Samira Okoro.vcf"), "a .vcf file");
        let captioned = found("IMG-20220323-WA0002.jpg (file attached)\nTea", false, &[]);
        assert_eq!(captioned.text, "[attachment: IMG-20220323-WA0002.jpg]\nTea");
        let named =
            found("CV.pdf • \u{200e}2 pages \u{200e}<attached: 00000047-CV.pdf>", true, &[]);
        assert_eq!(named.text, "document • 2 pages [attachment: pdf]");
    }

    #[test]
    fn words_that_only_look_alike_stay_words() {
        for body in [
            "see notes.txt (my version)",
            "I like it (a lot)",
            "<3",
            "a < b: c.d",
            "e.g. this (really)",
        ] {
            assert_eq!(found(body, false, &[]).text, body);
        }
    }

    #[test]
    fn media_that_were_not_exported_are_marked() {
        assert_eq!(found("<Media omitted>\nCaption", false, &[]).text, "[Media omitted]\nCaption");
        assert_eq!(found("\u{200e}Bild weggelassen", true, &[]).text, "[Bild weggelassen]");
        assert!(
            found("a.pdf • \u{200e}2 Seiten \u{200e}Dokument weggelassen", true, &[]).is_omitted
        );
        assert!(!found("\u{200e}No idea", false, &[]).is_omitted);
    }

    #[test]
    fn the_remark_that_a_message_was_edited_goes() {
        assert_eq!(found("Tea \u{200e}<This message was edited>", false, &[]).text, "Tea");
    }

    #[test]
    fn names_carry_times() {
        let at = |name| time_in_name(name).map(|at| at.to_string());
        assert_eq!(
            at("00000038-AUDIO-2022-03-27-21-44-47.opus").as_deref(),
            Some("2022-03-27T21:44:47")
        );
        assert_eq!(
            at("WhatsApp Ptt 2022-03-27 at 21.44.47.ogg").as_deref(),
            Some("2022-03-27T21:44:47")
        );
        assert_eq!(at("PTT-20220327-WA0001.opus"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_words_are_searched_safely(body in "\\PC{0,60}", marked: bool) {
            let _ = found(&body, marked, &[]);
            let _ = (date_in(&body), time_in_name(&body));
        }
    }
}
