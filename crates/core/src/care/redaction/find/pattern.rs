//! Expressions that are built once per program and take time in step with the text.
//!
//! They are matched by automata, so that no text makes them slow. `\b` would leave the fast ones
//! where letters are not English: expressions use none, and [`is_whole`] looks at the neighbours.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::meta::Regex;

/// An expression of the program's own.
pub(super) struct Pattern {
    expression: &'static str,
    regex: OnceLock<Regex>,
}

/// Where an expression was found: as a whole, and each of its groups.
pub(super) struct Groups {
    pub(super) whole: Range<usize>,
    groups: Vec<Option<Range<usize>>>,
}

impl Groups {
    /// Where a group was found, counted from 1.
    pub(super) fn get(&self, group: usize) -> Option<Range<usize>> {
        self.groups.get(group).cloned().flatten()
    }

    /// The words of a group.
    pub(super) fn words<'t>(&self, text: &'t str, group: usize) -> Option<&'t str> {
        self.get(group).map(|range| &text[range])
    }
}

impl Pattern {
    /// Holds an expression that is built when it is first used.
    pub(super) const fn new(expression: &'static str) -> Self {
        Self { expression, regex: OnceLock::new() }
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| {
            Regex::new(self.expression).expect("a test uses every expression of the program")
        })
    }

    /// Every place, first to last.
    pub(super) fn places<'t>(
        &'static self,
        text: &'t str,
    ) -> impl Iterator<Item = Range<usize>> + use<'t> {
        self.regex().find_iter(text).map(|found| found.range())
    }

    /// Every place with its groups.
    pub(super) fn groups<'t>(
        &'static self,
        text: &'t str,
    ) -> impl Iterator<Item = Groups> + use<'t> {
        self.regex().captures_iter(text).filter_map(|captures| {
            let whole = captures.get_match()?.range();
            let groups =
                (0..captures.group_len()).map(|n| captures.get_group(n).map(|span| span.range()));
            Some(Groups { whole, groups: groups.collect() })
        })
    }

    /// Whether it is somewhere in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.regex().is_match(text)
    }
}

/// The character before a place.
pub(super) fn before(text: &str, range: &Range<usize>) -> Option<char> {
    text[..range.start].chars().next_back()
}

/// The character behind a place.
pub(super) fn behind(text: &str, range: &Range<usize>) -> Option<char> {
    text[range.end..].chars().next()
}

/// Whether no letter or digit touches a place on either side.
pub(super) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    !before(text, range).is_some_and(part) && !behind(text, range).is_some_and(part)
}

/// What stands before a place on its line, at most so many characters.
pub(super) fn lead(text: &str, at: usize, most: usize) -> &str {
    let start = text[..at].char_indices().rev().take(most).last().map_or(at, |(byte, _)| byte);
    let lead = &text[start..at];
    lead.rfind('\n').map_or(lead, |line| &lead[line + 1..])
}

/// What stands behind a place on its line, at most so many characters.
pub(super) fn tail(text: &str, at: usize, most: usize) -> &str {
    let rest = &text[at..];
    let end = rest.char_indices().nth(most).map_or(rest.len(), |(byte, _)| byte);
    let tail = &rest[..end];
    tail.find('\n').map_or(tail, |line| &tail[..line])
}
