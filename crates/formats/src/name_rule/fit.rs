//! Laying a rule over a name.
//!
//! Each part may take several lengths; the first way in which everything fits is
//! taken. Places that were tried in vain are remembered, so that no name and no
//! rule take long.

use std::collections::HashSet;
use std::ops::Range;

use super::pattern::{Part, runs};
use super::{LONGEST_NAME, dates, is_separator};

/// A part and what it reads.
type Fitted<'a> = (&'a Part, Range<usize>);

/// Which part of the name each part of the rule reads.
pub(super) fn fit(parts: &[Part], name: &str) -> Option<Vec<(Part, Range<usize>)>> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    // A number at the end belongs to the name, if it can, before it is taken for a copy's.
    [false, true].into_iter().find_map(|may_be_copy| {
        let mut fitting = Fitting { name, may_be_copy, in_vain: HashSet::new(), found: Vec::new() };
        let fits = fitting.fits(parts, 0);
        let found = fitting.found.into_iter().rev();
        fits.then(|| found.map(|(part, range)| (part.clone(), range)).collect())
    })
}

struct Fitting<'a, 'n> {
    name: &'n str,
    may_be_copy: bool,
    in_vain: HashSet<(usize, usize)>,
    /// The parts that fit, from the last to the first.
    found: Vec<Fitted<'a>>,
}

impl<'a> Fitting<'a, '_> {
    fn fits(&mut self, parts: &'a [Part], at: usize) -> bool {
        let rest = self.name.get(at..).unwrap_or_default();
        let Some((part, others)) = parts.split_first() else {
            return rest.is_empty() || (self.may_be_copy && is_end_of_copy(rest));
        };
        if self.in_vain.contains(&(parts.len(), at)) {
            return false;
        }
        for length in lengths(part, rest) {
            if self.fits(others, at + length) {
                self.found.push((part, at..at + length));
                return true;
            }
        }
        self.in_vain.insert((parts.len(), at));
        false
    }
}

/// How many bytes of a text a part may read, the best first.
fn lengths(part: &Part, text: &str) -> Vec<usize> {
    match part {
        Part::Literal(literal) => literal_length(literal, text).into_iter().collect(),
        Part::Week => digits(text).into_iter().filter(|length| *length <= 3).collect(),
        Part::Number => digits(text),
        Part::Date(order) => dates::lengths(text, *order),
        Part::Participant => free(text, char::is_alphanumeric),
        Part::Stream => {
            let mut lengths = free(text, char::is_alphabetic);
            lengths.retain(|length| text.get(..*length).is_some_and(is_words));
            // A word is read to its end before it is tried whether more words belong to it.
            let first = text.find(|sign: char| !sign.is_alphabetic()).unwrap_or(text.len());
            lengths.retain(|length| *length >= first);
            lengths
        }
        Part::Anything => ends(text).collect(),
    }
}

/// The longest run of digits first.
fn digits(text: &str) -> Vec<usize> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=length).rev().collect()
}

/// Words with separators between them at most; the shortest first.
fn free(text: &str, fits: impl Fn(char) -> bool) -> Vec<usize> {
    let fits = |sign: Option<char>| sign.is_some_and(&fits);
    if !fits(text.chars().next()) {
        return Vec::new();
    }
    let is_whole = |end: &usize| fits(text.get(..*end).and_then(|text| text.chars().next_back()));
    ends(text).filter(is_whole).collect()
}

fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().map(|(at, sign)| at + sign.len_utf8())
}

fn is_words(text: &str) -> bool {
    text.chars().all(|sign| sign.is_alphabetic() || is_separator(sign))
}

/// How much of a text a literal reads: capitals and the kind of separator do not matter.
fn literal_length(literal: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    for run in runs(literal) {
        let is_separators = run.starts_with(is_separator);
        let length = if is_separators {
            rest.find(|sign| !is_separator(sign)).unwrap_or(rest.len())
        } else {
            same_letters(run, rest)?
        };
        if length == 0 {
            return None;
        }
        rest = rest.get(length..)?;
    }
    Some(text.len() - rest.len())
}

/// How many bytes of a text are the same letters as `run`.
fn same_letters(run: &str, text: &str) -> Option<usize> {
    let mut signs = text.char_indices();
    let mut end = 0;
    for wanted in run.chars() {
        let (at, sign) = signs.next()?;
        if sign != wanted && !sign.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        end = at + sign.len_utf8();
    }
    Some(end)
}

/// What is added to the names of copies and second takes: `-2`, `_03`.
fn is_end_of_copy(rest: &str) -> bool {
    let added = rest.trim_start_matches(is_separator);
    rest.starts_with(is_separator)
        && added.len() <= 3
        && added.bytes().all(|byte| byte.is_ascii_digit())
}
