//! What can be counted about the values of a column.

use std::collections::HashSet;
use std::net::IpAddr;

use super::super::value::{Dated, Separated, date_of_text, is_missing, separated, yes_no_of_text};
use super::super::{Table, is_blank};

/// So many values of a column are looked at closely, evenly spread over it.
const CLOSELY: usize = 20_000;

/// A list of different values longer than this is no choice.
const MOST_VALUES: usize = 12;

/// Numbers about the values of one column.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The header, in lower case.
    pub(super) header: String,
    /// Values that are neither blank nor say that they are missing.
    pub(super) filled: usize,
    /// How many of them were looked at closely; what follows counts among these.
    looked: usize,
    pub(super) distinct: usize,
    pub(super) numbers: usize,
    pub(super) dates: usize,
    pub(super) yes_no: usize,
    /// Whether both yes and no occur.
    pub(super) has_both: bool,
    pub(super) addresses: usize,
    pub(super) phones: usize,
    pub(super) computers: usize,
    /// Whole numbers with zeros in front, which are names and not numbers.
    pub(super) padded: usize,
    /// Whether values hold several choices, which occur again in others.
    pub(super) are_choices: bool,
    pub(super) words: usize,
    pub(super) longest: usize,
    pub(super) longest_words: usize,
    /// The different values, where they are few.
    pub(super) values: Vec<String>,
    /// Dates whose order is open, as they stand.
    pub(super) dated: Vec<Dated>,
    /// Numbers whose separators tell something.
    pub(super) separated: Vec<Separated>,
}

impl Facts {
    pub(super) fn of(table: &Table, at: usize) -> Self {
        let header = table.columns.get(at).map(|name| name.to_lowercase()).unwrap_or_default();
        let mut facts = Self { header, ..Self::default() };
        let mut seen: HashSet<&str> = HashSet::new();
        let (mut yes, mut no) = (0, 0);
        let step = table.rows.len() / CLOSELY + 1;
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim());
        for cell in cells.filter(|cell| !is_blank(cell) && !is_missing(cell)) {
            facts.filled += 1;
            if seen.insert(cell) && facts.values.len() <= MOST_VALUES {
                facts.values.push(cell.to_owned());
            }
            if !facts.filled.is_multiple_of(step) {
                continue;
            }
            match yes_no_of_text(cell) {
                Some(true) => yes += 1,
                Some(false) => no += 1,
                None => {}
            }
            facts.count(cell);
        }
        facts.are_choices = [';', ','].iter().any(|sign| are_choices(&seen, *sign));
        facts.distinct = seen.len();
        facts.yes_no = yes + no;
        facts.has_both = yes > 0 && no > 0;
        if facts.distinct > MOST_VALUES {
            facts.values.clear();
        }
        facts
    }

    fn count(&mut self, cell: &str) {
        self.looked += 1;
        let length = cell.chars().count();
        let words = cell.split_whitespace().count();
        self.words += words;
        self.longest = self.longest.max(length);
        self.longest_words = self.longest_words.max(words);
        if length > 80 {
            return;
        }
        if let Some(separated) = separated(cell) {
            self.numbers += 1;
            self.separated.push(separated);
        }
        if let Some(dated) = date_of_text(cell) {
            self.dates += 1;
            self.dated.push(dated);
        }
        self.addresses += usize::from(is_address(cell));
        self.phones += usize::from(is_phone(cell));
        self.computers += usize::from(cell.parse::<IpAddr>().is_ok());
        let is_padded = cell.len() > 1 && cell.starts_with('0');
        self.padded += usize::from(is_padded && cell.bytes().all(|byte| byte.is_ascii_digit()));
    }

    /// Whether nearly all values are among `count`.
    pub(super) fn are_mostly(&self, count: usize) -> bool {
        self.looked > 0 && count * 20 >= self.looked * 19
    }

    /// Whether more than half of the values are among `count`.
    pub(super) fn are_often(&self, count: usize) -> bool {
        self.looked > 0 && count * 2 > self.looked
    }

    /// Whether no value, or hardly one, occurs twice.
    pub(super) fn is_unique(&self) -> bool {
        self.filled > 0 && self.distinct * 20 >= self.filled * 19
    }

    /// Whether its values are short enough to be names.
    pub(super) fn is_short(&self) -> bool {
        self.longest <= 60 && self.longest_words <= 5
    }

    /// How many words a value has on average.
    pub(super) fn average_words(&self) -> usize {
        self.words.checked_div(self.looked).unwrap_or(0)
    }
}

/// Whether the parts of values occur again in others, or are ended as Microsoft ends them.
fn are_choices(values: &HashSet<&str>, sign: char) -> bool {
    let parts = |value: &&str| value.matches(sign).count();
    let is_ended = |value: &&&str| value.ends_with(sign) && !value.contains("; ");
    let several: Vec<&str> = values.iter().copied().filter(|value| parts(value) > 0).collect();
    if several.is_empty() || values.len() > 1000 || several.iter().any(|value| value.len() > 400) {
        return false;
    }
    let all = || values.iter().flat_map(|value| value.split(sign)).map(str::trim);
    let kinds: HashSet<&str> = all().filter(|part| !part.is_empty()).collect();
    let count = all().filter(|part| !part.is_empty()).count();
    (sign == ';' && several.iter().filter(is_ended).count() == several.len())
        || (kinds.len() <= 30
            && kinds.len() * 2 <= count
            && kinds.iter().all(|kind| kind.len() <= 120))
}

/// `somebody@somewhere.org`
fn is_address(cell: &str) -> bool {
    let parts = cell.split_once('@');
    parts.is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !cell.contains(' ')
    })
}

/// `+49 151 2345678`, `(0151) 234-5678`: not `2025-03-18`, not `0042`.
fn is_phone(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let is_dialled = cell
        .chars()
        .all(|sign| matches!(sign, '0'..='9' | '+' | ' ' | '-' | '/' | '(' | ')' | '.' | '\u{a0}'));
    let begins = cell.starts_with('+') || cell.starts_with('(') || cell.starts_with('0');
    is_dialled
        && begins
        && (8..=15).contains(&digits)
        && date_of_text(cell).is_none()
        && separated(cell).is_none_or(|_| !cell.contains(['.', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_told_from_other_numbers() {
        for cell in ["+49 151 2345678", "(0151) 234-5678", "0151/2345678", "01512345678"] {
            assert!(is_phone(cell), "{cell}");
        }
        for cell in ["2025-03-18", "03.04.2025", "0042", "0.12345678", "12345678", "P01"] {
            assert!(!is_phone(cell), "{cell}");
        }
        assert!(is_address("a.b@c.org") && !is_address("at @ home.") && !is_address("@handle"));
    }
}
