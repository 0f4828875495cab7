//! Rules for file names: who, when and what, from `P3_wk06_voice.m4a`.
//!
//! A person marks the parts of one example, or confirms what [`propose`] marks,
//! and [`NameRule::learn`] makes a rule of it that [`NameRule::apply`] reads
//! other names with. A rule is a readable pattern, `{participant}_wk{week}_{stream}`,
//! which a command line can take and which parses back to the same rule. Small
//! differences are forgiven: capitals, the kind of separator, the number of
//! digits, the extension, and ` (1)` at the end of a copy.

mod dates;
mod fit;
mod learn;
mod pattern;
mod propose;
#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::Date;

pub use learn::RuleError;
pub use propose::{known_stream, propose};

use crate::options::DateOrder;
use pattern::Part;

/// What a part of a file name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// Who: `P3`, `Anna`.
    Participant,
    /// The number of the week.
    Week,
    /// The day.
    Date,
    /// A word for the stream: `voice`, `interview`.
    Stream,
    /// Something that differs from name to name and does not matter.
    Anything,
}

/// A rule that reads file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRule {
    parts: Vec<Part>,
}

/// What a rule read in a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// Who, as the name writes it.
    pub participant: Option<String>,
    /// The number of the week.
    pub week: Option<u32>,
    /// The day.
    pub date: Option<Date>,
    /// The word for the stream, in lower case, so that the same word means the same
    /// stream; [`known_stream`] tells what it usually means.
    pub stream: Option<String>,
}

impl NameRule {
    /// Learns a rule from a name and the meanings of parts of it, as ranges of bytes.
    pub fn learn(example: &str, meanings: &[(Range<usize>, Meaning)]) -> Result<Self, RuleError> {
        learn::learn(example, meanings)
    }

    /// Reads a name, with or without its extension; nothing when the rule does not fit.
    pub fn apply(&self, name: &str) -> Option<Read> {
        let name = stem(name);
        let mut read = Read::default();
        for (part, range) in fit::fit(&self.parts, name)? {
            let text = name.get(range)?;
            match part {
                Part::Participant => read.participant = Some(text.to_owned()),
                Part::Week => read.week = Some(text.parse().ok()?),
                Part::Date(order) => read.date = dates::read(text, order),
                Part::Stream => read.stream = Some(text.to_lowercase()),
                Part::Number | Part::Anything | Part::Literal(_) => {}
            }
        }
        Some(read)
    }
}

/// Longer names than this no disk holds.
const LONGEST_NAME: usize = 1024;

/// The name without its extension, which has a letter in it (`18.03.25` ends in none), and
/// without what a file manager adds to copies: ` (1)`, ` - Copy`.
pub fn stem(name: &str) -> &str {
    let stem = match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && (1..=5).contains(&extension.len())
                && extension.chars().all(|sign| sign.is_ascii_alphanumeric())
                && extension.chars().any(|sign| sign.is_ascii_alphabetic()) =>
        {
            stem
        }
        _ => name,
    };
    let Some((before, added)) = stem.rsplit_once(' ').filter(|(before, _)| !before.is_empty())
    else {
        return stem;
    };
    let number = added.strip_prefix('(').and_then(|added| added.strip_suffix(')'));
    let is_number = number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let is_word = matches!(added.to_lowercase().as_str(), "copy" | "kopie" | "copie" | "copia");
    if is_number || is_word { before.trim_end_matches([' ', '-']) } else { stem }
}

/// Whether a sign parts the parts of a name.
fn is_separator(sign: char) -> bool {
    matches!(sign, '_' | '-' | ' ' | '.' | ',' | '+' | '–' | '\u{a0}')
}

/// Whether a date's numbers stand in an order that a pattern has to say.
fn order_name(order: DateOrder) -> Option<&'static str> {
    match order {
        DateOrder::DayFirst => None,
        DateOrder::MonthFirst => Some("mdy"),
        DateOrder::YearFirst => Some("ymd"),
    }
}
