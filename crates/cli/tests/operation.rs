//! `trefoil do`: every operation, with its schema, singly or as one act.

use crate::support::{Bench, STUDY};
use serde_json::json;
use trefoil_core::study::operations;

#[test]
fn every_operation_is_listed_with_its_schema() {
    let bench = Bench::empty();
    let listed = bench.run(["do", "--list", "--json"]).done().json();
    let listed = listed.as_array().expect("a list");
    assert_eq!(listed.len(), operations::ALL.len());
    for (operation, listed) in operations::ALL.iter().zip(listed) {
        assert_eq!(listed["operation"], operation.name);
        assert_eq!(listed["schema"], operation.schema());
    }
    let told = bench.run(["do", "--list"]).done().out;
    for operation in operations::ALL {
        assert!(told.contains(&format!("{}  {}\n", operation.name, operation.summary)));
    }
    let one = bench.run(["do", "--list", "code.add"]).done().out;
    assert!(one.contains("\"definition\"") && !one.contains("theme.add"), "{one}");
    let contract = bench.run(["do", STUDY, "--list"]).done().out;
    assert_eq!(contract, told);
}

#[test]
fn an_operation_answers_with_its_outcome() {
    let bench = Bench::with_study();
    let added = bench.on("do", ["code.add", r#"{"name": "Belonging"}"#]).done();
    let id = added.json();
    assert!(id.as_str().is_some_and(|id| id.len() == 36), "{added:?}");
    assert_eq!(added.err, "Added the code “Belonging”.\n");
    let arguments = json!({ "code": id, "definition": "Being part of it" }).to_string();
    assert_eq!(bench.feed(["do", STUDY, "code.set", "-"], &arguments).done().out, "null\n");
    let told = bench.on("do", ["code.add", r#"{"name": "Trust"}"#, "--json"]).done().json();
    assert_eq!((&told["summary"], &told["change"]), (&"Added the code “Trust”".into(), &3.into()));
}

#[test]
fn what_does_not_fit_is_refused_with_a_way_on() {
    let bench = Bench::with_study();
    let ran = bench.on("do", ["code.ad", "{}"]).ended(2);
    insta::assert_snapshot!(ran.errors(), @r"
    There is no operation “code.ad”.
    Did you mean “code.add”?
    ");
    bench.on("do", ["code.add", "{name: Trust}"]).ended(2).saying("not JSON");
    bench.on("do", ["code.add", r#"{"title": 1}"#]).ended(2).saying("do --list code.add");
    bench.on("do", ["code.add"]).ended(2).saying("needs its arguments");
    bench.on("do", []).ended(2).saying("Say which operation");
}

#[test]
fn a_file_is_one_act_and_all_or_nothing() {
    let bench = Bench::with_study();
    let line = |name: &str| json!({ "operation": "code.add", "arguments": { "name": name } });
    bench.write("acts.jsonl", format!("{}\n\n{}\n", line("A"), line("B")));
    let done = bench.on("do", ["--file", "acts.jsonl"]).done().json();
    assert_eq!(done.as_array().map(Vec::len), Some(2));
    bench.run(["undo", STUDY]).done();
    assert_eq!(bench.on("status", ["--json"]).done().json()["codes"], 0);

    let both = format!("{}\n{}\n", line("A"), line("A"));
    let ran = bench.feed(["do", STUDY, "--file", "-"], &both).ended(1);
    assert!(ran.err.contains("Operation 2 (code.add)"), "{ran:?}");
    assert_eq!(bench.on("status", ["--json"]).done().json()["codes"], 0);

    bench.write("broken.jsonl", format!("{}\nnonsense\n", line("A")));
    bench.on("do", ["--file", "broken.jsonl"]).ended(3).saying("Line 2 of broken.jsonl");
    bench.on("do", ["--file", "missing.jsonl"]).ended(3);
}
