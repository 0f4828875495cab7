//! The layout of a text: blocks for the eye, every character where it was.
//!
//! A text is cut at its line breaks, and inside a line where one segment ends and the next begins.
//! What stands in a block is that stretch of the text, break signs included, so positions counted in
//! a block are positions in the text. Lines of one timed speaker flow together until a sentence ends
//! and the block is long enough to read well. Words that a machine was not sure of are runs of their
//! own.

use std::collections::HashMap;

use trefoil_core::id::Id;
use trefoil_core::transcript::{Doubt, Segment, Speaker, words};

use super::timed::{UNSURE, doubted};

/// A stretch that is shown together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// The first code point.
    pub(crate) start: i64,
    /// Who speaks, where that changes or begins.
    pub(crate) speaker: Option<String>,
    /// When it begins in the recording, in milliseconds.
    pub(crate) begin_ms: Option<i64>,
    /// The numbers of the pages that begin in it.
    pub(crate) pages: Vec<String>,
    /// Whether it looks like a heading.
    pub(crate) heading: bool,
    /// Its pieces, one for each line.
    pub(crate) pieces: Vec<Piece>,
}

/// A line with its break sign, or the part of one that is a segment's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The words.
    pub(crate) text: String,
    /// The same in runs.
    pub(crate) runs: Vec<Run>,
    /// Why the words are doubted.
    pub(crate) doubt: Option<Doubt>,
    /// When it begins in the recording, in milliseconds.
    pub(crate) begin_ms: Option<i64>,
    /// When it ends.
    pub(crate) end_ms: Option<i64>,
}

/// Words that are shown alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The words.
    pub(crate) text: String,
    /// How sure the machine was, in percent, where that is too little.
    pub(crate) unsure: Option<u8>,
}

impl Piece {
    /// Why the words are doubted, as told.
    pub(crate) fn doubted(&self) -> Option<&'static str> {
        self.doubt.map(doubted)
    }
}

/// A block of timed speech is long enough from so many code points on.
const LONG_ENOUGH: usize = 260;

/// Lays out a text.
pub(crate) fn blocks(text: &str, segments: &[Segment], speakers: &[Speaker]) -> Vec<Block> {
    let names: HashMap<Id, &str> =
        speakers.iter().map(|speaker| (speaker.id, speaker.name.as_str())).collect();
    let mut layout = Layout { segments, names, next: 0, blocks: Vec::new(), speaker: None };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        layout.take(start, line);
        start += line.chars().count() as i64;
    }
    layout.blocks
}

struct Layout<'t> {
    segments: &'t [Segment],
    names: HashMap<Id, &'t str>,
    /// The first segment that may still begin.
    next: usize,
    blocks: Vec<Block>,
    /// Who spoke in the line before.
    speaker: Option<String>,
}

impl<'t> Layout<'t> {
    fn take(&mut self, start: i64, line: &str) {
        let mut from = start;
        let mut rest = line;
        for cut in self.cuts(start, line) {
            let units = rest.char_indices().nth(usize::try_from(cut - from).unwrap_or(0));
            let (head, tail) = rest.split_at(units.map_or(rest.len(), |(at, _)| at));
            self.put(from, head);
            (from, rest) = (cut, tail);
        }
        self.put(from, rest);
    }

    /// Where a line is cut: where a segment begins while another was in it before.
    fn cuts(&mut self, start: i64, line: &str) -> Vec<i64> {
        let end = start + line.chars().count() as i64;
        self.pass_by(start);
        let inside = self.segments[self.next..].iter().take_while(|segment| segment.start < end);
        inside.skip(1).map(|segment| segment.start).filter(|cut| *cut > start).collect()
    }

    fn put(&mut self, start: i64, words: &str) {
        let end = start + words.chars().count() as i64;
        let segment = self.segment_at(start, end);
        let speaker = segment
            .and_then(|segment| segment.speaker)
            .and_then(|id| self.names.get(&id).map(|name| (*name).to_owned()));
        let piece = Piece {
            text: words.to_owned(),
            runs: segment.map_or_else(|| vec![whole(words)], |one| runs(words, start, one)),
            doubt: segment.and_then(|segment| segment.doubt),
            begin_ms: segment.and_then(|segment| segment.begin_ms),
            end_ms: segment.and_then(|segment| segment.end_ms),
        };
        if self.flows_on(&piece, speaker.as_ref())
            && let Some(block) = self.blocks.last_mut()
        {
            block.pieces.push(piece);
            return;
        }
        let changed = speaker.is_some() && speaker != self.speaker;
        self.blocks.push(Block {
            start,
            speaker: speaker.clone().filter(|_| changed),
            begin_ms: piece.begin_ms,
            pages: Vec::new(),
            heading: segment.is_none() && words.starts_with('#'),
            pieces: vec![piece],
        });
        if speaker.is_some() {
            self.speaker = speaker;
        }
    }

    fn pass_by(&mut self, start: i64) {
        while self.segments.get(self.next).is_some_and(|segment| segment.end <= start) {
            self.next += 1;
        }
    }

