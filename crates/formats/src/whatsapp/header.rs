//! The beginning of a message's line: date, time, sender.
//!
//! iPhones write `[31/12/2022, 11:40:26] Name: words`, Android writes
//! `18.03.25, 08:13 - Name: words`, and what is copied out of a browser has the
//! time first. Between the signs stand invisible marks, narrow spaces, words for
//! morning and afternoon, and digits of many scripts. Everything here is told by
//! shape, so that languages nobody listed work too.

use jiff::civil::{DateTime, Time};

use super::dates::Order;
use super::day::{self, Numbers};
use super::half::Half;
use super::scan::{Scan, is_blank, is_mark};

/// A longer name is no name, but a sentence with a colon in it.
const LONGEST_NAME: usize = 160;

/// The parts of a message's first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header<'a> {
    /// The date, its numbers in the order they stand.
    pub(super) date: Numbers,
    pub(super) clock: Clock,
    /// The words before and after the time, such as `오후` and `PM`.
    pub(super) beside: [&'a str; 2],
    /// How the line is written.
    pub(super) style: Style,
    /// Whether the line begins with an invisible mark, as iPhones mark media.
    pub(super) is_marked: bool,
    /// What stands behind the time.
    pub(super) rest: &'a str,
}

/// A time as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    minute: u8,
    second: Option<u8>,
}

/// How one phone writes all its headers; a line in another style is a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Style {
    /// Whether the time stands in brackets, as iPhones write it.
    pub(super) is_bracketed: bool,
    precision: Precision,
    has_long_year: bool,
    is_time_first: bool,
    separator: char,
}

/// What a clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Minutes,
    Seconds,
}

/// Takes a line apart; nothing when it does not begin a message.
pub(super) fn parse(line: &str) -> Option<Header<'_>> {
    let bare = line.trim_start_matches(is_mark);
    let first = bare.chars().next()?;
    if first != '[' && !first.is_alphanumeric() {
        return None;
    }
    let is_marked = line.trim_start_matches('\u{feff}').starts_with(['\u{200e}', '\u{200f}']);
    let mut scan = Scan { rest: bare };
    let is_bracketed = scan.take('[');
    scan.skip_marks();
    let (date, clock, before, after, is_time_first) =
        date_first(&mut scan, is_bracketed).or_else(|| time_first(&mut scan, is_bracketed))?;
    let has_long_year = date.three.iter().any(|number| number.digits == 4);
    let style = Style {
        is_bracketed,
        precision: clock.second.map_or(Precision::Minutes, |_| Precision::Seconds),
        has_long_year,
        is_time_first,
        separator: date.separator,
    };
    Some(Header { date, clock, beside: [before, after], style, is_marked, rest: scan.rest })
}

type Parts<'a> = (Numbers, Clock, &'a str, &'a str, bool);

fn date_first<'a>(scan: &mut Scan<'a>, is_bracketed: bool) -> Option<Parts<'a>> {
    let mut ahead = *scan;
    let date = day::take(&mut ahead)?;
    let before = ahead.words_before_number()?;
    let clock = Clock::take(&mut ahead)?;
    let after = ahead.words_to_end(is_bracketed)?;
    *scan = ahead;
    Some((date, clock, before, after, false))
}

fn time_first<'a>(scan: &mut Scan<'a>, is_bracketed: bool) -> Option<Parts<'a>> {
    let mut ahead = *scan;
    let before = if ahead.rest.starts_with(char::is_alphabetic) {
        let before = ahead.rest;
        ahead.word()?;
        ahead.skip_blanks();
        before.get(..before.len() - ahead.rest.len())?
    } else {
        ""
    };
    let clock = Clock::take(&mut ahead)?;
    let after = ahead.words_before_number()?;
    let date = day::take(&mut ahead)?;
    ahead.words_to_end(is_bracketed)?;
    *scan = ahead;
    Some((date, clock, before, after, true))
}

