//! What goes out: the report, the whole study as JSON, tables.

use crate::support::{Bench, STUDY};

fn studied() -> Bench {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P1"]).done();
    bench.source("Interview 1", "They asked me in.\nThen they forgot me.\n");
    bench.on("source", ["set", "Interview 1", "--participant", "P1"]).done();
    bench.on("code", ["add", "Belonging"]).done();
    let rest = ["add", "Interview 1", "--text", "asked me in", "--code", "Belonging"];
    bench.on("coding", rest).done();
    bench.on("theme", ["add", "Expected"]).done();
    bench.on("theme", ["gather", "Expected", "--code", "Belonging"]).done();
    bench
}

#[test]
fn the_json_export_holds_the_study_and_brings_it_back() {
    let bench = studied();
    let ran = bench.on("export", ["--format", "json", "-o", "out.json"]).done();
    assert!(ran.out.contains("1 source, 1 passage, 1 coding"), "{ran:?}");
    let written = std::fs::read_to_string(bench.path("out.json")).expect("is there");
    let json: serde_json::Value = serde_json::from_str(&written).expect("is JSON");
    for key in ["sources", "participants", "codes", "passages", "codings", "themes", "conditions"] {
        assert!(json[key].is_array(), "{key}");
    }
    let piped = bench.on("export", ["--format", "json"]).done().json();
    assert_eq!(piped["codings"], json["codings"]);

    bench.run(["new", "back.trefoil", "--title", "To be replaced"]).done();
    bench.run(["import", "back.trefoil", "out.json", "--stream", "interview"]).ended(2);
    bench.run(["import", "back.trefoil", "out.json"]).done();
    let status = bench.run(["status", "back.trefoil", "--json"]).done().json();
    assert_eq!((&status["title"], &status["codings"]), (&"First year".into(), &1.into()));
    bench.run(["import", "back.trefoil", "out.json"]).ended(1).saying("content already");
    bench.write("cut.json", &written[..written.len() / 2]);
    bench.run(["new", "other.trefoil", "--title", "Other"]).done();
    bench.run(["import", "other.trefoil", "cut.json"]).ended(3);
}

#[test]
fn tables_have_a_row_for_each_coding_or_passage() {
    let bench = studied();
    let codings = bench.on("export", ["--format", "csv"]).done().out;
    assert_eq!(codings.lines().count(), 2, "{codings}");
    assert!(codings.starts_with("source,"), "{codings}");
    bench.on("export", ["--format", "csv", "--plain"]).done();
    let rest = ["--format", "csv", "--table", "extracts", "-o", "out.csv"];
    let ran = bench.on("export", rest).done();
    assert_eq!(ran.out, "Wrote out.csv: 1 passage.\n");
    let written = std::fs::read_to_string(bench.path("out.csv")).expect("is there");
    assert!(written.starts_with('\u{feff}') && written.contains("asked me in"), "{written}");
    bench.on("export", ["--format", "json", "--table", "codings"]).ended(2);
    bench.on("export", ["--format", "qdpx"]).ended(2).saying("possible values: json, csv");
}

#[test]
fn the_report_is_one_file_that_names_its_themes() {
    let bench = studied();
    bench.on("theme", ["place", "Expected", "firm-up", "--reason", "Said by all"]).done();
    bench.on("sentence", ["add", "findings", "A greeting is a beginning."]).done();
    let ran = bench.on("report", ["-o", "report.html"]).done();
    ran.saying("1 sentence rests on nothing");
    let written = std::fs::read_to_string(bench.path("report.html")).expect("is there");
    assert!(written.contains("Expected") && written.contains("A greeting is a beginning."));
    let piped = bench.on("report", ["-o", "-"]).done().out;
    assert!(piped.starts_with("<!"), "{piped}");
    let json = bench.on("report", ["-o", "new.html", "--json"]).done().json();
    assert_eq!((&json["themes"], &json["unsupported"]), (&1.into(), &1.into()));
    bench.on("report", ["-o", "report.pdf"]).ended(2).saying("HTML");
}

#[test]
fn nothing_is_written_over_without_a_yes_and_a_study_never() {
    let bench = studied();
    bench.write("report.html", "precious");
    bench.on("report", ["-o", "report.html"]).ended(2).saying("`--yes`");
    let content = |name| std::fs::read_to_string(bench.path(name)).expect("is there");
    assert_eq!(content("report.html"), "precious");
    bench.on("report", ["-o", "report.html", "--yes"]).done();
    assert_ne!(content("report.html"), "precious");
    let rest = ["--format", "json", "-o", STUDY, "--yes"];
    bench.on("export", rest).ended(2).saying("is the study itself");
    bench.on("status", []).done();
    bench.write("empty.html", "");
    bench.on("report", ["-o", "empty.html"]).done();
    bench.on("report", ["-o", "nowhere/report.html"]).ended(5).saying("cannot be written");
}

#[test]
fn the_record_says_what_a_deposit_still_needs() {
    let bench = Bench::with_study();
    bench.on("record", ["set", "title", "Early days"]).done();
    bench.on("record", ["set", "author", "Ada", "Ben"]).done();
    bench.on("record", ["set", "title", "One", "Two"]).ended(2);
    bench.on("record", ["set", "colour", "Red"]).ended(2);
    let listed = bench.on("record", ["list", "--json"]).done().json();
    assert_eq!(listed["complete"], false);
    let told = bench.on("record", ["list"]).done().out;
    assert!(told.contains("Ada; Ben") && told.contains("A deposit still needs:"), "{told}");
    bench.on("record", ["remove", "author"]).done();
    assert!(!bench.on("record", ["list"]).done().out.contains("Ada; Ben"));
}
