//! How pages write times, lengths, counts and addresses.
//!
//! Templates call these, so that a duration or a date looks alike on every page.

use std::fmt::Write as _;

/// Milliseconds as `2:10` or `1:02:10`.
pub fn clock(ms: &i64) -> String {
    let seconds = (*ms).max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Milliseconds as `42 seconds`, `2 min 10 s` or `1 h 2 min`.
pub fn length(ms: &i64) -> String {
    let seconds = (*ms).max(0) / 1000;
    match seconds {
        0..60 => counted(&seconds, "second", "seconds"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// A number with its noun: `1 code`, `1,204 codes`.
pub fn counted(number: &i64, one: &str, more: &str) -> String {
    format!("{} {}", grouped(number), if *number == 1 { one } else { more })
}

/// A number with its thousands apart.
pub fn grouped(number: &i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if *number < 0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// An ISO date as `13 October 2025`; what is no date stays as it is.
pub fn day(date: &str) -> String {
    let Some(parsed) = date.get(..10).and_then(|date| date.parse::<jiff::civil::Date>().ok())
    else {
        return date.to_owned();
    };
    let month = MONTHS.get(usize::from(parsed.month().unsigned_abs()) - 1).unwrap_or(&"");
    format!("{} {month} {}", parsed.day(), parsed.year())
}

/// An ISO date with its time, where it has one: `13 October 2025, 18:47`.
pub fn moment(date: &str) -> String {
    match date.get(11..16) {
        Some(time) => format!("{}, {time}", day(date)),
        None => day(date),
    }
}

/// An epoch moment in the computer's own time zone: `2025-10-13T18:47`.
fn local(at: i64) -> Option<jiff::Zoned> {
    let stamp = jiff::Timestamp::from_millisecond(at).ok()?;
    Some(stamp.to_zoned(jiff::tz::TimeZone::system()))
}

/// An epoch moment as `13 October 2025, 18:47`.
pub fn stamp(at: &i64) -> String {
    local(*at)
        .map_or_else(String::new, |zoned| moment(&zoned.strftime("%Y-%m-%dT%H:%M").to_string()))
}

/// An epoch moment as seen from now: `13:40` today, `yesterday 13:40`, else its date.
pub fn lately(at: &i64, now: &i64) -> String {
    let (Some(then), Some(now)) = (local(*at), local(*now)) else { return String::new() };
    let days = then.date().until(now.date()).map_or(i32::MAX, |span| span.get_days());
    let time = then.strftime("%H:%M");
    match days {
        0 => format!("today {time}"),
        1 => format!("yesterday {time}"),
        _ => {
            let month = MONTHS.get(usize::from(then.month().unsigned_abs()) - 1).unwrap_or(&"");
            format!("{} {month}", then.day())
        }
    }
}

/// A text cut at a word to at most so many characters.
pub fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(char::is_whitespace).filter(|at| *at > most / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', '.', ';', ' ']))
}

/// A value as JSON that can stand inside a page: no sign in it ends a script element.
pub fn json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// A text as part of an address.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_times_read_as_people_say_them() {
        assert_eq!(clock(&130_400), "2:10");
        assert_eq!(clock(&3_730_000), "1:02:10");
        assert_eq!(length(&42_000), "42 seconds");
        assert_eq!(length(&130_000), "2 min 10 s");
        assert_eq!(counted(&1, "code", "codes"), "1 code");
        assert_eq!(counted(&23_831, "coding", "codings"), "23,831 codings");
        assert_eq!(moment("2025-10-13T18:47:00"), "13 October 2025, 18:47");
        assert_eq!(day("soon"), "soon");
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(short("I was the tea person, for weeks", 22), "I was the tea person…");
        assert_eq!(short("short", 22), "short");
    }

    #[test]
    fn json_in_a_page_cannot_end_its_element() {
        let text = json(&"</script><b>&");
        assert!(!text.contains(['<', '>', '&']), "{text}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "</script><b>&");
    }

    #[test]
    fn an_address_holds_no_signs_of_its_own() {
        assert_eq!(encode("/study/a b?c=1&d"), "/study/a%20b%3Fc%3D1%26d");
    }
}
