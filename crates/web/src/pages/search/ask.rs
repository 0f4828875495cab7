//! What is asked, as it stands in the address.
//!
//! A field that says nothing, or nothing that can be understood, restricts nothing; so an address
//! that was typed by hand still searches.

use std::fmt::Write as _;

use serde::Deserialize;
use trefoil_core::explore::search::{Mode, Query};

use crate::words::encode;

/// How many hits stand on a page.
pub(super) const PAGE: usize = 50;

/// How far one can turn the pages; who needs more asks more narrowly.
const DEEPEST: usize = 10_000;

/// What is asked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The words or the expression.
    pub(super) q: String,
    /// How they are meant.
    pub(super) mode: String,
    /// Whether capitals and small letters are told apart.
    pub(super) case: String,
    /// In which stream.
    pub(super) stream: String,
    /// In whose sources.
    pub(super) participant: String,
    /// In what is coded with this code, or one beneath it.
    pub(super) code: String,
    /// How many hits come before those to show.
    pub(super) from: String,
}

impl Asked {
    /// Whether there is anything to search for.
    pub(super) fn is_empty(&self) -> bool {
        self.q.trim().is_empty()
    }

    /// How the words are meant.
    pub(super) fn mode(&self) -> Mode {
        self.mode.parse().unwrap_or_default()
    }

    /// Whether the words are meant in this way.
    pub(super) fn is(&self, mode: &str) -> bool {
        self.mode().word() == mode
    }

    /// How many hits come before those to show.
    pub(super) fn from(&self) -> usize {
        self.from.trim().parse().unwrap_or(0).min(DEEPEST)
    }

    /// Whether anything but the words is asked.
    pub(super) fn is_narrowed(&self) -> bool {
        [&self.case, &self.stream, &self.participant, &self.code].iter().any(|one| !one.is_empty())
    }

    /// As the search wants it, up to the last hit to show.
    pub(super) fn query(&self) -> Query {
        let id = |text: &str| text.trim().parse().ok();
        Query {
            words: self.q.clone(),
            mode: self.mode(),
            case: !self.case.is_empty(),
            streams: Some(self.stream.clone()).into_iter().filter(|one| !one.is_empty()).collect(),
            participants: id(&self.participant).into_iter().collect(),
            codes: id(&self.code).into_iter().collect(),
            below: true,
            limit: self.from() + PAGE,
            ..Query::default()
        }
    }

    /// The address of the same search from another hit on, behind that of the study.
    pub(super) fn address(&self, from: usize) -> String {
        let mut address = format!("search?q={}", part(&self.q));
        let others = [
            ("mode", &self.mode),
            ("case", &self.case),
            ("stream", &self.stream),
            ("participant", &self.participant),
            ("code", &self.code),
        ];
        for (name, value) in others.iter().filter(|(_, value)| !value.is_empty()) {
            // Writing to a string cannot fail.
            let _ = write!(address, "&{name}={}", part(value));
        }
        if from > 0 {
            let _ = write!(address, "&from={from}");
        }
        address
    }
}

fn part(text: &str) -> String {
    encode(text).replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_understood_restricts_nothing() {
        let asked = Asked {
            q: "tea".into(),
            mode: "sideways".into(),
            participant: "nobody".into(),
            from: "-3".into(),
            ..Asked::default()
        };
        assert_eq!(asked.query(), Query { below: true, ..Query::of("tea") });
        assert_eq!(asked.address(50), "search?q=tea&mode=sideways&participant=nobody&from=50");
    }

    #[test]
    fn an_address_holds_any_words() {
        let asked = Asked { q: "50% & a/b?#\u{1f642}".into(), ..Asked::default() };
        assert_eq!(asked.address(0), "search?q=50%25%20%26%20a%2Fb%3F%23%F0%9F%99%82");
    }
}
