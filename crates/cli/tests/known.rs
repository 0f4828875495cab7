//! What is known, put together and expected, as it would be typed; and the file behind a text.

use crate::support::{Bench, STUDY};

fn bench() -> Bench {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P1"]).done();
    bench.source("Interview 1", "They asked me in.\n");
    bench
}

#[test]
fn attributes_are_added_given_values_and_shown() {
    let bench = bench();
    let add = ["add", "Hours", "--of", "participant", "--kind", "number", "--note", "A week"];
    bench.on("attribute", add).done();
    bench.on("attribute", ["add", "Checked", "--of", "source", "--kind", "yes-no"]).done();
    bench.on("attribute", ["value", "hours", "-37.50", "--participant", "P1"]).done();
    bench.on("attribute", ["value", "Checked", "TRUE", "--source", "Interview 1"]).done();
    let listed = bench.on("attribute", ["list", "--json"]).done().json();
    assert_eq!((&listed[0]["name"], &listed[0]["values"]), (&"Hours".into(), &1.into()));
    assert_eq!(listed[1]["kind"], "yes_no");
    let shown = bench.on("attribute", ["show", "Hours", "--json"]).done().json();
    assert_eq!(
        (&shown["values"][0]["name"], &shown["values"][0]["value"]),
        (&"P1".into(), &"-37.5".into())
    );
    let told = bench.on("participant", ["show", "P1"]).done().out;
    assert!(told.contains("Hours  -37.5"), "{told}");
    let known = bench.on("source", ["show", "Interview 1", "--json"]).done().json();
    assert_eq!(known["known"][0]["value"], "yes");
    bench
        .on("attribute", ["value", "Hours", "many", "--participant", "P1"])
        .ended(2)
        .saying("is not a number");
    bench.on("attribute", ["set", "Hours", "--kind", "date"]).ended(1).saying("for P1");
    bench.on("attribute", ["value", "Hours", "--participant", "P1", "--clear"]).done();
    bench.on("attribute", ["set", "Hours", "--kind", "date", "--name", "Since"]).done();
    bench.on("attribute", ["value", "Nothing", "1", "--participant", "P1"]).ended(1);
    bench.on("attribute", ["value", "Since", "1"]).ended(2).saying("--participant");
    bench.on("attribute", ["move", "Since", "1"]).done();
    let removed = bench.on("attribute", ["remove", "Checked"]).done().out;
    assert!(removed.contains("1 value"), "{removed}");
}

#[test]
fn attributes_of_one_name_are_told_apart() {
    let bench = bench();
    for noun in ["participant", "source"] {
        bench.on("attribute", ["add", "Age", "--of", noun]).done();
    }
    bench.on("attribute", ["remove", "Age"]).ended(1).saying("could be 2 things");
    bench.on("attribute", ["value", "Age", "Old", "--source", "Interview 1"]).done();
    bench.on("attribute", ["remove", "participant Age"]).done();
    bench.on("attribute", ["show", "Age"]).done();
}

#[test]
fn sources_are_put_into_sets() {
    let bench = bench();
    bench.source("Interview 2", "Then they forgot me.\n");
    bench.on("set", ["add", "Early", "Interview 1", "--note", "To look at"]).done();
    bench.on("set", ["put", "early", "Interview 1", "Interview 2"]).done();
    let shown = bench.on("set", ["show", "Early", "--json"]).done().json();
    assert_eq!(shown["sources"].as_array().map(Vec::len), Some(2));
    bench.on("set", ["take", "Early", "Interview 2"]).done();
    bench.on("set", ["take", "Early", "Interview 2"]).ended(1).saying("is not in the set");
    bench.on("set", ["set", "Early", "--name", "First"]).done();
    let listed = bench.on("set", ["list"]).done().out;
    assert!(listed.contains("First        1  To look at"), "{listed}");
    bench.on("set", ["show", "Late"]).ended(1).saying("no set called “Late”");
    bench.on("set", ["remove", "First"]).done();
}

#[test]
fn what_is_expected_is_told() {
    let bench = bench();
    let add = ["add", "voice-note", "2", "--to", "12", "--participant", "P1"];
    bench.on("expectation", add).done();
    let listed = bench.on("expectation", ["list", "--json"]).done().json();
    assert_eq!((&listed[0]["name"], &listed[0]["last_week"]), (&"P1".into(), &12.into()));
    let id = listed[0]["id"].as_str().expect("an id");
    bench.on("expectation", ["set", id, "--everybody", "--to", "600"]).ended(2).saying("520");
    bench.on("expectation", ["set", id, "--everybody"]).done();
    let told = bench.on("expectation", ["list"]).done().out;
    assert!(told.contains("voice note  everybody  0–12"), "{told}");
    bench.on("expectation", ["remove", &id[28..]]).done();
}

#[test]
fn rules_for_file_names_are_kept_in_their_order() {
    let bench = bench();
    for pattern in ["{participant}_wk{week}", "{stream}"] {
        bench.on("name-rule", ["add", pattern]).done();
    }
    bench.on("name-rule", ["move", "{stream}", "1"]).done();
    let listed = bench.on("name-rule", ["list", "--json"]).done().json();
    assert_eq!(listed[0]["pattern"], "{stream}");
    bench.on("name-rule", ["remove", "2"]).done();
    bench.on("name-rule", ["add", " "]).ended(2);
}

#[test]
fn the_file_behind_a_text_can_be_had_again_and_that_is_written_down() {
    let bench = bench();
    bench.write("note.txt", "A note of my own.\r\n");
    bench.on("import", ["note.txt", "--stream", "document"]).done();
    let told = bench.on("source", ["original", "note.txt", "-o", "again.txt"]).done().out;
    assert!(told.contains("19 bytes"), "{told}");
    let again = std::fs::read(bench.path("again.txt")).expect("it was written");
    assert_eq!(again, b"A note of my own.\r\n");
    let outputs = bench.on("output", ["list", "--json"]).done().json();
    assert_eq!(outputs[0]["format"], "original");
    assert_eq!(outputs[0]["file_name"], "again.txt");
    let checked = bench.run(["check", STUDY]).done().out;
    assert!(checked.contains(" 1 recording or file."), "{checked}");
    bench
        .on("source", ["original", "Interview 1", "-o", "none.txt"])
        .ended(1)
        .saying("keeps no file");
    assert!(!bench.path("none.txt").exists());
}
