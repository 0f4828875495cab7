//! The layout of a text: blocks for the eye, every character where it was.
//!
//! A text is cut only at its line breaks, and what stands in a block is that stretch of the text,
//! break signs included, so positions counted in a block are positions in the text. Lines of one
//! timed speaker flow together until a sentence ends and the block is long enough to read well.

use std::collections::HashMap;

use trefoil_core::id::Id;
use trefoil_core::transcript::{Segment, Speaker};

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

/// A line with its break sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The words.
    pub(crate) text: String,
    /// When it begins in the recording, in milliseconds.
    pub(crate) begin_ms: Option<i64>,
    /// When it ends.
    pub(crate) end_ms: Option<i64>,
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
        let end = start + line.chars().count() as i64;
        let segment = self.segment_at(start, end);
        let speaker = segment
            .and_then(|segment| segment.speaker)
            .and_then(|id| self.names.get(&id).map(|name| (*name).to_owned()));
        let piece = Piece {
            text: line.to_owned(),
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
            heading: segment.is_none() && line.starts_with('#'),
            pieces: vec![piece],
        });
        if speaker.is_some() {
            self.speaker = speaker;
        }
    }

    /// The segment that covers the beginning of a line, or begins in it.
    fn segment_at(&mut self, start: i64, end: i64) -> Option<&'t Segment> {
        while self.segments.get(self.next).is_some_and(|segment| segment.end <= start) {
            self.next += 1;
        }
        self.segments.get(self.next).filter(|segment| segment.start < end)
    }

    fn flows_on(&self, piece: &Piece, speaker: Option<&String>) -> bool {
        let Some(last) = self.blocks.last() else { return false };
        let Some(before) = last.pieces.last() else { return false };
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

#[cfg(test)]
mod tests {
    use super::*;

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
        }
    }

    fn whole(blocks: &[Block]) -> String {
        blocks.iter().flat_map(|block| &block.pieces).map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn nothing_of_the_text_is_lost_and_starts_count_code_points() {
        let text = "# Notes\n\nÄ day 😀 of rain.\nMore.\n\n\nEnd";
        let blocks = blocks(text, &[], &[]);
        assert_eq!(whole(&blocks), text);
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
        assert_eq!(whole(&blocks), text);
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[0].speaker.as_deref(), Some("P1"));
        assert_eq!((blocks[0].pieces.len(), blocks[1].begin_ms), (2, Some(3000)));
        assert_eq!(blocks[1].speaker.as_deref(), Some("R"));
    }
}
