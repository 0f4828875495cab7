//! Text as it comes, token by token, where a character may be spread over several tokens.

/// Turns the bytes of tokens into text, and holds back what is not yet a whole character.
#[derive(Debug, Clone, Default)]
pub struct TextStream {
    pending: Vec<u8>,
}

impl TextStream {
    /// Takes the bytes of a token; gives the text that is whole now, which may be nothing.
    ///
    /// Bytes that can never become a character are U+FFFD, one for each stretch of them, as in
    /// [`String::from_utf8_lossy`].
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.pending.extend_from_slice(bytes);
        let mut text = String::new();
        let mut used = 0;
        for chunk in self.pending.utf8_chunks() {
            let (valid, invalid) = (chunk.valid(), chunk.invalid());
            text.push_str(valid);
            used += valid.len();
            let is_last = used + invalid.len() == self.pending.len();
            let waits = is_last && may_go_on(invalid);
            if !invalid.is_empty() && !waits {
                text.push(char::REPLACEMENT_CHARACTER);
                used += invalid.len();
            }
        }
        self.pending.drain(..used);
        text
    }

    /// Whether the last token ended within a character.
    pub fn is_within_character(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Gives what was held back, after which the stream is as new.
    pub fn finish(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.pending)).into_owned()
    }
}

/// Whether more bytes can make a character of these.
fn may_go_on(bytes: &[u8]) -> bool {
    matches!(str::from_utf8(bytes), Err(error) if error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cut_anywhere_comes_out_whole() {
        let text = "Ünïcödé 日本語 👩‍🔬!";
        for size in 1..8 {
            let mut stream = TextStream::default();
            let mut out = String::new();
            for bytes in text.as_bytes().chunks(size) {
                let piece = stream.push(bytes);
                assert!(!piece.contains('\u{fffd}'), "{size}: {piece}");
                out.push_str(&piece);
            }
            assert!(!stream.is_within_character());
            assert_eq!(out + &stream.finish(), text);
        }
    }

    #[test]
    fn bytes_of_no_character_become_one_mark_and_hold_nothing_back() {
        let mut stream = TextStream::default();
        assert_eq!(stream.push(b"a\xffb"), "a\u{fffd}b");
        assert_eq!(stream.push(b"\xe6\x97"), "");
        assert!(stream.is_within_character());
        assert_eq!(stream.push(b"x"), "\u{fffd}x");
        assert_eq!(stream.push(b"\xf0\x9f"), "");
        assert_eq!(stream.finish(), "\u{fffd}");
        assert_eq!(stream.finish(), "");
    }

    #[test]
    fn whatever_bytes_come_the_text_is_that_of_all_of_them_at_once() {
        let mut random = trefoil_testkit::Random::seeded(11);
        let samples = ["é", "日", "👩", "a", "\u{800}"];
        for _ in 0..3000 {
            let mut bytes = Vec::new();
            for _ in 0..6 {
                if let Some(sample) = random.pick(&samples) {
                    bytes.extend(sample.as_bytes());
                }
                let at = random.below(bytes.len());
                bytes.remove(at);
            }
            let mut stream = TextStream::default();
            let mut out: String = bytes.iter().map(|byte| stream.push(&[*byte])).collect();
            out.push_str(&stream.finish());
            assert_eq!(out, String::from_utf8_lossy(&bytes));
        }
    }
}
