//! A text cut into its words, as names are looked for: letters and the apostrophes between them.

use std::ops::Range;

/// One word of a text.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Where it is, in bytes.
    pub(super) range: Range<usize>,
    /// Whether it begins with a capital and goes on in small letters.
    pub(super) capital: bool,
    /// Whether it begins a sentence, a line or somebody's speech.
    pub(super) begins: bool,
}

impl Token {
    /// The word.
    pub(super) fn word<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.clone()]
    }
}

/// Whether a character is one of the apostrophes that people type.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '‛' | '＇' | '`' | '´')
}

/// Whether a character is part of a word.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{ad}')
}

/// The words of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 6);
    let mut chars = text.char_indices().peekable();
    let mut begins = true;
    while let Some((start, c)) = chars.next() {
        if !is_letter(c) {
            begins = match c {
                '.' | '!' | '?' | '…' | ':' | '\n' | '“' | '"' | '„' | '«' | '•' | '。' => {
                    true
                }
                _ if c.is_whitespace() || is_apostrophe(c) || "()*_~>)]”»-–—".contains(c) => {
                    begins
                }
                _ => false,
            };
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let inner = is_apostrophe(c)
                && text[at + c.len_utf8()..].chars().next().is_some_and(char::is_alphabetic);
            if !is_letter(c) && !inner {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let rest = &text[start + c.len_utf8()..end];
        let capital = c.is_uppercase()
            && rest.chars().next().is_some_and(char::is_alphabetic)
            && rest.chars().any(char::is_lowercase);
        tokens.push(Token { range: start..end, capital, begins });
        begins = false;
    }
    tokens
}

/// Whether two words stand side by side: with a space, a hyphen or the end of a line between.
pub(super) fn side_by_side(text: &str, one: &Token, next: &Token) -> bool {
    let between = &text[one.range.end..next.range.start];
    let initial = one.range.len() <= 2 && between.starts_with('.');
    let between = if initial { &between[1..] } else { between };
    between.chars().count() <= 2
        && !between.is_empty()
        && between.chars().all(|c| c.is_whitespace() || is_hyphen(c))
        && between.matches('\n').count() <= 1
}

/// Whether a character is one of the hyphens inside words.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// The forms of a name that a word could be an inflection of, the word itself first; each is a
/// beginning of it: `Danny’s`, `Dannys`, `Dannys’`, `Okoros`, `Jameses`, `Danny'nin`.
pub(super) fn bases(word: &str) -> Vec<&str> {
    let mut bases = vec![word];
    if let Some(at) = word.rfind(is_apostrophe) {
        bases.push(&word[..at]);
    }
    for base in bases.clone() {
        for ending in ["s", "S", "es", "ES"] {
            if let Some(shorter) = base.strip_suffix(ending)
                && shorter.chars().count() >= 2
            {
                bases.push(shorter);
            }
        }
    }
    bases
}
