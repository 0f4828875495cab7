//! The one definition of a stretch of text: a half-open range of Unicode code points.
//!
//! Browsers and some other programs count UTF-16 units, Rust counts bytes, REFI-QDA counts code
//! points. Everything inside the study counts code points; [`Ruler`] converts at the borders
//! without walking a long text from its start each time.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A half-open range of code points.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// The first code point.
    pub start: i64,
    /// The code point behind the last.
    pub end: i64,
}

impl Span {
    /// A range; `end` is not part of it.
    pub fn new(start: i64, end: i64) -> Self {
        Self { start, end }
    }

    /// How many code points it covers.
    pub fn length(self) -> i64 {
        self.end - self.start
    }

    /// Whether the two share a code point.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// How far apart the marks of a ruler are, in code points.
const STEP: usize = 256;

/// What one pass over a text finds, kept when the text is asked about again.
#[derive(Debug, Clone)]
pub struct Marks {
    /// Byte and UTF-16 position of every 256th code point.
    at: Vec<(usize, usize)>,
    length: usize,
    utf16: usize,
}

impl Marks {
    /// Walks a text once.
    pub fn of(text: &str) -> Self {
        let mut at = Vec::with_capacity(text.len() / STEP + 1);
        let (mut length, mut utf16) = (0, 0);
        for (byte, c) in text.char_indices() {
            if length % STEP == 0 {
                at.push((byte, utf16));
            }
            length += 1;
            utf16 += c.len_utf16();
        }
        Self { at, length, utf16 }
    }
}

/// Converts positions in one text between code points, bytes and UTF-16 units.
///
/// Built in one pass; each conversion then looks at no more than 256 code points.
#[derive(Debug, Clone)]
pub struct Ruler<'t> {
    text: &'t str,
    marks: Cow<'t, Marks>,
}

impl<'t> Ruler<'t> {
    /// Measures a text.
    pub fn new(text: &'t str) -> Self {
        Self { text, marks: Cow::Owned(Marks::of(text)) }
    }

    /// Measures a text by the marks that were made of it.
    pub fn with(text: &'t str, marks: &'t Marks) -> Self {
        Self { text, marks: Cow::Borrowed(marks) }
    }

    /// How many code points the text has.
    pub fn length(&self) -> i64 {
        self.marks.length as i64
    }

    /// How many UTF-16 units the text has.
    pub fn utf16_length(&self) -> i64 {
        self.marks.utf16 as i64
    }

    /// The byte position of a code point; the text's length is a position too.
    pub fn byte_of(&self, point: i64) -> Option<usize> {
        let point = usize::try_from(point).ok().filter(|point| *point <= self.marks.length)?;
        let Some(&(mark, _)) = self.marks.at.get(point / STEP) else {
            return Some(self.text.len());
        };
        let rest = &self.text[mark..];
        Some(mark + rest.char_indices().nth(point % STEP).map_or(rest.len(), |(at, _)| at))
    }

    /// The code point at a byte position, which must lie between characters.
    pub fn point_of_byte(&self, byte: usize) -> Option<i64> {
        if byte > self.text.len() || !self.text.is_char_boundary(byte) {
            return None;
        }
        let mark = self.marks.at.partition_point(|(at, _)| *at <= byte).saturating_sub(1);
        let Some(&(start, _)) = self.marks.at.get(mark) else { return Some(0) };
        Some((mark * STEP + self.text[start..byte].chars().count()) as i64)
    }

    /// The code point at a UTF-16 position; one inside a surrogate pair is none.
    pub fn point_of_utf16(&self, unit: i64) -> Option<i64> {
        let unit = usize::try_from(unit).ok().filter(|unit| *unit <= self.marks.utf16)?;
        let mark = self.marks.at.partition_point(|(_, at)| *at <= unit).saturating_sub(1);
        let Some(&(byte, mut at)) = self.marks.at.get(mark) else { return Some(0) };
        let mut point = mark * STEP;
        for c in self.text[byte..].chars() {
            if at >= unit {
                break;
            }
            at += c.len_utf16();
            point += 1;
        }
        (at == unit).then_some(point as i64)
    }

    /// The UTF-16 position of a code point.
    pub fn utf16_of(&self, point: i64) -> Option<i64> {
        let byte = self.byte_of(point)?;
        let mark = usize::try_from(point).ok()? / STEP;
        let Some(&(start, units)) = self.marks.at.get(mark) else {
            return Some(self.marks.utf16 as i64);
        };
        Some((units + self.text[start..byte].encode_utf16().count()) as i64)
    }

    /// The words of a span.
    ///
    /// Errors: the span is empty, reversed or reaches beyond the text.
    pub fn words(&self, span: Span) -> Result<&'t str> {
        let range = (self.byte_of(span.start), self.byte_of(span.end));
        let (Some(start), Some(end)) = range else {
            return Err(Error::invalid(format!(
                "The text has {} characters; {} to {} reaches beyond it.",
                self.marks.length, span.start, span.end
            )));
        };
        if start >= end {
            return Err(Error::invalid(format!(
                "A passage from {} to {} has no words.",
                span.start, span.end
            )));
        }
        Ok(&self.text[start..end])
    }

    /// The span of a byte range between characters.
    pub fn span_of_bytes(&self, range: std::ops::Range<usize>) -> Option<Span> {
        Some(Span::new(self.point_of_byte(range.start)?, self.point_of_byte(range.end)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_emoji_is_one_code_point_two_units_and_four_bytes() {
        let ruler = Ruler::new("a🙂b");
        assert_eq!(ruler.byte_of(2), Some(5));
        assert_eq!(ruler.utf16_of(2), Some(3));
        assert_eq!(ruler.point_of_utf16(2), None);
        assert_eq!(ruler.words(Span::new(1, 2)).expect("is inside"), "🙂");
    }

    #[test]
    fn spans_without_words_or_beyond_the_text_are_refused() {
        let ruler = Ruler::new("short");
        for span in [Span::new(2, 2), Span::new(3, 2), Span::new(-1, 2), Span::new(0, 6)] {
            assert!(ruler.words(span).is_err(), "{span:?}");
        }
        assert!(Ruler::new("").words(Span::new(0, 0)).is_err());
    }

    proptest! {
        #[test]
        fn every_position_converts_there_and_back(text in "(\\PC|🙂|é|\n){0,700}") {
            let ruler = Ruler::new(&text);
            let mut units = 0;
            for (point, (byte, c)) in text.char_indices().enumerate() {
                let point = point as i64;
                prop_assert_eq!(ruler.byte_of(point), Some(byte));
                prop_assert_eq!(ruler.point_of_byte(byte), Some(point));
                prop_assert_eq!(ruler.utf16_of(point), Some(units));
                prop_assert_eq!(ruler.point_of_utf16(units), Some(point));
                units += c.len_utf16() as i64;
            }
            prop_assert_eq!(ruler.byte_of(ruler.length()), Some(text.len()));
            prop_assert_eq!(ruler.point_of_byte(text.len()), Some(ruler.length()));
            prop_assert_eq!(ruler.utf16_of(ruler.length()), Some(ruler.utf16_length()));
            prop_assert_eq!(ruler.byte_of(ruler.length() + 1), None);
        }
    }
}
