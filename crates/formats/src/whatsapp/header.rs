//! The beginning of a message's line: date, time, sender.
//!
//! iPhones write `[31/12/2022, 11:40:26] Name: words`, Android writes
//! `18.03.25, 08:13 - Name: words`; between the signs stand invisible marks,
//! narrow spaces, words for morning and afternoon, and digits of many scripts.
//! Everything here is told by shape, so that languages nobody listed work too.

use jiff::civil::{DateTime, Time};

use super::dates::{DateOrder, Numbers};
use super::scan::Scan;

/// A longer name is no name, but a sentence with a colon in it.
const LONGEST_NAME: usize = 120;

/// The parts of a message's first line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header<'a> {
    /// The three numbers of the date in the order they stand.
    pub(super) date: Numbers,
    hour: u32,
    minute: u32,
    second: u32,
    half: Half,
    /// Whether the time stands in brackets, as iPhones write it.
    pub(super) is_bracketed: bool,
    /// Whether the line begins with an invisible mark, as iPhones mark media.
    pub(super) is_marked: bool,
    rest: &'a str,
}

/// The half of the day that a time of twelve hours is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Unsaid,
    Morning,
    Afternoon,
}

/// Takes a line apart; nothing when it does not begin a message.
pub(super) fn parse(line: &str) -> Option<Header<'_>> {
    let bare = line.trim_start_matches(is_mark);
    let is_marked = line.trim_start_matches('\u{feff}').starts_with(['\u{200e}', '\u{200f}']);
    let mut scan = Scan { rest: bare };
    let is_bracketed = scan.take('[');
    let first = scan.number(4)?;
    scan.date_separator()?;
    let second_number = scan.number(2)?;
    scan.date_separator()?;
    let third = scan.number(4)?;
    scan.take('.');
    let before = scan.words_before_time()?;
    let hour = scan.number(2)?.value;
    scan.time_separator()?;
    let minute = scan.two_digits()?;
    let second = if scan.time_separator().is_some() { scan.two_digits()? } else { 0 };
    let after = scan.words_after_time(is_bracketed)?;
    let half = half_of(before).or_else(|| half_of(after)).unwrap_or(Half::Unsaid);
    if hour > 24 || minute > 59 || second > 59 {
        return None;
    }
    let date = Numbers([first, second_number, third]);
    Some(Header { date, hour, minute, second, half, is_bracketed, is_marked, rest: scan.rest })
}

impl<'a> Header<'a> {
    /// The sender's name as written and the first line of words; nothing for a
    /// line that WhatsApp wrote itself.
    pub(super) fn sender(&self) -> Option<(&'a str, &'a str)> {
        let end = self.rest.match_indices(':').map(|(at, _)| at).find(|at| {
            let after = self.rest.get(at + 1..).unwrap_or_default().trim_start_matches(is_mark);
            after.is_empty() || after.starts_with([' ', '\r'])
        })?;
        let name = self.rest.get(..end)?;
        let words = self.rest.get(end + 1..)?;
        // A quotation that is still open belongs to WhatsApp: changed the subject to "A: b".
        let open_quotation =
            name.contains('“') && !name.contains('”') || name.matches('"').count() % 2 == 1;
        let is_name =
            !clean_name(name).is_empty() && name.chars().count() <= LONGEST_NAME && !open_quotation;
        is_name.then(|| (name, words.strip_prefix(' ').unwrap_or(words)))
    }

    /// What stands behind the time.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    /// The local time of the message, once the order of its date is known.
    pub(super) fn at(&self, order: DateOrder) -> Option<DateTime> {
        let date = self.date.date(order)?;
        let hour = match (self.half, self.hour) {
            (Half::Morning, 12) | (_, 24) => 0,
            (Half::Afternoon, hour) if hour < 12 => hour + 12,
            (_, hour) => hour,
        };
        let part = |value: u32| i8::try_from(value).ok();
        let time = Time::new(part(hour)?, part(self.minute)?, part(self.second)?, 0).ok()?;
        Some(date.to_datetime(time))
    }
}

