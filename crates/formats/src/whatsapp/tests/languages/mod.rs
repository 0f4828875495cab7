//! Exports in the manner of many phones: each language writes dates, times and its own words
//! about media in its own way, here with invented chats. What was put in is compared with what
//! comes out.

mod tongues;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use tongues::TONGUES;

use crate::whatsapp::tests::*;

/// How phones of one language write.
struct Tongue {
    name: &'static str,
    /// The date, the time of Android and of iPhones; see [`filled`].
    date: &'static str,
    time: &'static str,
    long_time: &'static str,
    halves: [&'static str; 2],
    zero: char,
    /// What Android writes in place of media, and behind the name of a file.
    omitted: &'static str,
    attached: &'static str,
    /// What iPhones write before the name of a file, and in place of a picture.
    label: &'static str,
    left_out: &'static str,
}

const fn tongue(
    name: &'static str,
    [date, time, long_time]: [&'static str; 3],
    halves: [&'static str; 2],
    zero: char,
    [omitted, attached, label, left_out]: [&'static str; 4],
) -> Tongue {
    Tongue { name, date, time, long_time, halves, zero, omitted, attached, label, left_out }
}

const NONE: [&str; 2] = ["", ""];
const AM: [&str; 2] = ["AM", "PM"];
const H24: &str = "HH:mm";
const H24S: &str = "HH:mm:ss";

/// A message as it is put in and as it is to come out.
#[derive(Debug, Clone, PartialEq)]
struct Put {
    at: String,
    sender: &'static str,
    text: String,
    kind: MessageKind,
    file: Option<String>,
}

const NAMES: [(&str, &str); 4] = [
    ("Ana", "Ana"),
    ("~\u{202f}Zoë 🌱", "Zoë 🌱"),
    ("\u{202a}+49\u{a0}151\u{a0}000\u{202c}", "+49 151 000"),
    ("Dr. O'Hara-Ng (ward 3)", "Dr. O'Hara-Ng (ward 3)"),
];

/// Fills a pattern, longest names first, and writes its digits in another script.
fn filled(tongue: &Tongue, pattern: &str, day: Date, clock: (i32, i32, i32)) -> String {
    let (hour, minute, second) = clock;
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let half = tongue.halves[usize::from(hour >= 12)];
    // The Persian new year of 1404 was on the 21st of March 2025.
    let since = (day - date(2025, 3, 21)).get_days();
    let persian = if since < 0 { (1403, 12, 31 + since) } else { (1404, 1, 1 + since) };
    let number = |value: i32, digits: usize| {
        let plain = format!("{value:0digits$}");
        let script = |sign: char| {
            let value = sign.to_digit(10).map(|digit| u32::from(tongue.zero) + digit);
            value.and_then(char::from_u32).unwrap_or(sign)
        };
        plain.chars().map(script).collect::<String>()
    };
    let year = i32::from(day.year());
    let (month, of_month) = (i32::from(day.month()), i32::from(day.day()));
    let fields: [(&str, String); 18] = [
        ("yyyy", number(year, 4)),
        ("bbbb", number(year + 543, 4)),
        ("pppp", number(persian.0, 4)),
        ("bb", number((year + 543) % 100, 2)),
        ("yy", number(year % 100, 2)),
        ("ee", number(year - 2018, 1)),
        ("PP", number(persian.1, 1)),
        ("pp", number(persian.2, 1)),
        ("dd", number(of_month, 2)),
        ("MM", number(month, 2)),
        ("HH", number(hour, 2)),
        ("mm", number(minute, 2)),
        ("ss", number(second, 2)),
        ("d", number(of_month, 1)),
        ("M", number(month, 1)),
        ("H", number(hour, 1)),
        ("h:", number(twelve, 1) + ":"),
        ("a", half.to_owned()),
    ];
    let mut out = String::new();
    let mut rest = pattern;
    'pattern: while let Some(sign) = rest.chars().next() {
        for (name, value) in &fields {
            if let Some(after) = rest.strip_prefix(name) {
                out += value;
                rest = after;
                continue 'pattern;
            }
        }
        out.push(sign);
        rest = &rest[sign.len_utf8()..];
    }
    out
}

fn moment(day: Date, (hour, minute, second): (i32, i32, i32), has_seconds: bool) -> String {
    let second = if has_seconds { second } else { 0 };
    format!("{day}T{hour:02}:{minute:02}:{second:02}")
}

/// An invented chat and what is to come of it.
fn export(tongue: &Tongue, is_phone: bool) -> (String, Vec<Put>) {
    let mut text = String::new();
    let mut puts = Vec::new();
    let day_one = date(2025, 3, 3);
    let time = if is_phone { tongue.long_time } else { tongue.time };
    for at in 0..48_i32 {
        let step = if at < 24 { at / 3 } else { at / 3 * 2 + 13 };
        let day = day_one.checked_add(step.days()).expect("a day");
        let hours = if at % 2 == 0 { [0, 12, 22] } else { [9, 13, 23] };
        let clock = (hours[usize::try_from(at % 3).expect("small")], at, (at * 11) % 60);
        let (written, clean) = NAMES[usize::try_from(at % 4).expect("small")];
        let stamp = filled(tongue, tongue.date, day, clock) + &filled(tongue, time, day, clock);
        let name = format!("IMG-{}-WA00{at:02}.jpg", day.strftime("%Y%m%d"));
        let phone_name = format!("{at:08}-PHOTO-{}-10-00-00.jpg", day.strftime("%Y-%m-%d"));
        let (head, end) = match (is_phone, at % 6) {
            (true, 2 | 4) => (format!("\u{200e}[{stamp}] "), "\r\n"),
            (true, _) => (format!("[{stamp}] "), "\r\n"),
            (false, _) => (format!("{stamp} - "), "\n"),
        };
        let (body, words, kind, file) = match (at % 6, is_phone) {
            (2, true) => (
                format!("\u{200e}<{}: {phone_name}>", tongue.label),
                format!("[attachment: {phone_name}]"),
                MessageKind::Attachment,
                Some(phone_name),
            ),
            (2, false) => (
                format!("\u{200e}{name} ({})", tongue.attached),
                format!("[attachment: {name}]"),
                MessageKind::Attachment,
                Some(name),
            ),
            (4, true) => (
                format!("\u{200e}{}", tongue.left_out),
                format!("[{}]", tongue.left_out),
                MessageKind::Omitted,
                None,
            ),
            (4, false) => (
                format!("<{}>\nCaption {at}", tongue.omitted),
                format!("[{}]\nCaption {at}", tongue.omitted),
                MessageKind::Omitted,
                None,
            ),
            (5, _) => {
                let words = format!("Line {at}: one - two\n\n12:30 – (three) 1.2.3\n[4] five");
                (words.clone(), words, MessageKind::Said, None)
            }
            _ => (format!("Words {at} 🙂"), format!("Words {at} 🙂"), MessageKind::Said, None),
        };
        if at == 10 && !is_phone {
            text.extend([&stamp, " - Ana fumo “Tea: talk”\n"]);
        }
        text.extend([&head, written, ": ", &body, end]);
        puts.push(Put { at: moment(day, clock, is_phone), sender: clean, text: words, kind, file });
    }
    (text, puts)
}

#[test]
fn chats_of_many_languages_come_out_as_they_were_put_in() {
    assert!(TONGUES.len() > 50);
    for tongue in TONGUES {
        for is_phone in [false, true] {
            let (text, puts) = export(tongue, is_phone);
            let name = tongue.name;
            let begin: String = text.chars().take(400).collect();
            assert!(looks_like_chat(&begin), "{name}: {begin}");
            let (chat, notices) = chat(&text);
            let found: Vec<Put> = chat
                .messages
                .iter()
                .map(|message| Put {
                    at: message.at.to_string(),
                    sender: NAMES
                        .iter()
                        .map(|(_, name)| *name)
                        .find(|name| *name == message.sender)
                        .unwrap_or("nobody"),
                    text: message.text.clone(),
                    kind: message.kind.clone(),
                    file: message.attachments.first().cloned(),
                })
                .collect();
            for (found, put) in found.iter().zip(&puts) {
                assert_eq!(found, put, "{name}, iPhone: {is_phone}\n{begin}\n{notices:?}");
            }
            assert_eq!(found.len(), puts.len(), "{name}, iPhone: {is_phone}\n{begin}");
            assert!(chat.is_sure, "{name}: {notices:?}");
            assert_eq!(chat.system.len(), usize::from(!is_phone), "{name}");
        }
    }
}
