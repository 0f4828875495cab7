//! What a cue says, and who says it.
//!
//! Tags are markup of the screen and go; character references become
//! characters. A `Name:` prefix counts as a speaker only when the whole file
//! speaks for it, because people also say "One thing: I was late".

use std::collections::HashMap;

use super::Speech;
use super::cue::{Cue, time};

/// A longer prefix is a sentence, not a name.
const LONGEST_NAME: usize = 40;

/// Tags are short; looking further for their end would take for ever in a
/// file made of beginnings.
const LONGEST_TAG: usize = 256;

/// Cleans all cues and finds their speakers.
pub(super) fn speeches(cues: &[Cue]) -> Vec<Speech> {
    let mut speeches: Vec<Speech> = cues.iter().flat_map(speeches_of).collect();
    take_changes(&mut speeches);
    take_prefixes(&mut speeches);
    drop_repeated_names(&mut speeches);
    speeches.retain(|speech| !speech.words.is_empty());
    speeches
}

/// One cue is one speech, or several where voices change within it.
fn speeches_of(cue: &Cue) -> Vec<Speech> {
    let mut speeches = Vec::new();
    let mut speaker = None;
    let mut raw = String::new();
    let mut finish = |speaker: Option<String>, raw: &str| {
        let words = tidy(raw);
        if !words.is_empty() {
            speeches.push(Speech { speaker, words, begin: cue.begin, end: cue.end });
        }
    };
    // SBV writes its line breaks out.
    let source = cue.lines.join("\n").replace("[br]", "\n");
    let mut rest = source.as_str();
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        raw.push_str(before);
        match tag_length(tag) {
            None => {
                raw.push('<');
                rest = &tag[1..];
            }
            Some(length) => {
                let inner = &tag[1..length - 1];
                if let Some(name) = voice(inner) {
                    finish(speaker.take(), &std::mem::take(&mut raw));
                    speaker = Some(name);
                } else if inner == "/v" {
                    finish(speaker.take(), &std::mem::take(&mut raw));
                }
                rest = &tag[length..];
            }
        }
    }
    raw.push_str(rest);
    finish(speaker, &raw);
    speeches
}

/// The text of a line without its tags, for comparison.
pub(super) fn without_tags(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let length = tag_length(tag).unwrap_or(1);
        if length == 1 {
            out.push('<');
        }
        rest = &tag[length..];
    }
    out.push_str(rest);
    out
}

/// The length of the tag that a text begins with. A `<` that opens no tag of
/// subtitles, as in `a < b`, is a character like any other.
fn tag_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let end = inner.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
    let inner = &inner[..end];
    if inner.contains('<') || inner.contains('\n') {
        return None;
    }
    let name = inner.trim_start_matches('/');
    let name_end = name.find(|sign: char| !sign.is_ascii_alphabetic()).unwrap_or(name.len());
    let known =
        ["v", "c", "i", "b", "u", "s", "em", "strong", "font", "lang", "ruby", "rt", "span"];
    let is_tag = known.contains(&name[..name_end].to_ascii_lowercase().as_str());
    (is_tag || time(inner).is_some()).then_some(end + 2)
}

/// The name in `v Name` or `v.loud Name`.
fn voice(tag: &str) -> Option<String> {
    let rest = tag.strip_prefix('v')?;
    let (classes, name) = rest.split_once([' ', '\t'])?;
    let name = decode(name.trim());
    ((classes.is_empty() || classes.starts_with('.')) && !name.is_empty()).then_some(name)
}

/// Joins lines that were broken for the screen; dialogue dashes keep theirs.
fn tidy(raw: &str) -> String {
    let mut words = String::new();
    for line in raw.split('\n') {
        let line = without_positions(line);
        let line = decode(line.trim());
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if !words.is_empty() {
            words.push(if line.starts_with(['-', '–', '—']) { '\n' } else { ' ' });
        }
        words.push_str(line);
    }
    words
}

/// Removes `{\an8}` and the like, which place SRT subtitles on the screen.
fn without_positions(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("{\\") {
        let (before, position) = rest.split_at(at);
        let end = position.bytes().take(LONGEST_TAG).position(|byte| byte == b'}');
        out.push_str(before);
        // A brace that never closes is a character like any other.
        let (kept, after) = match end {
            Some(end) => ("", &position[end + 1..]),
            None => position.split_at(1),
        };
        out.push_str(kept);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Replaces character references; what is none stays as it is.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((reference(&rest[1..end])?, end + 1)));
        let (sign, length) = found.unwrap_or(('&', 1));
        out.push(sign);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "lrm" => '\u{200e}',
        "rlm" => '\u{200f}',
        "shy" => '\u{ad}',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "rsquo" => '’',
        "lsquo" => '‘',
        "rdquo" => '”',
        "ldquo" => '“',
        other => {
            let number = other.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|sign| !matches!(sign, '\0' | '\r'))?
        }
    })
}

