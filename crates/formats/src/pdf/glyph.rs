//! One letter on the page, and what of Unicode becomes of it.
//!
//! Fonts draw `fi` as one sign and an Arabic letter in four shapes; what people
//! search for are the letters. Signs that stand for nothing but their looks are
//! therefore written as letters here, and nothing else is normalised.

use unicode_normalization::UnicodeNormalization;

/// What stands for a drawn sign whose letter the file does not name.
pub(super) const UNKNOWN: char = char::REPLACEMENT_CHARACTER;

/// A drawn sign in a frame where text runs from left to right or right to left
/// and `y` grows upwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// Its letter, or the first of them.
    pub(super) letter: char,
    /// The other letters of a ligature, in reading order.
    pub(super) more: Option<Box<str>>,
    /// The left edge.
    pub(super) x0: f32,
    /// The right edge, which is where the next sign may begin.
    pub(super) x1: f32,
    /// The base line.
    pub(super) y: f32,
    /// The height of the font.
    pub(super) size: f32,
    pub(super) bold: bool,
    /// Whether a space stands before it, as seen from the left.
    pub(super) spaced: bool,
}

impl Glyph {
    /// Its letters as people would type them.
    pub(super) fn letters(&self) -> impl Iterator<Item = char> {
        let more = self.more.as_deref().unwrap_or_default();
        std::iter::once(self.letter).chain(more.chars()).flat_map(typed)
    }

    pub(super) fn width(&self) -> f32 {
        (self.x1 - self.x0).max(0.0)
    }

    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }

    /// Adds a letter that belongs to the same drawn sign.
    pub(super) fn append(&mut self, letter: char) {
        let mut more = String::from(self.more.take().unwrap_or_default());
        more.push(letter);
        self.more = Some(more.into_boxed_str());
    }

    /// Whether it is an accent or vowel sign that is drawn over another sign.
    pub(super) fn is_mark(&self) -> bool {
        matches!(self.letter,
            '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}' | '\u{05c1}' | '\u{05c2}'
            | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}'
            | '\u{06d6}'..='\u{06dc}' | '\u{06df}'..='\u{06e4}' | '\u{06e7}' | '\u{06e8}'
            | '\u{06ea}'..='\u{06ed}' | '\u{20d0}'..='\u{20ff}')
    }

    pub(super) fn is_rtl(&self) -> bool {
        is_rtl(self.letter)
    }
}

/// Whether a letter is of a script that runs from right to left.
pub(super) fn is_rtl(letter: char) -> bool {
    matches!(letter,
        '\u{0590}'..='\u{065f}' | '\u{066d}'..='\u{06ef}' | '\u{06fa}'..='\u{08ff}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Whether a letter is of a script that is written without spaces, so that
/// lines are joined without one.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{2e80}'..='\u{30ff}' | '\u{31f0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}' | '\u{0e00}'..='\u{0eff}')
}

/// Writes a sign that is only a shape as the letters it shows.
fn typed(sign: char) -> impl Iterator<Item = char> {
    let mut letters = [None; 20];
    match sign {
        '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
            for (place, letter) in letters.iter_mut().zip(std::iter::once(sign).nfkc()) {
                *place = Some(letter);
            }
        }
        // The picture fonts that word processors take bullets from.
        '\u{f0b7}' => letters[0] = Some('•'),
        '\u{f0a7}' => letters[0] = Some('▪'),
        '\u{f0d8}' => letters[0] = Some('➢'),
        '\u{f0e0}' => letters[0] = Some('→'),
        '\u{f0fc}' => letters[0] = Some('✓'),
        '\u{f06f}' | '\u{f0a8}' => letters[0] = Some('☐'),
        '\u{f0fd}' => letters[0] = Some('☒'),
        '\u{f0fe}' => letters[0] = Some('☑'),
        other if other.is_control() => {}
        '\u{feff}' => {}
        other => letters[0] = Some(other),
    }
    letters.into_iter().flatten()
}

/// Whether nobody can tell which letter a sign is.
pub(super) fn is_unknown(sign: char) -> bool {
    let is_private = matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    sign == UNKNOWN || is_private && typed(sign).eq([sign])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(letter: char) -> Glyph {
        Glyph {
            letter,
            more: None,
            x0: 0.0,
            x1: 1.0,
            y: 0.0,
            size: 1.0,
            bold: false,
            spaced: false,
        }
    }

    #[test]
    fn shapes_become_letters_and_nothing_else_changes() {
        let typed = |letter: char| glyph(letter).letters().collect::<String>();
        assert_eq!(typed('ﬃ'), "ffi");
        assert_eq!(typed('\u{fee7}'), "ن");
        assert_eq!(typed('\u{fefb}'), "لا");
        assert_eq!(typed('\u{fccb}'), "لخ");
        assert_eq!(typed('\u{f0b7}'), "•");
        for kept in ['½', '²', 'ﾃ', 'Ａ', '“', 'é', '\u{a0}'] {
            assert_eq!(typed(kept), kept.to_string());
        }
        assert_eq!(typed('\u{7}'), "");
    }

    #[test]
    fn signs_nobody_can_read_are_known_as_such() {
        assert!(is_unknown('\u{e123}') && is_unknown(UNKNOWN));
        assert!(!is_unknown('\u{f0b7}') && !is_unknown('a'));
    }
}
