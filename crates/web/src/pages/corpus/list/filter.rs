//! What the address asks of the list.

use std::fmt::Write as _;

use trefoil_core::corpus::source::Listed;

use crate::words::encode;

/// What to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::pages::corpus) enum Sort {
    #[default]
    Date,
    Name,
    Length,
    Passages,
}

impl Sort {
    pub(in crate::pages::corpus) fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Name => "name",
            Self::Length => "length",
            Self::Passages => "passages",
        }
    }

    fn of(word: &str) -> Self {
        let all = [Self::Date, Self::Name, Self::Length, Self::Passages];
        all.into_iter().find(|sort| sort.word() == word).unwrap_or_default()
    }
}

/// Which sources are listed, and how. Empty words ask for nothing.
#[derive(Debug, Clone, Default)]
pub(in crate::pages::corpus) struct Filter {
    /// A stream's word.
    pub(in crate::pages::corpus) stream: String,
    /// A participant's id, or `none`.
    pub(in crate::pages::corpus) participant: String,
    /// `yes` or `no`.
    pub(in crate::pages::corpus) text: String,
    /// `yes` or `no`.
    pub(in crate::pages::corpus) coded: String,
    /// `none`: those without a date.
    pub(in crate::pages::corpus) date: String,
    /// Words in the name.
    pub(in crate::pages::corpus) words: String,
    pub(in crate::pages::corpus) sort: Sort,
    pub(in crate::pages::corpus) is_reversed: bool,
    pub(in crate::pages::corpus) page: usize,
}

impl Filter {
    /// Reads an address.
    pub(in crate::pages::corpus) fn of(asked: &[(String, String)]) -> Self {
        let word = |name: &str| {
            let found = asked.iter().rev().find(|(one, _)| one == name);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        Self {
            stream: word("stream"),
            participant: word("participant"),
            text: word("text"),
            coded: word("coded"),
            date: word("date"),
            words: word("words"),
            sort: Sort::of(&word("sort")),
            is_reversed: word("order") == "down",
            page: word("page").parse().unwrap_or(1),
        }
    }

    /// Whether it leaves anything out.
    pub(in crate::pages::corpus) fn is_on(&self) -> bool {
        let asked =
            [&self.stream, &self.participant, &self.text, &self.coded, &self.date, &self.words];
        asked.iter().any(|word| !word.is_empty())
    }

    /// Whether a source is listed.
    pub(super) fn lets(&self, listed: &Listed) -> bool {
        let source = &listed.source;
        let agrees = |asked: &str, is: bool| asked.is_empty() || (asked == "yes") == is;
        let names = source.name.to_lowercase();
        (self.stream.is_empty() || self.stream == source.stream)
            && self.lets_people(listed)
            && agrees(&self.text, source.revision.is_some())
            && (self.date != "none" || source.date.is_none())
            && self.words.to_lowercase().split_whitespace().all(|word| names.contains(word))
    }

    /// Whether codings have to be counted.
    pub(super) fn asks_for_codings(&self) -> bool {
        !self.coded.is_empty()
    }

    /// Whether a source is listed, now that its codings are counted.
    pub(super) fn lets_codings(&self, listed: &Listed) -> bool {
        self.coded.is_empty() || (self.coded == "yes") == (listed.codings > 0)
    }

    fn lets_people(&self, listed: &Listed) -> bool {
        match self.participant.as_str() {
            "" => true,
            "none" => listed.participants.is_empty(),
            id => listed.participants.iter().any(|one| one.id.to_string() == id),
        }
    }

    /// The same, sorted by something; what it was sorted by is turned round.
    pub(super) fn sorted_by(&self, sort: Sort) -> Self {
        // Of numbers people want the largest first.
        let down = match sort {
            Sort::Date | Sort::Name => false,
            Sort::Length | Sort::Passages => true,
        };
        let is_reversed = if self.sort == sort { !self.is_reversed } else { down };
        Self { sort, is_reversed, page: 1, ..self.clone() }
    }

    /// The same on another page.
    pub(in crate::pages::corpus) fn on_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    /// The same as part of an address.
    pub(in crate::pages::corpus) fn query(&self) -> String {
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let order = if self.is_reversed { "down" } else { "" };
        let sort = if self.sort == Sort::Date { "" } else { self.sort.word() };
        let pairs = [
            ("stream", self.stream.as_str()),
            ("participant", &self.participant),
            ("text", &self.text),
            ("coded", &self.coded),
            ("date", &self.date),
            ("words", &self.words),
            ("sort", sort),
            ("order", order),
            ("page", &page),
        ];
        let mut query = "view=list".to_owned();
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(query, "&{name}={}", encode(value));
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Filter {
        let owned: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Filter::of(&owned)
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        let filter = asked(&[("stream", "interview"), ("words", "tea & talk"), ("page", "3")]);
        assert_eq!(filter.query(), "view=list&stream=interview&words=tea%20%26%20talk&page=3");
        assert!(filter.is_on() && !asked(&[("sort", "name")]).is_on());
    }

    #[test]
    fn a_second_click_turns_the_order_round() {
        let filter = asked(&[("page", "2")]);
        let by_name = filter.sorted_by(Sort::Name);
        assert_eq!(by_name.query(), "view=list&sort=name");
        assert_eq!(by_name.sorted_by(Sort::Name).query(), "view=list&sort=name&order=down");
        assert_eq!(filter.sorted_by(Sort::Length).query(), "view=list&sort=length&order=down");
    }
}
