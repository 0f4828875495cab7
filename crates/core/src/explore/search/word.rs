//! What a whole word is, in many scripts.
//!
//! A word goes on where a letter, digit or mark follows another one. Scripts that are written
//! without spaces (Han, Hiragana, Thai, Lao, Khmer, Burmese) may be cut anywhere, or no word in
//! them would ever be found. An apostrophe ends a word, as in *l’école* and *Anna’s*, but English
//! contractions stay whole: neither *I* nor *ve* is a word of *I’ve*, and *s* is none of *Anna’s*.

use std::ops::Range;

/// What an English word may be contracted with.
const ENDINGS: [&str; 6] = ["d", "ll", "m", "re", "t", "ve"];

/// Whether a range of bytes is whole words: no word goes on across its ends.
pub(super) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    !goes_on(text, range.start) && !goes_on(text, range.end)
}

/// Whether something is an apostrophe, straight or curly.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‛' | 'ʼ' | '＇')
}

/// Whether a character belongs to the one before it: a mark, a joiner, an emoji's skin tone.
pub(super) fn continues(c: char) -> bool {
    !c.is_ascii()
        && (matches!(c, '\u{1f3fb}'..='\u{1f3ff}') || (is_of_word(c) && !c.is_alphanumeric()))
}

fn goes_on(text: &str, at: usize) -> bool {
    let (before, behind) = text.split_at(at);
    let (Some(last), Some(next)) = (before.chars().next_back(), behind.chars().next()) else {
        return false;
    };
    if separates(last) || separates(next) {
        return false;
    }
    match (joins(last), joins(next)) {
        (true, true) => true,
        (true, false) if is_apostrophe(next) => is_contracted(&behind[next.len_utf8()..]),
        (false, true) if is_apostrophe(last) => {
            let word = before[..before.len() - last.len_utf8()].ends_with(joins);
            word && (is_contracted(behind) || ending(behind).is_some_and(|end| end == "s"))
        }
        _ => false,
    }
}

/// Whether a character ends a word at first sight, as most that stand beside words do.
fn separates(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_' && c != '\''
}

/// Whether what stands behind an apostrophe is the ending of an English contraction.
fn is_contracted(behind: &str) -> bool {
    ending(behind).is_some_and(|end| ENDINGS.contains(&end.as_str()))
}

/// The one or two ASCII letters that a text begins with, when the word is no longer than that.
fn ending(behind: &str) -> Option<String> {
    let length = behind.find(|c| !joins(c)).unwrap_or(behind.len());
    let fits = matches!(length, 1 | 2) && behind.is_char_boundary(length);
    fits.then(|| behind[..length].to_ascii_lowercase())
}

/// Whether a character makes one word with a letter beside it.
fn joins(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // Unicode counts one of the apostrophes as a letter.
    is_of_word(c) && !stands_alone(c) && !is_apostrophe(c)
}

fn is_of_word(c: char) -> bool {
    regex_syntax::try_is_word_character(c).unwrap_or_else(|_| c.is_alphanumeric())
}

/// Whether a character is of a script that is written without spaces.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}'       // Thai, Lao
        | '\u{1000}'..='\u{109f}'     // Burmese
        | '\u{1780}'..='\u{17ff}'     // Khmer
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{309f}' // Hiragana
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' // Han
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which places of a word in a text are whole words.
    fn whole(text: &str, word: &str) -> Vec<bool> {
        let places = text.match_indices(word);
        places.map(|(at, _)| is_whole(text, &(at..at + word.len()))).collect()
    }

    #[test]
    fn a_word_ends_where_no_letter_digit_or_mark_follows() {
        assert_eq!(
            whole("art, start artist (art) _art art", "art"),
            [true, false, false, true, false, true]
        );
        assert_eq!(whole("cafe cafe\u{301} cafes", "cafe"), [true, false, false]);
        assert_eq!(whole("été, étés: 3 33", "été"), [true, false]);
        assert_eq!(whole("ثقة والثقة", "ثقة"), [true, false]);
        assert_eq!(whole("P1:Yes.No", "Yes"), [true]);
    }

    #[test]
    fn contractions_stay_whole_and_other_apostrophes_end_words() {
        for mark in ["'", "’", "ʼ"] {
            let text = format!("I{mark}ve");
            assert_eq!(whole(&text, "I"), [false], "{mark}");
            assert_eq!(whole(&text, "ve"), [false]);
            assert_eq!(whole(&text, &text), [true]);
            assert_eq!(whole(&format!("DON{mark}T"), "DON"), [false]);
            assert_eq!(whole(&format!("Anna{mark}s"), "Anna"), [true]);
            assert_eq!(whole(&format!("Anna{mark}s"), "s"), [false]);
            assert_eq!(whole(&format!("l{mark}école"), "école"), [true]);
            assert_eq!(whole(&format!("{mark}word{mark} t"), "word"), [true]);
            assert_eq!(whole(&format!("said: {mark}ve"), "ve"), [true]);
        }
    }

    #[test]
    fn scripts_without_spaces_can_be_cut() {
        assert_eq!(whole("信頼関係", "信頼"), [true]);
        assert_eq!(whole("この信頼は", "信頼"), [true]);
        assert_eq!(whole("サポーター", "サポ"), [false]);
        assert_eq!(whole("ความไว้วางใจ", "ไว้วาง"), [true]);
    }
}
