//! Times in transcripts that noScribe writes as web pages.
//!
//! Each piece of speech is a link target whose name says when it was spoken
//! and by whom, in milliseconds: `ts_1200_4400_S00`. The words may begin with
//! the speaker's name as a person changed it, and with a time.

use std::collections::HashMap;

use crate::Turn;
use crate::anchor::{Anchor, Lifted};

/// A piece of speech between two marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speech {
    begin_ms: u64,
    end_ms: u64,
    speaker: String,
    pub(super) from: Anchor,
    pub(super) to: Option<Anchor>,
}

impl Speech {
    /// Reads the name of a link target; nothing when it says no times.
    pub(super) fn of(name: &str, from: Anchor) -> Option<Self> {
        let (begin, rest) = name.strip_prefix("ts_")?.split_once('_')?;
        let (end, speaker) = rest.split_once('_').unwrap_or((rest, ""));
        let (begin_ms, end_ms) = (begin.parse().ok()?, end.parse().ok()?);
        Some(Self { begin_ms, end_ms, speaker: speaker.trim().to_owned(), from, to: None })
    }
}

/// Turns the pieces of speech into turns, without the labels they begin with.
pub(super) fn turns(speeches: &[Speech], lifted: &Lifted) -> Vec<Turn> {
    if speeches.is_empty() {
        return Vec::new();
    }
    let signs: Vec<char> = lifted.text.chars().collect();
    let mut names: HashMap<&str, String> = HashMap::new();
    let mut turns = Vec::new();
    for speech in speeches {
        let Some((start, end)) = speech.to.and_then(|to| lifted.stretch(speech.from, to)) else {
            continue;
        };
        let at = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
        let words: String = signs.get(at(start)..at(end)).unwrap_or_default().iter().collect();
        let opens_line = start == 0 || signs.get(at(start - 1)) == Some(&'\n');
        let (label, spoken) = split_label(&words, opens_line);
        if let Some(label) = label {
            names.insert(&speech.speaker, label.to_owned());
        }
        let passed =
            crate::code_points(words.get(..words.len() - spoken.len()).unwrap_or_default());
        let id = Some(speech.speaker.clone()).filter(|id| !id.is_empty());
        if !spoken.is_empty() {
            turns.push(Turn {
                start: start + passed,
                end,
                speaker: names.get(speech.speaker.as_str()).cloned().or(id),
                begin_ms: Some(speech.begin_ms),
                end_ms: Some(speech.end_ms.max(speech.begin_ms)),
            });
        }
    }
    Lifted::turns(turns)
}

/// A name is not longer than this.
const LONGEST_LABEL: usize = 60;

/// The speaker's name at the beginning, and what was said.
fn split_label(words: &str, opens_line: bool) -> (Option<&str>, &str) {
    let words = without_time(words);
    if !opens_line {
        return (None, words);
    }
    match words.split_once(':') {
        Some((label, spoken)) if is_label(label) && spoken.starts_with(char::is_whitespace) => {
            (Some(label.trim_start_matches('/').trim()), without_time(spoken))
        }
        _ => (None, words),
    }
}

fn is_label(label: &str) -> bool {
    !label.trim().is_empty() && label.len() <= LONGEST_LABEL && !label.contains(['\n', '.', '?'])
}

/// Without `[00:01:02]` and blanks at the beginning.
fn without_time(words: &str) -> &str {
    let words = words.trim_start();
    let is_time = |time: &str| {
        time.contains(':') && time.chars().all(|sign| sign.is_ascii_digit() || ":.,".contains(sign))
    };
    match words.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((time, rest)) if is_time(time) => rest.trim_start(),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_targets_say_when_and_who() {
        let speech = Speech::of("ts_1200_4400_S00", 3).expect("times");
        assert_eq!((speech.begin_ms, speech.end_ms, speech.speaker.as_str()), (1200, 4400, "S00"));
        assert_eq!(Speech::of("ts_0_10_", 0).map(|speech| speech.speaker), Some(String::new()));
        for name in ["ts_layer_1", "top", "ts_1", "ts_-1_5_S00"] {
            assert_eq!(Speech::of(name, 0), None, "{name}");
        }
    }

    #[test]
    fn labels_and_times_are_no_words() {
        assert_eq!(split_label("Anna: [00:00:03] Yes.", true), (Some("Anna"), "Yes."));
        assert_eq!(split_label("[00:00:03] Note: yes.", false), (None, "Note: yes."));
        assert_eq!(split_label("//S01: mhm//", true), (Some("S01"), "mhm//"));
        assert_eq!(split_label("At 10:30 we met.", true), (None, "At 10:30 we met."));
    }
}
