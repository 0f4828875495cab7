//! Documents that are not whole: each is refused in one line that says what is wrong and where.

use serde_json::{Value as Json, json};
use trefoil_core::error::Kind;
use trefoil_testkit::TestStudy;

use super::{exported, refused, rich, value};

/// A rich document, and an empty study that refuses what becomes of it.
struct Breaking {
    document: Json,
    study: TestStudy,
}

impl Breaking {
    fn new() -> Self {
        let origin = TestStudy::file();
        rich::fill(&origin);
        Self { document: value(&origin), study: TestStudy::file() }
    }

    /// What the document is refused with when this was done to it.
    fn with(&self, change: impl FnOnce(&mut Json)) -> String {
        let mut document = self.document.clone();
        change(&mut document);
        self.said(&document.to_string())
    }

    fn said(&self, document: &str) -> String {
        let error = refused(self.study.session(), &self.study, document);
        assert_eq!(error.kind(), Kind::BadFile, "{error}");
        let said = error.to_string();
        assert!(said.lines().count() == 1 && said.ends_with("Nothing was changed."), "{said}");
        // Ids are new in each run.
        let mut told = String::new();
        for (n, part) in said.split(' ').enumerate() {
            let id = part.trim_end_matches([',', ';', '.']);
            let shown = if id.len() == 36 && id.matches('-').count() == 4 { "ID" } else { id };
            told.push_str(if n == 0 { "" } else { " " });
            told.push_str(shown);
            told.push_str(&part[id.len()..]);
        }
        told
    }
}

fn copy_to_end(list: &mut Json, entry: usize) {
    let copy = list[entry].clone();
    list.as_array_mut().expect("a list").push(copy);
}

const NOTHING: &str = "01890000-0000-7000-8000-000000000000";

#[test]
fn what_is_no_document() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.said(""), @"");
    insta::assert_snapshot!(broken.said("Dear diary"), @"");
    insta::assert_snapshot!(broken.said("[1, 2]"), @"");
    insta::assert_snapshot!(broken.said("{}"), @"");
    insta::assert_snapshot!(broken.said("{\"trefoil\": {\"format\": 1}}"), @"");
    insta::assert_snapshot!(broken.said("{\"trefoil\": {\"format\": 1}, \"codes\": [1"), @"");
    insta::assert_snapshot!(broken.said("{\"trefoil\": {\"format\": \"1\"}}"), @"");
    insta::assert_snapshot!(broken.said("{\"trefoil\": {\"format\": 0}}"), @"");
    let whole = broken.document.to_string();
    insta::assert_snapshot!(broken.said(&format!("{whole} {{}}")), @"");
}

#[test]
fn a_newer_format_is_said_to_be_newer() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|document| {
        document["trefoil"] = json!({ "format": 2, "version": "3.1.0", "exported_at": "later" });
    }), @"");
}

#[test]
fn a_document_that_breaks_off_anywhere() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let (whole, study) = (exported(&origin), TestStudy::file());
    let at = whole.find("\"codings\"").expect("codings");
    let broken = Breaking { document: Json::Null, study };
    insta::assert_snapshot!(broken.said(&whole[..at + 400]), @"");
    let before_media = whole.find("\"media\": [").expect("media");
    for length in (1..before_media).step_by(before_media / 60) {
        let cut = (0..=length).rev().find(|at| whole.is_char_boundary(*at)).expect("0 is one");
        let said = broken.said(&whole[..cut]);
        assert!(said.starts_with("The document breaks off"), "{said}");
    }
}

#[test]
fn values_of_another_type() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|d| d["codings"][2]["at"] = json!("soon")), @"");
    insta::assert_snapshot!(broken.with(|d| d["codings"][0]["code"] = json!("Tired")), @"");
    insta::assert_snapshot!(broken.with(|d| d["codes"] = json!({})), @"");
    insta::assert_snapshot!(broken.with(|d| d["memos"][0] = json!(3)), @"");
    insta::assert_snapshot!(broken.with(|d| d["people"][0]["role"] = json!("boss")), @"");
    insta::assert_snapshot!(broken.with(|d| d["study"]["synthetic"] = json!(1)), @"");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["sha256"] = json!("xyz")), @"");
    insta::assert_snapshot!(broken.with(|d| d["passages"][1]["start"] = json!(1.5)), @"");
    insta::assert_snapshot!(broken.with(|d| {
        d["codings"][1].as_object_mut().expect("an object").remove("passage");
    }), @"");
    insta::assert_snapshot!(broken.with(|d| d["links"][0]["noun"] = json!("coding")), @"");
}

