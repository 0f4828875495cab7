//! Words that rules about names look up: common given names, and capitalised words that are none.
//!
//! The lists were written for Trefoil. They are short on purpose: what is not in them is left to
//! the key, to the other rules and to whoever reads the text.

use std::collections::HashSet;
use std::sync::OnceLock;

fn words(
    list: &'static str,
    of: &'static OnceLock<HashSet<&'static str>>,
) -> &'static HashSet<&'static str> {
    of.get_or_init(|| {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).collect()
    })
}

/// Whether it is a given name that many people have and no everyday word.
pub(super) fn is_given(word: &str) -> bool {
    static GIVEN: OnceLock<HashSet<&'static str>> = OnceLock::new();
    words(include_str!("given_names.txt"), &GIVEN).contains(word)
}

/// Whether a capitalised word is nobody's name.
pub(super) fn is_no_name(word: &str) -> bool {
    static NO_NAMES: OnceLock<HashSet<&'static str>> = OnceLock::new();
    words(include_str!("no_names.txt"), &NO_NAMES).contains(word)
}

/// Whether it is an everyday word, whatever its case.
pub(super) fn is_everyday(word: &str) -> bool {
    static EVERYDAY: OnceLock<HashSet<&'static str>> = OnceLock::new();
    words(include_str!("everyday.txt"), &EVERYDAY).contains(word.to_lowercase().as_str())
}

/// Whether no name begins or ends with it, written small.
pub(super) fn is_little(word: &str) -> bool {
    const LITTLE: &[&str] = &[
        "a", "an", "the", "and", "or", "but", "if", "so", "as", "at", "by", "for", "from", "in",
        "into", "of", "off", "on", "out", "over", "to", "up", "with", "i", "you", "he", "she",
        "it", "we", "they", "me", "him", "her", "us", "them", "my", "your", "his", "its", "our",
        "their", "is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "have",
        "has", "had", "not", "no", "that", "this", "there", "then", "when", "what", "who", "which",
        "like", "just",
    ];
    LITTLE.contains(&word)
}

/// Whether a word in front of it is a verb: `may I`, `will you`, `mark my words`.
pub(super) fn follows_a_verb(word: &str) -> bool {
    const OBJECTS: &[&str] = &[
        "i", "you", "he", "she", "it", "we", "they", "the", "a", "an", "this", "that", "these",
        "those", "there", "my", "your", "me", "them", "be", "not", "have", "for", "to", "up",
        "out", "off", "someone", "somebody", "people", "anybody", "anyone", "all", "any", "some",
    ];
    OBJECTS.contains(&word.to_lowercase().as_str())
}

/// Whether a name is a month too.
pub(super) fn is_month(word: &str) -> bool {
    ["may", "april", "june", "august"].contains(&word.to_lowercase().as_str())
}

/// Whether a month follows rather than a name: `in May`, `last June`.
pub(super) fn precedes_a_month(word: &str) -> bool {
    const BEFORE: &[&str] = &[
        "in", "of", "since", "until", "till", "last", "next", "this", "early", "late", "mid",
        "during", "by", "through",
    ];
    BEFORE.contains(&word.to_lowercase().as_str())
}

/// Whether two words are a shop, a month or another thing that everybody knows.
pub(super) fn is_phrase(word: &str, next: &str) -> bool {
    let digits = next.starts_with(|c: char| c.is_ascii_digit());
    let month = is_month(word);
    let named = matches!((word, next), ("Grace", "period") | ("Frank", "Sinatra"));
    (month && (digits || next == "Day")) || named
}
