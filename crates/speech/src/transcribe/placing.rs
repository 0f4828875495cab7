//! Pieces and words at their places in the recording.
//!
//! A window is speech from here and there with the silence taken out. A word lies in that part in
//! which most of it is heard, and never in what was skipped; a piece whose words lie before and
//! after a long gap becomes two.

use std::ops::Range;

use super::segment::Word;
use super::{SAMPLES_PER_MS, to_ms};
use crate::decoding::alignment::TimedWord;
use crate::voice::Window;

/// A piece in the recording, in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) begin_ms: u64,
    pub(super) end_ms: u64,
    pub(super) words: Vec<Word>,
}

/// The part of a window that is heard at once: from `from`, in samples of the window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Excerpt<'w> {
    pub(super) window: &'w Window,
    pub(super) from: u64,
}

impl Excerpt<'_> {
    /// Places a stretch of the excerpt in the recording.
    pub(super) fn place(&self, begin_ms: u32, end_ms: u32) -> Placed {
        let begin = self.window.when_begun(self.sample(begin_ms));
        let end = self.window.when_ended(self.sample(end_ms)).max(begin);
        Placed { begin_ms: to_ms(begin), end_ms: to_ms(end), words: Vec::new() }
    }

    /// Places a stretch of the excerpt in the recording, split like words are.
    pub(super) fn place_apart(
        &self,
        begin_ms: u32,
        end_ms: u32,
        longest_gap_ms: u64,
    ) -> Vec<Range<u64>> {
        let whole = self.place(begin_ms, end_ms);
        let mut placed: Vec<Range<u64>> = Vec::new();
        for part in self.window.recorded() {
            let begin_ms = to_ms(part.start).max(whole.begin_ms);
            let end_ms = to_ms(part.end).min(whole.end_ms);
            match placed.last_mut() {
                _ if begin_ms >= end_ms => {}
                Some(last) if begin_ms - last.end <= longest_gap_ms => last.end = end_ms,
                _ => placed.push(begin_ms..end_ms),
            }
        }
        placed
    }

    /// Places words, split where more than `longest_gap_ms` of the recording was skipped. Their
    /// pieces begin and end where their words do.
    pub(super) fn place_words(&self, words: &[TimedWord], longest_gap_ms: u64) -> Vec<Placed> {
        let mut placed: Vec<Placed> = Vec::new();
        let mut part_before: Option<Range<u64>> = None;
        for word in words {
            let (part, recorded) = self.place_word(word);
            let gap = part_before.map_or(0, |before| part.start.saturating_sub(before.end));
            let word = Word {
                begin_ms: to_ms(recorded.start),
                end_ms: to_ms(recorded.end),
                text: word.text.clone(),
                probability: word.probability,
            };
            match placed.last_mut().filter(|_| to_ms(gap) <= longest_gap_ms) {
                Some(last) => {
                    last.end_ms = last.end_ms.max(word.end_ms);
                    last.words.push(word);
                }
                None => placed.push(Placed {
                    begin_ms: word.begin_ms,
                    end_ms: word.end_ms,
                    words: vec![word],
                }),
            }
            part_before = Some(part);
        }
        placed
    }

    /// Gives the part of the recording in which the middle of a word lies, and the word's own.
    fn place_word(&self, word: &TimedWord) -> (Range<u64>, Range<u64>) {
        let (begin, end) = (self.sample(word.begin_ms), self.sample(word.end_ms));
        let middle = self.window.when_begun(begin.midpoint(end));
        let part = self.window.recorded().find(|part| part.contains(&middle));
        // After the end of the window there is only its last moment.
        let part = part.unwrap_or(middle..middle);
        let part_begin = self.window.time_of(part.start).unwrap_or(0);
        let recorded = |time: u64| {
            part.start.saturating_add(time.saturating_sub(part_begin)).clamp(part.start, part.end)
        };
        let recorded =
            if part.is_empty() { middle..middle } else { recorded(begin)..recorded(end) };
        (part, recorded)
    }

    fn sample(&self, ms: u32) -> u64 {
        (self.from + u64::from(ms) * SAMPLES_PER_MS).min(self.window.length())
    }
}
