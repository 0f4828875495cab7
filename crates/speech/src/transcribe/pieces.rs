//! How a text with moments falls into pieces, and how much of the sound it is about.
//!
//! As in OpenAI's `whisper/transcribe.py`: two moments in a row part two pieces. A text that ends
//! with a single moment is all there was to hear; one that breaks off in the middle of a piece is
//! heard again from where that piece began.

use std::ops::Range;

use crate::decoding::{Specials, TIMESTAMP_MS};

/// A part of a text, in milliseconds from the beginning of the sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its tokens, with its moments.
    pub(super) tokens: Range<usize>,
    pub(super) begin_ms: u32,
    pub(super) end_ms: u32,
}

/// A text in pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reading {
    pub(super) pieces: Vec<Piece>,
    /// Up to when the sound has been heard; nothing when all of it has.
    pub(super) heard_until_ms: Option<u32>,
}

/// Reads a text about a sound of this length.
pub(super) fn read(tokens: &[u32], specials: &Specials, length_ms: u32) -> Reading {
    let is_moment = |place: usize| tokens.get(place).is_some_and(|t| specials.is_timestamp(*t));
    let ends_with_single_moment =
        tokens.len() > 1 && is_moment(tokens.len() - 1) && !is_moment(tokens.len() - 2);
    let mut cuts: Vec<usize> =
        (1..tokens.len()).filter(|place| is_moment(place - 1) && is_moment(*place)).collect();
    if cuts.is_empty() {
        let pieces = Vec::from_iter(whole(tokens, specials, length_ms));
        return Reading { pieces, heard_until_ms: None };
    }
    if ends_with_single_moment {
        cuts.push(tokens.len());
    }
    let mut pieces = Vec::new();
    let mut begin = 0;
    for end in cuts {
        pieces.extend(
            whole(&tokens[begin..end], specials, length_ms)
                .map(|piece| Piece { tokens: begin..end, ..piece }),
        );
        begin = end;
    }
    let last_ms = moment_ms(tokens[begin - 1], specials);
    let is_whole = ends_with_single_moment || last_ms == 0;
    Reading { pieces, heard_until_ms: (!is_whole).then_some(last_ms) }
}

/// Tokens as one piece, from the moment at their beginning to the one at their end; where those
/// are missing it is the sound's beginning and end.
fn whole(tokens: &[u32], specials: &Specials, length_ms: u32) -> Option<Piece> {
    let moment = |token: &&u32| specials.is_timestamp(**token);
    let begin_ms = tokens.first().filter(moment).map_or(0, |token| moment_ms(*token, specials));
    let last = tokens.get(1..).and_then(|rest| rest.iter().rfind(moment));
    let end_ms = last.map_or(length_ms, |token| moment_ms(*token, specials));
    (!tokens.is_empty()).then_some(Piece { tokens: 0..tokens.len(), begin_ms, end_ms })
}

fn moment_ms(token: u32, specials: &Specials) -> u32 {
    token.saturating_sub(specials.timestamp_begin).saturating_mul(TIMESTAMP_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decoding::scripted::{script, specials};

    /// Pieces as text with their times, and how far was heard.
    fn reading(text: &str) -> (Vec<(String, u32, u32)>, Option<u32>) {
        let tokens = script(text);
        let reading = read(&tokens, &specials(), 20_000);
        let text = |piece: &Piece| {
            let letters = tokens[piece.tokens.clone()].iter().filter_map(|t| char::from_u32(*t));
            letters.filter(char::is_ascii).collect::<String>()
        };
        let pieces = reading.pieces.iter().map(|p| (text(p), p.begin_ms, p.end_ms)).collect();
        (pieces, reading.heard_until_ms)
    }

    #[test]
    fn pairs_of_moments_part_pieces_and_a_single_one_ends_all() {
        let (pieces, until) = reading("<0>One<2000><2500>Two<4000>");
        assert_eq!(pieces, [("One".into(), 0, 2000), ("Two".into(), 2500, 4000)]);
        assert_eq!(until, None);
    }

    #[test]
    fn a_piece_that_breaks_off_is_heard_again() {
        let (pieces, until) = reading("<0>One<2000><2500>Tw");
        assert_eq!((pieces, until), (vec![("One".into(), 0, 2000)], Some(2000)));
        let (pieces, until) = reading("<0>One<2000><2000>");
        assert_eq!((pieces, until), (vec![("One".into(), 0, 2000)], Some(2000)));
    }

    #[test]
    fn without_pairs_all_is_one_piece() {
        assert_eq!(reading("One"), (vec![("One".into(), 0, 20_000)], None));
        assert_eq!(reading("<400>One<2000>"), (vec![("One".into(), 400, 2000)], None));
        assert_eq!(reading("<400>One"), (vec![("One".into(), 400, 20_000)], None));
        assert_eq!(reading(""), (vec![], None));
    }
}