impl Clock {
    /// `15:04`, `3.04`, `15:04:05`, `15 h 04 min 05 s`, `15时04分05秒`.
    fn take(scan: &mut Scan<'_>) -> Option<Self> {
        let hour = u8::try_from(scan.small()?.value).ok()?;
        let is_spelt = ["時", "时", "시"].iter().any(|word| scan.take_word(word));
        let minute = if is_spelt {
            scan.skip_blanks();
            u8::try_from(scan.small()?.value).ok()?
        } else {
            if scan.take_any(&[':', '.', '：', '٫', '∶']).is_none() {
                scan.take_word("h").then_some(())?;
                scan.skip_blanks();
            }
            scan.two_digits()?
        };
        let mut ahead = *scan;
        let goes_on = ahead.take_any(&[':', '.', '：', '٫', '∶']).is_some()
            || ["分", "분", "min"].iter().any(|word| ahead.take_word(word));
        ahead.skip_blanks();
        let second = if goes_on { ahead.two_digits() } else { None };
        if second.is_some() {
            *scan = ahead;
            let _ = ["秒", "초", "s"].iter().any(|word| scan.take_word(word));
        }
        (hour <= 24).then_some(Self { hour, minute, second })
    }

    fn time(self, half: Half) -> Option<Time> {
        let hour = half.hour(self.hour);
        let part = |value: u8| i8::try_from(value).ok();
        Time::new(part(hour)?, part(self.minute)?, part(self.second.unwrap_or(0))?, 0).ok()
    }
}

impl<'a> Header<'a> {
    /// The sender's name as written and the first line of words; nothing for a
    /// line that WhatsApp wrote itself.
    pub(super) fn sender(&self) -> Option<(&'a str, &'a str)> {
        let (name, words) = split(self.rest)?;
        let is_name = name.len() <= LONGEST_NAME * 4
            && name.chars().count() <= LONGEST_NAME
            && !has_open_quotation(name)
            && !clean_name(name).is_empty();
        is_name.then_some((name, words))
    }

    /// The local time of the message, once the order of its date is known.
    pub(super) fn at(&self, order: Order, half: Half) -> Option<DateTime> {
        Some(self.date.date(order)?.to_datetime(self.clock.time(half)?))
    }
}

/// Splits at the first colon that words follow.
pub(super) fn split(rest: &str) -> Option<(&str, &str)> {
    let end = rest.match_indices(':').map(|(at, _)| at).find(|at| {
        let after = rest.get(at + 1..).unwrap_or_default().trim_start_matches(is_mark);
        after.is_empty() || after.starts_with(is_blank)
    })?;
    let words = rest.get(end + 1..)?;
    Some((rest.get(..end)?, words.strip_prefix(' ').unwrap_or(words)))
}

/// A quotation that is still open belongs to WhatsApp: changed the subject to "A: b".
fn has_open_quotation(name: &str) -> bool {
    let count = |signs: &[char]| name.chars().filter(|sign| signs.contains(sign)).count();
    let opened = [(['“', '„', '”'], 2), (['«', '»', '»'], 2), (['「', '」', '」'], 2)];
    opened.iter().any(|(signs, by)| count(signs) % by == 1) || count(&['"']) % 2 == 1
}

