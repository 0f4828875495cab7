//! What the address asks of the list.

use std::fmt::Write as _;

use trefoil_core::corpus::source::Listed;
use trefoil_core::id::Id;

use crate::words::encode;

/// What to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::pages::corpus) enum Sort {
    #[default]
    Date,
    Name,
    Stream,
    Participants,
    Week,
    Length,
    Form,
    Passages,
    Codings,
}

impl Sort {
    const ALL: [Self; 9] = [
        Self::Date,
        Self::Name,
        Self::Stream,
        Self::Participants,
        Self::Week,
        Self::Length,
        Self::Form,
        Self::Passages,
        Self::Codings,
    ];

    /// Whether people want the largest first.
    fn is_number(self) -> bool {
        matches!(self, Self::Length | Self::Passages | Self::Codings)
    }

    pub(in crate::pages::corpus) fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Name => "name",
            Self::Stream => "stream",
            Self::Participants => "participants",
            Self::Week => "week",
            Self::Length => "length",
            Self::Form => "form",
            Self::Passages => "passages",
            Self::Codings => "codings",
        }
    }

    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.word() == word).unwrap_or_default()
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
    /// The first and the last week in which it may lie, of somebody in it.
    pub(in crate::pages::corpus) from: Option<i64>,
    pub(in crate::pages::corpus) to: Option<i64>,
    /// `yes` or `no`: whether consent closes its words or its sound.
    pub(in crate::pages::corpus) withheld: String,
    pub(in crate::pages::corpus) format: String,
    pub(in crate::pages::corpus) language: String,
    /// A set's id.
    pub(in crate::pages::corpus) set: String,
    /// An attribute's id, and words in its value.
    pub(in crate::pages::corpus) attribute: String,
    pub(in crate::pages::corpus) value: String,
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
            from: word("from").parse().ok(),
            to: word("to").parse().ok(),
            withheld: word("withheld"),
            format: word("format"),
            language: word("language"),
            set: word("set"),
            attribute: word("attribute"),
            value: word("value"),
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
        asked.iter().any(|word| !word.is_empty()) || self.asks_for_more()
    }

    /// Whether it asks for something that people ask for less often.
    pub(in crate::pages::corpus) fn asks_for_more(&self) -> bool {
        let asked = [&self.withheld, &self.format, &self.language, &self.set, &self.attribute];
        asked.iter().any(|word| !word.is_empty()) || self.from.is_some() || self.to.is_some()
    }

    /// Whether a source is listed.
    pub(super) fn lets(&self, listed: &Listed) -> bool {
        let source = &listed.source;
        let agrees = |asked: &str, is: bool| asked.is_empty() || (asked == "yes") == is;
        let names = source.name.to_lowercase();
        (self.stream.is_empty() || self.stream == source.stream)
            && self.lets_people(listed)
            && agrees(&self.text, source.revision.is_some())
            && self.lets_weeks(listed)
            && (self.format.is_empty() || self.format == source.format)
            && (self.language.is_empty() || source.language.as_ref() == Some(&self.language))
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

    fn lets_weeks(&self, listed: &Listed) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        // Of whom it is asked, their weeks count alone.
        let is_asked = |id: &Id| {
            matches!(self.participant.as_str(), "" | "none") || id.to_string() == self.participant
        };
        let people = listed.participants.iter().filter(|one| is_asked(&one.id));
        let is_after = |week: i64| self.from.is_none_or(|from| week >= from);
        let is_before = |week: i64| self.to.is_none_or(|to| week <= to);
        people.filter_map(|one| one.week).any(|week| is_after(week) && is_before(week))
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
        let is_reversed = if self.sort == sort { !self.is_reversed } else { sort.is_number() };
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
        let week = |week: Option<i64>| week.map(|week| week.to_string()).unwrap_or_default();
        let (from, to) = (week(self.from), week(self.to));
        let pairs = [
            ("stream", self.stream.as_str()),
            ("participant", &self.participant),
            ("text", &self.text),
            ("coded", &self.coded),
            ("date", &self.date),
            ("from", &from),
            ("to", &to),
            ("withheld", &self.withheld),
            ("format", &self.format),
            ("language", &self.language),
            ("set", &self.set),
            ("attribute", &self.attribute),
            ("value", &self.value),
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
        let filter = asked(&[("from", "0"), ("to", "3"), ("set", "x"), ("value", "a b")]);
        assert_eq!(filter.query(), "view=list&from=0&to=3&set=x&value=a%20b");
        assert!(filter.is_on() && !asked(&[("sort", "name")]).is_on());
    }

    #[test]
    fn a_second_click_turns_the_order_round() {
        let filter = asked(&[("page", "2")]);
        let by_name = filter.sorted_by(Sort::Name);
        assert_eq!(by_name.query(), "view=list&sort=name");
        assert_eq!(by_name.sorted_by(Sort::Name).query(), "view=list&sort=name&order=down");
        assert_eq!(filter.sorted_by(Sort::Length).query(), "view=list&sort=length&order=down");
        for sort in Sort::ALL {
            assert_eq!(Sort::of(sort.word()), sort);
        }
    }
}
