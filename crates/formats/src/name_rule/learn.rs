//! Making a rule of one example.

use std::ops::Range;

use super::{Meaning, NameRule, dates, fit, stem};
use crate::name_rule::pattern::Part;

/// Why something is no rule, and what would be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// No part says who, when or what.
    #[error("a rule says at least one of {{participant}}, {{week}}, {{date}} and {{stream}}.")]
    Meaningless,
    /// Something is said twice.
    #[error("{0} stands twice: keep one, and write {{any}} for the other.")]
    Twice(String),
    /// Two parts without anything between them cannot be told apart.
    #[error("{0} and {1} touch: nothing between them tells where one ends.")]
    Touching(String, String),
    /// A brace without its other half.
    #[error("a brace is not closed: write {{participant}}, and {{{{ for a brace in the name.")]
    Unclosed,
    /// A word that is no part of rules.
    #[error(
        "“{{{0}}}” is no part of a rule: use {{participant}}, {{week}}, {{date}}, {{stream}}, {{number}} or {{any}}."
    )]
    Unknown(String),
    /// A range that is not within the example, or upon another one.
    #[error("the marked parts do not lie side by side within the name.")]
    Misplaced,
    /// What is marked cannot mean what it is marked as.
    #[error("“{text}” is not {wanted}: mark another part of the name.")]
    Mismatch {
        /// What is marked.
        text: String,
        /// What was wanted, with an example.
        wanted: &'static str,
    },
    /// Applied to its own example, the rule reads something else.
    #[error("the parts of “{0}” cannot be told apart: mark whole words, with a sign between them.")]
    Ambiguous(String),
}

impl RuleError {
    pub(super) fn unknown(name: &str) -> Self {
        Self::Unknown(name.chars().take(30).collect())
    }
}

pub(super) fn learn(
    example: &str,
    meanings: &[(Range<usize>, Meaning)],
) -> Result<NameRule, RuleError> {
    let name = stem(example);
    let mut meanings = meanings.to_vec();
    meanings.sort_by_key(|(range, _)| range.start);
    let mut parts = Vec::new();
    let mut marked = Vec::new();
    let mut at = 0;
    for (range, meaning) in meanings {
        let between = name.get(at..range.start).ok_or(RuleError::Misplaced)?;
        let text = name.get(range.clone()).filter(|text| !text.is_empty());
        let part = part(text.ok_or(RuleError::Misplaced)?, meaning)?;
        add_literals(between, &mut parts);
        parts.push(part.clone());
        at = range.end;
        marked.push((part, range));
    }
    add_literals(name.get(at..).ok_or(RuleError::Misplaced)?, &mut parts);
    let rule = NameRule::of_parts(parts)?;
    let mut fitted = fit::fit(&rule.parts, name).unwrap_or_default();
    fitted.retain(|(part, _)| part.has_meaning());
    marked.retain(|(part, _)| part.has_meaning());
    if fitted == marked { Ok(rule) } else { Err(RuleError::Ambiguous(name.to_owned())) }
}

fn part(text: &str, meaning: Meaning) -> Result<Part, RuleError> {
    let mismatch = |wanted| RuleError::Mismatch { text: text.to_owned(), wanted };
    match meaning {
        Meaning::Participant => Ok(Part::Participant),
        Meaning::Week => text
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(Part::Week)
            .ok_or_else(|| mismatch("the number of a week such as 06")),
        Meaning::Date => {
            dates::order(text).map(Part::Date).ok_or_else(|| mismatch("a date such as 2025-03-18"))
        }
        Meaning::Stream => Ok(Part::Stream),
        Meaning::Anything => Ok(Part::Anything),
    }
}

/// Words and separators stay as they are; digits may be others in other names.
fn add_literals(text: &str, parts: &mut Vec<Part>) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let end = rest.find(|sign: char| sign.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        parts.push(if is_digit { Part::Number } else { Part::Literal(run.to_owned()) });
        rest = after;
    }
}
