//! OpenAI's own vocabulary files: a word in Base64 and its number on each line.

use std::path::Path;

use base64::Engine as _;

use super::Words;
use crate::whisper::ModelError;
use crate::whisper::files;

const LARGEST: u64 = 16 << 20;

/// Reads a `.tiktoken` file.
pub fn from_tiktoken(path: &Path) -> Result<Words, ModelError> {
    let bytes = files::read_small(path, LARGEST)?;
    let damaged = |cause: String| ModelError::damaged(path, cause);
    let text = str::from_utf8(&bytes).map_err(|_| damaged("it is no text".into()))?;
    let mut words = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        let cause = || format!("line {} is not a word and its number", number + 1);
        let (word, rank) = line.split_once(' ').ok_or_else(|| damaged(cause()))?;
        if rank.parse() != Ok(words.len()) {
            return Err(damaged(cause()));
        }
        // The multilingual file has a token without a word, which is written as mere padding.
        let word = word.trim_end_matches('=');
        words.push(UNPADDED.decode(word).map_err(|_| damaged(cause()))?);
    }
    Ok(Words::new(words))
}

/// Padding is as good as none.
const UNPADDED: base64::engine::GeneralPurpose = base64::engine::GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    base64::engine::GeneralPurposeConfig::new()
        .with_decode_padding_mode(base64::engine::DecodePaddingMode::RequireNone),
);
