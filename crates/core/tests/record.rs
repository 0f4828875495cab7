//! The record: filling it in, what it refuses, and what a deposit still needs.

use serde_json::json;
use trefoil_core::error::Kind;
use trefoil_core::record::{self, FIELDS, RecordSet, RecordValue};
use trefoil_core::study::history;
use trefoil_testkit::{TestStudy, does, reads, refused};

fn set(field: &str, values: &[&str]) -> RecordSet {
    RecordSet {
        field: field.into(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    }
}

fn values(study: &TestStudy, key: &str) -> Vec<String> {
    let record = reads(study, record::record);
    let found = record.into_iter().find(|one| one.field.key == key);
    found.expect("the field is in the record").values
}

#[test]
fn setting_a_field_replaces_its_values_in_order() {
    for study in TestStudy::both() {
        let performed =
            does(&study, set("author", &["Example, A.", " Sample, B. ", "", "Other, C."]));
        assert_eq!(performed.summary, "Filled in “Authors” in the record");
        assert_eq!(values(&study, "author"), ["Example, A.", "Sample, B.", "Other, C."]);
        does(&study, set("subject", &["peer support"]));
        does(&study, set("author", &["Other, C.", "Example, A."]));
        assert_eq!(values(&study, "author"), ["Other, C.", "Example, A."]);
        does(&study, set("author", &["Other, C.", "Example, A.", "Fourth, D.", "Fifth, E."]));
        assert_eq!(values(&study, "author").len(), 4);
        assert_eq!(values(&study, "subject"), ["peer support"]);
        let rows: Vec<RecordValue> =
            reads(&study, |reader| reader.list("WHERE field = 'author' ORDER BY position", &[]));
        assert_eq!(rows.iter().map(|row| row.position).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }
}

#[test]
fn a_field_without_values_is_empty() {
    for study in TestStudy::both() {
        does(&study, set("title", &["Finding my feet"]));
        let performed = does(&study, set("title", &[]));
        assert_eq!(performed.summary, "Cleared “Title” in the record");
        assert!(values(&study, "title").is_empty());
        does(&study, set("title", &["  "]));
        assert!(reads(&study, |reader| reader.list::<RecordValue>("", &[])).is_empty());
    }
}

#[test]
fn the_record_shows_every_field_in_its_order() {
    for study in TestStudy::both() {
        does(&study, set("Issue Date", &["2026"]));
        let record = reads(&study, record::record);
        let keys: Vec<_> = record.iter().map(|one| one.field.key).collect();
        assert_eq!(keys, FIELDS.iter().map(|field| field.key).collect::<Vec<_>>());
        assert_eq!(values(&study, "issue_date"), ["2026"]);
    }
}

#[test]
fn an_unknown_field_is_refused_with_the_choices() {
    for study in TestStudy::both() {
        let (kind, message) = refused(&study, set("colour", &["red"]));
        assert_eq!(kind, Kind::Invalid);
        for field in FIELDS {
            assert!(message.contains(field.key), "{message}");
        }
    }
}

#[test]
fn a_field_for_one_value_refuses_two() {
    for study in TestStudy::both() {
        does(&study, set("title", &["Finding my feet", ""]));
        let (kind, message) = refused(&study, set("title", &["One", "Two"]));
        assert_eq!(kind, Kind::Invalid);
        assert!(message.contains("“Title”") && message.contains('2'), "{message}");
    }
}

#[test]
fn dates_and_dois_are_checked() {
    for study in TestStudy::both() {
        for key in ["epub_date", "issue_date", "submitted_date"] {
            for date in ["2026", "2026-11", "2026-11-23"] {
                does(&study, set(key, &[date]));
                assert_eq!(values(&study, key), [date]);
            }
            let (kind, message) = refused(&study, set(key, &["23.11.2026"]));
            assert_eq!(kind, Kind::Invalid);
            assert!(message.contains("“23.11.2026”"), "{message}");
        }
        does(&study, set("doi", &["https://doi.org/10.1332/20408056Y2024D000000022"]));
        assert_eq!(values(&study, "doi"), ["10.1332/20408056Y2024D000000022"]);
        assert_eq!(refused(&study, set("doi", &["https://example.org/x"])).0, Kind::Invalid);
    }
}

#[test]
fn the_record_is_complete_when_every_needed_field_is_filled() {
    for study in TestStudy::both() {
        let missing = reads(&study, record::completeness);
        assert!(!missing.complete);
        let keys: Vec<_> = missing.missing.iter().map(|one| one.key).collect();
        let needed = [
            "title",
            "author",
            "issue_date",
            "abstract",
            "type",
            "language",
            "rights",
            "publisher",
        ];
        assert_eq!(keys, needed);
        assert!(missing.missing.iter().all(|one| !one.why.is_empty() && !one.label.is_empty()));
        for key in needed {
            assert!(!reads(&study, record::completeness).complete, "{key} is still missing");
            does(&study, set(key, &["2026"]));
        }
        let complete = reads(&study, record::completeness);
        assert!(complete.complete && complete.missing.is_empty());
    }
}

#[test]
fn as_json_the_record_holds_what_is_filled_in() {
    for study in TestStudy::both() {
        assert_eq!(reads(&study, record::to_json), json!({}));
        does(&study, set("title", &["Finding my feet"]));
        does(&study, set("author", &["Example, A."]));
        does(&study, set("subject", &["peer support", "voluntary sector"]));
        let expected = json!({
            "title": "Finding my feet",
            "author": ["Example, A."],
            "subject": ["peer support", "voluntary sector"],
        });
        assert_eq!(reads(&study, record::to_json), expected);
    }
}

#[test]
fn the_history_names_the_field_and_not_the_value() {
    for study in TestStudy::both() {
        does(&study, set("abstract", &["Secret words."]));
        let entries = reads(&study, |reader| history(reader, 100));
        let told = format!("{entries:?}");
        assert!(told.contains("abstract") && !told.contains("Secret"), "{told}");
    }
}
