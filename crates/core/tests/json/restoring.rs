//! There and back: equal studies on either engine, undo of a restore, and studies with content.

use serde_json::{Value as Json, json};
use trefoil_core::codebook::CodeAdd;
use trefoil_core::error::Kind;
use trefoil_core::study::{State, history, operations};
use trefoil_testkit::TestStudy;

use super::{
    count, everybody, exported, exported_with, id_of, imported, reads, refused, rich, value,
};

/// A rich study with something of everything that care writes down.
pub(super) fn everything() -> (TestStudy, String) {
    let rich = TestStudy::file();
    rich::fill(&rich);
    let mut document = value(&rich);
    let (participant, person) =
        (id_of(&document, "participants", 0), id_of(&document, "people", 0));
    let (source, revision) =
        (document["passages"][0]["source"].clone(), document["passages"][0]["revision"].clone());
    let id = |number: u32| format!("01890000-0000-7000-8000-0000000{number:05x}");
    document["consent"] = json!([{
        "id": id(1), "participant": participant, "data_type": "voice_note_transcript",
        "purpose": "quotation", "answer": "given", "version": "2", "given_on": "2026-01-04",
        "route": "paper", "witness": "", "wave": "start", "number": 1,
        "at": 1_767_603_700_000_i64, "person": person,
    }]);
    document["consent_defaults"] = json!([{
        "id": id(2), "data_type": "document", "purpose": "quotation", "answer": "given",
        "version": "1", "note": "Published anyway",
    }]);
    document["waves"] = json!([
        { "id": id(3), "position": 1, "name": "start", "begins_on": "2026-01-01", "note": "" },
    ]);
    document["policy"] = json!([{
        "id": id(4), "controller": "A university", "contact": "Somebody", "lawful_basis": "task",
        "art9_condition": "9(2)(j)", "notice_version": "3", "lock_on": "2026-06-01",
        "deposited_on": null, "repository": "",
    }]);
    document["pseudonyms"] = json!([
        { "id": id(5), "participant": participant, "kind": "participant", "replacement": "P1",
          "level": "direct" },
        { "id": id(6), "kind": "place", "replacement": "town", "level": "indirect" },
    ]);
    document["redactions"] = json!([{
        "id": id(7), "source": source, "revision": revision, "start": 0, "end": 2,
        "rule": "place", "level": "indirect", "replacement": "town", "state": "standing",
        "at": 1_767_603_700_000_i64, "person": person,
    }]);
    document["withdrawals"] = json!([{
        "id": id(8), "participant": participant, "kind": "types", "data_types": "document",
        "phase": "before_lock", "asked_on": "2026-02-01", "route": "by letter",
        "counts": "{\"sources\":1}", "proof": "{}", "reference": "W-1",
        "at": 1_767_603_700_000_i64, "person": person,
    }]);
    document["duties"] = json!([{
        "id": id(9), "withdrawal": id(8), "kind": "output", "text": "Tell the board",
        "due_on": "2026-03-01", "done_on": "2026-02-20", "done_by": person,
    }]);
    document["outputs"] = json!([{
        "id": id(10), "kind": "report", "format": "html", "file_name": "report.html", "purpose": "quotation",
        "level": "public", "change_number": 12, "sources": [{ "id": id(11), "source": source }],
        "at": 1_767_603_700_000_i64, "person": person,
    }]);
    document["retention"] = json!([{
        "id": id(12), "class": "recordings", "basis": "policy", "period": "until written down",
        "review_on": "2026-09-01", "action": "delete", "note": "", "hold": true,
        "hold_reason": "an inquiry", "done_on": null, "done_by": null, "proof": "",
    }]);
    let full = TestStudy::file();
    let document = document.to_string();
    imported(&full, &document);
    (full, document)
}

/// Lines without the comma that joins entries, and without the moment of the export.
fn lines(document: &str) -> Vec<&str> {
    let lines = document.lines().map(|line| line.strip_suffix(',').unwrap_or(line));
    lines.filter(|line| !line.starts_with("\"exported_at\":")).collect()
}

