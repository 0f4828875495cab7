//! The vocabularies of Hugging Face: one `tokenizer.json`, or `vocab.json` with `merges.txt` and
//! `added_tokens.json`.
//!
//! Words are spelled in GPT-2's way, where each byte is a printed character (`encoder.py` of GPT-2's
//! code). Whisper's merges are in the order of their tokens, which is checked, so that they need not
//! be kept.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use super::Words;
use crate::whisper::ModelError;
use crate::whisper::files;

const LARGEST: u64 = 64 << 20;

#[derive(Deserialize)]
struct Tokenizer {
    model: Model,
    #[serde(default)]
    added_tokens: Vec<Added>,
}

#[derive(Deserialize)]
struct Model {
    vocab: HashMap<String, usize>,
    #[serde(default)]
    merges: Vec<Merge>,
}

#[derive(Deserialize)]
struct Added {
    id: usize,
    content: String,
}

/// Written as `"a b"` by older programs and as `["a", "b"]` by newer ones.
#[derive(Deserialize)]
#[serde(untagged)]
enum Merge {
    Line(String),
    Pair(String, String),
}

/// Reads the vocabulary in a folder; none where there is no file of one.
pub fn from_folder(folder: &Path) -> Result<Option<Words>, ModelError> {
    let (path, vocabulary, merges, added) = if folder.join("tokenizer.json").is_file() {
        let path = folder.join("tokenizer.json");
        let tokenizer: Tokenizer = parsed(&path)?;
        let added = tokenizer.added_tokens.into_iter().map(|added| (added.content, added.id));
        (path, tokenizer.model.vocab, tokenizer.model.merges, added.collect())
    } else if folder.join("vocab.json").is_file() {
        let path = folder.join("vocab.json");
        let added = folder.join("added_tokens.json");
        let added = if added.is_file() { parsed(&added)? } else { HashMap::new() };
        (path.clone(), parsed(&path)?, read_merges(&folder.join("merges.txt"))?, added)
    } else {
        return Ok(None);
    };
    words_of(vocabulary, &merges, &added)
        .map(Some)
        .map_err(|cause| ModelError::damaged(&path, cause))
}

fn parsed<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, ModelError> {
    serde_json::from_slice(&files::read_small(path, LARGEST)?)
        .map_err(|error| ModelError::damaged(path, format!("it cannot be read: {error}")))
}

fn read_merges(path: &Path) -> Result<Vec<Merge>, ModelError> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let bytes = files::read_small(path, LARGEST)?;
    let text = str::from_utf8(&bytes).map_err(|_| ModelError::damaged(path, "it is no text"))?;
    let lines = text.lines().filter(|line| !line.starts_with("#version") && !line.is_empty());
    Ok(lines.map(|line| Merge::Line(line.to_owned())).collect())
}

fn words_of(
    vocabulary: HashMap<String, usize>,
    merges: &[Merge],
    added: &HashMap<String, usize>,
) -> Result<Words, String> {
    let special = |word: &str| vocabulary.get(word).or_else(|| added.get(word)).copied();
    let end = special("<|endoftext|>").ok_or("it has no <|endoftext|>")?;
    let languages = match (special("<|startoftranscript|>"), special("<|translate|>")) {
        (Some(begin), Some(after)) if begin == end + 1 && after > begin => Some(after - begin - 1),
        (None, _) | (_, None) => None,
        _ => return Err("its special tokens are not in Whisper's order".into()),
    };
    check_merges(&vocabulary, merges)?;
    let mut words = vec![None; end.min(vocabulary.len())];
    if words.len() < end {
        return Err(format!("it has {} words, but <|endoftext|> is token {end}", words.len()));
    }
    let bytes = byte_of_character();
    for (word, token) in vocabulary {
        if let Some(place) = words.get_mut(token) {
            let spelled: Option<Vec<u8>> = word.chars().map(|c| bytes.get(&c).copied()).collect();
            let spelled =
                spelled.ok_or_else(|| format!("token {token} is not spelled in bytes"))?;
            if place.replace(spelled).is_some() {
                return Err(format!("it has token {token} twice"));
            }
        }
    }
    let missing = words.iter().position(Option::is_none);
    if let Some(token) = missing {
        return Err(format!("it has no token {token}"));
    }
    Ok(Words { words: words.into_iter().flatten().collect(), languages })
}

/// Looks whether words were made in the order of their tokens.
fn check_merges(vocabulary: &HashMap<String, usize>, merges: &[Merge]) -> Result<(), String> {
    let mut last = 0;
    for (number, merge) in merges.iter().enumerate() {
        let made = match merge {
            Merge::Line(line) => {
                line.split_once(' ').map(|(first, second)| [first, second].concat())
            }
            Merge::Pair(first, second) => Some([first.as_str(), second.as_str()].concat()),
        };
        let token = made.and_then(|made| vocabulary.get(&made).copied());
        match token.filter(|token| *token > last) {
            Some(token) => last = token,
            None => return Err(format!("merge {} makes no token in its turn", number + 1)),
        }
    }
    Ok(())
}

/// GPT-2's alphabet: printed bytes stand for themselves, the others for characters from 256 on.
fn byte_of_character() -> HashMap<char, u8> {
    let is_printed = |byte: &u8| matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    let printed = (0..=255).filter(is_printed).map(|byte| (char::from(byte), byte));
    let others = (0..=255).filter(|byte| !is_printed(byte));
    printed.chain(('\u{100}'..).zip(others)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_has_a_character_of_its_own() {
        let bytes = byte_of_character();
        assert_eq!(bytes.len(), 256);
        assert_eq!(bytes[&'Ġ'], b' ');
        assert_eq!(bytes[&'Ċ'], b'\n');
        assert_eq!(bytes[&'é'], 0xe9);
        assert_eq!(bytes[&'Ń'], 0xad);
    }

    fn small(end: usize) -> Result<Words, String> {
        let vocabulary = [("a", 0), ("b", 1), ("ab", 2), ("<|endoftext|>", end)];
        let vocabulary = vocabulary.map(|(word, token)| (word.to_owned(), token)).into();
        words_of(vocabulary, &[Merge::Line("a b".into())], &HashMap::new())
    }

    #[test]
    fn tokens_that_are_missing_are_told_of() {
        assert_eq!(small(3).map(|words| words.words.len()), Ok(3));
        assert!(small(4).is_err_and(|cause| cause.contains("no token 3")));
        assert!(small(usize::MAX).is_err());
        let words = words_of(HashMap::new(), &[], &HashMap::new());
        assert!(words.is_err_and(|cause| cause.contains("<|endoftext|>")));
    }

    #[test]
    fn merges_in_another_order_than_tokens_are_refused() {
        let vocabulary: HashMap<String, usize> =
            [("a".to_owned(), 0), ("aa".to_owned(), 2), ("aaaa".to_owned(), 1)].into();
        let merges = [Merge::Line("a a".into()), Merge::Pair("aa".into(), "aa".into())];
        assert!(check_merges(&vocabulary, &merges).is_err());
    }
}
