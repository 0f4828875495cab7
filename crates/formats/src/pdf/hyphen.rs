//! How the end of one line meets the beginning of the next.
//!
//! A hyphen at the end of a line is either the printer's, as in “know-ledge”, or
//! the writer's, as in “co-researcher”. The rest of the text decides: a word that
//! stands somewhere whole is put together, one that stands somewhere with its
//! hyphen keeps it, and so do two parts that both stand somewhere as words of
//! their own. Otherwise the hyphen goes, which is right most of the time.

use std::collections::HashSet;

use super::glyph::is_unspaced;

/// Beginnings that words are seldom parted after but often joined to.
const JOINED: [&str; 5] = ["self", "non", "well", "half", "ex"];

/// What stands between two lines of one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    Space,
    Nothing,
    /// Nothing, and the hyphen before goes.
    Knit,
}

/// The words of a text, to tell hyphens apart.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashSet<String>,
}

impl Vocabulary {
    /// Learns the words of a line, but not those that its ends may cut.
    pub(super) fn learn(&mut self, line: &str, before_is_cut: bool) {
        let is_cut = ends_in_hyphen(line);
        let mut words: Vec<&str> = line.split_whitespace().collect();
        if is_cut {
            words.pop();
        }
        let from = usize::from(before_is_cut).min(words.len());
        for word in words.drain(from..) {
            let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric());
            if bare.chars().count() > 1 {
                self.words.insert(bare.to_lowercase().replace('\u{2010}', "-"));
            }
        }
    }

    fn knows(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// How `before` and `after` meet.
    pub(super) fn joint(&self, before: &str, after: &str) -> Joint {
        let mut signs = before.chars().rev();
        let (Some(last), Some(next)) = (signs.next(), after.chars().next()) else {
            return Joint::Nothing;
        };
        let inner = signs.next().unwrap_or(' ');
        match last {
            '\u{ad}' if next.is_alphanumeric() => Joint::Knit,
            '-' | '\u{2010}' if inner.is_alphabetic() && next.is_alphabetic() => {
                self.at_hyphen(before, after, next)
            }
            '-' | '\u{2010}' if inner.is_alphanumeric() && next.is_alphanumeric() => Joint::Nothing,
            '—' | '/' if !inner.is_whitespace() => Joint::Nothing,
            _ if is_unspaced(last) && is_unspaced(next) => Joint::Nothing,
            _ => Joint::Space,
        }
    }

    fn at_hyphen(&self, before: &str, after: &str, next: char) -> Joint {
        if next.is_uppercase() {
            return Joint::Nothing;
        }
        let is_part = |sign: &char| sign.is_alphabetic() || matches!(sign, '\'' | '’');
        let mut left: Vec<char> = before.chars().rev().skip(1).take_while(is_part).collect();
        left.reverse();
        let left = left.into_iter().collect::<String>().to_lowercase();
        let right = after.chars().take_while(is_part).collect::<String>().to_lowercase();
        if self.knows(&format!("{left}{right}")) {
            return Joint::Knit;
        }
        let are_words = left.chars().count() > 2
            && right.chars().count() > 2
            && self.knows(&left)
            && self.knows(&right);
        let keeps =
            are_words || JOINED.contains(&left.as_str()) || self.knows(&format!("{left}-{right}"));
        if keeps { Joint::Nothing } else { Joint::Knit }
    }
}

/// Whether a line ends within a word.
pub(super) fn ends_in_hyphen(line: &str) -> bool {
    let mut signs = line.chars().rev();
    matches!(signs.next(), Some('-' | '\u{2010}' | '\u{ad}'))
        && signs.next().is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joint(text: &str, before: &str, after: &str) -> Joint {
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn(text, false);
        vocabulary.joint(before, after)
    }

    #[test]
    fn the_rest_of_the_text_tells_hyphens_apart() {
        assert_eq!(joint("all knowledge is", "of know-", "ledge and"), Joint::Knit);
        assert_eq!(joint("", "of know-", "ledge and"), Joint::Knit);
        assert_eq!(joint("my co-researcher said", "a co-", "researcher"), Joint::Nothing);
        assert_eq!(joint("a long road, a term", "a long-", "term plan"), Joint::Nothing);
        assert_eq!(joint("", "the self-", "report"), Joint::Nothing);
        assert_eq!(joint("", "Anglo-", "Saxon"), Joint::Nothing);
        assert_eq!(joint("", "2019-", "2020"), Joint::Nothing);
        assert_eq!(joint("", "soft\u{ad}", "ware"), Joint::Knit);
    }

    #[test]
    fn other_ends_of_lines_meet_as_they_are_read() {
        assert_eq!(joint("", "one", "two"), Joint::Space);
        assert_eq!(joint("", "I was -", "well"), Joint::Space);
        assert_eq!(joint("", "wait—", "no"), Joint::Nothing);
        assert_eq!(joint("", "https://a.org/", "b"), Joint::Nothing);
        assert_eq!(joint("", "引水", "隧洞"), Joint::Nothing);
        assert_eq!(joint("", "한국", "사람"), Joint::Space);
    }

    #[test]
    fn cut_words_are_not_learnt() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn("we know-", false);
        vocabulary.learn("ledge here", true);
        assert!(!vocabulary.knows("ledge") && !vocabulary.knows("know"));
        assert!(vocabulary.knows("we") && vocabulary.knows("here"));
    }
}
