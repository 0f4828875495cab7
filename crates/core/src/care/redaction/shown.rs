//! Words as they may be shown at a level: standing redactions are replaced, the text is not.
//!
//! [`Redactions`] is read once and asked for many passages, by everything that lets words leave
//! the study. What was applied is in the text already. A redaction that a passage's edge cuts
//! through is replaced as far as the passage reaches; overlapping ones become one replacement.

use std::collections::HashMap;

use super::{Decision, Redaction};
use crate::bind;
use crate::care::pseudonym::Level;
use crate::coding::Passage;
use crate::error::Result;
use crate::id::Id;
use crate::span::{Ruler, Span};
use crate::storage::Reader;

/// What is replaced when words leave the study, by source, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Redactions {
    standing: HashMap<Id, Vec<Standing>>,
}

/// One standing redaction.
#[derive(Debug, Clone)]
struct Standing {
    span: Span,
    level: Level,
    replacement: String,
}

impl Redactions {
    /// Reads those of all sources.
    pub fn read(reader: &Reader<'_>) -> Result<Self> {
        let clause = "WHERE state = $1 ORDER BY source, \"start\", \"end\" DESC, id";
        Ok(Self::of(reader.list(clause, bind![Decision::Standing])?))
    }

    /// Reads those of one source.
    pub fn of_source(reader: &Reader<'_>, source: Id) -> Result<Self> {
        let clause = "WHERE source = $1 AND state = $2 ORDER BY \"start\", \"end\" DESC, id";
        Ok(Self::of(reader.list(clause, bind![source, Decision::Standing])?))
    }

    /// Makes them of rows that are in order.
    fn of(rows: Vec<Redaction>) -> Self {
        let mut standing: HashMap<Id, Vec<Standing>> = HashMap::new();
        for row in rows.into_iter().filter(|row| row.level != Level::Raw) {
            let (span, level, replacement) = (row.span(), row.level, row.replacement);
            standing.entry(row.source).or_default().push(Standing { span, level, replacement });
        }
        Self { standing }
    }

    /// The words of a passage at a level.
    pub fn shown(&self, passage: &Passage, level: Level) -> String {
        self.shown_words(passage.source, passage.span(), &passage.text, level)
    }

    /// The words of any stretch of a source's current text at a level.
    pub fn shown_words(&self, source: Id, span: Span, words: &str, level: Level) -> String {
        let groups = self.groups(source, span, level);
        if groups.is_empty() {
            return words.to_owned();
        }
        let ruler = Ruler::new(words);
        let byte = |point: i64| ruler.byte_of(point - span.start).unwrap_or(words.len());
        let (mut shown, mut done) = (String::with_capacity(words.len()), 0);
        for group in groups {
            let (from, to) = (byte(group.span.start), byte(group.span.end));
            shown.push_str(&words[done.min(from)..from]);
            shown.push_str(&bracketed(&group.replacements.join(", ")));
            done = to.max(from);
        }
        shown.push_str(&words[done..]);
        shown
    }

    /// Whether anything in a stretch of a source is replaced at a level.
    pub fn replaces(&self, source: Id, span: Span, level: Level) -> bool {
        !self.groups(source, span, level).is_empty()
    }

    /// What is replaced in a stretch, cut to it, with overlapping ones as one.
    fn groups(&self, source: Id, span: Span, level: Level) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for one in self.standing.get(&source).map_or(&[][..], Vec::as_slice) {
            if one.level > level || !one.span.overlaps(span) {
                continue;
            }
            let cut = Span::new(one.span.start.max(span.start), one.span.end.min(span.end));
            match groups.last_mut() {
                Some(last) if last.span.overlaps(cut) => {
                    last.span.end = last.span.end.max(cut.end);
                    if !last.replacements.contains(&one.replacement.as_str()) {
                        last.replacements.push(&one.replacement);
                    }
                }
                _ => groups.push(Group { span: cut, replacements: vec![&one.replacement] }),
            }
        }
        groups
    }
}

/// Overlapping redactions.
struct Group<'r> {
    span: Span,
    replacements: Vec<&'r str>,
}

/// How a replacement stands in a text.
pub fn bracketed(replacement: &str) -> String {
    format!("[{replacement}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactions(source: Id, all: &[(i64, i64, Level, &str)]) -> Redactions {
        let standing = |(start, end, level, replacement): &(i64, i64, Level, &str)| Standing {
            span: Span::new(*start, *end),
            level: *level,
            replacement: (*replacement).to_owned(),
        };
        Redactions { standing: [(source, all.iter().map(standing).collect())].into() }
    }

    #[test]
    fn each_level_replaces_what_is_at_or_below_it() {
        let source = Id::new(1);
        let text = "é I'm 34 and live off Mill Road.";
        let all = redactions(
            source,
            &[(6, 8, Level::Indirect, "in their thirties"), (22, 31, Level::Public, "street")],
        );
        let show = |level| all.shown_words(source, Span::new(0, 32), text, level);
        assert_eq!(show(Level::Raw), text);
        assert_eq!(show(Level::Direct), text);
        assert_eq!(show(Level::Indirect), "é I'm [in their thirties] and live off Mill Road.");
        assert_eq!(show(Level::Public), "é I'm [in their thirties] and live off [street].");
        assert_eq!(all.shown_words(Id::new(1), Span::new(0, 32), text, Level::Public), text);
    }

    #[test]
    fn overlapping_ones_are_one_and_a_cut_one_is_still_replaced() {
        let source = Id::new(1);
        let all = redactions(
            source,
            &[(2, 6, Level::Public, "a"), (4, 8, Level::Public, "b"), (8, 9, Level::Public, "c")],
        );
        let show = |start, end, words: &str| {
            all.shown_words(source, Span::new(start, end), words, Level::Public)
        };
        assert_eq!(show(0, 10, "0123456789"), "01[a, b][c]9");
        assert_eq!(show(5, 8, "567"), "[a, b]");
        assert_eq!(show(0, 3, "012"), "01[a]");
        assert_eq!(show(9, 10, "9"), "9");
    }
}
