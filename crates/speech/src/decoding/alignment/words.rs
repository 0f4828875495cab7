//! Tokens put together to words, with the moments at which they begin and end.

use std::ops::Range;

use super::super::specials::Vocabulary;
use super::Spoken;

/// Languages whose writing does not part words by spaces.
const WITHOUT_SPACES: [&str; 6] = ["zh", "ja", "th", "lo", "my", "yue"];
/// Signs that belong to the word after them, and signs that belong to the word before, as OpenAI's.
const OPENING: &str = "\"'“¿([{-";
const CLOSING: &str = "\"'.。,，!！?？:：”)]}、";
/// Signs after which a pause is no part of a word.
const SENTENCE_ENDS: &str = ".。!！?？";
/// What a word takes at most where half of them take less, in milliseconds.
const LONGEST_MEDIAN_MS: u32 = 700;

/// A word of a text and when it was said.
#[derive(Debug, Clone, PartialEq)]
pub struct TimedWord {
    /// The word with the spaces and signs around it.
    pub text: String,
    /// The place of its tokens in the text.
    pub tokens: Range<usize>,
    /// When it begins, in milliseconds from the beginning of the sound.
    pub begin_ms: u32,
    /// When it ends.
    pub end_ms: u32,
    /// The mean probability of its tokens.
    pub probability: f64,
}

/// Puts tokens together to words. `begins_ms` has the beginning of each token, and of the end.
pub(super) fn timed(
    vocabulary: &dyn Vocabulary,
    spoken: &Spoken<'_>,
    begins_ms: &[u32],
) -> Vec<TimedWord> {
    let characters = split_into_characters(vocabulary, spoken.tokens);
    let pieces = if WITHOUT_SPACES.contains(&spoken.language) {
        characters
    } else {
        join_between_spaces(characters, spoken.breaks)
    };
    let moment = |token: usize| begins_ms.get(token).or(begins_ms.last()).copied().unwrap_or(0);
    let word = |(text, tokens): (String, Range<usize>)| TimedWord {
        begin_ms: moment(tokens.start),
        end_ms: moment(tokens.end),
        probability: mean_probability(spoken.log_probabilities.get(tokens.clone())),
        text,
        tokens,
    };
    let mut words: Vec<TimedWord> = pieces.into_iter().map(word).collect();
    shorten_at_sentence_ends(&mut words);
    merge_signs(words, spoken.breaks)
}

#[expect(clippy::cast_precision_loss, reason = "a word has few tokens")]
fn mean_probability(log_probabilities: Option<&[f64]>) -> f64 {
    let logs = log_probabilities.unwrap_or_default();
    logs.iter().map(|log| log.exp()).sum::<f64>() / logs.len().max(1) as f64
}

/// Splits tokens wherever they make whole characters; a token may hold a part of one.
fn split_into_characters(
    vocabulary: &dyn Vocabulary,
    tokens: &[u32],
) -> Vec<(String, Range<usize>)> {
    let mut pieces = Vec::new();
    let mut bytes = Vec::new();
    let mut begin = 0;
    for (place, token) in tokens.iter().enumerate() {
        bytes.extend(vocabulary.bytes(*token));
        let is_unfinished =
            std::str::from_utf8(&bytes).is_err_and(|error| error.error_len().is_none());
        if !is_unfinished || place + 1 == tokens.len() {
            pieces.push((String::from_utf8_lossy(&bytes).into_owned(), begin..place + 1));
            bytes.clear();
            begin = place + 1;
        }
    }
    pieces
}

/// Joins what stands between spaces; signs stand alone until they are merged.
fn join_between_spaces(
    pieces: Vec<(String, Range<usize>)>,
    breaks: &[usize],
) -> Vec<(String, Range<usize>)> {
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    for (text, tokens) in pieces {
        let is_sign = text.trim().chars().all(|sign| sign.is_ascii_punctuation());
        let last = words.last_mut().filter(|_| !breaks.contains(&tokens.start));
        match last {
            Some((word, place)) if word.trim().is_empty() || !text.starts_with(' ') && !is_sign => {
                word.push_str(&text);
                place.end = tokens.end;
            }
            _ => words.push((text, tokens)),
        }
    }
    words
}

/// Attention rests on a sentence's last sign, or on the word after it, through the pause between
/// sentences. Neither takes longer than twice what words take.
fn shorten_at_sentence_ends(words: &mut [TimedWord]) {
    let length = |word: &TimedWord| word.end_ms.saturating_sub(word.begin_ms);
    let mut lengths: Vec<u32> = words.iter().map(length).filter(|length| *length > 0).collect();
    lengths.sort_unstable();
    let Some(median) = lengths.get(lengths.len() / 2) else {
        return;
    };
    let longest = 2 * (*median).min(LONGEST_MEDIAN_MS);
    let ends_sentence = |word: &TimedWord| is_made_of(&word.text, SENTENCE_ENDS);
    for place in 1..words.len() {
        if length(&words[place]) <= longest {
            continue;
        }
        if ends_sentence(&words[place]) {
            words[place].end_ms = words[place].begin_ms + longest;
        } else if ends_sentence(&words[place - 1]) {
            words[place].begin_ms = words[place].end_ms - longest;
        }
    }
}

