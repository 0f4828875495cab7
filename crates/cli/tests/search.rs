//! Words are found in the texts, each hit on a line, and “nothing” is a no.

use crate::support::Bench;
use serde_json::{Value as Json, json};

fn study() -> Bench {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P1", "--started", "2026-01-05"]).done();
    bench.source("Interview 1", "🙂 I’ve been tired. They asked me\nin by name, then forgot me.");
    let rest = ["set", "Interview 1", "--participant", "P1", "--date", "2026-01-20"];
    bench.on("source", rest).done();
    bench.write("note.vtt", "WEBVTT\n\n00:01:05.000 --> 00:01:09.000\n<v P2>I'VE SLEPT.\n");
    bench.on("import", ["note.vtt", "--stream", "voice-note"]).done();
    bench.on("code", ["add", "Belonging"]).done();
    bench.on("code", ["add", "Greeted", "--parent", "Belonging"]).done();
    let rest = ["add", "Interview 1", "--text", "They asked me\nin by name", "--code", "Greeted"];
    bench.on("coding", rest).done();
    bench
}

fn spans(found: &Json) -> Vec<(i64, i64)> {
    let hits = found["hits"].as_array().expect("a list").iter();
    let number = |value: &Json| value.as_i64().expect("a number");
    hits.map(|hit| (number(&hit["start"]), number(&hit["end"]))).collect()
}

#[test]
fn each_hit_is_a_line_with_its_place_and_the_words_around_it() {
    let found = study().on("search", ["i've"]).done();
    assert_eq!(found.err, "");
    insta::assert_snapshot!(found.out, @r"
    Source       Where  Words
    Interview 1  2–6    🙂 »I’ve« been tired. They asked me in by name, then forgot me.
    note         1:05   »I'VE« SLEPT.

    2 hits in 2 sources.
    ");
}

#[test]
fn programs_get_code_points_and_the_words_as_they_stand() {
    let bench = study();
    let found = bench.on("search", ["asked me in", "--json"]).done().json();
    assert_eq!(spans(&found), [(24, 35)]);
    let hit = &found["hits"][0];
    assert_eq!(hit["matched"], "asked me\nin");
    assert_eq!(hit["before"], "🙂 I’ve been tired. They ");
    assert_eq!(hit["after"], " by name, then forgot me.");
    assert_eq!((&hit["source_name"], &hit["begin_ms"]), (&json!("Interview 1"), &Json::Null));
    let keys: Vec<&String> = found.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["capped", "hits", "sources", "total"]);
}

#[test]
fn nothing_found_is_a_no() {
    let bench = study();
    let found = bench.on("search", ["supervision"]).ended(1);
    assert_eq!((found.out.as_str(), found.err.as_str()), ("Nothing was found.\n", ""));
    let found = bench.on("search", ["supervision", "--json"]).ended(1).json();
    assert_eq!(found, json!({ "hits": [], "total": 0, "sources": 0, "capped": false }));
}

#[test]
fn manners_of_searching_are_options() {
    let bench = study();
    let count = |rest: &[&str]| {
        let ran = bench.on("search", rest.iter().copied().chain(["--json"]));
        ran.json()["total"].as_i64().expect("a number")
    };
    assert_eq!(count(&["me"]), 3);
    assert_eq!(count(&["me", "--whole-word"]), 2);
    assert_eq!(count(&["I've", "--case"]), 1);
    assert_eq!(count(&[r"\bthe\w+", "--regex"]), 2);
    assert_eq!(count(&["me", "--code", "greeted"]), 2);
    assert_eq!(count(&["me", "--code", "Belonging"]), 0);
    assert_eq!(count(&["me", "--code", "Belonging", "--below"]), 2);
    assert_eq!(count(&["i've", "--stream", "Voice note"]), 1);
    assert_eq!(count(&["i've", "--participant", "P1"]), 1);
    assert_eq!(count(&["i've", "--week", "2"]), 1);
    assert_eq!(count(&["i've", "--week", "-2"]), 0);
    assert_eq!(count(&["i've", "--source", "note", "--source", "Interview 1"]), 2);
}

#[test]
fn a_limit_cuts_the_list_and_not_the_count() {
    let found = study().on("search", ["me", "--limit", "1"]).done().out;
    assert!(found.contains("asked »me« in") && !found.contains("forgot »me«"), "{found}");
    assert!(found.ends_with("1 of 3 hits in 1 source; `--limit` lists more.\n"), "{found}");
}

#[test]
fn what_cannot_be_searched_for_is_wrong_usage() {
    let bench = study();
    bench.on("search", ["  "]).ended(2).saying("no words to search for");
    let ran = bench.on("search", ["they (asked", "--regex"]).ended(2);
    insta::assert_snapshot!(ran.errors(), @r"
    This expression cannot be read: at character 6, where it says “(asked”, a ( is opened and never closed.
    Put a \ before a sign that stands for itself, or search for the words as they stand.
    ");
    bench.on("search", ["x*", "--regex"]).ended(2).saying("stands for no words at all");
    bench.on("search", ["x", "--regex", "--whole-word"]).ended(2);
    bench.on("search", ["x", "--below"]).ended(2);
    bench.on("search", ["x", "--code", "Belonign"]).ended(1).saying("Did you mean");
}
