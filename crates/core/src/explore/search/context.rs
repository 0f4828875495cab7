//! The words around a hit, cut where words begin and end.

use std::ops::Range;

use super::word::continues;

/// How many characters there are on either side at most.
const AROUND: usize = 60;

/// How many of them are given up to begin or end with a whole word.
const SLACK: usize = 20;

/// What stands before and behind a range of bytes.
pub(super) fn around(text: &str, range: &Range<usize>) -> (String, String) {
    (before(&text[..range.start]).to_owned(), behind(&text[range.end..]).to_owned())
}

/// The end of a text. Where no white space is near the cut, which in many scripts is always so, it
/// is cut between characters, but not between a letter and its marks.
fn before(text: &str) -> &str {
    // One character more than is kept shows whether the cut is between words.
    let Some((at, _)) = text.char_indices().rev().nth(AROUND) else { return text };
    let mut near = text[at..].char_indices().take(SLACK + 1);
    match near.find(|(_, c)| c.is_whitespace()) {
        Some((space, _)) => text[at + space..].trim_start(),
        None => skip_one(&text[at..]).trim_start_matches(continues),
    }
}

/// The beginning of a text, cut likewise.
fn behind(text: &str) -> &str {
    let Some((at, last)) = text.char_indices().nth(AROUND) else { return text };
    let mut near = text[..at + last.len_utf8()].char_indices().rev().take(SLACK + 1);
    match near.find(|(_, c)| c.is_whitespace()) {
        Some((space, _)) => text[..space].trim_end(),
        None => whole(text, at),
    }
}

fn skip_one(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// A text up to a position, or up to before the character whose marks go on there.
fn whole(text: &str, mut end: usize) -> &str {
    while text[end..].starts_with(continues) {
        end = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(before: &str, after: &str) -> (String, String) {
        let text = format!("{before}#{after}");
        around(&text, &(before.len()..before.len() + 1))
    }

    #[test]
    fn short_texts_are_kept_whole() {
        assert_eq!(cut("On my first ", " day."), ("On my first ".to_owned(), " day.".to_owned()));
        assert_eq!(cut("", ""), (String::new(), String::new()));
        let sixty = "x".repeat(60);
        assert_eq!(cut(&sixty, &sixty), (sixty.clone(), sixty));
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        let (before, after) =
            (format!("{} {}", "x".repeat(9), "word ".repeat(12)), " word".repeat(13));
        assert_eq!(cut(&before, &after), ("word ".repeat(12), " word".repeat(12)));
        let (before, after) =
            (format!("x{}", "word ".repeat(12)), format!("{}x", " word".repeat(12)));
        assert_eq!(cut(&before, &after), ("word ".repeat(11), " word".repeat(11)));
    }

    #[test]
    fn without_white_space_letters_keep_their_marks() {
        let (before, after) = cut(&"e\u{301}".repeat(50), &"e\u{301}".repeat(50));
        assert_eq!((before, after), ("e\u{301}".repeat(30), "e\u{301}".repeat(30)));
        let odd = format!("{}.", "e\u{301}".repeat(50));
        assert_eq!(cut(&odd, "").0, format!("{}.", "e\u{301}".repeat(29)));
        assert_eq!(cut("", &format!(".{odd}")).1, format!(".{}", "e\u{301}".repeat(29)));
        assert_eq!(cut("", &"信頼".repeat(50)).1, "信頼".repeat(30));
    }
}