#[test]
fn a_study_comes_back_equal_on_either_engine() {
    let (full, _) = everything();
    let mut origins = TestStudy::both();
    for origin in &origins {
        rich::fill(origin);
    }
    origins.push(full);
    for origin in &origins {
        let (document, summary) = exported_with(origin, super::Options::default());
        for study in TestStudy::both() {
            let performed = imported(&study, &document);
            assert_eq!(study.dump(), origin.dump(), "{origin:?} into {study:?}");
            assert_eq!(everybody(&study), everybody(origin));
            assert_eq!(performed.outcome, summary.counts);
            assert!(performed.notices.is_empty(), "{:?}", performed.notices);
            assert_eq!(performed.outcome.codings, 4);
            assert!(performed.summary.contains("3 sources, 5 passages, 4 codings"));
            let again = exported(&study);
            // What is new is the history's last entry: that the study was restored.
            let (before, mut after) = (lines(&document), lines(&again));
            let told: Vec<usize> =
                (0..after.len()).filter(|n| after[*n].contains("study.restore")).collect();
            let last = told.last().copied().expect("the restore is in the history");
            after.remove(last);
            assert_eq!(after, before, "{origin:?} into {study:?}");
        }
    }
}

#[test]
fn two_exports_of_a_study_differ_in_their_moment_alone() {
    let study = TestStudy::file();
    rich::fill(&study);
    let (one, two) = (exported(&study), exported(&study));
    assert_ne!(one, two);
    assert_eq!(lines(&one), lines(&two));
}

#[test]
fn a_restore_is_undone_and_done_again() {
    let (_, document) = everything();
    for study in TestStudy::both() {
        let before = study.dump();
        imported(&study, &document);
        let after = study.dump();
        for _ in 0..2 {
            study.session().undo().expect("undo works").expect("there is something to undo");
            assert_eq!(study.dump(), before, "{study:?}");
            study.session().redo().expect("redo works").expect("there is something to redo");
            assert_eq!(study.dump(), after, "{study:?}");
        }
        study.session().undo().expect("undo works");
        imported(&study, &document);
        assert_eq!(study.dump(), after, "{study:?}");
    }
}

#[test]
fn the_history_is_told_and_cannot_be_undone() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let told = reads(&origin, |reader| history(reader, 1000));
    for study in TestStudy::both() {
        imported(&study, &exported(&origin));
        let mut here = reads(&study, |reader| history(reader, 1000));
        let restore = here.remove(0);
        assert_eq!(restore.operation, "study.restore");
        assert_eq!(restore.description["codings"], 4);
        assert_eq!(here.len(), told.len());
        for (here, there) in here.iter().zip(&told) {
            assert_eq!(
                (&here.operation, &here.summary, &here.person, here.at, here.act),
                (&there.operation, &there.summary, &there.person, there.at, there.act)
            );
            assert_eq!((&here.description, &here.nouns), (&there.description, &there.nouns));
            let fixed = matches!(there.state, State::Done | State::Fixed);
            assert_eq!(here.state, if fixed { State::Fixed } else { State::Dropped });
        }
        assert!(study.session_of("Ben").undo().expect("undo works").is_none());
        assert!(study.session_of("Ben").redo().expect("redo works").is_none());
        study.session().undo().expect("undo works").expect("the restore can be undone");
        assert!(study.session().undo().expect("undo works").is_none());
    }
}

#[test]
fn a_study_with_content_is_left_alone() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let document = exported(&origin);
    for study in TestStudy::both() {
        let code = CodeAdd { name: "Begun".into(), ..CodeAdd::default() };
        study.session().perform(code).expect("a code can be added");
        let error = refused(study.session(), &study, &document);
        assert_eq!(error.kind(), Kind::Conflict);
        insta::allow_duplicates! {
            insta::assert_snapshot!(error, @"A study comes back into an empty one, and this one has content already (code: 1). Nothing was changed.");
            insta::assert_snapshot!(error.hint_text().expect("a hint"), @"Begin another one with `trefoil new STUDY --title TEXT` and import into that.");
        }
    }
}