/// Captions for television mark each new speaker with `>>`, some with a name;
/// the speaker goes on until the next mark.
fn take_changes(speeches: &mut [Speech]) {
    let marked = speeches.iter().filter(|speech| speech.words.starts_with(">>")).count();
    if marked < 2 || marked * 20 < speeches.len() {
        return;
    }
    let mut current = None;
    for speech in speeches.iter_mut().filter(|speech| speech.speaker.is_none()) {
        if let Some(words) = speech.words.strip_prefix(">>") {
            let words = words.trim_start_matches('>').trim_start();
            let (name, words) = match prefix(words) {
                Some((name, words)) => (Some(name.to_owned()), words),
                None => (None, words),
            };
            speech.words = words.to_owned();
            current = name;
        }
        speech.speaker.clone_from(&current);
    }
}

/// Some programs name the speaker in the tag and in the words again.
fn drop_repeated_names(speeches: &mut [Speech]) {
    for speech in speeches {
        let rest = speech.speaker.as_deref().and_then(|name| speech.words.strip_prefix(name));
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(':')) {
            speech.words = rest.trim_start().to_owned();
        }
    }
}

/// Takes `Name:` prefixes for speakers where enough of the file has them.
fn take_prefixes(speeches: &mut [Speech]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for speech in speeches.iter().filter(|speech| speech.speaker.is_none()) {
        if let Some((name, _)) = prefix(&speech.words) {
            *counts.entry(name.to_owned()).or_default() += 1;
        }
    }
    let labelled: usize = counts.values().sum();
    let repeated: usize = counts.values().filter(|count| **count > 1).sum();
    let all = labelled == speeches.len();
    let enough = labelled >= 2 && labelled * 10 >= speeches.len() && repeated * 2 >= labelled;
    if !all && !enough {
        return;
    }
    for speech in speeches.iter_mut().filter(|speech| speech.speaker.is_none()) {
        if let Some((name, words)) = prefix(&speech.words) {
            (speech.speaker, speech.words) = (Some(name.to_owned()), words.to_owned());
        }
    }
}

/// Splits `Name: words`, `[Name]: words` or `[SPEAKER_00] words` where the
/// first part can be a name.
fn prefix(words: &str) -> Option<(&str, &str)> {
    let (name, words) = bracketed(words).or_else(|| {
        let (at, colon) = words.char_indices().find(|(_, sign)| matches!(sign, ':' | '：'))?;
        let rest = words.get(at + colon.len_utf8()..)?;
        let rest = if colon == ':' { rest.strip_prefix([' ', '\n'])? } else { rest };
        Some((words.get(..at)?, rest))
    })?;
    let (name, words) = (name.trim_end(), words.trim_start());
    let begins_well = name.starts_with(|sign: char| sign.is_alphanumeric() && !sign.is_lowercase())
        || is_numbered_speaker(name);
    let can_be_name = begins_well
        && name.chars().count() <= LONGEST_NAME
        && name.split_whitespace().count() <= 5
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['?', '!', ',', ';', '"', '“', '…', '\n', '。', '，']);
    (can_be_name && !words.is_empty()).then_some((name, words))
}

/// A name in brackets with a colon, or a number that a program gave.
fn bracketed(words: &str) -> Option<(&str, &str)> {
    let (open, close) = if words.starts_with('[') { ('[', ']') } else { ('(', ')') };
    let (name, rest) = words.strip_prefix(open)?.split_once(close)?;
    match rest.trim_start().strip_prefix([':', '：']) {
        Some(rest) => Some((name, rest)),
        None => is_numbered_speaker(name).then_some((name, rest)),
    }
}

/// `SPEAKER_00`, `Speaker 1`, `speaker 0`.
fn is_numbered_speaker(name: &str) -> bool {
    let rest = name.get(..7).filter(|word| word.eq_ignore_ascii_case("speaker"));
    rest.is_some() && name.ends_with(|sign: char| sign.is_ascii_digit() || sign == '?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_positions_are_resolved() {
        assert_eq!(decode("a &amp;&lt; &#39;b&#x2019; &c; &"), "a &< 'b’ &c; &");
        assert_eq!(tidy("{\\an8}up\nhere"), "up here");
    }

    #[test]
    fn only_tags_of_subtitles_are_tags() {
        assert_eq!(without_tags("<i>a</i> < b <00:01.000><c.x> c</c>"), "a < b  c");
        assert_eq!(without_tags("<laughs> <3"), "<laughs> <3");
    }

    #[test]
    fn a_name_begins_with_a_capital_and_is_short() {
        assert_eq!(prefix("Dr. Ana Silva: Hello"), Some(("Dr. Ana Silva", "Hello")));
        assert_eq!(prefix("P1: Yes"), Some(("P1", "Yes")));
        for words in ["so: yes", "10:30", "Well, you know: yes", "https://x.org", "Name:"] {
            assert_eq!(prefix(words), None, "{words}");
        }
    }
}
