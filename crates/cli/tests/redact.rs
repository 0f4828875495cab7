//! What points to people is found, replaced, refused and taken back on the command line.

use crate::support::{Bench, STUDY};

const TEXT: &str = "P1: My sister Leanne rings me on 07700 900123. I'm 34 now.\n\
                    P1: Leanne's address is 12 Mill Road.\n";

fn bench() -> Bench {
    let bench = Bench::with_study();
    bench.source("Interview 1", TEXT);
    bench
}

fn text(bench: &Bench) -> String {
    bench.on("source", ["text", "Interview 1"]).done().out
}

#[test]
fn finds_are_listed_with_what_is_proposed_and_by_rule() {
    let bench = bench();
    let told = bench.on("redact", ["find"]).done().out;
    for words in
        ["»Leanne«", "[phone number] direct", "[in their thirties] indirect", "»12 Mill Road«"]
    {
        assert!(told.contains(words), "{words} is missing in {told}");
    }
    let queue = bench.on("redact", ["find", "--json", "--rule", "phone"]).done().json();
    assert_eq!(queue["open"], 1);
    let found = &queue["sources"][0]["finds"][0];
    assert_eq!((&found["words"], &found["rule"]), (&"07700 900123".into(), &"phone".into()));
    bench.on("redact", ["find", "--rule", "bank_number"]).ended(1);
    bench.on("redact", ["find", "Interview 9"]).ended(1);
    bench.on("redact", ["find", "--rule", "shoe_size"]).ended(2);
}

#[test]
fn words_are_replaced_in_the_text_everywhere_and_by_rule() {
    let bench = bench();
    let rest = ["apply", "Interview 1", "--text", "Leanne"];
    bench.on("redact", rest).ended(1).saying("stand 2 times");
    let rest = [
        "apply",
        "Interview 1",
        "--text",
        "Leanne",
        "--occurrence",
        "1",
        "--with",
        "P1's sister",
        "--everywhere",
    ];
    bench.on("redact", rest).done();
    assert!(text(&bench).contains("My sister [P1's sister] rings"));
    assert!(text(&bench).contains("[P1's sister]'s address"));
    let refused = bench.on("redact", ["apply", "--all", "phone"]);
    refused.ended(2).saying("1 find of the rule phone will be replaced");
    bench.on("redact", ["apply", "--all", "phone", "--yes"]).done();
    assert!(text(&bench).contains("rings me on [phone number]."));
    let history = bench.run(["history", STUDY]).done().out;
    assert!(!history.contains("Leanne") && !history.contains("07700"), "{history}");
    bench.run(["undo", STUDY]).done();
    assert!(text(&bench).contains("07700 900123"));
    bench.on("redact", ["apply", "Interview 1", "--text", "shoe"]).ended(1);
}

#[test]
fn decisions_are_listed_changed_and_taken_back() {
    let bench = bench();
    bench.on("redact", ["apply", "Interview 1", "--text", "34"]).done();
    assert_eq!(text(&bench).matches("34").count(), 1);
    bench.on("redact", ["refuse", "Interview 1", "--text", "12 Mill Road"]).done();
    let listed = bench.on("redact", ["list", "--json"]).done().json();
    assert_eq!((&listed[0]["state"], &listed[1]["state"]), (&"standing".into(), &"refused".into()));
    let (age, road) = (listed[0]["id"].as_str(), listed[1]["id"].as_str());
    let (age, road) = (age.expect("an id"), road.expect("an id"));
    bench.on("redact", ["set", age]).ended(2);
    bench.on("redact", ["set", age, "--level", "public", "--with", "an age"]).done();
    assert!(bench.on("redact", ["list"]).done().out.contains("[an age]"));
    bench.on("redact", ["remove", road]).done();
    bench.on("redact", ["set", age, "--level", "direct"]).done();
    assert!(text(&bench).contains("I'm [an age] now"));
    let listed = bench.on("redact", ["list", "Interview 1", "--json"]).done().json();
    let applied = listed[0]["id"].as_str().expect("an id");
    bench.on("redact", ["remove", applied]).ended(1).saying("Undo");
}
