//! Rules as people read and write them: `{participant}_wk{week}_{stream}`.

use std::fmt;
use std::str::FromStr;

use super::{NameRule, RuleError, is_separator, order_name};
use crate::options::DateOrder;

/// One part of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// These signs; capitals and the kind of separator do not matter.
    Literal(String),
    Participant,
    Week,
    Date(DateOrder),
    Stream,
    /// Digits that do not matter.
    Number,
    /// Anything that does not matter.
    Anything,
}

impl Part {
    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "participant" => Self::Participant,
            "week" => Self::Week,
            "date" | "date:dmy" => Self::Date(DateOrder::DayFirst),
            "date:mdy" => Self::Date(DateOrder::MonthFirst),
            "date:ymd" => Self::Date(DateOrder::YearFirst),
            "stream" => Self::Stream,
            "number" => Self::Number,
            "any" => Self::Anything,
            _ => return None,
        })
    }

    /// Whether a name is read with it.
    pub(super) fn has_meaning(&self) -> bool {
        matches!(self, Self::Participant | Self::Week | Self::Date(_) | Self::Stream)
    }

    /// Whether two parts say the same thing about a file.
    fn says_the_same_as(&self, other: &Self) -> bool {
        self.has_meaning() && std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => out.write_str(&text.replace('{', "{{").replace('}', "}}")),
            Self::Participant => out.write_str("{participant}"),
            Self::Week => out.write_str("{week}"),
            Self::Date(order) => match order_name(*order) {
                Some(name) => write!(out, "{{date:{name}}}"),
                None => out.write_str("{date}"),
            },
            Self::Stream => out.write_str("{stream}"),
            Self::Number => out.write_str("{number}"),
            Self::Anything => out.write_str("{any}"),
        }
    }
}

impl fmt::Display for NameRule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| part.fmt(out))
    }
}

impl FromStr for NameRule {
    type Err = RuleError;

    fn from_str(pattern: &str) -> Result<Self, RuleError> {
        let pattern = super::stem(pattern);
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = pattern;
        while let Some(sign) = rest.chars().next() {
            let after = rest.get(sign.len_utf8()..).unwrap_or_default();
            match sign {
                '{' | '}' if after.starts_with(sign) => {
                    literal.push(sign);
                    rest = after.get(1..).unwrap_or_default();
                }
                '{' => {
                    let (name, after) = after.split_once('}').ok_or(RuleError::Unclosed)?;
                    let part =
                        Part::of_name(name.trim()).ok_or_else(|| RuleError::unknown(name))?;
                    if !literal.is_empty() {
                        parts.push(Part::Literal(std::mem::take(&mut literal)));
                    }
                    parts.push(part);
                    rest = after;
                }
                '}' => return Err(RuleError::Unclosed),
                sign => {
                    literal.push(sign);
                    rest = after;
                }
            }
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        Self::of_parts(parts)
    }
}

impl NameRule {
    /// A rule that says something, each thing once, and whose parts can be told apart.
    pub(super) fn of_parts(parts: Vec<Part>) -> Result<Self, RuleError> {
        if !parts.iter().any(Part::has_meaning) {
            return Err(RuleError::Meaningless);
        }
        for (at, part) in parts.iter().enumerate() {
            if parts.iter().skip(at + 1).any(|other| part.says_the_same_as(other)) {
                return Err(RuleError::Twice(part.to_string()));
            }
        }
        let is_free =
            |part: &Part| matches!(part, Part::Participant | Part::Stream | Part::Anything);
        let is_digits = |part: &Part| matches!(part, Part::Week | Part::Number);
        for pair in parts.windows(2) {
            if let [one, two] = pair
                && ((is_free(one) && is_free(two)) || (is_digits(one) && is_digits(two)))
            {
                return Err(RuleError::Touching(one.to_string(), two.to_string()));
            }
        }
        Ok(Self { parts })
    }
}

/// Splits a literal into runs of separators and other runs, for forgiving comparison.
pub(super) fn runs(literal: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = literal;
    while let Some(first) = rest.chars().next() {
        let kind = is_separator(first);
        let end = rest.find(|sign| is_separator(sign) != kind).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        runs.push(run);
        rest = after;
    }
    runs
}