/// A name without invisible marks, with plain spaces, and without the tilde
/// that stands before people who are not in the address book.
pub fn clean_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|sign| !is_mark(*sign))
        .map(|sign| if matches!(sign, '\u{a0}' | '\u{202f}') { ' ' } else { sign })
        .collect();
    let name = plain.trim();
    name.strip_prefix('~').unwrap_or(name).trim().to_owned()
}

/// Marks of writing direction and a stray byte order mark: seen by nobody.
pub(super) fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

/// The half of the day by its word, without points and spaces.
fn half_of(words: &str) -> Option<Half> {
    let word: String =
        words.chars().filter(|sign| sign.is_alphabetic()).flat_map(char::to_lowercase).collect();
    match word.as_str() {
        "am"
        | "ص"
        | "πμ"
        | "vorm"
        | "vm"
        | "fm"
        | "ap"
        | "de"
        | "πμμ"
        | "上午"
        | "午前"
        | "오전"
        | "凌晨"
        | "早上"
        | "清晨"
        | "पूर्वाह्न"
        | "sa"
        | "öö"
        | "dop"
        | "a"
        | "manhã" => Some(Half::Morning),
        "pm"
        | "م"
        | "μμ"
        | "nachm"
        | "nm"
        | "em"
        | "ip"
        | "du"
        | "下午"
        | "午後"
        | "오후"
        | "晚上"
        | "中午"
        | "傍晚"
        | "अपराह्न"
        | "ch"
        | "ös"
        | "odp"
        | "p"
        | "tarde" => Some(Half::Afternoon),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, order: DateOrder) -> Option<(String, String, String)> {
        let header = parse(line)?;
        let (sender, words) = header.sender()?;
        Some((header.at(order)?.to_string(), clean_name(sender), words.to_owned()))
    }

    #[test]
    fn headers_of_many_phones_are_taken_apart() {
        let day = DateOrder::DayFirst;
        let month = DateOrder::MonthFirst;
        let year = DateOrder::YearFirst;
        for (line, order, at, sender) in [
            ("[31/12/2022, 11:40:26] Ana: x", day, "2022-12-31T11:40:26", "Ana"),
            ("\u{200e}[31/12/2022, 11:40:26] Ana: x", day, "2022-12-31T11:40:26", "Ana"),
            ("18.03.25, 08:13 - Ana: x", day, "2025-03-18T08:13:00", "Ana"),
            ("3/18/25, 8:13\u{202f}PM - ~\u{202f}Ana: x", month, "2025-03-18T20:13:00", "Ana"),
            ("18-03-2025 08.13 - Ana B: x", day, "2025-03-18T08:13:00", "Ana B"),
            ("[2025-03-18, 12:05:00\u{a0}a.\u{a0}m.] Ana: x", year, "2025-03-18T00:05:00", "Ana"),
            ("2025/03/18 14:56 - Ana: x", year, "2025-03-18T14:56:00", "Ana"),
            ("2025. 3. 18. 오후 2:56, Ana: x - no", year, "", ""),
            ("[2025. 3. 18. 오후 2:56:01] Ana: x", year, "2025-03-18T14:56:01", "Ana"),
            (
                "[١٨\u{200f}/٣\u{200f}/٢٠٢٢، ٢:٥٦:٠٠ م] \u{202a}+40 521\u{202c}: x",
                day,
                "2022-03-18T14:56:00",
                "+40 521",
            ),
            ("12.10.20 um 14:05 - Ana: x", day, "2020-10-12T14:05:00", "Ana"),
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
            "1.2.3 - x",
            "",
            "[",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }

    #[test]
    fn lines_of_whatsapp_itself_have_no_sender() {
        for rest in
            ["Ana created group \"Tea: talk\"", "You were added", "Ana:.", "Ana changed to “A: b”"]
        {
            let line = format!("18.03.25, 08:13 - {rest}");
            let header = parse(&line).expect("a header");
            assert_eq!(header.sender(), None, "{rest}");
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
