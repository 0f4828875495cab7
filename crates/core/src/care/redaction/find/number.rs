//! Numbers that offices and banks give to one person: National Insurance, NHS, cards, accounts.
//!
//! A number that has a check digit is found anywhere when it holds (NHS: modulus 11, cards: Luhn,
//! accounts abroad: modulus 97); others only where the words before them say what they are.

use std::ops::Range;

use super::pattern::{Pattern, before, behind, is_whole, lead};
use super::{Confidence, Draft, Rule};
use crate::care::pseudonym::{Level, NameKind};

static INSURANCE: Pattern = Pattern::new(
    r"(?i)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ \-]?\d{2}[ \-]?\d{2}[ \-]?\d{2}[ \-]?[A-D]",
);

static TEN_DIGITS: Pattern = Pattern::new(r"\d{3}[ \-\u{a0}]?\d{3}[ \-\u{a0}]?\d{4}");

static CARD: Pattern = Pattern::new(r"\d(?:[ \-\u{a0}]?\d){12,18}");

static ACCOUNT_ABROAD: Pattern = Pattern::new(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}");

static ACCOUNT: Pattern = Pattern::new(
    r"(?i)(?:sort code|account|acc|a/c)(?: (?:number|no\.?|is|was|code))*[:.,]? *(\d{2}[\- ]\d{2}[\- ]\d{2}|\d{8}|\d{6})",
);

static HEALTH: Pattern = Pattern::new("(?i)(?:nhs|hospital|patient|rio) *(?:number|no|id|#)?");

/// Finds them.
pub(super) fn find(text: &str, finds: &mut Vec<Draft>) {
    for place in INSURANCE.places(text).filter(|place| is_whole(text, place)) {
        finds.push(official(place, "National Insurance number", Confidence::Certain));
    }
    for place in TEN_DIGITS.places(text).filter(|place| is_apart(text, place)) {
        let digits = digits(&text[place.clone()]);
        let said = HEALTH.is_in(lead(text, place.start, 30));
        if health(&digits) && (said || b"467".contains(&digits[0])) {
            let sure = if said { Confidence::Certain } else { Confidence::Likely };
            finds.push(official(place, "NHS number", sure));
        } else if said {
            finds.push(official(place, "NHS number", Confidence::Doubtful));
        }
    }
    for place in CARD.places(text).filter(|place| is_apart(text, place)) {
        let digits = digits(&text[place.clone()]);
        if luhn(&digits) && digits[0] != b'0' && digits.iter().any(|digit| *digit != digits[0]) {
            finds.push(bank(place, "card number", Confidence::Likely));
        }
    }
    for place in ACCOUNT_ABROAD.places(text).filter(|place| is_whole(text, place)) {
        if modulus_97(&text[place.clone()]) {
            finds.push(bank(place, "account number", Confidence::Certain));
        }
    }
    for found in ACCOUNT.groups(text) {
        let Some(place) = found.get(1).filter(|place| is_apart(text, place)) else { continue };
        finds.push(bank(place, "account number", Confidence::Likely));
    }
}

fn official(range: Range<usize>, replacement: &str, confidence: Confidence) -> Draft {
    let (rule, kind, level) = (Rule::Official, NameKind::Other, Level::Direct);
    Draft { range, rule, kind, level, replacement: replacement.to_owned(), confidence }
}

fn bank(range: Range<usize>, replacement: &str, confidence: Confidence) -> Draft {
    Draft { rule: Rule::Bank, ..official(range, replacement, confidence) }
}

/// Whether no digit or letter, and no part of a longer number, touches it.
fn is_apart(text: &str, range: &Range<usize>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let joined = |c: char| "+-./:,".contains(c);
    let ahead = before(text, range);
    let longer_ahead = ahead.is_some_and(joined) && digit(text[..range.start].chars().rev().nth(1))
        || ahead == Some('+');
    let after = behind(text, range);
    let longer_behind = after.is_some_and(joined) && digit(text[range.end..].chars().nth(1));
    is_whole(text, range) && !longer_ahead && !longer_behind
}

fn digits(words: &str) -> Vec<u8> {
    words.bytes().filter(u8::is_ascii_digit).collect()
}

/// The check digit of NHS numbers: weights 10 to 2, modulus 11 (NHS Data Dictionary).
fn health(digits: &[u8]) -> bool {
    if digits.len() != 10 {
        return false;
    }
    let weighed =
        (2..=10).rev().zip(digits).map(|(weight, digit)| weight * u32::from(digit - b'0'));
    let check = (11 - weighed.sum::<u32>() % 11) % 11;
    check < 10 && check == u32::from(digits[9] - b'0')
}

/// The check digit of payment cards (ISO/IEC 7812-1).
fn luhn(digits: &[u8]) -> bool {
    let doubled = |(at, digit): (usize, &u8)| {
        let value = u32::from(digit - b'0') * if at % 2 == 1 { 2 } else { 1 };
        value / 10 + value % 10
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// The check digits of international accounts (ISO 13616).
fn modulus_97(account: &str) -> bool {
    let plain: Vec<u8> = account.bytes().filter(u8::is_ascii_alphanumeric).collect();
    if !(15..=34).contains(&plain.len()) {
        return false;
    }
    let turned = plain[4..].iter().chain(&plain[..4]);
    let rest = turned.fold(0_u32, |rest, c| match c {
        b'0'..=b'9' => (rest * 10 + u32::from(c - b'0')) % 97,
        _ => (rest * 100 + u32::from(c.to_ascii_uppercase() - b'A') + 10) % 97,
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_the_published_examples() {
        assert!(health(b"9434765919") && !health(b"9434765918") && !health(b"943476591"));
        assert!(luhn(b"4111111111111111") && !luhn(b"4111111111111112"));
        assert!(modulus_97("GB82 WEST 1234 5698 7654 32"));
        assert!(!modulus_97("GB82 WEST 1234 5698 7654 33"));
    }
}
