//! How each field of the record is asked for.

use trefoil_core::record::{Field, FieldValues, Holds};

/// A field as a form asks for it.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    /// How it is filled in.
    pub(super) help: &'static str,
    /// Why a deposit needs it.
    pub(super) needed: Option<&'static str>,
    pub(super) repeatable: bool,
    /// Whether it holds more than a line.
    pub(super) long: bool,
    /// Its values; a field that may hold several has an empty one behind them.
    pub(super) values: Vec<String>,
    /// What it held when the page was made, so that a change is known from a field left alone.
    pub(super) before: String,
    /// Words that are usual in it.
    pub(super) usual: &'static [&'static str],
}

impl Asked {
    /// Whether it holds anything.
    pub(super) fn is_filled(&self) -> bool {
        self.before != "[]"
    }
}

/// Asks for a field.
pub(super) fn ask(of: &FieldValues) -> Asked {
    let Field { key, label, repeatable, needed, holds } = *of.field;
    let mut values = of.values.clone();
    if repeatable || values.is_empty() {
        values.push(String::new());
    }
    Asked {
        key,
        label,
        help: help(key, holds),
        needed,
        repeatable,
        long: matches!(key, "abstract" | "description" | "citation"),
        values,
        before: before(&of.values),
        usual: usual(key),
    }
}

/// What a field holds, as one text.
pub(super) fn before(values: &[String]) -> String {
    serde_json::Value::from(values.to_vec()).to_string()
}

fn help(key: &str, holds: Holds) -> &'static str {
    match key {
        "title" => "As it stands on the report.",
        "author" | "editor" | "contributor" => "Family name, comma, given name; one in each field.",
        "affiliation" => "Where the authors work, one in each field.",
        "abstract" => "What was asked, how, with whom, and what came of it.",
        "type" => "What kind of thing is deposited.",
        "language" => "A tag such as en-GB, or a name.",
        "rights" => "Under which terms others may use it.",
        "rights_address" => "Where these terms can be read in full.",
        "publisher" => "Who makes it public: often the repository or the university.",
        "subject" => "Words under which others look for it, one in each field.",
        "citation" => "How others shall cite it, where that differs from what the fields say.",
        "sponsor" => "Who paid for the work.",
        "alternative" => "Another title, such as a short one.",
        "embedded_video" => "Addresses of videos that are shown with it.",
        "doi" => "Such as 10.1234/abc, once there is one.",
        _ => match holds {
            Holds::Date => "A year, a month or a day: 2026, 2026-01 or 2026-01-31.",
            Holds::Doi => "Such as 10.1234/abc.",
            Holds::Text => "",
        },
    }
}

fn usual(key: &str) -> &'static [&'static str] {
    match key {
        "type" => &["Report", "Working paper", "Article", "Data set", "Thesis", "Presentation"],
        "language" => &["en-GB", "en", "cy", "ga", "gd", "de", "fr", "es"],
        "rights" => &[
            "CC BY 4.0",
            "CC BY-NC 4.0",
            "CC BY-NC-ND 4.0",
            "CC0 1.0",
            "All rights reserved",
            "Access on request",
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trefoil_core::record::FIELDS;

    #[test]
    fn every_field_that_a_deposit_needs_says_how_it_is_filled_in() {
        for field in FIELDS.iter().filter(|field| field.needed.is_some()) {
            assert!(!help(field.key, field.holds).is_empty(), "{}", field.key);
        }
    }

    #[test]
    fn a_field_for_several_values_has_room_for_one_more() {
        let field = FIELDS.iter().find(|field| field.key == "author").expect("is a field");
        let asked = ask(&FieldValues { field, values: vec!["Lamb, Ana".into()] });
        assert_eq!(asked.values, ["Lamb, Ana", ""]);
        assert!(asked.is_filled());
        assert!(!ask(&FieldValues { field, values: Vec::new() }).is_filled());
    }
}
