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
    insta::assert_snapshot!(broken.said(""), @"The document is empty. Nothing was changed.");
    insta::assert_snapshot!(broken.said("Dear diary"), @"This is not JSON: expected value (line 1, column 1). Nothing was changed.");
    insta::assert_snapshot!(broken.said("[1, 2]"), @"This is no study from Trefoil: invalid type: list, expected an object. Nothing was changed.");
    insta::assert_snapshot!(broken.said("{}"), @"This is no study from Trefoil: it has no `trefoil`. Nothing was changed.");
    insta::assert_snapshot!(broken.said("{\"trefoil\": {\"format\": 1}}"), @"This is no study from Trefoil: it has no `study`. Nothing was changed.");
    insta::assert_snapshot!(broken.said("{\"trefoil\": {\"format\": 1}, \"codes\": [1"), @"In `codes`, entry 1 (line 1): invalid type: integer `1`, expected an object. Nothing was changed.");
    insta::assert_snapshot!(broken.said("{\"trefoil\": {\"format\": \"1\"}}"), @r#"In `trefoil` (line 1): invalid type: string "1", expected a whole number. Nothing was changed."#);
    insta::assert_snapshot!(broken.said("{\"trefoil\": {\"format\": 0}}"), @"In `trefoil` (line 1): `format` counts from 1. Nothing was changed.");
    let whole = broken.document.to_string();
    insta::assert_snapshot!(without_column(&broken.said(&format!("{whole} {{}}"))), @"This is not JSON: trailing characters (line 1). Nothing was changed.");
}

#[test]
fn a_newer_format_is_said_to_be_newer() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|document| {
        document["trefoil"] = json!({ "format": 3, "version": "3.1.0", "exported_at": "later" });
    }), @"This document was written by Trefoil 3.1.0 in format 3; this program reads up to format 2. Nothing was changed.");
}

#[test]
fn a_document_that_breaks_off_anywhere() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let (whole, study) = (exported(&origin), TestStudy::file());
    let at = whole.find("\"codings\"").expect("codings");
    let broken = Breaking { document: Json::Null, study };
    insta::assert_snapshot!(broken.said(&whole[..at + 400]), @"The document breaks off in `codings`, entry 2, on line 61. Nothing was changed.");
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
    insta::assert_snapshot!(broken.with(|d| d["codings"][2]["at"] = json!("soon")), @r#"In `codings`, entry 3 (line 1): invalid type: string "soon", expected a whole number. Nothing was changed."#);
    insta::assert_snapshot!(broken.with(|d| d["codings"][0]["code"] = json!("Tired")), @"In `codings`, entry 1 (line 1): this is no id: invalid character: found `T` at 0. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["codes"] = json!({})), @"In `codes` (line 1): invalid type: object, expected a list. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["memos"][0] = json!(3)), @"In `memos`, entry 1 (line 1): invalid type: integer `3`, expected an object. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["people"][0]["role"] = json!("boss")), @"In `people`, entry 1 (line 1): unknown word `boss`, expected one of `researcher`, `co_researcher`, `manager`. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["study"]["synthetic"] = json!(1)), @"In `study` (line 1): invalid type: integer `1`, expected a boolean. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["sha256"] = json!("xyz")), @"In `sources`, entry 1 (line 1): bytes are written in hexadecimal digits. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["passages"][1]["start"] = json!(1.5)), @"In `passages`, entry 2 (line 1): invalid type: floating point `1.5`, expected a whole number. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["codings"][1].as_object_mut().expect("an object").remove("passage");
    }), @"In `codings`, entry 2 (line 1): missing field `passage`. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["links"][0]["noun"] = json!("coding")), @"In `links`, entry 1 (line 1): unknown word `coding`, expected one of `source_participant`, `source_set_member`, `theme_code`, `theme_passage`, `condition_need`. Nothing was changed.");
}

