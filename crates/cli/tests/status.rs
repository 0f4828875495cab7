//! The numbers that scripts rely on.

use crate::support::{Bench, STUDY};
use serde_json::json;

#[test]
fn status_counts_everything_under_the_keys_of_the_contract() {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P1"]).done();
    bench.source("Interview 1", "They asked me in. Then they forgot me.");
    bench.on("code", ["add", "Belonging"]).done();
    let rest = ["add", "Interview 1", "--text", "asked me in", "--code", "Belonging"];
    bench.on("coding", rest).done();
    bench.on("theme", ["add", "Expected"]).done();
    bench.on("theme", ["place", "Expected", "fine-tune", "--reason", "Said by all"]).done();
    bench.on("theme", ["add", "Forgotten"]).done();
    bench.on("condition", ["begin"]).done();
    bench.on("condition", ["mark", "C1", "partly"]).done();

    let status = bench.on("status", ["--json"]).done().json();
    let expected = json!({
        "sources": 1, "participants": 1, "codes": 1, "passages": 1, "codings": 1,
        "themes": 2, "conditions": 10, "title": "First year", "method": "reflexive",
        "synthetic": false, "tentative": true,
        "by_stream": {
            "interview": 1, "field_note": 0, "voice_note": 0, "conversation": 0, "document": 0,
        },
        "by_area": { "firm_up": 0, "fine_tune": 1, "focus": 0, "unplaced": 1 },
        "by_state": {
            "not_started": 9, "partly": 1, "in_place": 0, "lapsed": 0, "not_applicable": 0,
        },
    });
    for (key, value) in expected.as_object().expect("is an object") {
        assert_eq!(&status[key], value, "{key}");
    }
}

#[test]
fn people_read_words_and_aligned_numbers() {
    let bench = Bench::with_study();
    bench.source("Interview 1", "They asked me in.");
    bench.on("theme", ["add", "Expected"]).done();
    let status = bench.on("status", []).done();
    insta::assert_snapshot!(status.out, @r"
    First year
    Reflexive thematic analysis

    Sources           1
      Interview       1
    Participants      0
    Codes             0
    Passages          0
    Codings           0
    Themes            1
      Firm up         0
      Fine tune       0
      Focus           0
      Not yet placed  1
    Conditions        0
    ");
}

#[test]
fn a_synthetic_study_says_so() {
    let bench = Bench::empty();
    bench.run(["new", STUDY, "--title", "Invented", "--synthetic"]).done();
    assert!(bench.on("status", []).done().out.contains("everything in it is invented"));
    assert_eq!(bench.on("status", ["--json"]).done().json()["synthetic"], true);
}
