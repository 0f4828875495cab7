//! What decoding has to know of a vocabulary.

/// The tokens that mean something else than text, and those of text that are kept from beginning
/// a transcript or from being in it.
///
/// Every token below `end_of_text` is text; those from `timestamp_begin` on are moments, one each
/// 20 ms. Names are those of OpenAI's `whisper/tokenizer.py`, written out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Specials {
    /// `<|endoftext|>`.
    pub end_of_text: u32,
    /// `<|startoftranscript|>`.
    pub start_of_transcript: u32,
    /// `<|startofprev|>`, before the text that went before.
    pub start_of_previous: u32,
    /// `<|startoflm|>`.
    pub start_of_lm: Option<u32>,
    /// `<|transcribe|>`.
    pub transcribe: u32,
    /// `<|translate|>`.
    pub translate: u32,
    /// `<|nospeech|>`, or `<|nocaptions|>` in older vocabularies.
    pub no_speech: Option<u32>,
    /// `<|notimestamps|>`.
    pub no_timestamps: u32,
    /// `<|0.00|>`, and all tokens after it.
    pub timestamp_begin: u32,
    /// The code of each language that the model knows (`en`) with its token (`<|en|>`), in the
    /// order of tokens; none for a model that knows English only.
    pub languages: Vec<(String, u32)>,
    /// The tokens of a single space, which no transcript begins with.
    pub blanks: Vec<u32>,
    /// Tokens of brackets, notes and the like, which tell of something else than what was spoken.
    pub non_speech: Vec<u32>,
}

impl Specials {
    /// Whether the model knows more than one language, and so is told which is spoken.
    pub fn is_multilingual(&self) -> bool {
        !self.languages.is_empty()
    }

    /// Finds the token of a language by its code.
    pub fn find_language(&self, code: &str) -> Option<u32> {
        self.languages.iter().find(|(known, _)| known == code).map(|(_, token)| *token)
    }

    /// Whether a token is a moment.
    pub fn is_timestamp(&self, token: u32) -> bool {
        token >= self.timestamp_begin
    }

    /// Whether a token is text.
    pub fn is_text(&self, token: u32) -> bool {
        token < self.end_of_text
    }
}

/// A vocabulary, as far as decoding needs it.
pub trait Vocabulary {
    /// The tokens that mean something else than text.
    fn specials(&self) -> &Specials;

    /// The tokens of a text; nothing in it is read as a special token.
    fn encode(&self, text: &str) -> Vec<u32>;

    /// What a token of text stands for, which may be a part of a character; nothing for others.
    fn bytes(&self, token: u32) -> &[u8];

    /// The text of all tokens that are text; what is no UTF-8 becomes U+FFFD.
    fn text(&self, tokens: &[u32]) -> String {
        let text = tokens.iter().filter(|token| self.specials().is_text(**token));
        let bytes: Vec<u8> = text.flat_map(|token| self.bytes(*token)).copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
