//! The date in a message's first line, as numbers in the order they stand.
//!
//! `18.03.25`, `2025. 3. 18.`, `2025年3月18日`, `R7/3/18`, `18 Mar 2025`: where
//! the date itself says which number is the month, it is settled; `dates.rs`
//! decides the others over the whole file.

use super::calendar;
use super::scan::{Number, Scan};

/// The three numbers of a date as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) three: [Number; 3],
    /// Whether they surely are year, month and day.
    pub(super) is_settled: bool,
    /// What stands between them.
    pub(super) separator: char,
}

/// Takes the date off the beginning of a line.
pub(super) fn take(scan: &mut Scan<'_>) -> Option<Numbers> {
    let era = take_era(scan);
    if era.is_none() && scan.rest.starts_with(char::is_alphabetic) {
        return month_word_first(scan);
    }
    let mut first = scan.number(4)?;
    if let Some(era) = era {
        first = Number { value: calendar::year_of_era(era, first.value)?, digits: 4 };
    }
    if scan.take_word("年") || scan.take_word("년") {
        return labelled(scan, first);
    }
    let before = *scan;
    if let Some(separator) = separator(scan)
        && let Some(second) = scan.number(2)
    {
        separator_again(scan, separator)?;
        let third = scan.number(4)?;
        scan.take('.');
        let is_settled = era.is_some();
        return Some(Numbers { three: [first, second, third], is_settled, separator });
    }
    *scan = before;
    month_word_between(scan, first)
}

fn take_era<'s>(scan: &mut Scan<'s>) -> Option<&'s str> {
    scan.skip_marks();
    let eras = ["令和", "平成", "民國", "民国", "R", "H"];
    let era = eras.iter().find(|era| scan.rest.starts_with(**era))?;
    let mut ahead = *scan;
    let name = scan.rest.get(..era.len())?;
    ahead.rest = ahead.rest.get(era.len()..)?;
    ahead.take('.');
    ahead.skip_blanks();
    if !ahead.rest.starts_with(|sign| super::digit_of(sign).is_some()) {
        return None;
    }
    *scan = ahead;
    Some(name)
}

fn separator(scan: &mut Scan<'_>) -> Option<char> {
    let sign = scan.take_any(&['/', '.', '-', '‑', '–', '／', '．', '・'])?;
    scan.skip_blanks();
    Some(sign)
}

fn separator_again(scan: &mut Scan<'_>, expected: char) -> Option<()> {
    (separator(scan)? == expected).then_some(())
}

/// `3月18日` after the year.
fn labelled(scan: &mut Scan<'_>, year: Number) -> Option<Numbers> {
    scan.skip_blanks();
    let month = scan.number(2)?;
    (scan.take_word("月") || scan.take_word("월")).then_some(())?;
    scan.skip_blanks();
    let day = scan.number(2)?;
    let _ = scan.take_word("日") || scan.take_word("일");
    Some(Numbers { three: [year, month, day], is_settled: true, separator: '年' })
}

/// `Mar 18, 2025`, with the day of the week before it or not.
fn month_word_first(scan: &mut Scan<'_>) -> Option<Numbers> {
    let month = month_of(scan.word()?).or_else(|| {
        scan.take(',');
        scan.skip_blanks();
        month_of(scan.word()?)
    })?;
    scan.skip_blanks();
    let day = scan.number(2)?;
    scan.take(',');
    scan.skip_blanks().then_some(())?;
    let year = scan.number(4).filter(|year| year.digits == 4)?;
    Some(Numbers { three: [year, month, day], is_settled: true, separator: ' ' })
}

/// `18 Mar 2025`, `18. März 2025`, `18 de marzo de 2025`, `18-Mar-25`.
fn month_word_between(scan: &mut Scan<'_>, first: Number) -> Option<Numbers> {
    let join = |scan: &mut Scan<'_>| {
        scan.take_any(&['.', '-', '/', ',']);
        scan.skip_blanks();
        if scan.take_word("de ") {
            scan.skip_blanks();
        }
    };
    join(scan);
    let month = month_of(scan.word()?)?;
    join(scan);
    let last = scan.number(4)?;
    let (year, day) = if first.digits == 4 { (first, last) } else { (last, first) };
    Some(Numbers { three: [year, month, day], is_settled: true, separator: ' ' })
}

/// Beginnings of the months' names, in languages that few phones write out.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "janv", "янв", "oca", "sty", "led", "gan"],
    &["feb", "fev", "fév", "févr", "фев", "şub", "lut", "úno"],
    &["mar", "mär", "mrt", "maa", "мар", "bře"],
    &["apr", "abr", "avr", "апр", "nis", "kwi", "dub"],
    &["may", "mai", "maj", "mag", "mei", "май", "мая", "mayıs", "kvě"],
    &["jun", "juin", "giu", "июн", "haz", "cze", "čer"],
    &["jul", "juil", "lug", "июл", "tem", "lip", "čvc"],
    &["aug", "ago", "aoû", "aout", "авг", "ağu", "sie", "srp"],
    &["sep", "set", "сен", "eyl", "wrz", "zář"],
    &["oct", "okt", "ott", "out", "окт", "eki", "paź", "říj"],
    &["nov", "ноя", "kas", "lis"],
    &["dec", "dez", "dic", "déc", "дек", "ara", "gru", "pro"],
];

fn month_of(word: &str) -> Option<Number> {
    if !(3..=24).contains(&word.chars().count()) {
        return None;
    }
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    Some(Number { value: u16::try_from(at + 1).ok()?, digits: 2 })
}
