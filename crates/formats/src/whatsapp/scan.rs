//! Reading the pieces of a message's first line, one after the other.
//!
//! Invisible marks may stand between any two pieces and are passed over; digits
//! may be of any script. Nothing here knows what the pieces mean: that is
//! `header.rs` and `day.rs`.

/// A number and how many digits it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Number {
    pub(super) value: u16,
    pub(super) digits: u8,
}

/// Words beside a time are not longer than this, in characters.
const LONGEST_WORDS: usize = 32;

/// A line, and how much of it is left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a> {
    pub(super) rest: &'a str,
}

impl<'a> Scan<'a> {
    pub(super) fn skip_marks(&mut self) {
        self.rest = self.rest.trim_start_matches(is_mark);
    }

    /// Passes over spaces and marks; whether there was a space.
    pub(super) fn skip_blanks(&mut self) -> bool {
        let before = self.rest;
        self.rest = before.trim_start_matches(|sign: char| is_mark(sign) || is_blank(sign));
        let passed = before.get(..before.len() - self.rest.len()).unwrap_or_default();
        passed.contains(is_blank)
    }

    pub(super) fn take(&mut self, sign: char) -> bool {
        self.take_any(&[sign]).is_some()
    }

    pub(super) fn take_any(&mut self, signs: &[char]) -> Option<char> {
        self.skip_marks();
        let sign = self.rest.chars().next().filter(|sign| signs.contains(sign))?;
        self.rest = self.rest.get(sign.len_utf8()..)?;
        Some(sign)
    }

    /// Takes a piece such as `min`, spaces before it included.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let mut ahead = *self;
        ahead.skip_blanks();
        match ahead.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A number of at most so many digits.
    pub(super) fn number(&mut self, most: u8) -> Option<Number> {
        self.skip_marks();
        let (mut value, mut digits) = (0_u16, 0_u8);
        while let Some(sign) = self.rest.chars().next() {
            let Some(digit) = digit_of(sign) else { break };
            if digits == most {
                return None;
            }
            value = value.checked_mul(10)?.checked_add(u16::try_from(digit).ok()?)?;
            digits += 1;
            self.rest = self.rest.get(sign.len_utf8()..)?;
        }
        (digits > 0).then_some(Number { value, digits })
    }

    /// A number of at most two digits that fits a clock.
    pub(super) fn small(&mut self) -> Option<Number> {
        self.number(2).filter(|number| number.value < 60)
    }

    pub(super) fn two_digits(&mut self) -> Option<u8> {
        let number = self.small().filter(|number| number.digits == 2)?;
        u8::try_from(number.value).ok()
    }

    /// A run of letters, with the points inside and behind it.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        self.skip_marks();
        let end = self.rest.find(|sign: char| !is_wordy(sign)).unwrap_or(self.rest.len());
        let word = self.rest.get(..end).filter(|word| !word.is_empty())?;
        self.rest = self.rest.get(end..)?;
        Some(word)
    }

    /// The comma, spaces and a word like `um` or `오후` before the next number.
    pub(super) fn words_before_number(&mut self) -> Option<&'a str> {
        let mut signs = self.rest.char_indices().take(LONGEST_WORDS);
        let end = signs.find(|(_, sign)| digit_of(*sign).is_some())?.0;
        let between = self.rest.get(..end)?;
        let separates = between.contains(|sign: char| {
            is_blank(sign) || matches!(sign, ',' | '،' | '、' | '，' | '(' | 'T') || is_han(sign)
        });
        self.rest = self.rest.get(end..)?;
        (separates && between.chars().all(is_beside_time)).then_some(between)
    }

    /// A word like `PM` after the time, up to the end of the header.
    pub(super) fn words_to_end(&mut self, is_bracketed: bool) -> Option<&'a str> {
        let mut before = ' ';
        let mut end = None;
        for (at, sign) in self.rest.char_indices().take(LONGEST_WORDS) {
            let after = self.rest.get(at + sign.len_utf8()..).unwrap_or_default();
            let is_end = if is_bracketed {
                sign == ']'
            } else {
                matches!(sign, '-' | '–' | '—')
                    && at > 0
                    && is_blank(before)
                    && (after.is_empty() || after.starts_with(is_blank))
            };
            if is_end {
                end = Some((at, after));
                break;
            }
            if !is_mark(sign) {
                before = sign;
            }
        }
        let (at, after) = end?;
        let between = self.rest.get(..at)?;
        let blank = after.chars().next().filter(|sign| is_blank(*sign)).map_or(0, char::len_utf8);
        self.rest = after.get(blank..)?;
        between.chars().all(is_beside_time).then_some(between)
    }
}

fn is_beside_time(sign: char) -> bool {
    is_wordy(sign)
        || is_mark(sign)
        || is_blank(sign)
        || matches!(sign, ',' | '،' | '、' | '，' | '(' | ')')
}

/// Whether a sign belongs to words: letters, what is written above and below
/// them, and what joins and shortens them.
pub(super) fn is_wordy(sign: char) -> bool {
    match sign {
        '\'' | '.' | '’' | 'ʼ' | '·' | '\u{200c}' | '\u{200d}' => true,
        _ if sign.is_ascii() => sign.is_ascii_alphabetic(),
        '\u{2000}'..='\u{206f}'
        | '\u{2190}'..='\u{2bff}'
        | '\u{3000}'..='\u{303f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ff00}'..='\u{ff20}'
        | '\u{1f000}'..='\u{1ffff}'
        | '«'
        | '»'
        | '،'
        | '؛'
        | '؟'
        | '\u{fffd}' => false,
        _ => !sign.is_control() && !sign.is_whitespace() && !sign.is_numeric() && !is_mark(sign),
    }
}

pub(super) fn is_blank(sign: char) -> bool {
    sign.is_whitespace()
}

/// Scripts that set no spaces between a date and a time.
fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Marks of writing direction and a stray byte order mark: seen by nobody.
pub(super) fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{61c}' | '\u{200b}')
}

/// The zero of each script that has decimal digits of its own.
const ZEROS: [char; 32] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a9d0}',
    '\u{abf0}',
    '\u{ff10}',
    '\u{11136}',
    '\u{1e950}',
];

/// The value of a decimal digit in the scripts that phones write dates in.
pub fn digit_of(sign: char) -> Option<u32> {
    if sign.is_ascii() {
        return sign.to_digit(10);
    }
    let value = |zero: &char| u32::from(sign).checked_sub(u32::from(*zero));
    ZEROS.iter().find_map(|zero| value(zero).filter(|value| *value < 10))
}