#[test]
fn the_order_of_keys_and_a_byte_order_mark_do_not_matter() {
    let (full, _) = everything();
    // Values sort their keys, so that `content` stands before `id` and `media` before `sources`.
    let sorted = format!("\u{feff}{:#}", value(&full));
    let study = TestStudy::file();
    imported(&study, &sorted);
    assert_eq!(study.dump(), full.dump());
}

#[test]
fn unknown_fields_and_sections_are_passed_over_and_absent_ones_are_empty() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let mut document = value(&origin);
    document["from_the_future"] = json!({ "deep": [[[[{}]]]] });
    document["codings"][0]["mood"] = json!("blue");
    document["sources"][0]["participant"] = json!(["not", "read"]);
    let study = TestStudy::file();
    imported(&study, &document.to_string());
    assert_eq!(study.dump(), origin.dump());

    let small = json!({ "trefoil": { "format": 1 }, "study": document["study"] });
    let study = TestStudy::file();
    let counts = imported(&study, &small.to_string()).outcome;
    assert_eq!(counts, super::Counts::default());
    assert_eq!(count(&study, "stream"), 5);
}

#[test]
fn links_without_ids_get_new_ones() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let mut document = value(&origin);
    document["links"] = json!([]);
    let study = TestStudy::file();
    imported(&study, &document.to_string());
    let mut again = value(&study);
    assert_eq!(again["links"].as_array().map(Vec::len), Some(3 + 2 + 1 + 2 + needs(&document)));
    for section in ["sources", "themes", "conditions"] {
        for (entry, before) in again[section]
            .as_array_mut()
            .expect("a list")
            .iter_mut()
            .zip(document[section].as_array().expect("a list"))
        {
            // Without ids there is no order among what is joined.
            for list in ["codes", "passages", "needs"] {
                sort(&mut entry[list]);
            }
            let mut before = before.clone();
            for list in ["codes", "passages", "needs"] {
                sort(&mut before[list]);
            }
            assert_eq!(*entry, before);
        }
    }
}

fn needs(document: &Json) -> usize {
    let conditions = document["conditions"].as_array().expect("a list");
    conditions.iter().map(|one| one["needs"].as_array().map_or(0, Vec::len)).sum()
}

fn sort(list: &mut Json) {
    if let Some(list) = list.as_array_mut() {
        list.sort_by_key(ToString::to_string);
    }
}

#[test]
fn it_is_an_operation_like_any_other() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let restore = operations::by_name("study.restore").expect("it is in the list");
    assert_eq!(restore.schema()["required"], json!(["document"]));
    for study in TestStudy::both() {
        let arguments = json!({ "document": value(&origin) });
        let before = study.dump();
        let performed = restore.perform(study.session(), arguments).expect("it is whole");
        assert_eq!(performed.outcome["sources"], 3);
        let after = study.dump();
        // Ada was at work here already, so she is who she is here.
        assert_eq!(after.len(), origin.dump().len());
        study.session().undo().expect("undo works");
        assert_eq!(study.dump(), before);
        study.session().redo().expect("redo works");
        assert_eq!(study.dump(), after);
    }
}

#[test]
fn more_rows_than_are_fetched_at_a_time_come_in_order() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let mut document = value(&origin);
    let passage = document["passages"][0].clone();
    let coding = document["codings"][0].clone();
    for n in 0..9000_u32 {
        let id = |kind: u32| format!("01890000-0000-7000-{kind:04x}-{n:012x}");
        let (mut passage, mut coding) = (passage.clone(), coding.clone());
        passage["id"] = json!(id(0x8001));
        coding["id"] = json!(id(0x8002));
        coding["passage"] = passage["id"].clone();
        document["passages"].as_array_mut().expect("a list").push(passage);
        document["codings"].as_array_mut().expect("a list").push(coding);
    }
    let study = TestStudy::file();
    let counts = imported(&study, &document.to_string()).outcome;
    assert_eq!((counts.passages, counts.codings), (9005, 9004));
    let again = TestStudy::file();
    imported(&again, &exported(&study));
    assert_eq!(again.dump(), study.dump());
}
