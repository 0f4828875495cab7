//! Exact ages, in figures and in words: “I'm 34”, “a 34-year-old”, “aged thirty-four”.
//!
//! An age becomes a decade. A number after “I'm” is an age only when what follows lets it be one:
//! “I'm 10 minutes away”, “I'm 100% sure” and “I'm one of five” are none.

use std::ops::Range;

use super::pattern::{Pattern, is_whole, tail};
use super::{Confidence, Draft, Rule};
use crate::care::pseudonym::{Level, NameKind};

macro_rules! number {
    () => {
        r"(\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ \-](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine)"
    };
}

static YEARS_OLD: Pattern = Pattern::new(concat!(
    "(?i)",
    number!(),
    r"(?:[ \u{a0}\-]+(?:and a half[ \-]+)?(?:years?|yrs?|y)[ \u{a0}\-]+(?:olds?|of age)|[ ]?(?:yo|y/o|jahre alt|ans))"
));

static AGED: Pattern = Pattern::new(concat!(
    r"(?i)(?:aged|at the age of|at age|age of|age|age is|age was)[ :]+(?:about |just |only )?",
    number!()
));

static SOMEBODY_IS: Pattern = Pattern::new(concat!(
    "(?i)(?:I['’]?m|I am|I was|he['’]?s|she['’]?s|he is|she is|he was|she was|they['’]re|they were|who['’]s|who was|who is|",
    "turn|turned|turning|turns|just|nearly|almost|when I was|when he was|when she was|son['’]?s|daughter['’]?s|mum['’]?s|dad['’]?s|is|was|will be|\\p{L}+['’]ll be|(?-i:\\p{Lu}\\p{Ll}+)['’]s|(?-i:\\p{Lu}\\p{Ll}+) (?:is|was))",
    r"[ ]+(?:just |only |about |nearly |almost |now |still |turning |gonna be |going to be |like )?",
    number!()
));

/// What may follow the number for it to be an age.
static THEN: Pattern = Pattern::new(
    r"(?i)^(?:[.!?;)…]|, |,$|$| ?[–—]| (?:now|and \p{L}+|when|then|this (?:year|month|week|time|autumn|summer|spring|winter|may|june)|next|last|but|so|in (?:january|february|march|april|may|june|july|august|september|october|november|december|a|two|three)|today|tomorrow|at the time|back then|or (?:something|so)|going on|with (?:two|three|a|no|my|kids)|with)(?:[^\p{L}]|$))",
);

/// Who can have an age: “the score was 34” cannot.
static PERSON: Pattern = Pattern::new("(?i)^(?:I|he|she|they|who|when|son|daughter|mum|dad|turn)");

/// “Age 18 to 25” is a group, and no age of anybody's.
static IS_A_RANGE: Pattern = Pattern::new(r"^(?:[%:/+]| ?(?:-|–|to|and over|plus) ?\d|\+)");

/// Whether what stands before a number can have an age.
fn is_person(lead: &str) -> bool {
    let first = lead.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let named = first.starts_with(char::is_uppercase) && !super::lists::is_no_name(first);
    PERSON.is_in(lead) || named || lead.contains("ll be")
}

/// Finds them.
pub(super) fn find(text: &str, finds: &mut Vec<Draft>) {
    for found in YEARS_OLD.groups(text) {
        let range = found.whole.clone();
        if let Some(age) = found.words(text, 1).and_then(years)
            && is_whole(text, &range)
            && !text[..range.start].ends_with(['.', '/', '£', '$', ':'])
        {
            finds.push(draft(range, age, Confidence::Certain));
        }
    }
    for found in AGED.groups(text) {
        let Some(range) = found.get(1) else { continue };
        // “Age 25 to 40” is a range that somebody wrote in a form.
        if let Some(age) = years(&text[range.clone()])
            && is_whole(text, &found.whole)
            && !IS_A_RANGE.is_in(tail(text, range.end, 6))
        {
            finds.push(draft(range, age, Confidence::Certain));
        }
    }
    for found in SOMEBODY_IS.groups(text) {
        let Some(range) = found.get(1) else { continue };
        let Some(age) = years(&text[range.clone()]) else { continue };
        let lead = &text[found.whole.clone()];
        let spelled_small =
            !text[range.clone()].starts_with(|c: char| c.is_ascii_digit()) && age < 13;
        if is_whole(text, &found.whole)
            && is_person(lead)
            && !spelled_small
            && (4..=105).contains(&age)
            && THEN.is_in(tail(text, range.end, 24))
            && !is_decimal(text, &range)
        {
            finds.push(draft(range, age, Confidence::Likely));
        }
    }
}

fn is_decimal(text: &str, range: &Range<usize>) -> bool {
    let mut rest = text[range.end..].chars();
    rest.next().is_some_and(|c| ".,:/".contains(c))
        && rest.next().is_some_and(|c| c.is_ascii_digit())
}

fn draft(range: Range<usize>, age: u32, confidence: Confidence) -> Draft {
    Draft {
        range,
        rule: Rule::Age,
        kind: NameKind::Other,
        level: Level::Indirect,
        replacement: coarse(age).to_owned(),
        confidence,
    }
}

/// The decade of an age.
fn coarse(age: u32) -> &'static str {
    match age {
        0..=12 => "a child's age",
        13..=19 => "in their teens",
        20..=29 => "in their twenties",
        30..=39 => "in their thirties",
        40..=49 => "in their forties",
        50..=59 => "in their fifties",
        60..=69 => "in their sixties",
        70..=79 => "in their seventies",
        _ => "eighty or older",
    }
}

/// A number of years that somebody can have lived.
fn years(words: &str) -> Option<u32> {
    const SMALL: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: &[&str] =
        &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Ok(number) = words.parse::<u32>() {
        return (1..=115).contains(&number).then_some(number);
    }
    let words = words.to_lowercase();
    let small = |word: &str| SMALL.iter().zip(0..).find(|(one, _)| **one == word).map(|(_, n)| n);
    let (tens, ones) = words.split_once([' ', '-']).unwrap_or((&words, "zero"));
    match TENS.iter().zip(2..).find(|(one, _)| **one == tens) {
        Some((_, tens)) => Some(tens * 10 + small(ones)?),
        None => small(tens),
    }
}
