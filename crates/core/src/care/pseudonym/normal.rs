//! Which spellings are the same word, before it is hashed.
//!
//! Programs write one name in many ways: in capitals, with another apostrophe, composed or
//! decomposed (file names of one system), between marks of direction (chats). What is left here is
//! equal exactly when a person would say that the same name was written. Telephone numbers become
//! their digits. A change of these rules would make every stored hash useless: don't.

use unicode_normalization::UnicodeNormalization;

/// Fewer digits are a house number, an age or a year.
const FEWEST_DIGITS: usize = 7;

/// No telephone number has more (ITU-T E.164).
const MOST_DIGITS: usize = 15;

/// The form of a word that is hashed; empty when nothing is left of it.
pub(super) fn normal(word: &str) -> String {
    let seen: String = word.chars().filter(|c| !invisible(*c)).map(unified).nfkc().collect();
    // Chats put a tilde before names that the telephone does not know.
    let seen = seen.trim().trim_start_matches('~').trim_start();
    if let Some(digits) = telephone(seen) {
        return digits;
    }
    let words: Vec<&str> = seen.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The digits of a telephone number, the country first where it was given.
///
/// Eleven digits that begin with one zero are read as a number of the United Kingdom, where chats
/// write `+44 7700 900123` and people write `07700 900123`.
fn telephone(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || " +-()./".contains(c);
    if !text.chars().all(is_part) || text.matches('+').count() > 1 {
        return None;
    }
    let abroad = text.starts_with('+') || text.starts_with("(+") || text.starts_with("00");
    // `+44 (0)7700 900123` is dialled without the nought.
    let dialled = if abroad { text.replace("(0)", "") } else { text.to_owned() };
    let digits: String = dialled.chars().filter(char::is_ascii_digit).collect();
    if !(FEWEST_DIGITS..=MOST_DIGITS + 2).contains(&digits.len()) {
        return None;
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return Some(rest.to_owned());
    }
    match digits.strip_prefix('0') {
        Some(rest) if !abroad && digits.len() == 11 => Some(format!("44{rest}")),
        _ => Some(digits),
    }
}

/// Marks of direction, joiners and other characters that nobody sees.
fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

/// One apostrophe and one hyphen for all that look alike.
fn unified(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{02B9}' | '\u{2032}'
        | '\u{FF07}' | '`' | '\u{00B4}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for spelling in
            ["Samira O’Brien", "  samira   o'brien ", "SAMIRA\u{a0}O`BRIEN", "~Samira O'Brien"]
        {
            assert_eq!(normal(spelling), "samira o'brien", "{spelling:?}");
        }
        assert_eq!(normal("Zoe\u{308}"), normal("ZO\u{cb}"));
        assert_eq!(normal("Jean\u{2011}Luc"), "jean-luc");
        assert_eq!(normal("\u{200e}Sam\u{200f}"), "sam");
        assert_ne!(normal("Sam"), normal("Sammy"));
        assert_eq!(normal(" \u{200b} "), "");
    }

    #[test]
    fn a_telephone_number_is_its_digits() {
        for spelling in [
            "+44 7700 900123",
            "\u{202a}+44\u{a0}7700\u{a0}900123\u{202c}",
            "0044 7700-900-123",
            "+44 (0)7700 900123",
            "07700 900 123",
            "(07700) 900123",
            "447700900123",
        ] {
            assert_eq!(normal(spelling), "447700900123", "{spelling:?}");
        }
        assert_eq!(normal("+49 30 901820"), "4930901820");
        assert_eq!(normal("030 901820"), "030901820");
    }

    #[test]
    fn what_only_has_digits_in_it_is_no_telephone_number() {
        assert_eq!(normal("42"), "42");
        assert_eq!(normal("Ward 7 700 900 123"), "ward 7 700 900 123");
        assert_eq!(normal("1 + 2 + 3456789"), "1 + 2 + 3456789");
        let long = "1".repeat(40);
        assert_eq!(normal(&long), long);
    }
}
