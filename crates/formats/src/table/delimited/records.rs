//! One record after another, for a separator and a way of quoting.
//!
//! A cell that begins with a quotation mark may hold separators and line ends;
//! inside it a quotation mark is written twice, or after a backslash. A mark
//! that is never closed would swallow the rest of the file, or the lines up to
//! the next one: it is taken for an ordinary character instead, and counted.

use std::borrow::Cow;

/// How a text separates and quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) separator: char,
    pub(super) quote: Quote,
}

/// How a quotation mark is written inside quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// `""`
    Doubled,
    /// `\"`
    Escaped,
}

/// How many times the length of the text may be read in vain, looking for closing marks.
const MOST_IN_VAIN: usize = 32;

/// Reads records from a text with LF line ends.
pub(super) struct Records<'a> {
    rest: &'a str,
    dialect: Dialect,
    /// How many bytes may still be read in vain; then no mark is special any more.
    patience: usize,
    /// How many quotation marks were never closed.
    pub(super) unclosed: usize,
}

/// A cell, what follows it, and whether the record goes on.
struct Taken<'a> {
    cell: Cow<'a, str>,
    rest: &'a str,
    goes_on: bool,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, dialect: Dialect) -> Self {
        let patience = text.len().saturating_mul(MOST_IN_VAIN);
        Self { rest: text, dialect, patience, unclosed: 0 }
    }

    /// The cells of the next record, or nothing at the end.
    pub(super) fn next_record(&mut self) -> Option<Vec<Cow<'a, str>>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Vec::new();
        loop {
            let taken = self.next_cell();
            record.push(taken.cell);
            self.rest = taken.rest;
            if !taken.goes_on {
                return Some(record);
            }
        }
    }

    fn next_cell(&mut self) -> Taken<'a> {
        // People who write tables by hand put spaces before the mark.
        let from = self.rest.trim_start_matches(' ');
        if from.starts_with('"') && self.patience > 0 {
            match self.quoted(from) {
                Ok(taken) => return taken,
                Err(read) => self.patience = self.patience.saturating_sub(read),
            }
            self.unclosed += usize::from(self.rest.starts_with('"'));
        }
        let (cell, rest, goes_on) = self.bare(self.rest);
        Taken { cell: Cow::Borrowed(cell), rest, goes_on }
    }

    /// Splits at the next separator or line end.
    fn bare(&self, text: &'a str) -> (&'a str, &'a str, bool) {
        let end = text.find([self.dialect.separator, '\n']).unwrap_or(text.len());
        let (cell, rest) = text.split_at(end);
        let mut signs = rest.chars();
        let goes_on = signs.next() == Some(self.dialect.separator);
        (cell, signs.as_str(), goes_on)
    }

    /// A cell in quotation marks; when they are not closed as they should be, how much was read.
    fn quoted(&self, from: &'a str) -> Result<Taken<'a>, usize> {
        let has_space = from.len() < self.rest.len();
        let special: &[char] =
            if self.dialect.quote == Quote::Escaped { &['"', '\\'] } else { &['"'] };
        let mut cell = Cow::Borrowed("");
        let mut rest = from.strip_prefix('"').unwrap_or_default();
        while let Some((words, from)) = rest.find(special).map(|at| rest.split_at(at)) {
            append(&mut cell, words);
            let mut signs = from.chars();
            let sign = signs.next();
            let after = signs.as_str();
            // Only a quotation mark and a backslash are escaped; before others it is a sign.
            let next = signs.next().filter(|next| match sign {
                Some('\\') => matches!(next, '"' | '\\'),
                _ => *next == '"',
            });
            if let Some(next) = next {
                append(&mut cell, if next == '"' { "\"" } else { "\\" });
                rest = signs.as_str();
            } else if sign == Some('\\') {
                append(&mut cell, "\\");
                rest = after;
            } else {
                let (words, rest, goes_on) = self.bare(after);
                if (has_space || cell.contains('\n')) && !words.trim().is_empty() {
                    return Err(self.rest.len() - rest.len());
                }
                append(&mut cell, words);
                return Ok(Taken { cell, rest, goes_on });
            }
        }
        Err(self.rest.len())
    }
}

fn append<'a>(cell: &mut Cow<'a, str>, words: &'a str) {
    if cell.is_empty() {
        *cell = Cow::Borrowed(words);
    } else if !words.is_empty() {
        cell.to_mut().push_str(words);
    }
}