#[test]
fn names_of_things_that_are_not_there() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|d| d["codings"][2]["passage"] = json!(NOTHING)), @"In `codings`, entry 3: `passage` names the passage ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["codings"][2]["code"] = d["themes"][0]["id"].clone()), @"In `codings`, entry 3: `code` names the code ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["codings"][0]["coder"] = json!(NOTHING)), @"In `codings`, entry 1: `coder` names the person ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["themes"][0]["codes"] = json!([NOTHING])), @"In `themes`, entry 1: `code` names the code ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["conditions"][0]["needs"] = json!([NOTHING])), @"In `conditions`, entry 1: `needs` names the condition ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["media"] = json!(NOTHING)), @"In `sources`, entry 1: `media` names the recording ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["sources"][1]["stream"] = json!("dream")), @"In `sources`, entry 2: `stream` names “dream”, which is not among `streams`. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["memos"][1]["target"] = json!(NOTHING)), @"In `memos`, entry 2: it is about the participant ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["memos"][1]["noun"] = json!("theme_song")), @"In `memos`, entry 2: it is about the theme song ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["history"][0]["person"] = json!(NOTHING)), @"In `history`, entry 1: `person` names the person ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["sources"][0]["segments"][0]["speaker"] = json!("Nobody");
    }), @"In `sources`, entry 1: segment 1 is spoken by “Nobody”, who is not among `speakers`. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["revision"] = json!(NOTHING)), @"In `sources`, entry 1: its `revision` is not one of its `revisions`. Nothing was changed.");
}

#[test]
fn things_that_are_there_twice() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|d| copy_to_end(&mut d["codes"], 1)), @"In `codes`, entry 4: the id ID is there twice: it is also in `codes`, entry 2. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["codes"][0]["id"] = d["themes"][0]["id"].clone()), @"In `themes`, entry 1: the id ID is there twice: it is also in `codes`, entry 1. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| copy_to_end(&mut d["history"], 1)), @"In `history`, entry 68: the id ID is there twice. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| copy_to_end(&mut d["media"], 0)), @"In `media`, entry 2: a recording with these bytes is in it already. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        copy_to_end(&mut d["codings"], 0);
        d["codings"][4]["id"] = json!(NOTHING);
    }), @"In `codings`, entry 5: this coding is there already, in `codings`, entry 1: the same passage, code, coder. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["people"][1]["name"] = json!("Ada");
    }), @"In `people`, entry 2: a person needs a name that nobody else in it has. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["themes"][0]["placements"][1]["number"] = json!(1);
    }), @"In `themes`, entry 1: this placement is there already, in `themes`, entry 1: the same theme, number. Nothing was changed.");
    let twice = broken.document.to_string().replacen('{', "{\"codes\": [],", 1);
    insta::assert_snapshot!(broken.said(&twice), @"In `codes` (line 1): the section is there twice. Nothing was changed.");
}

#[test]
fn what_is_known_and_expected_holds_together_too() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|d| d["attributes"][0]["values"][0]["value"] = json!("37.50")), @"In `attributes`, entry 1: one of its `values` is not a number, written as 12.5, without units and without separators between thousands. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["attributes"][0]["values"][0]["source"] = d["sources"][0]["id"].clone();
    }), @"In `attributes`, entry 1: each of its `values` names one participant. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["attributes"][1]["kind"] = json!("colour")), @"In `attributes`, entry 2 (line 1): unknown word `colour`, expected one of `text`, `number`, `date`, `yes_no`. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["attributes"][1]["name"] = d["attributes"][0]["name"].clone();
    }), @"In `attributes`, entry 2: this attribute is there already, in `attributes`, entry 1: the same noun, name. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        copy_to_end(&mut d["attributes"][0]["values"], 0);
        d["attributes"][0]["values"][1]["id"] = json!(NOTHING);
    }), @"In `attributes`, entry 1: this attribute value is there already, in `attributes`, entry 1: the same attribute, participant. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["sets"][0]["sources"][0] = json!(NOTHING)), @"In `sets`, entry 1: `source` names the source ID, which is not in the document. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["sets"][1]["name"] = json!(" ")), @"In `sets`, entry 2: a set needs a name. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["expectations"][0]["last_week"] = json!(521)), @"In `expectations`, entry 1: weeks go from 0 to 520 at most, the last is not before the first, and at least one source is expected. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["expectations"][1]["stream"] = json!("dream")), @"In `expectations`, entry 2: `stream` names “dream”, which is not among `streams`. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["name_rules"][0]["pattern"] = json!(" ")), @"In `name_rules`, entry 1: its `pattern` is none that a rule for file names can have. Nothing was changed.");
}

