//! Telephone numbers in texts and names.
//!
//! A number is told by its shape: a plus or a leading zero and enough digits, or ten and more in
//! the groups that people write. Dates, times, amounts and the numbers that WhatsApp gives files
//! have other shapes and stay. Digits may be of any script that phones write.

use super::super::whatsapp::digit_of;

/// A telephone number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Its first byte.
    pub(super) start: usize,
    /// The byte behind its last.
    pub(super) end: usize,
    /// Its digits, as ASCII.
    pub(super) digits: String,
}

/// Numbers are the same when this many of their last digits are: what comes before says from
/// where it is dialled.
const TELLING: usize = 9;

/// The digits by which a number is known again however it is dialled.
pub(in super::super) fn telling(digits: &str) -> &str {
    digits.get(digits.len().saturating_sub(TELLING)..).unwrap_or(digits)
}

/// The digits of a text that is nothing but a telephone number.
pub(in super::super) fn whole(text: &str) -> Option<String> {
    let text = text.trim();
    let numbers = numbers(text, Strictness::Name);
    match numbers.as_slice() {
        [number] if number.start == 0 && number.end == text.len() => Some(number.digits.clone()),
        _ => None,
    }
}

/// What may stand beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Words of people: numbers stand by themselves.
    Words,
    /// Names of files: numbers are joined to what is beside them.
    Name,
}

/// The telephone numbers of a text, in order.
pub(super) fn numbers(text: &str, strictness: Strictness) -> Vec<Number> {
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let begins = begins(&signs, at, strictness);
        match begins.then(|| run(&signs, at)).flatten().map(before_date) {
            Some(run) if fits(&signs, &run, strictness) => {
                let end = signs.get(run.end).map_or(text.len(), |(byte, _)| *byte);
                found.push(Number { start: signs[at].0, end, digits: run.groups.concat() });
                at = run.end;
            }
            Some(run) => at = run.end.max(at + 1),
            None => at += 1,
        }
    }
    found
}

/// A run of digits and what joins them.
struct Run {
    begin: usize,
    end: usize,
    /// The digits between the joints.
    groups: Vec<String>,
    /// The places behind them.
    ends: Vec<usize>,
    /// What joins them.
    joints: Vec<char>,
}

fn begins(signs: &[(usize, char)], at: usize, strictness: Strictness) -> bool {
    let sign = signs[at].1;
    if !(matches!(sign, '+' | '(' | '\u{ff0b}') || digit_of(sign).is_some()) {
        return false;
    }
    let Some((_, before)) = at.checked_sub(1).and_then(|before| signs.get(before)) else {
        return true;
    };
    let is_joined = before.is_alphanumeric() || "€$£¥#%/:.,".contains(*before);
    match strictness {
        Strictness::Words => !(is_joined || matches!(before, '-' | '_')),
        Strictness::Name => !is_joined,
    }
}

fn is_joint(sign: char) -> bool {
    matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '-' | '\u{2010}'..='\u{2015}')
        || matches!(sign, '.' | '(' | ')' | '/' | '\u{2212}')
        // Marks of direction stand around numbers in texts from right to left.
        || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn run(signs: &[(usize, char)], begin: usize) -> Option<Run> {
    let mut run =
        Run { begin, end: begin, groups: Vec::new(), ends: Vec::new(), joints: Vec::new() };
    let (mut at, mut between) = (begin, 0);
    while let Some((_, sign)) = signs.get(at) {
        if let Some(digit) = digit_of(*sign) {
            if run.groups.is_empty() || between > 0 {
                run.groups.push(String::new());
                run.ends.push(at);
            }
            run.groups.last_mut()?.extend(char::from_digit(digit, 10));
            (between, run.end) = (0, at + 1);
            *run.ends.last_mut()? = run.end;
        } else if matches!(sign, '+' | '\u{ff0b}') && at == begin {
        } else if is_joint(*sign) && between < 3 && (*sign != '(' || run.groups.len() < 3) {
            if between == 0 && !run.groups.is_empty() {
                run.joints.push(*sign);
            }
            between += 1;
        } else {
            break;
        }
        at += 1;
    }
    // A time of day is no part of the number before it.
    let next = |offset: usize| signs.get(run.end + offset).map(|(_, sign)| *sign);
    let is_time = next(0) == Some(':') && next(1).and_then(digit_of).is_some();
    if is_time && run.groups.len() > 1 {
        run.groups.pop();
        run.ends.pop();
        run.end = run.ends.last().copied()?;
    }
    run.joints.truncate(run.groups.len().saturating_sub(1));
    (!run.groups.is_empty()).then_some(run)
}

fn fits(signs: &[(usize, char)], run: &Run, strictness: Strictness) -> bool {
    let next = signs.get(run.end).map(|(_, sign)| *sign);
    let after = signs.get(run.end + 1).map(|(_, sign)| *sign);
    let goes_on = next
        .is_some_and(|sign| sign.is_alphanumeric() || matches!(sign, '%' | '€' | '£'))
        || (strictness == Strictness::Words
            && matches!(next, Some('-' | '_'))
            && after.is_some_and(char::is_alphanumeric))
        || (next == Some(':') && after.and_then(digit_of).is_some());
    if goes_on {
        return false;
    }
    let count: usize = run.groups.iter().map(String::len).sum();
    let has_plus =
        signs[run.begin..run.end].iter().any(|(_, sign)| matches!(sign, '+' | '\u{ff0b}'));
    let first = run.groups[0].as_str();
    if has_plus {
        return (7..=17).contains(&count);
    }
    if is_date(run, 0) {
        return false;
    }
    if first.starts_with("00") {
        return (9..=17).contains(&count) && !given_by_whatsapp(&run.groups);
    }
    if first.starts_with('0') {
        return (9..=12).contains(&count);
    }
    (10..=15).contains(&count)
        && run.groups.iter().all(|group| (2..=15).contains(&group.len()))
        && run.groups.len() <= 6
        && !is_amount(run)
        && !is_a_day_in_digits(&run.groups)
}

