//! Reading the pieces of a message's first line, one after the other.
//!
//! Invisible marks may stand between any two pieces and are passed over; digits
//! may be of any script that phones write dates in. Nothing here knows what the
//! pieces mean: that is `header.rs`.

use super::header::is_mark;

/// A number and how many digits it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u32,
    pub(super) digits: usize,
}

/// A line, and how much of it is left.
pub(super) struct Scan<'a> {
    pub(super) rest: &'a str,
}

impl<'a> Scan<'a> {
    fn skip_marks(&mut self) {
        self.rest = self.rest.trim_start_matches(is_mark);
    }

    pub(super) fn take(&mut self, sign: char) -> bool {
        self.skip_marks();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn number(&mut self, most: usize) -> Option<Number> {
        self.skip_marks();
        let (mut value, mut digits) = (0_u32, 0);
        while let Some(digit) = self.rest.chars().next().and_then(digit_of) {
            if digits == most {
                return None;
            }
            value = value * 10 + digit;
            digits += 1;
            self.rest = self.rest.get(self.rest.chars().next()?.len_utf8()..)?;
        }
        (digits > 0).then_some(Number { value, digits })
    }

    pub(super) fn two_digits(&mut self) -> Option<u32> {
        self.number(2).filter(|number| number.digits == 2).map(|number| number.value)
    }

    pub(super) fn date_separator(&mut self) -> Option<()> {
        self.skip_marks();
        let rest = self.rest.strip_prefix(['/', '.', '-'])?;
        self.rest = rest.strip_prefix(' ').unwrap_or(rest);
        Some(())
    }

    pub(super) fn time_separator(&mut self) -> Option<()> {
        self.skip_marks();
        self.rest = self.rest.strip_prefix([':', '.'])?;
        Some(())
    }

    /// The comma, spaces and a word like `um` or `오후` before the time.
    pub(super) fn words_before_time(&mut self) -> Option<&'a str> {
        let end = self.rest.char_indices().take(24).find(|(_, sign)| digit_of(*sign).is_some())?.0;
        let between = self.rest.get(..end)?;
        let separates = between.contains([' ', ',', '،', '、', '\u{a0}', '\u{202f}']);
        let fits = between.chars().all(|sign| {
            sign.is_alphabetic()
                || is_mark(sign)
                || sign.is_whitespace()
                || matches!(sign, ',' | '،' | '、' | '.' | '\'')
        });
        self.rest = self.rest.get(end..)?;
        (fits && separates).then_some(between)
    }

    /// A word like `PM` after the time, up to the end of the header.
    pub(super) fn words_after_time(&mut self, is_bracketed: bool) -> Option<&'a str> {
        let (end, length) = if is_bracketed {
            (self.rest.find(']')?, 1)
        } else {
            [" - ", " – "]
                .iter()
                .filter_map(|dash| Some((self.rest.find(dash)?, dash.len())))
                .min()?
        };
        let between = self.rest.get(..end)?;
        let fits = between.chars().count() <= 16
            && between.chars().all(|sign| {
                sign.is_alphabetic()
                    || is_mark(sign)
                    || sign.is_whitespace()
                    || matches!(sign, '.' | '\'')
            });
        let rest = self.rest.get(end + length..)?;
        self.rest = if is_bracketed { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
        fits.then_some(between)
    }
}

/// The value of a decimal digit in the scripts that phones write dates in.
pub fn digit_of(sign: char) -> Option<u32> {
    let zeros =
        ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{1040}', '\u{ff10}'];
    zeros.iter().find_map(|zero| {
        (u32::from(sign)).checked_sub(u32::from(*zero)).filter(|value| *value < 10)
    })
}
