//! Who speaks in a text, and when, where the text itself shows it.
//!
//! Transcripts are typed by hand and written by many programs; most open a turn
//! with a label, a time, or both. `line.rs` finds what may open a turn in each
//! line, with `stamp.rs` for times and `label.rs` for names; `decide.rs` then
//! judges the whole document, because prose has lines such as "Note: bring
//! tea" too; `lay.rs` cuts the turns. The text is never changed: a turn covers
//! the words, and its label and time stay where they are, outside of it.

mod decide;
mod label;
mod lay;
mod line;
mod pace;
mod places;
mod stamp;
mod times;
mod words;

use std::collections::HashMap;

use crate::{Document, Notice};

/// More speakers than these are counted and not named in a notice.
const MOST_NAMES: usize = 8;

/// Finds the turns of a text that has none yet: `Name:` and the forms of
/// transcription programs.
///
/// A text that is no transcript stays as it is. The notice that says what was
/// found names no file, as a document does not know its own.
pub fn find(document: &mut Document) {
    if !document.segments.is_empty() || u32::try_from(document.text.len()).is_err() {
        return;
    }
    let sheet = line::read(&document.text);
    let Some(verdict) = decide::judge(&sheet) else {
        return;
    };
    let headings = places::headings(document);
    let mut laid = lay::out(&sheet, &verdict, &headings);
    if laid.turns.len() < 2 {
        return;
    }
    let problem = times::settle(&mut laid.turns);
    document.segments = places::in_code_points(&document.text, &laid.turns, &verdict.names);
    let found = sentence(document, laid.labelled, &verdict);
    for message in [found].into_iter().chain(problem) {
        document.notices.push(Notice { file: String::new(), message });
    }
}

/// Says what was found: "42 turns of 2 speakers were found: Int, P3."
fn sentence(document: &Document, labelled: usize, verdict: &decide::Verdict<'_>) -> String {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut names: Vec<&str> = Vec::new();
    for name in document.segments.iter().filter_map(|turn| turn.speaker.as_deref()) {
        let count = seen.entry(name).or_default();
        if *count == 0 {
            names.push(name);
        }
        *count += 1;
    }
    if names.is_empty() {
        return format!("{} passages with a time were found.", document.segments.len());
    }
    let who = match names.len() {
        1 => "1 speaker was".to_owned(),
        count => format!("{count} speakers were"),
    };
    let more = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let turns = if labelled == 1 { "1 turn" } else { &format!("{labelled} turns") };
    let who = who.replace(" was", "").replace(" were", "");
    let verb = if labelled == 1 { "was" } else { "were" };
    let alone = if verdict.lines_only {
        " What stands between them has no label and was left without a speaker."
    } else {
        ""
    };
    format!("{turns} of {who} {verb} found: {}{more}.{alone}", names.join(", "))
}

#[cfg(test)]
mod tests;
