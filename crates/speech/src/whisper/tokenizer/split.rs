//! Splitting a text into pieces that are merged on their own, as GPT-2 does.
//!
//! Its pattern is `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`. The one
//! thing in it that is no regular expression, not to look at what comes next, is done by hand: white
//! space before a word leaves its last character to it.

use std::sync::LazyLock;

use regex_automata::meta::Regex;

static PIECE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+")
        .expect("a pattern that the tests compile")
});

/// Splits a text into its pieces, which together are the text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        // Every character is of one of the pattern's classes, so a piece always begins here.
        let mut end = PIECE.find(rest).map(|found| found.end())?;
        let piece = &rest[..end];
        if end < rest.len() && piece.chars().all(char::is_whitespace) {
            let last = piece.char_indices().next_back().map_or(0, |(at, _)| at);
            end = if last > 0 { last } else { end };
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_those_of_the_pattern_with_its_look_ahead() {
        for (text, expected) in [
            ("", &[][..]),
            ("Hello world", &["Hello", " world"]),
            ("it's we'll I'd 'tis", &["it", "'s", " we", "'ll", " I", "'d", " '", "tis"]),
            ("a  b", &["a", " ", " b"]),
            ("a   ", &["a", "   "]),
            ("a \n b", &["a", " \n", " b"]),
            ("a\nb", &["a", "\n", "b"]),
            ("a\n\nb", &["a", "\n", "\n", "b"]),
            ("12th, 3½", &["12", "th", ",", " 3½"]),
            ("« Ça va ? »", &["«", " Ça", " va", " ?", " »"]),
            // A combining mark is no letter; neither is a sign of Devanagari.
            ("e\u{301}a", &["e", "\u{301}", "a"]),
            ("हिन्दी", &["ह", "ि", "न", "्", "द", "ी"]),
            ("\u{a0}\u{3000}x", &["\u{a0}", "\u{3000}", "x"]),
            ("日本語。テスト", &["日本語", "。", "テスト"]),
        ] {
            assert_eq!(pieces(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }
}
