//! Looking for many words at once in bytes that come piece by piece.
//!
//! Two automata go over each byte once: one for which small and capital letters are the same and
//! one for which they are not. What one piece ends with is kept for the next, so nothing hides on
//! the border. A short word in bytes that are not text (sound, pages) only counts where text stands
//! around it: by chance alone, four letters turn up in every hundred megabytes.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::words::Words;
use super::written::{self, Pattern};
use crate::error::{Error, Result};

/// Patterns shorter than this need text around them.
const SHORT: usize = 8;

/// How much around a match is looked at.
const AROUND: usize = 4;

/// The words, made ready to be looked for.
pub(super) struct Search {
    patterns: Vec<(usize, Pattern)>,
    alike: AhoCorasick,
    exact: AhoCorasick,
    alike_at: Vec<usize>,
    exact_at: Vec<usize>,
    longest: usize,
    sought: usize,
}

impl Search {
    /// Makes words ready. Errors: there are too many of them to be held.
    pub(super) fn new(words: &Words) -> Result<Self> {
        let mut patterns = Vec::new();
        for (line, phrase) in &words.phrases {
            let written = written::of_phrase(phrase, words.as_is);
            patterns.extend(written.into_iter().map(|one| (*line, one)));
        }
        for (line, bytes) in &words.stretches {
            patterns.extend(written::of_stretch(bytes).into_iter().map(|one| (*line, one)));
        }
        let places = |exact: bool| -> Vec<usize> {
            (0..patterns.len()).filter(|at| patterns[*at].1.exact == exact).collect()
        };
        let (alike_at, exact_at) = (places(false), places(true));
        let automaton = |at: &[usize], alike: bool| {
            AhoCorasickBuilder::new()
                .match_kind(MatchKind::Standard)
                .ascii_case_insensitive(alike)
                .build(at.iter().map(|at| &patterns[*at].1.bytes))
                .map_err(|error| {
                    Error::invalid("There are too many words to look for at once.").because(error)
                })
        };
        Ok(Self {
            alike: automaton(&alike_at, true)?,
            exact: automaton(&exact_at, false)?,
            longest: patterns.iter().map(|(_, one)| one.bytes.len()).max().unwrap_or(0),
            sought: words.len(),
            patterns,
            alike_at,
            exact_at,
        })
    }

    /// How many words are looked for.
    pub(super) fn sought(&self) -> usize {
        self.sought
    }

    /// How many bytes the longest way of writing one has.
    pub(super) fn width(&self) -> usize {
        self.longest
    }

    /// The number of the word that a pattern writes.
    pub(super) fn line(&self, pattern: usize) -> usize {
        self.patterns[pattern].0
    }

    /// How a pattern writes its word.
    pub(super) fn written(&self, pattern: usize) -> &'static str {
        self.patterns[pattern].1.written
    }

    /// The patterns that are in bytes which are all there is; `text` when they are one.
    pub(super) fn within(&self, bytes: &[u8], text: bool, found: &mut BTreeSet<usize>) {
        for (automaton, at) in [(&self.alike, &self.alike_at), (&self.exact, &self.exact_at)] {
            if at.is_empty() {
                continue;
            }
            for hit in automaton.find_overlapping_iter(bytes) {
                let pattern = at[hit.pattern().as_usize()];
                let short = hit.end() - hit.start() < SHORT;
                if text || !short || text_around(bytes, hit.start(), hit.end()) {
                    found.insert(pattern);
                }
            }
        }
    }
}

/// Whether most of the few bytes around a match are letters, digits, signs or space.
fn text_around(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = &bytes[start.saturating_sub(AROUND)..start];
    let behind = &bytes[end..bytes.len().min(end + AROUND)];
    let printable = |byte: &&u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let count = before.iter().chain(behind).filter(printable).count();
    count * 4 >= 3 * 2 * AROUND
}

/// Bytes that come piece by piece.
pub(super) struct Stream<'s> {
    search: &'s Search,
    room: Vec<u8>,
    found: BTreeSet<usize>,
}

impl<'s> Stream<'s> {
    /// A stream that begins.
    pub(super) fn new(search: &'s Search) -> Self {
        Self { search, room: Vec::new(), found: BTreeSet::new() }
    }

    /// Takes the next piece; answers the patterns that were not found in this stream before.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Vec<usize> {
        let keep = self.search.longest + AROUND;
        self.room.extend_from_slice(piece);
        let mut found = BTreeSet::new();
        self.search.within(&self.room, false, &mut found);
        let from = self.room.len().saturating_sub(keep);
        self.room.drain(..from);
        let new: Vec<usize> = found.difference(&self.found).copied().collect();
        self.found.extend(&new);
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(lines: &str) -> Search {
        Search::new(&Words::of_lines(lines).expect("fits")).expect("not too many")
    }

    #[test]
    fn a_phrase_across_the_border_of_pieces_is_found_once() {
        let search = search("the red kettle");
        let text = "something before THE RED KETTLE and behind";
        for cut in 1..text.len() {
            let mut stream = Stream::new(&search);
            let mut all = stream.feed(&text.as_bytes()[..cut]);
            all.extend(stream.feed(&text.as_bytes()[cut..]));
            assert_eq!(all.len(), 1, "cut at {cut}");
        }
    }

    #[test]
    fn a_short_word_in_noise_is_chance_and_in_text_is_found() {
        let search = search("Anna");
        let mut found = BTreeSet::new();
        search.within(b"\x01\x90\xfe\x02anna\xff\x00\x81\x9c", false, &mut found);
        assert!(found.is_empty());
        search.within(b"and Anna said", false, &mut found);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn stretches_of_bytes_are_found_exactly() {
        let bytes: Vec<u8> = (0..64_u32).map(|at| (at * 37 % 251).to_le_bytes()[0]).collect();
        let words = Words { stretches: vec![(1, bytes.clone())], ..Words::default() };
        let search = Search::new(&words).expect("fits");
        let mut found = BTreeSet::new();
        search.within(&[&[0; 100], &bytes[..], &[9; 9]].concat(), false, &mut found);
        assert_eq!(found.len(), 1);
    }
}
