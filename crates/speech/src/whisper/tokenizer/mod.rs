//! Words to tokens and back: Whisper's byte-level BPE, with its special tokens by their place.
//!
//! A text is split as GPT-2 splits it ([`split`]), each piece is merged from bytes up ([`merge`]),
//! and what a model is kept from saying is computed from the vocabulary ([`non_speech`]). Tokens may
//! end in the middle of a character: [`TextStream`] waits for the rest of it.

mod merge;
mod non_speech;
mod split;
mod stream;

use std::collections::HashMap;

use super::languages::LANGUAGES;
use super::vocabulary::Words;
use crate::decoding::{Specials, Vocabulary};

pub use stream::TextStream;

/// Moments from 0.00 to 30.00 seconds, one each 20 ms.
const MOMENTS: usize = 1501;
/// Special tokens that are no language and no moment.
const OTHERS: usize = 8;
/// The vocabulary of models that know English only.
const ENGLISH_ONLY: usize = 51_864;

/// Why a vocabulary is none of Whisper's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyError {
    /// Some byte has no token, so not every text could be said: whisper.cpp's first converter wrote
    /// U+FFFD for what is no whole character, and its files for tests are still so.
    #[error(
        "its vocabulary has no token for the byte {0:#04x}, as in files of whisper.cpp's first \
         converter"
    )]
    Byte(u8),
    /// There is no place for Whisper's special tokens.
    #[error(
        "its vocabulary has {words} words, and {vocabulary} tokens with the special ones, which \
         leaves {languages} languages where Whisper has 99 or 100"
    )]
    Size {
        /// Tokens of text.
        words: usize,
        /// All tokens, as the model's sizes have it.
        vocabulary: usize,
        /// Languages that there would be place for.
        languages: usize,
    },
}

/// A model's vocabulary, ready to be used.
#[derive(Debug, Clone)]
pub struct Tokenizer {
    words: Vec<Vec<u8>>,
    ranks: HashMap<Vec<u8>, u32>,
    specials: Specials,
}

impl Tokenizer {
    /// Makes a tokenizer of the tokens of text and the number of all tokens, which is that of rows
    /// in the model's embedding.
    pub fn new(words: Words, vocabulary: usize) -> Result<Self, VocabularyError> {
        let Words { words, languages } = words;
        let left = vocabulary.saturating_sub(words.len() + OTHERS + MOMENTS);
        let size = VocabularyError::Size { words: words.len(), vocabulary, languages: left };
        // A model that was trained further may have more tokens behind, if it names its languages.
        let languages = languages.unwrap_or(left);
        if !(99..=LANGUAGES.len()).contains(&languages) || left < languages {
            return Err(size);
        }
        let mut ranks = HashMap::with_capacity(words.len());
        for (rank, word) in (0_u32..).zip(&words).filter(|(_, word)| !word.is_empty()) {
            ranks.entry(word.clone()).or_insert(rank);
        }
        if let Some(byte) = (0..=255).find(|byte| !ranks.contains_key(&[*byte][..])) {
            return Err(VocabularyError::Byte(byte));
        }
        let end = u32::try_from(words.len()).map_err(|_| size)?;
        let specials = Specials::default();
        let mut tokenizer = Self { words, ranks, specials };
        tokenizer.specials = tokenizer.find_specials(end, languages, vocabulary == ENGLISH_ONLY);
        Ok(tokenizer)
    }

    /// Says where the special tokens are: behind those of text, in the order of OpenAI's
    /// `get_encoding`.
    fn find_specials(&self, end: u32, languages: usize, english_only: bool) -> Specials {
        let first_language = end + 2;
        let known: Vec<(String, u32)> = LANGUAGES[..languages]
            .iter()
            .zip(first_language..)
            .map(|(language, token)| (language.code.to_owned(), token))
            .collect();
        let translate = known.last().map_or(first_language, |(_, last)| last + 1);
        Specials {
            end_of_text: end,
            start_of_transcript: end + 1,
            translate,
            transcribe: translate + 1,
            start_of_lm: Some(translate + 2),
            start_of_previous: translate + 3,
            no_speech: Some(translate + 4),
            no_timestamps: translate + 5,
            timestamp_begin: translate + 6,
            languages: if english_only { Vec::new() } else { known },
            blanks: self.encode(" "),
            non_speech: non_speech::tokens(|text| self.encode(text)),
        }
    }

