//! Saying numbers, days and names as people do in a sentence.
//!
//! A report is prose, so dates are written out, small numbers are words and the label of a stream
//! loses its capital. What cannot be read as a date stays as it was written.

use jiff::civil::Date;

/// An ISO date, with or without a time, as `1 September 2025`.
pub(super) fn day(iso: &str) -> String {
    date(iso).map_or_else(|| iso.to_owned(), |day| day.strftime("%-d %B %Y").to_string())
}

/// From one day to another, saying month and year once where they are the same.
pub(super) fn period(first: &str, last: &str) -> String {
    let (Some(from), Some(to)) = (date(first), date(last)) else {
        return format!("{} to {}", day(first), day(last));
    };
    let start = match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) if from == to => return day(last),
        (true, true) => from.strftime("%-d"),
        (true, false) => from.strftime("%-d %B"),
        (false, _) => from.strftime("%-d %B %Y"),
    };
    format!("{start} to {}", day(last))
}

fn date(iso: &str) -> Option<Date> {
    iso.get(..10)?.parse().ok()
}

/// The day of a moment in epoch milliseconds.
pub(super) fn day_of(at: i64) -> String {
    day(&crate::clock::moment(at))
}

/// A moment in epoch milliseconds as `1 December 2025, 14:02 UTC`.
pub(super) fn moment(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map_or_else(|_| at.to_string(), |at| at.strftime("%-d %B %Y, %H:%M UTC").to_string())
}

/// A number as a word up to twelve, with commas in thousands beyond.
pub(super) fn number(count: u64) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    if let Some(word) = usize::try_from(count).ok().and_then(|count| WORDS.get(count)) {
        return (*word).to_owned();
    }
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with its noun: `no themes`, `one theme`, `nine themes`.
pub(super) fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("one {noun}") } else { format!("{} {}", number(count), plural(noun)) }
}

/// The plural of a noun, as far as one can tell from its letters.
pub(super) fn plural(noun: &str) -> String {
    let vowel = |letter: char| "aeiou".contains(letter);
    let mut letters = noun.chars().rev();
    match (letters.next(), letters.next()) {
        (Some('s'), _) => noun.to_owned(),
        (Some('y'), Some(before)) if !vowel(before) => {
            format!("{}ies", noun.trim_end_matches('y'))
        }
        (Some('h'), Some('c' | 's')) | (Some('x' | 'z'), _) => format!("{noun}es"),
        (Some(last), _) if last.is_ascii_alphabetic() => format!("{noun}s"),
        _ => noun.to_owned(),
    }
}

/// A label within a sentence: `Voice note` loses its capital, `WhatsApp message` keeps them.
pub(super) fn in_a_sentence(label: &str) -> String {
    let first = label.split_whitespace().next().unwrap_or_default();
    if first.chars().skip(1).any(char::is_uppercase) {
        return label.to_owned();
    }
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |letter| letter.to_lowercase().chain(letters).collect())
}

/// The first letter made a capital, for the beginning of a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |letter| letter.to_uppercase().chain(letters).collect())
}

/// Words joined as a sentence does: `a, b and c`.
pub(super) fn joined(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The text without white space at its ends, when anything is left.
pub(super) fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_out_and_what_is_no_day_stays() {
        assert_eq!(day("2025-09-01T10:30:00"), "1 September 2025");
        assert_eq!(day("in spring"), "in spring");
        assert_eq!(moment(1_767_603_600_000), "5 January 2026, 09:00 UTC");
    }

    #[test]
    fn a_period_says_month_and_year_once() {
        assert_eq!(period("2025-09-01", "2025-09-30"), "1 to 30 September 2025");
        assert_eq!(period("2025-09-01", "2025-11-30"), "1 September to 30 November 2025");
        assert_eq!(period("2025-11-30", "2026-01-02"), "30 November 2025 to 2 January 2026");
        assert_eq!(period("2025-09-01", "2025-09-01T12:00"), "1 September 2025");
        assert_eq!(period("2025-09-01", "soon"), "1 September 2025 to soon");
    }

    #[test]
    fn small_numbers_are_words() {
        assert_eq!(counted(0, "theme"), "no themes");
        assert_eq!(counted(1, "study"), "one study");
        assert_eq!(counted(12, "study"), "twelve studies");
        assert_eq!(counted(23_831, "coding"), "23,831 codings");
        assert_eq!(number(1_000_000), "1,000,000");
        assert_eq!(number(151), "151");
    }

    #[test]
    fn labels_of_streams_stand_in_sentences() {
        for (label, one, many) in [
            ("Voice note", "voice note", "voice notes"),
            ("Diary", "diary", "diaries"),
            ("Essay", "essay", "essays"),
            ("Sketch", "sketch", "sketches"),
            ("Field notes", "field notes", "field notes"),
            ("WhatsApp message", "WhatsApp message", "WhatsApp messages"),
            ("訪談", "訪談", "訪談"),
            ("", "", ""),
        ] {
            assert_eq!(in_a_sentence(label), one);
            assert_eq!(plural(&in_a_sentence(label)), many);
        }
    }

    #[test]
    fn words_are_joined_as_a_sentence_does() {
        let words: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(joined(&words), "a, b and c");
        assert_eq!(joined(&words[..2]), "a and b");
        assert_eq!(joined(&[]), "");
        assert_eq!(capital("ten themes"), "Ten themes");
    }
}
