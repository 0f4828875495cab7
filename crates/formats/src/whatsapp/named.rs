//! What the names of sent files tell: that WhatsApp gave them, and when.

use jiff::civil::{Date, DateTime, Time};

use crate::kind;

/// What an attached file is called where people read it: people name documents after people, so
/// only names that WhatsApp gave are told.
pub(crate) fn told(name: &str) -> String {
    if is_given(name) { name.to_owned() } else { format!("a .{} file", kind::extension(name)) }
}

/// An attached file's name as it may be kept: the one that WhatsApp gave it, or a number.
pub(crate) fn neutral(name: &str, number: usize) -> String {
    match kind::extension(name) {
        _ if is_given(name) => name.to_owned(),
        extension if extension.is_empty() => format!("attachment {number}"),
        extension => format!("attachment {number}.{extension}"),
    }
}

/// Whether a file is a sticker: `STK-20250318-WA0002.webp`, `00000043-STICKER-….webp`.
pub(crate) fn is_sticker(name: &str) -> bool {
    let extension = kind::extension(name);
    let stem = kind::stem(name).to_uppercase();
    matches!(extension.as_str(), "webp" | "was")
        && (stem.starts_with("STK-") || stem.contains("-STICKER-"))
}

/// What of a name stays the same when systems write its letters in another way: an accented letter
/// is one sign or two, so neither counts.
pub(crate) fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for sign in name.chars() {
        if matches!(sign, '\u{300}'..='\u{36f}') {
            plain.pop();
            plain.push('?');
        } else if sign.is_ascii_alphanumeric() {
            plain.push(sign.to_ascii_lowercase());
        } else if !sign.is_ascii() {
            plain.push('?');
        }
    }
    plain
}

/// Whether WhatsApp gave a file its name: `PTT-20250318-WA0002`, `00000038-AUDIO-2022-03-27-…`.
pub(super) fn is_given(name: &str) -> bool {
    let stem = kind::stem(name).to_lowercase();
    let words = [
        "ptt", "aud", "img", "vid", "stk", "doc", "audio", "photo", "video", "sticker", "gif",
        "whatsapp", "image", "ptv", "at", "am", "pm",
    ];
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = |part: &str| {
        words.contains(&part) || is_number(part) || part.strip_prefix("wa").is_some_and(is_number)
    };
    stem.split(|sign: char| !sign.is_alphanumeric()).all(fits)
        && stem.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a name has the form that Android or iPhones give to what is sent:
/// `IMG-20250318-WA0002`, `00000047-CV`.
pub(super) fn is_numbered(name: &str) -> bool {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = kind::stem(name).splitn(3, '-');
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    let is_android = first
        .is_some_and(|part| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_uppercase()))
        && second.is_some_and(|part| part.len() == 8 && is_digits(part))
        && third.is_some_and(|part| part.starts_with("WA"));
    let is_iphone =
        first.is_some_and(|part| part.len() == 8 && is_digits(part)) && second.is_some();
    is_android || is_iphone
}

pub(super) fn has_extension(name: &str) -> bool {
    let extension = kind::extension(name);
    (1..=5).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !name.contains(['/', '\\', '\n'])
}

/// The date that a file's name in a line carries: `-20220323-` or `2022-03-23`.
pub(super) fn date_in_name(line: &str) -> Option<Date> {
    let digits = |from: usize, count: usize| -> Option<i16> {
        let part = line.get(from..from + count)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let date = |year: i16, month: i16, day: i16| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        (2009..2100).contains(&year).then(|| Date::new(year, month, day).ok())?
    };
    line.match_indices('-').find_map(|(at, _)| {
        let next = at + 1;
        let plain = || {
            let follows = line.get(next + 8..).is_some_and(|rest| rest.starts_with('-'));
            if follows {
                date(digits(next, 4)?, digits(next + 4, 2)?, digits(next + 6, 2)?)
            } else {
                None
            }
        };
        let dashed = || {
            let dashes = line.as_bytes().get(next + 4) == Some(&b'-')
                && line.as_bytes().get(next + 7) == Some(&b'-');
            if dashes {
                date(digits(next, 4)?, digits(next + 5, 2)?, digits(next + 8, 2)?)
            } else {
                None
            }
        };
        plain().or_else(dashed)
    })
}

/// The time at the end of a name like `00000038-AUDIO-2022-03-27-21-44-47.opus`
/// or `WhatsApp Ptt 2022-03-27 at 21.44.47.ogg`.
pub(crate) fn time_in_name(name: &str) -> Option<DateTime> {
    let numbers: Vec<&str> = kind::stem(name)
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let year = numbers.iter().position(|part| part.len() == 4 && part.starts_with("20"))?;
    let value = |offset: usize| -> Option<i8> {
        let part = numbers.get(year + offset)?;
        if part.len() == 2 { part.parse().ok() } else { None }
    };
    let date = Date::new(numbers.get(year)?.parse().ok()?, value(1)?, value(2)?).ok()?;
    let time = Time::new(value(3)?, value(4)?, value(5)?, 0).ok()?;
    Some(date.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_times() {
        let at = |name| time_in_name(name).map(|at| at.to_string());
        assert_eq!(
            at("00000038-AUDIO-2022-03-27-21-44-47.opus").as_deref(),
            Some("2022-03-27T21:44:47")
        );
        assert_eq!(
            at("WhatsApp Ptt 2022-03-27 at 21.44.47.ogg").as_deref(),
            Some("2022-03-27T21:44:47")
        );
        assert_eq!(at("PTT-20220327-WA0001.opus"), None);
    }

    #[test]
    fn names_of_people_are_not_told() {
        assert_eq!(told("Samira Okoro.vcf"), "a .vcf file");
        assert_eq!(told("IMG-20220323-WA0002.jpg"), "IMG-20220323-WA0002.jpg");
        assert!(is_numbered("00000047-CV.pdf") && !is_numbered("CV.pdf"));
        assert!(is_sticker("00000043-STICKER-2022-03-27-21-49-16.webp"));
        assert!(!is_sticker("holiday.webp"));
        assert_eq!(plain("00000047-Grüße.pdf"), plain("00000047-Gru\u{308}ße.pdf"));
        assert_ne!(plain("Grüße.pdf"), plain("Große Grüße.pdf"));
    }
}
