//! `docs/json.md` is the contract: its example can be imported, and its tables name every field
//! that is written, and no other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use trefoil_core::exchange::json::{StudyRestore, looks_like};
use trefoil_core::study::Operation;
use trefoil_testkit::{TestStudy, repository_root};

use super::restoring::everything;
use super::{exported, imported, value};

fn contract() -> String {
    std::fs::read_to_string(repository_root().join("docs/json.md")).expect("the contract is there")
}

/// The example of the contract.
fn example() -> String {
    let text = contract();
    let (_, rest) = text.split_once("```json\n").expect("there is an example");
    rest.split_once("```").expect("it ends").0.to_owned()
}

#[test]
fn the_example_can_be_imported() {
    for study in TestStudy::both() {
        let performed = imported(&study, &example());
        assert!(performed.notices.is_empty(), "{:?}", performed.notices);
        let counts = performed.outcome;
        assert_eq!((counts.sources, counts.codings, counts.themes), (1, 1, 1));
        let document = value(&study);
        assert_eq!(document["sources"][0]["participant"], "P1");
        assert_eq!(document["sources"][0]["week"], 2);
        assert_eq!(document["themes"][0]["area"], "focus");
        assert_eq!(document["themes"][0]["rationale"], "Everybody tells it.");
        assert_eq!(document["streams"].as_array().map(Vec::len), Some(5));
    }
}

#[test]
fn what_must_be_there_must_be_there() {
    let document: Json = serde_json::from_str(&example()).expect("it is JSON");
    let tables = tables();
    let study = TestStudy::file();
    for section in ["people", "participants", "sources", "codes", "passages", "codings", "themes"] {
        for (field, required) in &tables[section] {
            let mut document = document.clone();
            let entry = document[section][0].as_object_mut().expect("an object");
            if entry.remove(field).is_none() && *required {
                unreachable!("the example lacks {section} {field}");
            }
            let text = document.to_string();
            let answer = serde_json::from_str::<Json>(&text).map(|document| {
                serde_json::from_value::<StudyRestore>(json!({ "document": document }))
            });
            let read = answer.expect("it is JSON");
            assert_eq!(read.is_err(), *required, "{section} {field}: {:?}", read.err());
        }
    }
    drop(study);
}

/// The fields that the contract's tables name, by the heading above them, and whether they must
/// be there.
fn tables() -> BTreeMap<String, BTreeMap<String, bool>> {
    let mut tables: BTreeMap<String, BTreeMap<String, bool>> = BTreeMap::new();
    let mut heading = String::new();
    for line in contract().lines() {
        if let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            let name = title.strip_prefix('`').and_then(|it| it.strip_suffix('`'));
            heading = name.map(str::to_owned).unwrap_or_default();
        } else if let Some(row) = line.strip_prefix("| `")
            && !heading.is_empty()
        {
            let (field, rest) = row.split_once("` |").expect("a field in backticks");
            let required = rest.trim_start().starts_with('!');
            tables.entry(heading.clone()).or_default().insert(field.to_owned(), required);
        }
    }
    tables
}

/// The fields that a document has, by where they are.
fn fields(place: &str, value: &Json, found: &mut BTreeMap<String, BTreeSet<String>>) {
    match value {
        Json::Object(object) => {
            for (name, value) in object {
                found.entry(place.to_owned()).or_default().insert(name.clone());
                // What an operation was told is its own.
                if name != "description" {
                    fields(&format!("{place}[].{name}"), value, found);
                }
            }
        }
        Json::Array(list) => list.iter().for_each(|value| {
            fields(
                &if place.contains("[].") { format!("{place}[]") } else { place.to_owned() },
                value,
                found,
            );
        }),
        _ => {}
    }
}

#[test]
fn every_field_is_in_the_contract_and_no_other() {
    let (study, _) = everything();
    let document = value(&study);
    let mut found = BTreeMap::new();
    for (section, value) in document.as_object().expect("an object") {
        fields(section, value, &mut found);
    }
    // Every position of these counts in the current revision, so it is not told again.
    found.get_mut("sources[].segments[]").expect("segments").insert("revision".to_owned());
    let told: BTreeMap<String, BTreeSet<String>> = tables()
        .into_iter()
        .map(|(heading, fields)| (heading, fields.into_keys().collect()))
        .collect();
    assert_eq!(found, told);
}

#[test]
fn sections_come_in_the_order_of_the_contract() {
    let (study, _) = everything();
    let text = exported(&study);
    assert!(looks_like(text.as_bytes()));
    let contract = contract();
    let headings = contract.lines().filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`'));
    let mut after = 0;
    for heading in headings {
        let at = text.find(&format!("\n\"{heading}\": ")).expect("every section is there");
        assert!(at > after || after == 0, "{heading}");
        after = at;
    }
}

#[test]
fn the_history_keeps_how_many_and_nothing_that_was_said() {
    let arguments = json!({ "document": serde_json::from_str::<Json>(&example()).expect("JSON") });
    let restore: StudyRestore = serde_json::from_value(arguments).expect("it is whole");
    insta::assert_snapshot!(restore.describe(), @r#"{"codes":1,"codings":1,"conditions":0,"media":0,"memos":0,"participants":1,"passages":1,"sentences":0,"sources":1,"themes":1}"#);
}
