//! Telephone numbers: of the United Kingdom, with a country's code, of North America, and spoken.
//!
//! A run of digits is cut into its groups, and the longest stretch of groups that can be dialled is
//! a find. Short numbers (999, 111, 116 123, 85258) are everybody's and none; dates, times, sort
//! codes and decimals are no telephone numbers either.

use std::ops::Range;

use super::pattern::{Pattern, before, behind, is_whole, lead};
use super::{Confidence, Draft, Rule};
use crate::care::pseudonym::{Level, NameKind};

static DIGITS: Pattern = Pattern::new(
    r"\(?\+?\d(?:[ \t\u{a0}\u{2007}\u{2009}\u{202f}().\-\u{2010}-\u{2013}/]{0,3}\d){6,22}",
);

static SPOKEN: Pattern = Pattern::new(
    "(?i)(?:plus[ ,]+four[ ,]+four|oh|zero|nought|naught|double[ ,]+oh)(?:[ ,.\u{2026}\\-]{1,3}\
     (?:oh|zero|nought|naught|one|two|three|four|five|six|seven|eight|nine|double|treble|triple|\
     hundred|thousand|o|[0-9]))+",
);

static ABOUT_PHONES: Pattern =
    Pattern::new("(?i)(?:number|phone|mobile|tel|call|ring|text|whatsapp|dial|reach)");

/// Finds them.
pub(super) fn find(text: &str, finds: &mut Vec<Draft>) {
    for place in DIGITS.places(text) {
        each(text, &place, finds);
    }
    for place in SPOKEN.places(text) {
        let words = text[place.clone()].split([' ', ',', '-', '.']).filter(|one| !one.is_empty());
        if words.count() >= 9 && is_whole(text, &place) {
            finds.push(draft(place, Confidence::Likely));
        }
    }
}

fn draft(range: Range<usize>, confidence: Confidence) -> Draft {
    Draft {
        range,
        rule: Rule::Phone,
        kind: NameKind::Phone,
        level: Level::Direct,
        replacement: "phone number".to_owned(),
        confidence,
    }
}

/// Looks for numbers in one run of digits.
fn each(text: &str, run: &Range<usize>, finds: &mut Vec<Draft>) {
    let groups = groups(text, run);
    let mut first = 0;
    'next: while first < groups.len() {
        for last in (first..groups.len()).rev() {
            let range = widened(text, groups[first].start..groups[last].end);
            if let Some(confidence) = dialled(text, &groups[first..=last], &range)
                && stands_alone(text, &range)
            {
                finds.push(draft(range, confidence));
                first = last + 1;
                continue 'next;
            }
        }
        first += 1;
    }
}

/// The groups of digits in a run.
fn groups(text: &str, run: &Range<usize>) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, _) in text[run.clone()].match_indices(|c: char| c.is_ascii_digit()) {
        let at = run.start + at;
        match groups.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

/// Takes in the plus and the bracket that begin a number.
fn widened(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start;
    for sign in ["+", "("] {
        if text[..start].ends_with(sign) {
            start -= 1;
        }
    }
    // A bracket that closes behind the number was opened by the sentence.
    if text[start..range.end].starts_with('(') && !text[start..range.end].contains(')') {
        start += 1;
    }
    start..range.end
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let clings = |c: char| c.is_alphanumeric() || "£$€#_%".contains(c);
    let ahead = before(text, range);
    let after = behind(text, range);
    let decimal = ahead.is_some_and(|c| ".,:".contains(c))
        && text[..range.start - 1].ends_with(|c: char| c.is_ascii_digit());
    let goes_on = after.is_some_and(|c| c == ':')
        && text[range.end + 1..].starts_with(|c: char| c.is_ascii_digit());
    !ahead.is_some_and(clings) && !after.is_some_and(clings) && !decimal && !goes_on
}

/// Whether somebody could dial it.
fn dialled(text: &str, groups: &[Range<usize>], range: &Range<usize>) -> Option<Confidence> {
    let digits: String = groups.iter().map(|group| &text[group.clone()]).collect();
    let sizes: Vec<usize> = groups.iter().map(ExactSizeIterator::len).collect();
    let shown = &text[range.clone()];
    if is_date(groups, text) || shown.starts_with("0.") {
        return None;
    }
    let second = digits.as_bytes().get(1).copied().unwrap_or(b'0');
    if shown.contains('+') {
        let fits = (8..=16).contains(&digits.len()) && !digits.starts_with('0');
        return (fits && shown.find('+') <= Some(1)).then_some(Confidence::Certain);
    }
    if digits.starts_with("00") {
        let fits = (11..=17).contains(&digits.len()) && digits.as_bytes()[2] != b'0';
        return (fits && sizes[0] >= 2).then_some(Confidence::Certain);
    }
    if digits.starts_with('0') {
        let single = sizes.iter().all(|size| *size == 1);
        let begins = sizes[0] >= 2 || single;
        return match digits.len() {
            11 if begins && b"123578".contains(&second) => Some(Confidence::Certain),
            9 | 10 | 12 if begins && !single && second != b'0' => Some(Confidence::Likely),
            _ => None,
        };
    }
    let american = matches!(sizes[..], [3, 3, 4] | [1, 3, 3, 4])
        && shown.contains(['-', '.', '('])
        && (b'2'..=b'9').contains(&digits.as_bytes()[digits.len() - 10])
        && (digits.len() == 10 || digits.starts_with('1'));
    let without_nought = digits.len() == 10
        && digits.starts_with('7')
        && ABOUT_PHONES.is_in(lead(text, range.start, 40));
    (american || without_nought).then_some(Confidence::Likely)
}

/// Day, month and year in any order, which a number never is.
fn is_date(groups: &[Range<usize>], text: &str) -> bool {
    let [a, b, c, ..] = groups else { return false };
    let number = |group: &Range<usize>| text[group.clone()].parse::<u32>().unwrap_or(0);
    let same = text[a.end..b.start] == text[b.end..c.start];
    let separated = ["/", ".", "-"].contains(&&text[a.end..b.start]);
    let year = |group: &Range<usize>| group.len() == 4 && (1900..2100).contains(&number(group));
    let day = |group: &Range<usize>| group.len() <= 2 && (1..=31).contains(&number(group));
    same && separated && day(b) && ((day(a) && year(c)) || (year(a) && day(c)))
}