/// Gives signs to the word that they stand at, with their time.
fn merge_signs(words: Vec<TimedWord>, breaks: &[usize]) -> Vec<TimedWord> {
    let mut merged: Vec<TimedWord> = Vec::new();
    let mut opening: Option<TimedWord> = None;
    for mut word in words {
        let begins_anew = breaks.contains(&word.tokens.start);
        if begins_anew {
            merged.extend(opening.take());
        }
        if let Some(signs) = opening.take() {
            // The time of the signs is the pause before the word; only the word was said.
            word.text = signs.text + &word.text;
            word.tokens.start = signs.tokens.start;
        }
        let is_opening = word.text.starts_with(' ') && is_made_of(word.text.trim(), OPENING);
        let before = merged.last_mut();
        let before = before.filter(|before| !begins_anew && !before.text.ends_with(' '));
        if is_opening {
            opening = Some(word);
        } else if let (Some(before), true) = (before, is_made_of(&word.text, CLOSING)) {
            before.text.push_str(&word.text);
            before.tokens.end = word.tokens.end;
        } else {
            merged.push(word);
        }
    }
    merged.extend(opening);
    merged
}

fn is_made_of(text: &str, signs: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| signs.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decoding::Task;
    use crate::decoding::scripted::{Bytes, script};

    fn times(text: &str, language: &str, begins: &[u32]) -> Vec<(String, u32, u32)> {
        let tokens = script(text);
        let spoken = Spoken {
            tokens: &tokens,
            breaks: &[],
            log_probabilities: &vec![0.5f64.ln(); tokens.len()],
            language,
            task: Task::Transcribe,
            length_ms: 30_000,
        };
        let words = timed(&Bytes::new(), &spoken, begins);
        assert!(words.iter().all(|word| (word.probability - 0.5).abs() < 1e-9));
        words.into_iter().map(|word| (word.text, word.begin_ms, word.end_ms)).collect()
    }

    fn texts(text: &str, language: &str) -> Vec<String> {
        times(text, language, &[0]).into_iter().map(|(text, ..)| text).collect()
    }

    #[test]
    fn words_are_parted_by_spaces_and_keep_their_signs() {
        assert_eq!(texts(" She said, \"Yes!\"", "en"), [" She", " said,", " \"Yes!\""]);
        assert_eq!(texts(" (well) mother-in", "en"), [" (well)", " mother", "-in"]);
        assert_eq!(texts(" ¿Qué? Más", "es"), [" ¿Qué?", " Más"]);
        assert_eq!(texts(" ... \"", "en"), [" ...", " \""]);
        assert_eq!(texts("", "en"), [""; 0]);
    }

    #[test]
    fn no_word_goes_on_over_a_break() {
        let pieces = || split_into_characters(&Bytes::new(), &script("ab.cd"));
        let texts = |breaks: &[usize]| {
            let joined = join_between_spaces(pieces(), breaks).into_iter();
            joined.map(|(text, _)| text).collect::<Vec<_>>()
        };
        assert_eq!(texts(&[]), ["ab", ".cd"]);
        assert_eq!(texts(&[1, 3]), ["a", "b", ".", "cd"]);
    }

    #[test]
    fn languages_without_spaces_are_parted_by_characters() {
        assert_eq!(texts("你好。再见", "zh"), ["你", "好。", "再", "见"]);
        assert_eq!(texts("你好", "en"), ["你好"]);
    }

    #[test]
    fn bytes_that_are_no_character_do_not_swallow_what_follows() {
        let tokens = [0xff, u32::from(b'a'), 0xe4, 0xbd];
        let pieces = split_into_characters(&Bytes::new(), &tokens);
        assert_eq!(
            pieces,
            [("\u{fffd}".to_owned(), 0..1), ("a".to_owned(), 1..2), ("\u{fffd}".to_owned(), 2..4),]
        );
    }

    #[test]
    fn a_word_lasts_from_its_first_token_to_the_next_word() {
        let begins = [0, 100, 200, 300, 400, 500];
        assert_eq!(
            times("ab cd", "en", &begins),
            [("ab".into(), 0, 200), (" cd".into(), 200, 500)]
        );
    }

    #[test]
    fn a_pause_between_sentences_is_no_part_of_a_word() {
        // "a" and "b" take 300 ms each, the full stop and the pause 4 s.
        let begins = [0, 300, 4300, 4300, 4600];
        let words = times("a. b", "en", &begins);
        assert_eq!(words, [("a.".into(), 0, 300), (" b".into(), 4300, 4600)]);
        // The word after the pause is heard at its end.
        let begins = [0, 300, 320, 320, 4600];
        let words = times("a. b", "en", &begins);
        assert_eq!(words, [("a.".into(), 0, 300), (" b".into(), 4000, 4600)]);
    }
}
