//! Words that label people in transcripts, and words that label other things.
//!
//! Both lists are in lower case and in the languages that transcripts are most
//! often written in. A word that is missing here is no loss: then the shape of
//! a label and how often it comes back decide.

use std::collections::HashSet;
use std::sync::LazyLock;

mod more;
mod others;
mod roles;

use more::MORE;
use others::OTHERS;
use roles::ROLES;

/// Whether a word in lower case is one for a person in a transcript.
pub(super) fn is_role(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| ROLES.iter().copied().collect());
    WORDS.contains(word)
}

/// Whether a word in lower case labels something other than a person.
pub(super) fn is_other(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| OTHERS.iter().chain(MORE).copied().collect());
    WORDS.contains(word)
}

/// Sounds and remarks that stand in brackets as labels do.
pub(super) const SOUNDS: &[&str] = &[
    "laugh",
    "laughs",
    "laughing",
    "laughter",
    "chuckle",
    "chuckles",
    "pause",
    "long pause",
    "silence",
    "inaudible",
    "unintelligible",
    "unclear",
    "crosstalk",
    "cross-talk",
    "overlap",
    "overlapping",
    "music",
    "applause",
    "noise",
    "cough",
    "coughs",
    "sigh",
    "sighs",
    "sic",
    "...",
    "…",
    "break",
    "interruption",
    "lachen",
    "lacht",
    "pause",
    "unverständlich",
    "rires",
    "rire",
    "inaudible",
    "silence",
    "risas",
    "ríe",
    "inaudible",
    "pausa",
    "risos",
    "x",
    "redacted",
    "anonymised",
    "anonymized",
    "blank_audio",
    "music playing",
    "phone rings",
    "nods",
    "crying",
];

/// Lower-case words inside names.
pub(super) const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "van", "von",
    "der", "den", "ter", "ten", "zu", "zur", "af", "av", "bin", "ibn", "ben", "bint", "al", "el",
    "y", "e", "i", "und", "and", "&", "+", "of", "the",
];