    /// How a token is written by OpenAI's tools: its text, or a name such as `<|en|>` or `<|2.40|>`.
    pub fn name(&self, token: u32) -> String {
        let s = &self.specials;
        let language = (s.start_of_transcript + 1..s.translate).contains(&token);
        let named = [
            (s.end_of_text, "endoftext"),
            (s.start_of_transcript, "startoftranscript"),
            (s.translate, "translate"),
            (s.transcribe, "transcribe"),
            (s.translate + 2, "startoflm"),
            (s.start_of_previous, "startofprev"),
            (s.translate + 4, "nospeech"),
            (s.no_timestamps, "notimestamps"),
        ];
        if s.is_text(token) {
            return self.text(&[token]);
        }
        if language {
            let at = token - s.start_of_transcript - 1;
            return format!("<|{}|>", LANGUAGES[at as usize].code);
        }
        if let Some((_, name)) = named.iter().find(|(special, _)| *special == token) {
            return format!("<|{name}|>");
        }
        let hundredths = token.saturating_sub(s.timestamp_begin).saturating_mul(2);
        format!("<|{}.{:02}|>", hundredths / 100, hundredths % 100)
    }
}

impl Vocabulary for Tokenizer {
    fn specials(&self) -> &Specials {
        &self.specials
    }

    fn encode(&self, text: &str) -> Vec<u32> {
        let mut tokens = Vec::new();
        for piece in split::pieces(text) {
            match self.ranks.get(piece.as_bytes()) {
                Some(token) => tokens.push(*token),
                None => merge::merge(piece.as_bytes(), &self.ranks, &mut tokens),
            }
        }
        tokens
    }

    fn bytes(&self, token: u32) -> &[u8] {
        usize::try_from(token)
            .ok()
            .and_then(|token| self.words.get(token))
            .map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All bytes and a few words.
    fn words() -> Words {
        let bytes = (0..=255).map(|byte| vec![byte]);
        let merged = [" t", "he", " the", "♪"].map(|word| word.as_bytes().to_vec());
        Words::new(bytes.chain(merged).collect())
    }

    fn tokenizer() -> Tokenizer {
        Tokenizer::new(words(), 260 + 1509 + 99).expect("a vocabulary of the right size")
    }

    #[test]
    fn text_comes_back_from_its_tokens() {
        let tokenizer = tokenizer();
        assert_eq!(tokenizer.encode(" the"), [258]);
        assert_eq!(tokenizer.encode("the"), [116, 257]);
        for text in ["", " ", "  two  spaces ", "Grüße, 日本語 👩‍🔬\n\t", "\0\u{7f}\u{a0}"]
        {
            assert_eq!(tokenizer.text(&tokenizer.encode(text)), text);
        }
    }

    #[test]
    fn special_tokens_are_where_openai_has_them() {
        let mut many: Vec<Vec<u8>> = (0..=255).map(|byte| vec![byte]).collect();
        many.extend((256..50_257_u32).map(|token| token.to_be_bytes().to_vec()));
        let specials = |words: usize, vocabulary: usize| {
            let words = Words::new(many[..words].to_vec());
            Tokenizer::new(words, vocabulary).expect("a vocabulary of Whisper's").specials
        };
        let english = specials(50_256, 51_864);
        assert_eq!((english.end_of_text, english.start_of_transcript), (50_256, 50_257));
        assert_eq!((english.translate, english.transcribe), (50_357, 50_358));
        assert_eq!((english.start_of_lm, english.start_of_previous), (Some(50_359), 50_360));
        assert_eq!((english.no_speech, english.no_timestamps), (Some(50_361), 50_362));
        assert_eq!(english.timestamp_begin, 50_363);
        assert!(!english.is_multilingual());

        let multilingual = specials(50_257, 51_865);
        assert_eq!(multilingual.languages.len(), 99);
        assert_eq!(multilingual.find_language("en"), Some(50_259));
        assert_eq!(multilingual.timestamp_begin, 50_364);

        let third = specials(50_257, 51_866);
        assert_eq!(third.find_language("yue"), Some(50_358));
        assert_eq!(third.timestamp_begin, 50_365);
    }

    #[test]
    fn tokens_are_named_as_openai_names_them() {
        let tokenizer = tokenizer();
        let s = tokenizer.specials();
        assert_eq!(tokenizer.name(258), " the");
        assert_eq!(tokenizer.name(s.end_of_text), "<|endoftext|>");
        assert_eq!(tokenizer.name(s.find_language("de").expect("German")), "<|de|>");
        assert_eq!(tokenizer.name(s.no_timestamps), "<|notimestamps|>");
        assert_eq!(tokenizer.name(s.timestamp_begin + 120), "<|2.40|>");
        assert_eq!(tokenizer.name(s.timestamp_begin + 1500), "<|30.00|>");
    }

    #[test]
    fn a_vocabulary_that_is_not_whispers_is_refused() {
        let size = Tokenizer::new(words(), 260 + 1509 + 98).expect_err("too few languages");
        assert!(size.to_string().contains("leaves 98 languages"), "{size}");
        assert!(Tokenizer::new(words(), 0).is_err());
        let mut missing = words();
        missing.words[7] = b"other".to_vec();
        let error = Tokenizer::new(missing, 260 + 1509 + 99).expect_err("a byte is missing");
        assert_eq!(error, VocabularyError::Byte(7));
    }
}
