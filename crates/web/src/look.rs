//! How pages look: light or dark, more contrast or not, as the person chose or the system says.
//!
//! The choice is a cookie, because it belongs to the screen and not to the study.

use axum::http::HeaderMap;

/// What a person chose; empty words leave it to the system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// `light`, `dark` or nothing.
    pub theme: &'static str,
    /// `more`, `no` or nothing.
    pub contrast: &'static str,
}

/// The cookie's name.
pub(crate) const COOKIE: &str = "trefoil-look";

impl Look {
    /// Reads the choice from words such as `dark-more`.
    pub(crate) fn parse(text: &str) -> Self {
        let known = |words: &[&'static str], word: &str| {
            words.iter().copied().find(|one| *one == word).unwrap_or("")
        };
        let (theme, contrast) = text.split_once('-').unwrap_or((text, ""));
        Self { theme: known(&["light", "dark"], theme), contrast: known(&["more", "no"], contrast) }
    }

    /// The choice that a browser sent.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        crate::security::cookie(headers, COOKIE).map(|text| Self::parse(&text)).unwrap_or_default()
    }

    /// The choice as a cookie's value.
    pub(crate) fn word(&self) -> String {
        format!("{}-{}", self.theme, self.contrast)
    }
}

#[cfg(test)]
mod tests {
    use super::Look;

    #[test]
    fn only_known_words_are_taken() {
        let look = Look::parse("dark-more");
        assert_eq!((look.theme, look.contrast), ("dark", "more"));
        assert_eq!(look.word(), "dark-more");
        assert_eq!(Look::parse("\"><script>-x"), Look::default());
    }
}