/// What stands before a date, or the date alone where nothing does.
fn before_date(mut run: Run) -> Run {
    let date = (0..run.groups.len().saturating_sub(2)).find(|at| is_date(&run, *at));
    if let Some(at) = date {
        let count = if at == 0 { 3 } else { at };
        run.groups.truncate(count);
        run.ends.truncate(count);
        run.joints.truncate(count - 1);
        run.end = run.ends.last().copied().unwrap_or(run.end);
    }
    run
}

/// Whether a date begins at a group: `2026-01-31`, `31/01/2026`, `31.1.26`.
fn is_date(run: &Run, at: usize) -> bool {
    let (Some([first, second, third]), Some([one, other])) =
        (run.groups.get(at..at + 3), run.joints.get(at..at + 2))
    else {
        return false;
    };
    let number = |group: &String| group.parse::<u32>().unwrap_or(u32::MAX);
    let short = |group: &String, most: u32| group.len() <= 2 && (1..=most).contains(&number(group));
    let year = |group: &String| group.len() == 4 && (1900..=2199).contains(&number(group));
    let is_joined = one == other && !one.is_whitespace();
    let year_first = year(first) && short(second, 12) && short(third, 31);
    let days = short(first, 31) && short(second, 31);
    // Five pairs of digits are a number, as the French write it.
    let is_last = run.joints.get(at + 2).is_none_or(|next| next != one);
    is_joined && (year_first || (days && (year(third) || (third.len() == 2 && is_last))))
}

/// `00000038` at the beginning of the name that an iPhone gives a file.
fn given_by_whatsapp(groups: &[String]) -> bool {
    groups.len() == 1 && groups[0].len() == 8
}

/// `1 000 000 000` and `1.000.000.000`.
fn is_amount(run: &Run) -> bool {
    let Some((first, rest)) = run.groups.split_first() else { return false };
    let same = run.joints.windows(2).all(|pair| pair[0] == pair[1]);
    !rest.is_empty()
        && first.len() <= 3
        && same
        && rest.iter().all(|group| group.len() == 3)
        && matches!(run.joints.first(), Some('.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
}

/// `20260131` followed by a time in digits: `20260131 090512`, `20260131090512`.
fn is_a_day_in_digits(groups: &[String]) -> bool {
    let Some(first) = groups.first().filter(|first| first.len() == 8 || first.len() == 14) else {
        return false;
    };
    let year = first.get(..4).and_then(|year| year.parse::<u32>().ok());
    let month = first.get(4..6).and_then(|month| month.parse::<u32>().ok());
    let day = first.get(6..8).and_then(|day| day.parse::<u32>().ok());
    year.is_some_and(|year| (1990..2100).contains(&year))
        && month.is_some_and(|month| (1..=12).contains(&month))
        && day.is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let numbers = numbers(text, Strictness::Words);
        numbers.iter().map(|number| &text[number.start..number.end]).collect()
    }

    #[test]
    fn telephone_numbers_are_told_by_their_shape() {
        for number in [
            "+44 7700 900123",
            "+44\u{a0}7700\u{a0}900123",
            "07700 900123",
            "07700900123",
            "(07700) 900-123",
            "0044 7700 900123",
            "+1 (212) 555-0123",
            "212-555-0123",
            "7700 900123",
            "+4930901820",
            "030/90182012",
            "٠٧٧٠٠ ٩٠٠١٢٣",
            "+91 98765 43210",
            "06 12 34 56 78",
            "06.12.34.56.78",
        ] {
            let text = format!("ring me on {number}, or not");
            assert_eq!(found(&text), [number], "{text}");
            assert_eq!(found(number), [number]);
            assert!(whole(number).is_some(), "{number}");
        }
        assert_eq!(found("2026-01-31 07700 900123 2026-02-01"), ["07700 900123"]);
        assert_eq!(
            found("Call 07700 900123 9:30 or @447700900123"),
            ["07700 900123", "447700900123"]
        );
    }

    #[test]
    fn dates_amounts_and_names_of_files_are_none() {
        for text in [
            "2026-01-31 09:05",
            "on 31/01/2026 10 of us",
            "31.01.2026 12 30",
            "1 000 000 000 people and 1.000.000.000",
            "PTT-20250318-WA0002.opus",
            "00000038-AUDIO-2022-03-27-21-44-47.opus",
            "[voice note: 00000038-AUDIO-2022-03-27-21-44-47.opus]",
            "20260131 090512",
            "999 or 116 123 or 111",
            "£1234567890 and v1234567890",
            "1234567890abc",
            "12, 13, 14 and 15",
            "week 11 2025-11-20",
            "on 13/01/26 and 14/01/26 11",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_number_is_known_again_however_it_is_dialled() {
        let digits = |text: &str| whole(text).unwrap_or_default();
        assert_eq!(telling(&digits("+44 7700 900123")), telling(&digits("07700 900123")));
        assert_ne!(telling(&digits("+44 7700 900123")), telling(&digits("07700 900124")));
        assert_eq!(whole("Sam 07700 900123"), None);
        let named = numbers("Call_07700900123_2026-01-31.m4a", Strictness::Name);
        assert_eq!(named.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_searched_safely(text in "[0-9+() ./:a-z\\-٣é]{0,50}") {
            for number in numbers(&text, Strictness::Words) {
                proptest::prop_assert!(text.get(number.start..number.end).is_some());
                proptest::prop_assert!(number.digits.len() >= 7);
            }
        }
    }
}
