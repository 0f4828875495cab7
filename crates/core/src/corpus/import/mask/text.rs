//! Replacing in texts: in [brackets], with the turns of speakers moved along.

use super::super::{Document, Turn};
use super::phone::Strictness;
use super::{Hit, Mask};

/// A text that was looked through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in super::super) struct Masked {
    /// The text as it is stored.
    pub(in super::super) text: String,
    /// How many stretches were replaced.
    pub(in super::super) count: usize,
    /// How many of them only the key knew.
    pub(in super::super) by_key: usize,
}

impl Mask {
    /// Words of a message, with what they name replaced.
    pub(in super::super) fn words(&self, text: &str, chat: Option<usize>) -> Masked {
        let hits = self.hits(text, chat, Strictness::Words);
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for hit in &hits {
            out.push_str(&text[done..hit.at.start]);
            out.push_str(&bracketed(&hit.label));
            done = hit.at.end;
        }
        out.push_str(&text[done..]);
        counted(out, &hits)
    }

    /// A name that is shown or kept: of a file, a speaker, a place.
    pub(in super::super) fn title(&self, text: &str, chat: Option<usize>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for hit in self.hits(text, chat, Strictness::Name) {
            push_apart(&mut out, &text[done..hit.at.start]);
            push_apart(&mut out, &hit.label);
            done = hit.at.end;
        }
        push_apart(&mut out, &text[done..]);
        out
    }

    /// The name of a speaker.
    pub(in super::super) fn speaker(&self, name: &str) -> String {
        let known = || self.known.as_ref().and_then(|known| known.label(name));
        self.label(name).map(str::to_owned).or_else(known).unwrap_or_else(|| self.title(name, None))
    }

    /// A document, with what it names replaced; answers how much that was.
    pub(in super::super) fn document(&self, document: &mut Document) -> Masked {
        for turn in &mut document.segments {
            turn.speaker = turn.speaker.as_deref().map(|name| self.speaker(name));
        }
        for comment in &mut document.comments {
            comment.author = comment.author.as_deref().map(|name| self.speaker(name));
            comment.text = self.words(&comment.text, None).text;
        }
        let text = std::mem::take(&mut document.text);
        let hits = self.hits(&text, None, Strictness::Words);
        let (replaced, moved) = replace(&text, &hits, &document.segments);
        move_along(document, &moved);
        document.text = replaced;
        counted(String::new(), &hits)
    }
}

fn counted(text: String, hits: &[Hit]) -> Masked {
    let by_key = hits.iter().filter(|hit| hit.by_key).count();
    Masked { text, count: hits.len(), by_key }
}

/// Adds to a name; digits do not run into digits, because `P4` before `2` is not `P42`.
fn push_apart(out: &mut String, next: &str) {
    let is_number = |sign: Option<char>| sign.is_some_and(char::is_numeric);
    if is_number(out.chars().next_back()) && is_number(next.chars().next()) {
        out.push(' ');
    }
    out.push_str(next);
}

/// A replacement as it stands among words.
fn bracketed(label: &str) -> String {
    format!("[{label}]")
}

/// A stretch that was replaced, in code points: from, to, and how many stand there now.
type Moved = (u64, u64, u64);

fn replace(text: &str, hits: &[Hit], turns: &[Turn]) -> (String, Vec<Moved>) {
    let mut out = String::with_capacity(text.len());
    let mut moved = Vec::with_capacity(hits.len());
    let (mut done, mut point) = (0, 0);
    for hit in hits {
        let before = &text[done..hit.at.start];
        out.push_str(before);
        let start = point + super::super::code_points(before);
        let end = start + super::super::code_points(&text[hit.at.clone()]);
        let label =
            if leads(text, hit, start, turns) { hit.label.clone() } else { bracketed(&hit.label) };
        out.push_str(&label);
        moved.push((start, end, super::super::code_points(&label)));
        (done, point) = (hit.at.end, end);
    }
    out.push_str(&text[done..]);
    (out, moved)
}

/// Whether a name stands before somebody's words, as who says them.
fn leads(text: &str, hit: &Hit, start: u64, turns: &[Turn]) -> bool {
    let after = text[hit.at.end..].trim_start_matches([' ', '*', '_']);
    let before = text[..hit.at.start].trim_end_matches(['*', '_', ' ']);
    if (before.is_empty() || before.ends_with('\n')) && after.starts_with(':') {
        return true;
    }
    let next = turns.partition_point(|turn| turn.start <= start);
    let is_inside =
        next.checked_sub(1).and_then(|at| turns.get(at)).is_some_and(|turn| start < turn.end);
    !turns.is_empty() && !is_inside && turns.iter().any(|turn| turn.speaker.is_some())
}

/// Moves everything that counts in a text along with its replacements.
fn move_along(document: &mut Document, moved: &[Moved]) {
    // The length that all replacements up to one added or took.
    let mut sums: Vec<i64> = vec![0];
    for (start, end, length) in moved {
        let by = i64::try_from(*length).unwrap_or(0) - i64::try_from(end - start).unwrap_or(0);
        sums.push(sums.last().copied().unwrap_or(0) + by);
    }
    let place = |at: u64, is_end: bool| -> u64 {
        let count = moved.partition_point(|(_, end, _)| *end <= at);
        let by = sums.get(count).copied().unwrap_or(0);
        let inside = moved.get(count).filter(|(start, _, _)| *start < at);
        let at = match inside {
            Some((start, _, length)) => start + if is_end { *length } else { 0 },
            None => at,
        };
        at.saturating_add_signed(by)
    };
    for turn in &mut document.segments {
        (turn.start, turn.end) = (place(turn.start, false), place(turn.end, true));
    }
    for landmark in &mut document.landmarks {
        (landmark.start, landmark.end) = (place(landmark.start, false), place(landmark.end, true));
    }
    for comment in &mut document.comments {
        (comment.start, comment.end) = (place(comment.start, false), place(comment.end, true));
    }
}