    /// The segment that covers the beginning of a line, or begins in it.
    fn segment_at(&mut self, start: i64, end: i64) -> Option<&'t Segment> {
        self.pass_by(start);
        self.segments.get(self.next).filter(|segment| segment.start < end)
    }

    fn flows_on(&self, piece: &Piece, speaker: Option<&String>) -> bool {
        let Some(last) = self.blocks.last() else { return false };
        let Some(before) = last.pieces.last() else { return false };
        if !before.text.ends_with('\n') {
            // Inside a line only another voice begins a block.
            return speaker == self.speaker.as_ref();
        }
        let blank = piece.text.trim().is_empty();
        if before.text.trim().is_empty() || before.begin_ms.is_none() {
            // Empty lines stay with what they follow: they are no block of their own.
            return blank;
        }
        if blank {
            return true;
        }
        let long: usize = last.pieces.iter().map(|piece| piece.text.chars().count()).sum();
        let ends = before.text.trim_end().ends_with(['.', '?', '!', '…', '"', '”', ')']);
        speaker == self.speaker.as_ref()
            && piece.begin_ms.is_some()
            && !(long >= LONG_ENOUGH && ends)
    }
}

fn whole(words: &str) -> Run {
    Run { text: words.to_owned(), unsure: None }
}

/// The runs of a stretch of text that lies in a segment.
fn runs(text: &str, start: i64, segment: &Segment) -> Vec<Run> {
    // Times that cannot be read are told by the study's check; the words are shown all the same.
    let mut unsure = words::read(segment).unwrap_or_default();
    unsure.retain(|word| word.sure.is_some_and(|sure| sure < UNSURE));
    if unsure.is_empty() {
        return vec![whole(text)];
    }
    let mut runs: Vec<Run> = Vec::new();
    for (at, letter) in (start - segment.start..).zip(text.chars()) {
        let word = unsure.iter().find(|word| word.start <= at && at < word.end);
        let sure = word.and_then(|word| word.sure);
        let begins = word.is_some_and(|word| word.start == at);
        match runs.last_mut() {
            Some(run) if run.unsure == sure && !begins => run.text.push(letter),
            _ => runs.push(Run { text: letter.to_string(), unsure: sure }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use trefoil_core::transcript::TimedWord;

    fn segment(position: i64, start: i64, end: i64, speaker: Option<Id>) -> Segment {
        let id = Id::new(position);
        Segment {
            id,
            source: id,
            revision: id,
            position,
            speaker,
            start,
            end,
            begin_ms: Some(position * 1000),
            end_ms: Some(position * 1000 + 900),
            confidence: None,
            doubt: None,
            words: None,
        }
    }

    fn all_of(blocks: &[Block]) -> String {
        blocks.iter().flat_map(|block| &block.pieces).map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn nothing_of_the_text_is_lost_and_starts_count_code_points() {
        let text = "# Notes\n\nÄ day 😀 of rain.\nMore.\n\n\nEnd";
        let blocks = blocks(text, &[], &[]);
        assert_eq!(all_of(&blocks), text);
        for block in &blocks {
            let before: String = text.chars().take(usize::try_from(block.start).unwrap()).collect();
            assert!(text[before.len()..].starts_with(&block.pieces[0].text));
        }
        assert!(blocks[0].heading && !blocks[1].heading);
    }

    #[test]
    fn lines_of_one_speaker_flow_together_and_a_new_voice_begins_a_block() {
        let (one, two) = (Id::new(1), Id::new(2));
        let text = "So.\nI came in.\nAnd then?\n";
        let segments = [
            segment(1, 0, 3, Some(one)),
            segment(2, 4, 14, Some(one)),
            segment(3, 15, 24, Some(two)),
        ];
        let speaker =
            |id, name: &str| Speaker { id, source: id, name: name.into(), participant: None };
        let blocks = blocks(text, &segments, &[speaker(one, "P1"), speaker(two, "R")]);
        assert_eq!(all_of(&blocks), text);
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[0].speaker.as_deref(), Some("P1"));
        assert_eq!((blocks[0].pieces.len(), blocks[1].begin_ms), (2, Some(3000)));
        assert_eq!(blocks[1].speaker.as_deref(), Some("R"));
    }

    #[test]
    fn a_line_is_cut_where_a_segment_ends_in_it_and_unsure_words_are_runs() {
        let (one, two) = (Id::new(1), Id::new(2));
        let text = "Ä so. And then?\nYes.\n";
        let mut second = segment(2, 6, 15, Some(two));
        let word = |start, end, sure| TimedWord { start, end, begin_ms: 0, end_ms: 9, sure };
        let timed = [word(0, 3, Some(40)), word(4, 9, Some(90))];
        second.words = words::write(&timed).expect("words are written");
        let segments = [segment(1, 0, 5, Some(one)), second, segment(3, 16, 20, Some(two))];
        let speaker =
            |id, name: &str| Speaker { id, source: id, name: name.into(), participant: None };
        let blocks = blocks(text, &segments, &[speaker(one, "P1"), speaker(two, "R")]);
        assert_eq!(all_of(&blocks), text);
        assert_eq!((blocks.len(), blocks[1].start), (2, 6));
        assert_eq!(blocks[1].speaker.as_deref(), Some("R"));
        let runs = &blocks[1].pieces[0].runs;
        assert_eq!((runs[0].text.as_str(), runs[0].unsure), ("And", Some(40)));
        assert_eq!((runs[1].text.as_str(), runs[1].unsure), (" then?\n", None));
    }
}
