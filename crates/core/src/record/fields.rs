//! The fields of the record, under the labels that repositories give them.

use serde::Serialize;

use crate::error::{Error, Result};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Any words.
    Text,
    /// A year, a month or a day: `2026`, `2026-01` or `2026-01-31`.
    Date,
    /// A DOI, kept without the resolver's address.
    Doi,
}

/// One field of the record.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The word that is stored and typed.
    pub key: &'static str,
    /// The name as shown.
    pub label: &'static str,
    /// Whether it may hold several values.
    pub repeatable: bool,
    /// What it holds.
    pub holds: Holds,
    /// Why a deposit needs it; none when it does not.
    pub needed: Option<&'static str>,
}

impl Field {
    const fn one(key: &'static str, label: &'static str) -> Self {
        Self { key, label, repeatable: false, holds: Holds::Text, needed: None }
    }

    const fn many(key: &'static str, label: &'static str) -> Self {
        Self { key, label, repeatable: true, holds: Holds::Text, needed: None }
    }

    const fn date(key: &'static str, label: &'static str) -> Self {
        Self { key, label, repeatable: false, holds: Holds::Date, needed: None }
    }

    const fn doi(key: &'static str, label: &'static str) -> Self {
        Self { key, label, repeatable: false, holds: Holds::Doi, needed: None }
    }

    const fn needed(self, why: &'static str) -> Self {
        Self { needed: Some(why), ..self }
    }
}

/// All fields, in the order in which a repository shows them.
pub const FIELDS: &[Field] = &[
    Field::one("title", "Title").needed("nothing can be listed or cited without it"),
    Field::many("author", "Authors").needed("DataCite and citations need at least one"),
    Field::many("editor", "Editors"),
    Field::many("contributor", "Other contributors"),
    Field::many("affiliation", "Affiliation"),
    Field::date("epub_date", "Epub Date"),
    Field::date("issue_date", "Issue Date").needed("DataCite and citations need the year"),
    Field::date("submitted_date", "Submitted date"),
    Field::many("alternative", "Alternative"),
    Field::one("abstract", "Abstract").needed("readers find and choose by it"),
    Field::one("citation", "Citation"),
    Field::many("research_unit", "Research Unit"),
    Field::doi("doi", "DOI"),
    Field::one("pubmed_id", "PubMed ID"),
    Field::one("pubmed_central_id", "PubMed Central ID"),
    Field::many("embedded_video", "Embedded videos"),
    Field::one("type", "Type").needed("repositories sort by it and DataCite needs it"),
    Field::many("language", "Language").needed("catalogues and screen readers go by it"),
    Field::many("description", "Description"),
    Field::many("series", "Series/Report no."),
    Field::many("issn", "ISSN"),
    Field::many("eissn", "EISSN"),
    Field::many("isbn", "ISBN"),
    Field::many("ismn", "ISMN"),
    Field::many("gov_doc", "Gov't Doc #"),
    Field::many("sponsor", "Sponsors"),
    Field::many("rights", "Rights").needed("nobody knows what they may do with it otherwise"),
    Field::many("research_project", "Research Projects"),
    Field::many("org_unit", "Org Units"),
    Field::many("journal_issue", "Journal Issue"),
    // Behind the labels of the record: what DataCite, citations and subject search also ask for.
    Field::one("publisher", "Publisher")
        .needed("DataCite needs one: often the repository or the university"),
    Field::one("journal", "Journal"),
    Field::many("subject", "Subjects"),
    Field::one("rights_address", "Rights address"),
];

/// The field with this key, however it was typed.
pub fn find(key: &str) -> Result<&'static Field> {
    let wanted = key.trim().to_lowercase().replace([' ', '-'], "_");
    FIELDS.iter().find(|field| field.key == wanted).ok_or_else(|| {
        let keys: Vec<_> = FIELDS.iter().map(|field| field.key).collect();
        Error::invalid(format!(
            "“{key}” is not a field of the record: choose one of {}.",
            keys.join(", ")
        ))
    })
}

impl Field {
    /// Makes a value storable, or says what is wrong with it.
    pub(super) fn check(&self, value: &str) -> Result<String> {
        let value = value.trim();
        match self.holds {
            Holds::Text => Ok(value.to_owned()),
            Holds::Date if is_date(value) => Ok(value.to_owned()),
            Holds::Date => Err(Error::invalid(format!(
                "“{value}” is not a date for “{}”: write it as 2026, 2026-01 or 2026-01-31.",
                self.label
            ))),
            Holds::Doi => bare_doi(value).map(str::to_owned).ok_or_else(|| {
                Error::invalid(format!(
                    "“{value}” is not a DOI: write it as 10.1234/abc or https://doi.org/10.1234/abc."
                ))
            }),
        }
    }
}

/// Whether a text is a year, a month or a day.
fn is_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    // The parser would take a time behind a day and a sign before a year.
    let digits = whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    digits && whole.parse::<jiff::civil::Date>().is_ok()
}

/// A DOI without the resolver's address or the word before it.
fn bare_doi(text: &str) -> Option<&str> {
    let bare = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi:",
    ]
    .into_iter()
    .find_map(|before| {
        let head = text.get(..before.len())?;
        head.eq_ignore_ascii_case(before).then(|| text[before.len()..].trim_start())
    })
    .unwrap_or(text);
    let (prefix, suffix) = bare.split_once('/')?;
    let registrant = prefix.strip_prefix("10.")?;
    let digits = !registrant.is_empty()
        && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (digits && !suffix.is_empty() && !bare.contains(char::is_whitespace)).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_labels_are_used_once() {
        for field in FIELDS {
            let key = FIELDS.iter().filter(|other| other.key == field.key);
            let label = FIELDS.iter().filter(|other| other.label == field.label);
            assert_eq!((key.count(), label.count()), (1, 1), "{}", field.key);
            assert_eq!(find(field.key).expect("is there"), field);
        }
    }

    #[test]
    fn dates_are_years_months_or_days() {
        for date in ["2026", "2026-01", "2026-01-31", "0987"] {
            assert!(is_date(date), "{date}");
        }
        let not = [
            "",
            "26",
            "2026-13",
            "2026-02-30",
            "31.01.2026",
            "20260131",
            "2026-1-31",
            "-202",
            "2026-01-31T09:00",
            "year",
            "２０２６",
        ];
        for date in not {
            assert!(!is_date(date), "{date}");
        }
    }

    #[test]
    fn a_doi_loses_what_stands_before_it() {
        for text in ["10.1234/a(b)/c", "https://doi.org/10.1234/a(b)/c", "DOI: 10.1234/a(b)/c"] {
            assert_eq!(bare_doi(text), Some("10.1234/a(b)/c"), "{text}");
        }
        for text in ["", "10.1234", "10./x", "11.1234/x", "10.1234/", "10.1234/a b", "é/x"] {
            assert_eq!(bare_doi(text), None, "{text}");
        }
    }
}
