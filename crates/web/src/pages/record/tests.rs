//! The record, asked as a browser does.

use axum::http::StatusCode;
use trefoil_core::record;
use trefoil_core::study::StudySet;
use trefoil_testkit::reads;

use crate::testing::TestPages;

#[test]
fn an_empty_record_says_what_a_deposit_needs_and_why() {
    let pages = TestPages::new();
    let words = pages.page("record").words();
    assert!(words.contains("0 of 8 fields that a deposit needs"), "{words}");
    assert!(words.contains("Abstract readers find and choose by it"), "{words}");
    assert!(words.contains("10.1332/20408056Y2024D000000022"), "{words}");
    assert_eq!(pages.get("record/record.json").body.trim(), "{}");
}

#[test]
fn changed_fields_are_kept_as_one_act() {
    let pages = TestPages::new();
    let before = pages.study.dump();
    let fields = [
        ("title", "Tea & <b>"),
        ("_before_title", "[]"),
        ("author", "Lamb, Ana"),
        ("author", "Roe, Ben"),
        ("author", ""),
        ("_before_author", "[]"),
        ("type", ""),
        ("_before_type", "[]"),
        ("_back", "/"),
    ];
    let told = pages.post("record", &fields);
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    let told = pages.page("record");
    let words = told.words();
    assert!(words.contains("Changed 2 fields of the record"), "{words}");
    assert!(words.contains("2 of 8 fields that a deposit needs"), "{words}");
    assert!(!told.body.contains("<b>"), "what people wrote is escaped");
    let json: serde_json::Value =
        serde_json::from_str(&pages.get("record/record.json").body).unwrap();
    assert_eq!(json["author"], serde_json::json!(["Lamb, Ana", "Roe, Ben"]));
    pages.post("undo", &[]);
    assert_eq!(pages.study.dump(), before);
}

#[test]
fn a_field_that_a_colleague_filled_in_meanwhile_is_left_alone() {
    let pages = TestPages::new();
    pages.post("record", &[("title", "Tea"), ("_before_title", "[]")]);
    let told = pages.post(
        "record",
        &[("title", ""), ("_before_title", "[]"), ("doi", ""), ("_before_doi", "[]")],
    );
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    assert!(pages.page("record").words().contains("Nothing was changed in the record"));
    let record = reads(&pages.study, record::to_json);
    assert_eq!(record["title"], "Tea");
}

#[test]
fn a_refused_value_changes_nothing_and_is_shown_again() {
    let pages = TestPages::new();
    let before = pages.study.dump();
    let fields = [
        ("title", "Tea"),
        ("_before_title", "[]"),
        ("issue_date", "next week"),
        ("_before_issue_date", "[]"),
    ];
    let told = pages.post("record", &fields);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    let words = told.words();
    assert!(
        words.contains("“next week” is not a date") && words.contains("Nothing was kept yet"),
        "{words}"
    );
    assert!(!words.contains("Operation 2") && words.contains("issue date next week"), "{words}");
    assert_eq!(pages.study.dump(), before);
}

#[test]
fn invented_data_says_so_in_the_record() {
    let pages = TestPages::new();
    let set = StudySet { synthetic: Some(true), ..StudySet::default() };
    pages.study.session().perform(set).unwrap();
    assert!(pages.page("record").words().contains("it is not meant to be deposited"));
    assert!(pages.get("record/record.json").body.contains(r#""synthetic": true"#));
}
