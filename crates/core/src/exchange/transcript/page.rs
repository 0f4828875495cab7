//! A transcript to be read: a paragraph for each turn, with its moment and who speaks.

use std::fmt::Write as _;

use super::Exported;
use super::turns::{Transcript, Turn};

/// A turn is parted where a sentence ends behind so many letters, so that times stay near.
const LONG_ENOUGH: usize = 600;

/// Markdown (`CommonMark` 0.31).
pub(super) fn markdown(transcript: &Transcript) -> Exported {
    let mut head = transcript.head().into_iter();
    let mut text = format!("# {}\n", escaped(&head.next().unwrap_or_default()));
    for line in head {
        let _ = write!(text, "\n{}\n", escaped(&line));
    }
    let paragraphs = paragraphs(&transcript.turns);
    for turn in &paragraphs {
        let words = escaped(&turn.text);
        let _ = match lead(turn) {
            Some(lead) => write!(text, "\n**{}** {words}\n", escaped(&lead)),
            None => write!(text, "\n{words}\n"),
        };
    }
    Exported { text, turns: paragraphs.len(), notices: Vec::new() }
}

/// Plain text.
pub(super) fn text(transcript: &Transcript) -> Exported {
    let mut text = format!("{}\n", transcript.head().join("\n"));
    let paragraphs = paragraphs(&transcript.turns);
    for turn in &paragraphs {
        let lead = lead(turn).map(|lead| format!("{lead} ")).unwrap_or_default();
        let _ = write!(text, "\n{lead}{}\n", turn.text);
    }
    Exported { text, turns: paragraphs.len(), notices: Vec::new() }
}

/// `[0:01:02] P1:`, as far as it is known.
fn lead(turn: &Turn) -> Option<String> {
    let moment = turn.begin_ms.map(|ms| format!("[{}]", clock(ms)));
    let name = turn.speaker.as_ref().map(|name| format!("{name}:"));
    let lead: Vec<String> = moment.into_iter().chain(name).collect();
    (!lead.is_empty()).then(|| lead.join(" "))
}

/// What one speaker says in several segments is one paragraph, until it is long.
fn paragraphs(turns: &[Turn]) -> Vec<Turn> {
    let mut paragraphs: Vec<Turn> = Vec::new();
    for turn in turns {
        match paragraphs.last_mut() {
            Some(last) if goes_on(last, turn) => {
                last.text.push(' ');
                last.text.push_str(&turn.text);
                last.end_ms = turn.end_ms;
            }
            _ => paragraphs.push(turn.clone()),
        }
    }
    paragraphs
}

fn goes_on(last: &Turn, turn: &Turn) -> bool {
    let ends = last.text.ends_with(['.', '?', '!', '…', '"', '”', ')', ']']);
    let both_timed = last.begin_ms.is_some() && turn.begin_ms.is_some();
    both_timed
        && last.speaker == turn.speaker
        && !(ends && last.text.chars().count() >= LONG_ENOUGH)
}

/// `1:02:03`, always with hours, so that it is not taken for hours and minutes.
fn clock(ms: i64) -> String {
    let seconds = ms / 1000;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// What would be read as a mark stands for itself. Brackets are marks only in front of others.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '*' | '_' | '`' | '<' | '#' | '|' | '~') {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe.replace("](", "]\\(").replace("\n- ", "\n\\- ").replace("\n> ", "\n\\> ")
}
