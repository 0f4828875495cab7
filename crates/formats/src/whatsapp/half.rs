//! Morning and afternoon, where a clock has twelve hours.
//!
//! Words for them are known for many languages. Those that are not are learned
//! from the whole file: of two unknown words, that is the morning with which the
//! messages of a day follow each other; a word that stands beside hours above
//! twelve, such as `Uhr`, means neither.

use std::collections::BTreeMap;

use super::day_words::half_of;
use super::header::Header;
use super::scan::{is_blank, is_mark};

/// The part of the day that a time of twelve hours is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Unsaid,
    Morning,
    Afternoon,
    /// From eleven to three.
    Noon,
    /// From the evening to the small hours.
    Night,
}

impl Half {
    /// What the words before and after a time say, if they are known.
    pub(super) fn known(beside: [&str; 2]) -> Self {
        beside.iter().find_map(|words| half_of(&key(words))).unwrap_or(Self::Unsaid)
    }

    /// The hour of twenty-four.
    pub(super) fn hour(self, hour: u8) -> u8 {
        match (self, hour) {
            (Self::Morning | Self::Night, 12) | (_, 24) => 0,
            (Self::Afternoon, hour) if hour < 12 => hour + 12,
            (Self::Noon, hour) if hour < 6 => hour + 12,
            (Self::Night, hour @ 6..12) => hour + 12,
            (_, hour) => hour,
        }
    }
}

/// What words say in one file.
#[derive(Debug, Default)]
pub(super) struct Halves {
    learned: BTreeMap<String, Half>,
    /// Whether words were met that may be morning or afternoon and nothing tells which.
    pub(super) is_unsure: bool,
}

/// More different words beside times than these are not words for parts of a day.
const MOST_WORDS: usize = 24;

/// What is known of a word that is not listed.
#[derive(Debug, Default, Clone, Copy)]
struct Met {
    /// Whether it stood beside an hour above twelve, or zero.
    is_neither: bool,
}

impl Halves {
    /// Learns the words of a file that are not known.
    pub(super) fn learn(headers: &[Header<'_>]) -> Self {
        let mut met: [BTreeMap<String, Met>; 2] = [BTreeMap::new(), BTreeMap::new()];
        let mut known: Vec<Half> = Vec::new();
        for header in headers {
            for (words, met) in header.beside.iter().zip(&mut met) {
                let key = key(words);
                if key.is_empty() {
                    continue;
                }
                if let Some(half) = half_of(&key) {
                    if !known.contains(&half) {
                        known.push(half);
                    }
                } else if met.contains_key(&key) || met.len() < MOST_WORDS {
                    let met = met.entry(key).or_default();
                    met.is_neither |= header.clock.hour > 12 || header.clock.hour == 0;
                }
            }
        }
        let mut halves = Self::default();
        for met in met {
            let is_open = |key: &str, met: &Met| !met.is_neither && !is_between_only(key);
            let open: Vec<&String> =
                met.iter().filter(|(key, met)| is_open(key, met)).map(|(key, _)| key).collect();
            match (open.as_slice(), known.as_slice()) {
                ([one], [Half::Morning]) => halves.set(one, Half::Afternoon),
                ([one], [Half::Afternoon]) => halves.set(one, Half::Morning),
                ([one, other], []) => halves.tell_apart(one, other, headers),
                ([], _) => {}
                _ => halves.is_unsure = true,
            }
        }
        halves
    }

    /// The half of the day that a header says.
    pub(super) fn of(&self, header: &Header<'_>) -> Half {
        match Half::known(header.beside) {
            Half::Unsaid if !self.learned.is_empty() => {
                let learned = |words: &&str| self.learned.get(&key(words)).copied();
                header.beside.iter().find_map(learned).unwrap_or(Half::Unsaid)
            }
            half => half,
        }
    }

    fn set(&mut self, key: &str, half: Half) {
        self.learned.insert(key.to_owned(), half);
    }

    /// Time goes forwards within a day.
    fn tell_apart(&mut self, one: &str, other: &str, headers: &[Header<'_>]) {
        let backwards = |morning: &str| {
            let hour = |header: &Header<'_>| {
                let is_morning = header.beside.iter().any(|words| key(words) == morning);
                let half = if is_morning { Half::Morning } else { Half::Afternoon };
                half.hour(header.clock.hour)
            };
            headers
                .windows(2)
                .filter(|pair| matches!(pair, [a, b] if a.date == b.date && hour(b) < hour(a)))
                .count()
        };
        let (first, second) = (backwards(one), backwards(other));
        let (morning, afternoon) = if second < first { (other, one) } else { (one, other) };
        self.is_unsure |= first == second;
        if first != second {
            self.set(morning, Half::Morning);
            self.set(afternoon, Half::Afternoon);
        }
    }
}

/// Words as they are compared: letters alone, in lower case.
fn key(words: &str) -> String {
    if words.chars().all(|sign| sign == ' ' || sign == ',') {
        return String::new();
    }
    let is_noise = |sign: char| {
        is_mark(sign)
            || is_blank(sign)
            || sign == '\u{200c}'
            || matches!(sign, ',' | '،' | '、' | '，' | '.' | '\'' | '’' | '(' | ')' | '·')
    };
    words.chars().filter(|sign| !is_noise(*sign)).flat_map(char::to_lowercase).collect()
}

/// Words that stand between a date and a time or behind it and mean no half.
fn is_between_only(key: &str) -> bool {
    let words = [
        "um", "uhr", "at", "kl", "klo", "à", "às", "h", "г", "ч", "гч", "в", "о", "alas", "ore",
        "alle", "om", "u", "saat", "pukul", "jam", "o", "ob", "la", "στις", "lúc", "t", "z", "во",
        "ve", "д", "р",
    ];
    words.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::super::header;
    use super::*;

    fn hours(lines: &[&str]) -> (Vec<u8>, bool) {
        let headers: Vec<Header> =
            lines.iter().map(|line| header::parse(line).expect("a header")).collect();
        let halves = Halves::learn(&headers);
        let hours =
            headers.iter().map(|header| halves.of(header).hour(header.clock.hour)).collect();
        (hours, halves.is_unsure)
    }

    #[test]
    fn unknown_words_are_learned_from_the_course_of_the_day() {
        let lines = [
            "18/3/25, 9:00 Zuz - A: x",
            "18/3/25, 2:00 Bib - A: x",
            "19/3/25, 8:00 Zuz - A: x",
            "19/3/25, 12:30 Bib - A: x",
            "19/3/25, 7:00 Bib - A: x",
        ];
        assert_eq!(hours(&lines), (vec![9, 14, 8, 12, 19], false));
        assert_eq!(hours(&lines[..1]), (vec![9], true));
    }

    #[test]
    fn words_that_mean_neither_are_passed_over() {
        assert_eq!(
            hours(&["18/3/25 um 9:00 Uhr - A: x", "18/3/25 um 14:00 Uhr - A: x"]),
            (vec![9, 14], false)
        );
        assert_eq!(hours(&["18/3/25 kl. 9.00 - A: x"]), (vec![9], false));
    }

    #[test]
    fn nights_lie_on_both_sides_of_midnight() {
        assert_eq!(
            hours(&[
                "18/3/25 রাত 1:00 - A: x",
                "18/3/25 রাত 11:00 - A: x",
                "18/3/25 রাত 12:10 - A: x",
                "18/3/25 中午12:10 - A: x",
                "18/3/25 凌晨12:10 - A: x",
            ])
            .0,
            [1, 23, 0, 12, 0]
        );
    }
}
