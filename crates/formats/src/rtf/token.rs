//! Taking rich text apart: groups, control words, characters.
//!
//! This knows the grammar only (RTF 1.9.1, "RTF Syntax"); what a word means is
//! in `walk.rs`. Line ends between tokens mean nothing and are dropped; the raw
//! bytes after `\bin` are stepped over.

/// One piece of rich text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A group opens: `{`.
    Open,
    /// A group closes: `}`.
    Close,
    /// A control word with its number: `\fs24`.
    Word(&'a str, Option<i32>),
    /// A control symbol: `\~`.
    Sign(u8),
    /// A character by its code: `\'e9`.
    Byte(u8),
    /// Characters as they stand.
    Text(&'a [u8]),
}

/// A word that means nothing.
const NOTHING: Token<'static> = Token::Word("", None);

/// Takes rich text apart from beginning to end.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

/// A longer word is none; the standard allows 32 letters.
const LONGEST_WORD: usize = 64;

impl<'a> Tokens<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn step(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    /// What follows a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.rest.first()?;
        if first.is_ascii_alphabetic() {
            return self.word();
        }
        self.step(1);
        match first {
            b'\'' => {
                let digits = self.rest.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
                match digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
                    Some(byte) => {
                        self.step(2);
                        Some(Token::Byte(byte))
                    }
                    None => Some(NOTHING),
                }
            }
            // A backslash at the end of a line ends a paragraph.
            b'\r' | b'\n' => {
                if first == b'\r' && self.rest.first() == Some(&b'\n') {
                    self.step(1);
                }
                Some(Token::Word("par", None))
            }
            sign => Some(Token::Sign(sign)),
        }
    }

    fn word(&mut self) -> Option<Token<'a>> {
        let count = |rest: &[u8], is: fn(&u8) -> bool| rest.iter().take_while(|b| is(b)).count();
        let letters = count(self.rest, u8::is_ascii_alphabetic).min(LONGEST_WORD);
        let word = std::str::from_utf8(self.step(letters)).ok()?;
        let minus = usize::from(self.rest.first() == Some(&b'-'));
        let digits = count(self.rest.get(minus..)?, u8::is_ascii_digit);
        let mut number = None;
        if digits > 0 {
            let text = std::str::from_utf8(self.step(minus + digits)).ok()?;
            let nearest = if minus == 1 { i32::MIN } else { i32::MAX };
            number = Some(text.parse().unwrap_or(nearest));
        }
        if self.rest.first() == Some(&b' ') {
            self.step(1);
        }
        if word == "bin" {
            let count = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
            self.step(count);
        }
        Some(Token::Word(word, number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            match *self.rest.first()? {
                b'{' => {
                    self.step(1);
                    return Some(Token::Open);
                }
                b'}' => {
                    self.step(1);
                    return Some(Token::Close);
                }
                b'\r' | b'\n' | 0 => {
                    self.step(1);
                }
                b'\\' => {
                    self.step(1);
                    return self.control();
                }
                _ => {
                    let is_special =
                        |byte: &u8| matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                    let count = self.rest.iter().position(is_special).unwrap_or(self.rest.len());
                    return Some(Token::Text(self.step(count)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_characters_are_told_apart() {
        let tokens: Vec<Token<'_>> =
            Tokens::of(b"{\\b1 x\\fs-24\\'e9\\~a\r\nb\\bin3 }{}\\par\\\n}").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("b", Some(1)),
                Token::Text(b"x"),
                Token::Word("fs", Some(-24)),
                Token::Byte(0xe9),
                Token::Sign(b'~'),
                Token::Text(b"a"),
                Token::Text(b"b"),
                Token::Word("bin", Some(3)),
                Token::Word("par", None),
                Token::Word("par", None),
                Token::Close,
            ]
        );
    }

    #[test]
    fn what_breaks_off_ends() {
        for bytes in [b"\\".as_slice(), b"\\'", b"\\'4", b"\\bin9 x", b"\\u99999999999"] {
            assert!(Tokens::of(bytes).count() <= 2, "{bytes:?}");
        }
    }
}