/// A name without invisible marks, with plain spaces, and without the tilde
/// that stands before people who are not in the address book.
pub fn clean_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|sign| !is_mark(*sign))
        .map(|sign| if is_blank(sign) { ' ' } else { sign })
        .collect();
    let name = plain.trim();
    name.strip_prefix('~').unwrap_or(name).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, order: Order) -> Option<(String, String, String)> {
        let header = parse(line)?;
        let (sender, words) = header.sender()?;
        let half = Half::known(header.beside);
        Some((header.at(order, half)?.to_string(), clean_name(sender), words.to_owned()))
    }

    #[test]
    fn headers_of_many_phones_are_taken_apart() {
        use Order::{DayFirst as Day, MonthFirst as Month, YearFirst as Year};
        for (line, order, at, sender) in [
            ("[31/12/2022, 11:40:26] Ana: x", Day, "2022-12-31T11:40:26", "Ana"),
            ("\u{200e}[31/12/2022, 11:40:26] Ana: x", Day, "2022-12-31T11:40:26", "Ana"),
            ("18.03.25, 08:13 - Ana: x", Day, "2025-03-18T08:13:00", "Ana"),
            ("3/18/25, 8:13\u{202f}PM - ~\u{202f}Ana: x", Month, "2025-03-18T20:13:00", "Ana"),
            ("18-03-2025 08.13 - Ana B: x", Day, "2025-03-18T08:13:00", "Ana B"),
            ("[2025-03-18, 12:05:00\u{a0}a.\u{a0}m.] Ana: x", Year, "2025-03-18T00:05:00", "Ana"),
            ("2025/03/18 14:56 - Ana: x", Year, "2025-03-18T14:56:00", "Ana"),
            ("2025. 3. 18. 오후 2:56, Ana: x - no", Year, "", ""),
            ("[2025. 3. 18. 오후 2:56:01] Ana: x", Year, "2025-03-18T14:56:01", "Ana"),
            (
                "[١٨\u{200f}/٣\u{200f}/٢٠٢٢، ٢:٥٦:٠٠ م] \u{202a}+40 521\u{202c}: x",
                Day,
                "2022-03-18T14:56:00",
                "+40 521",
            ),
            ("12.10.20 um 14:05 - Ana: x", Day, "2020-10-12T14:05:00", "Ana"),
            ("18.03.25 г., 15:04 ч. - Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("2025年3月18日 下午3:04 - Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("[2025년 3월 18일 오후 3:04:05] Ana: x", Day, "2025-03-18T15:04:05", "Ana"),
            ("[2025年3月18日下午3时04分05秒] Ana: x", Day, "2025-03-18T15:04:05", "Ana"),
            ("令和7年3月18日 15:04 - Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("R7/3/18 15:04 - Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("民國114/3/18 下午3:04 - Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("2025-03-18 15 h 04 - Ana: x", Year, "2025-03-18T15:04:00", "Ana"),
            ("[2025-03-18, 15 h 04 min 05 s] Ana: x", Year, "2025-03-18T15:04:05", "Ana"),
            ("25/3/18 (15:04) - Ana: x", Year, "2025-03-18T15:04:00", "Ana"),
            ("[15:04, 18/03/2025] Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("[3:04 PM, 3/18/2025] Ana: x", Month, "2025-03-18T15:04:00", "Ana"),
            ("18 de marzo de 2025, 15:04 - Ana: x", Month, "2025-03-18T15:04:00", "Ana"),
            ("[Mar 18, 2025 at 3:04:05 PM] Ana: x", Day, "2025-03-18T15:04:05", "Ana"),
            ("18. März 2025 um 15:04 - Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("১৮/৩/২৫ ৩:০৪ PM - Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("१८/३/२५, ३:०४ अपराह्न - Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("๑๘/๓/๒๕๖๘ ๑๕:๐๔ - Ana: x", Day, "2025-03-18T15:04:00", "Ana"),
            ("۱۴۰۳/۱۲/۲۸،\u{200f} ۱۵:۰۴ - Ana: x", Year, "2025-03-18T15:04:00", "Ana"),
        ] {
            match read(line, order) {
                Some(found) => {
                    assert_eq!((found.0.as_str(), found.1.as_str()), (at, sender), "{line}");
                }
                None => assert_eq!(at, "", "{line}"),
            }
        }
    }

    #[test]
    fn other_lines_are_no_headers() {
        for line in [
            "I came at 10:30 - late: sorry",
            "[00:12:33] Ana: hello",
            "12/10/2020 was a Monday - I think: yes",
            "Mar 18 was fine - I think: yes",
            "1.2.3 - x",
            "",
            "[",
            "[]",
            "[18/3, 8:13] Ana: no year",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }

    #[test]
    fn lines_of_whatsapp_itself_have_no_sender() {
        for rest in [
            "Ana created group \"Tea: talk\"",
            "You were added",
            "Ana:.",
            "Ana changed to “A: b”",
            "Ana hat „A: b“ gegründet",
            "Ana a créé « A: b »",
        ] {
            let line = format!("18.03.25, 08:13 - {rest}");
            let header = parse(&line).expect("a header");
            assert_eq!(header.sender(), None, "{rest}");
        }
    }

    #[test]
    fn names_lose_what_nobody_sees() {
        for (name, clean) in [
            ("~\u{202f}Ana\u{a0}B", "Ana B"),
            ("\u{202a}+40 521\u{a0}028\u{202c}", "+40 521 028"),
            ("\u{2068}Ana\u{2069}", "Ana"),
            ("👩\u{200d}👧 Ana", "👩\u{200d}👧 Ana"),
        ] {
            assert_eq!(clean_name(name), clean);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_a_header_or_not(line in "\\PC{0,60}", tail in "\\PC{0,20}") {
            let _ = parse(&line).and_then(|header| header.sender().map(|_| ()));
            let line = format!("18.03.25, 08:13 - {tail}");
            let _ = parse(&line).and_then(|header| header.sender().map(|_| ()));
        }
    }
}
