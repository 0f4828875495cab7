//! Finding participants' labels that people wrote into a report which is to have none.
//!
//! The program leaves labels out of what it sets itself. What people wrote, and what was said, it
//! does not change; it says where a label still stands, so that a person can decide.

use std::collections::HashSet;

use serde_json::Value as Json;

use crate::id::Id;
use crate::report::Report;

/// How much of a text is shown, in characters.
const SHOWN: usize = 60;

/// Says for each name that still stands in a report, in which text it does first.
pub(super) fn left_in(report: &Report, names: &[String]) -> Vec<String> {
    let whole = serde_json::to_value(report).unwrap_or_default();
    let mut texts = Vec::new();
    gather(&whole, &mut texts);
    let mut seen = HashSet::new();
    let found = names.iter().filter(|name| seen.insert(name.as_str())).filter_map(|name| {
        let text = texts.iter().find(|text| has_word(text, name))?;
        let mut shown: String = text.chars().take(SHOWN).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        Some(format!("Participants are not labelled, but “{name}” still stands in “{shown}”."))
    });
    found.collect()
}

/// Every text that a report prints, but its ids.
fn gather<'j>(value: &'j Json, texts: &mut Vec<&'j str>) {
    match value {
        Json::String(text) if text.parse::<Id>().is_err() => texts.push(text),
        Json::Array(values) => values.iter().for_each(|value| gather(value, texts)),
        Json::Object(fields) => {
            let printed = fields.iter().filter(|(name, _)| *name != "remarks");
            printed.for_each(|(_, value)| gather(value, texts));
        }
        _ => {}
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let edge = |letter: Option<char>| !letter.is_some_and(char::is_alphanumeric);
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            edge(text[..at].chars().next_back()) && edge(text[at + word.len()..].chars().next())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_found_as_a_word_of_its_own() {
        assert!(has_word("as P1 said", "P1") && has_word("P1’s coat", "P1"));
        assert!(!has_word("P12", "P1") && !has_word("XP1", "P1") && !has_word("x", ""));
    }

    #[test]
    fn a_label_in_a_text_is_told_and_an_id_is_no_text() {
        let mut report = Report::default();
        report.study.setting = Some("Where P2 works".to_owned());
        report.sections = vec![];
        let names = ["P1", "P2"].map(str::to_owned);
        let said = "Participants are not labelled, but “P2” still stands in “Where P2 works”.";
        assert_eq!(left_in(&report, &names), [said]);
    }
}
