//! Texts that go round in circles, as models write them when they have lost the sound.
//!
//! What compresses too well is a loop, as in OpenAI's implementation; short loops do not compress
//! well enough, so that words repeated over and over are looked for, too. People repeat
//! themselves as well: a few times in a row is speech.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Tokens of the longest round that is looked for.
const LONGEST_ROUND: usize = 60;
/// Rounds shorter than this have to come again more often.
const LONG_ROUND: usize = 8;
/// So many tokens in a circle are no longer a person's way of speaking.
const TOO_MANY: usize = 20;

/// A stretch of tokens that repeats the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Loop {
    /// Where the second round begins: everything before it was said once.
    pub(super) second_round: usize,
    /// Tokens of a round.
    pub(super) round: usize,
}

/// How many times smaller a text becomes by compression (zlib, level 6).
#[expect(clippy::cast_precision_loss, reason = "texts are short")]
pub(super) fn compression_ratio(text: &str) -> f64 {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    let written = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    // Writing to memory does not fail.
    written.map_or(1.0, |compressed| text.len() as f64 / compressed.len().max(1) as f64)
}

/// Finds the earliest stretch of text tokens that goes round at least so many times: three times
/// where a round is long, else five, and until it has become [`TOO_MANY`].
pub(super) fn find_loop(tokens: &[u32]) -> Option<Loop> {
    (0..tokens.len()).find_map(|begin| {
        let rest = &tokens[begin..];
        let round = (1..=LONGEST_ROUND.min(rest.len() / 3)).find(|round| goes_round(rest, *round));
        round.map(|round| Loop { second_round: begin + round, round })
    })
}

/// Whether tokens begin with a round of this length, over and over.
fn goes_round(tokens: &[u32], round: usize) -> bool {
    let times = if round >= LONG_ROUND { 3 } else { 5 };
    let least = (round * times).max(TOO_MANY);
    // Whatever repeats with this period equals itself, moved by it.
    let again = tokens.iter().zip(&tokens[round..]).take_while(|(one, next)| one == next).count();
    again + round >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Option<usize> {
        let tokens: Vec<u32> = text.bytes().map(u32::from).collect();
        find_loop(&tokens).map(|found| found.second_round)
    }

    #[test]
    fn repeated_words_compress_beyond_what_speech_does() {
        assert!(compression_ratio(&"Thank you. ".repeat(20)) > 2.4);
        let speech = "And so, my fellow Americans, ask not what your country can do for you, ask \
            what you can do for your country.";
        assert!(compression_ratio(speech) < 2.0);
        assert!(compression_ratio("") < 1.0);
    }

    #[test]
    fn a_loop_is_found_where_its_second_round_begins() {
        assert_eq!(find(&"Thank you. ".repeat(4)), Some(11));
        let later = format!("So I said: {}and then", "I do not know. ".repeat(3));
        assert_eq!(find(&later), Some("So I said: I do not know.".len()));
        assert_eq!(find(&"ha ".repeat(7)), Some(3));
    }

    #[test]
    fn people_repeat_themselves_a_few_times() {
        assert_eq!(find("no, no, no, no"), None);
        assert_eq!(find("I think that I think that it is so"), None);
        assert_eq!(find(""), None);
        assert_eq!(find(&"aaaa".repeat(4)), None);
        assert_eq!(find(&"aaaa".repeat(5)), Some(1));
    }
}