#[test]
fn things_that_do_not_hold_together() {
    let broken = Breaking::new();
    insta::assert_snapshot!(broken.with(|d| d["study"]["title"] = json!(" ")), @"In `study`: a study needs a title. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["study"]["minimum_group"] = json!(0)), @"In `study`: the minimum group size is at least 1. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["codes"][0]["parent"] = d["codes"][2]["id"].clone()), @"In `codes`, entry 1: going up by `parent` from it never ends. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        let (first, last) = (d["conditions"][0]["id"].clone(), d["conditions"][9]["id"].clone());
        d["conditions"][9]["needs"] = json!([first]);
        d["conditions"][0]["needs"] = json!([last]);
    }), @"In `conditions`, entry 1: what it needs leads in a circle. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["passages"][0]["end"] = json!(4000)), @"In `passages`, entry 1: it runs from 25 to 4000, which is outside the text of its revision. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["passages"][0]["start"] = json!(-1)), @"In `passages`, entry 1: it runs from -1 to 35, which is outside the text of its revision. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["passages"][0]["source"] = d["sources"][1]["id"].clone();
    }), @"In `passages`, entry 1: it runs from 25 to 35, which is outside the text of its revision. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["sources"][0]["segments"][1]["end"] = json!(i64::MAX);
    }), @"In `sources`, entry 1: segment 2 runs from 19 to 9223372036854775807, which is outside the text of its revision. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["text"] = json!(null)), @"In `sources`, entry 1: `text` and `revision` go together. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["sources"][0]["text"] = json!("a\r\nb")), @"In `sources`, entry 1: revision 3 has CR line ends or U+0000, and texts have LF and none. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["sources"][0]["revisions"][0]["text"] = json!(null);
    }), @"In `sources`, entry 1: revision 1 has no `text`. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| {
        d["sources"][0]["revisions"][1]["edits"] = json!([[0, 1, 1], [0, 1, 1]]);
    }), @"In `sources`, entry 1: the `edits` of revision 2 do not lead to it from the one before it. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["themes"][0]["area"] = json!("focus")), @"In `themes`, entry 1: `area` says focus, but by its last placement it is fine_tune. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["conditions"][0]["state"] = json!("lapsed")), @"In `conditions`, entry 1: `state` says lapsed, but by the last of its `states` it is in_place. Nothing was changed.");
    insta::assert_snapshot!(broken.with(|d| d["themes"][0]["quotes"] = json!([NOTHING])), @"In `themes`, entry 1: one of its `quotes` is not one of its `passages`. Nothing was changed.");
}

#[test]
fn nesting_without_end_is_refused_or_passed_over() {
    let broken = Breaking::new();
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    insta::assert_snapshot!(broken.said(&deep), @"This is no study from Trefoil: invalid type: list, expected an object. Nothing was changed.");
    let placed = |at: &str| format!("{{\"trefoil\": {{\"format\": 1}}, \"{at}\": {deep}}}");
    insta::assert_snapshot!(broken.said(&placed("codes")), @"In `codes`, entry 1 (line 1): invalid type: list, expected an id. Nothing was changed.");
    insta::assert_snapshot!(broken.said(&placed("study")), @"In `study` (line 1): invalid type: list, expected an id. Nothing was changed.");
    // What is unknown is passed over however deep it is; here only the study is absent.
    insta::assert_snapshot!(broken.said(&placed("unknown")), @"This is no study from Trefoil: it has no `study`. Nothing was changed.");
    let whole = broken.document.to_string();
    let described =
        whole.replacen("\"description\":{", &format!("\"description\":{deep},\"x\":{{"), 1);
    insta::assert_snapshot!(without_column(&broken.said(&described)), @"This is not JSON: recursion limit exceeded (line 1). Nothing was changed.");
}

#[test]
fn passages_whose_words_are_others_are_told() {
    let broken = Breaking::new();
    let mut document = broken.document.clone();
    document["passages"][1]["text"] = json!("other words");
    let performed = super::imported(&broken.study, &document.to_string());
    insta::assert_debug_snapshot!(performed.notices, @r#"
    [
        "1 of the passages say other words than their sources where they lie (the first in `passages`, entry 2). They were taken as they are.",
    ]
    "#);
}

/// What was said without the column, which moves whenever the rich study grows.
fn without_column(said: &str) -> String {
    let Some((before, after)) = said.split_once(", column ") else { return said.to_owned() };
    format!("{before}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}
