//! Merging bytes to tokens: of all neighbours those are joined first whose word has the lowest rank.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// A stretch of the piece that is one token so far.
#[derive(Clone, Copy)]
struct Part {
    end: usize,
    /// Where the part before begins.
    before: usize,
    /// Whether it is still a part, and not swallowed by the one before.
    alive: bool,
}

/// Merges one piece of a text and appends its tokens.
///
/// Parts are linked by where they begin and end, and possible merges wait in a heap, so that a long
/// piece without a space takes little more than time in proportion to its length.
pub(super) fn merge(piece: &[u8], ranks: &HashMap<Vec<u8>, u32>, tokens: &mut Vec<u32>) {
    let mut parts: Vec<Part> = (0..piece.len())
        .map(|begin| Part { end: begin + 1, before: begin.saturating_sub(1), alive: true })
        .collect();
    let mut waiting = BinaryHeap::new();
    let offer = |parts: &[Part], begin: usize, waiting: &mut BinaryHeap<_>| {
        let middle = parts[begin].end;
        if let Some(next) = parts.get(middle)
            && let Some(rank) = ranks.get(&piece[begin..next.end])
        {
            waiting.push(Reverse((*rank, begin, middle, next.end)));
        }
    };
    for begin in 0..piece.len() {
        offer(&parts, begin, &mut waiting);
    }
    while let Some(Reverse((_, begin, middle, end))) = waiting.pop() {
        // Either side may have been merged with another since.
        let stands = parts[begin].alive && parts[begin].end == middle;
        if !stands || !parts[middle].alive || parts[middle].end != end {
            continue;
        }
        parts[middle].alive = false;
        parts[begin].end = end;
        if let Some(next) = parts.get_mut(end) {
            next.before = begin;
        }
        offer(&parts, begin, &mut waiting);
        if begin > 0 {
            offer(&parts, parts[begin].before, &mut waiting);
        }
    }
    let mut begin = 0;
    while let Some(part) = parts.get(begin) {
        tokens.extend(ranks.get(&piece[begin..part.end]));
        begin = part.end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What OpenAI's `encoder.py` of GPT-2 does: look for the best pair again and again.
    fn merge_slowly(piece: &[u8], ranks: &HashMap<Vec<u8>, u32>) -> Vec<u32> {
        let mut parts: Vec<Vec<u8>> = piece.iter().map(|byte| vec![*byte]).collect();
        loop {
            let pairs = parts.windows(2).enumerate();
            let best = pairs.filter_map(|(at, pair)| Some((*ranks.get(&pair.concat())?, at))).min();
            let Some((_, at)) = best else { break };
            let second = parts.remove(at + 1);
            parts[at].extend(second);
        }
        parts.iter().map(|part| ranks[part]).collect()
    }

    #[test]
    fn merging_with_a_heap_is_merging_by_the_best_pair() {
        let words = ["a", "b", "c", "ab", "bc", "aa", "abc", "aab", "cab", "bcab", "aaaa", "caa"];
        let ranks: HashMap<Vec<u8>, u32> =
            words.iter().zip(0..).map(|(word, rank)| (word.as_bytes().to_vec(), rank)).collect();
        for number in 0..3_u32.pow(9) {
            let piece: Vec<u8> =
                (0..9).map(|at| b'a' + u8::try_from(number / 3_u32.pow(at) % 3).unwrap()).collect();
            let mut tokens = Vec::new();
            merge(&piece, &ranks, &mut tokens);
            assert_eq!(tokens, merge_slowly(&piece, &ranks), "{piece:?}");
        }
    }

    #[test]
    fn a_very_long_piece_is_merged_in_no_time() {
        let ranks: HashMap<Vec<u8>, u32> =
            [(b"a".to_vec(), 0), (b"aa".to_vec(), 1), (b"aaaa".to_vec(), 2)].into();
        let mut tokens = Vec::new();
        merge(&vec![b'a'; 400_000], &ranks, &mut tokens);
        assert_eq!(tokens, vec![2; 100_000]);
    }
}