#[test]
fn names_of_things_that_are_not_there() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|d| d["codings"][2]["passage"] = json!(NOTHING)), @"");
    insta::assert_snapshot!(broken.with(|d| d["codings"][2]["code"] = d["themes"][0]["id"].clone()), @"");
    insta::assert_snapshot!(broken.with(|d| d["codings"][0]["coder"] = json!(NOTHING)), @"");
    insta::assert_snapshot!(broken.with(|d| d["themes"][0]["codes"] = json!([NOTHING])), @"");
    insta::assert_snapshot!(broken.with(|d| d["conditions"][0]["needs"] = json!([NOTHING])), @"");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["media"] = json!(NOTHING)), @"");
    insta::assert_snapshot!(broken.with(|d| d["sources"][1]["stream"] = json!("dream")), @"");
    insta::assert_snapshot!(broken.with(|d| d["memos"][1]["target"] = json!(NOTHING)), @"");
    insta::assert_snapshot!(broken.with(|d| d["memos"][1]["noun"] = json!("theme_song")), @"");
    insta::assert_snapshot!(broken.with(|d| d["history"][0]["person"] = json!(NOTHING)), @"");
    insta::assert_snapshot!(broken.with(|d| {
        d["sources"][0]["segments"][0]["speaker"] = json!("Nobody");
    }), @"");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["revision"] = json!(NOTHING)), @"");
}

#[test]
fn things_that_are_there_twice() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|d| copy_to_end(&mut d["codes"], 1)), @"");
    insta::assert_snapshot!(broken.with(|d| d["codes"][0]["id"] = d["themes"][0]["id"].clone()), @"");
    insta::assert_snapshot!(broken.with(|d| copy_to_end(&mut d["history"], 1)), @"");
    insta::assert_snapshot!(broken.with(|d| copy_to_end(&mut d["media"], 0)), @"");
    insta::assert_snapshot!(broken.with(|d| {
        copy_to_end(&mut d["codings"], 0);
        d["codings"][4]["id"] = json!(NOTHING);
    }), @"");
    insta::assert_snapshot!(broken.with(|d| {
        d["people"][1]["name"] = json!("Ada");
    }), @"");
    insta::assert_snapshot!(broken.with(|d| {
        d["themes"][0]["placements"][1]["number"] = json!(1);
    }), @"");
    let twice = broken.document.to_string().replacen('{', "{\"codes\": [],", 1);
    insta::assert_snapshot!(broken.said(&twice), @"");
}

#[test]
fn things_that_do_not_hold_together() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|d| d["study"]["title"] = json!(" ")), @"");
    insta::assert_snapshot!(broken.with(|d| d["study"]["minimum_group"] = json!(0)), @"");
    insta::assert_snapshot!(broken.with(|d| d["codes"][0]["parent"] = d["codes"][2]["id"].clone()), @"");
    insta::assert_snapshot!(broken.with(|d| {
        let (first, last) = (d["conditions"][0]["id"].clone(), d["conditions"][9]["id"].clone());
        d["conditions"][9]["needs"] = json!([first]);
        d["conditions"][0]["needs"] = json!([last]);
    }), @"");
    insta::assert_snapshot!(broken.with(|d| d["passages"][0]["end"] = json!(4000)), @"");
    insta::assert_snapshot!(broken.with(|d| d["passages"][0]["start"] = json!(-1)), @"");
    insta::assert_snapshot!(broken.with(|d| {
        d["passages"][0]["source"] = d["sources"][1]["id"].clone();
    }), @"");
    insta::assert_snapshot!(broken.with(|d| {
        d["sources"][0]["segments"][1]["end"] = json!(i64::MAX);
    }), @"");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["text"] = json!(null)), @"");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["text"] = json!("a\r\nb")), @"");
    insta::assert_snapshot!(broken.with(|d| {
        d["sources"][0]["revisions"][0]["text"] = json!(null);
    }), @"");
    insta::assert_snapshot!(broken.with(|d| {
        d["sources"][0]["revisions"][1]["edits"] = json!([[0, 1, 1], [0, 1, 1]]);
    }), @"");
    insta::assert_snapshot!(broken.with(|d| d["themes"][0]["area"] = json!("focus")), @"");
    insta::assert_snapshot!(broken.with(|d| d["conditions"][0]["state"] = json!("lapsed")), @"");
    insta::assert_snapshot!(broken.with(|d| d["themes"][0]["quotes"] = json!([NOTHING])), @"");
}

#[test]
fn nesting_without_end_is_refused_or_passed_over() {
    let broken = Breaking::new();
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    insta::assert_snapshot!(broken.said(&deep), @"");
    let placed = |at: &str| format!("{{\"trefoil\": {{\"format\": 1}}, \"{at}\": {deep}}}");
    insta::assert_snapshot!(broken.said(&placed("codes")), @"");
    insta::assert_snapshot!(broken.said(&placed("study")), @"");
    // What is unknown is passed over however deep it is; here only the study is absent.
    insta::assert_snapshot!(broken.said(&placed("unknown")), @"");
    let whole = broken.document.to_string();
    let described = whole.replacen("\"description\":{", &format!("\"description\":{deep},\"x\":{{"), 1);
    insta::assert_snapshot!(broken.said(&described), @"");
}

#[test]
fn passages_whose_words_are_others_are_told() {
    let broken = Breaking::new();
    let mut document = broken.document.clone();
    document["passages"][1]["text"] = json!("other words");
    let performed = super::imported(&broken.study, &document.to_string());
    insta::assert_debug_snapshot!(performed.notices, @"");
}
