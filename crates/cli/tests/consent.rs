//! The consent ledger on the command line, and every door that it closes.

use crate::support::{Bench, STUDY};

const TEXT: &str = "Quillfeather said the lift was out again.\n";

/// P1 with an interview that is coded, has a memo and is gathered by a theme.
fn coded() -> Bench {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P1"]).done();
    bench.source("Interview 1", TEXT);
    bench.on("source", ["set", "Interview 1", "--participant", "P1"]).done();
    bench.on("code", ["add", "Lifts"]).done();
    let rest = ["add", "Interview 1", "--text", "Quillfeather said", "--code", "Lifts"];
    bench.on("coding", rest).done();
    bench.on("theme", ["add", "Upkeep"]).done();
    bench.on("theme", ["gather", "Upkeep", "--code", "Lifts"]).done();
    bench
}

fn passage(bench: &Bench) -> String {
    let listed = bench.on("passage", ["list", "--json"]).done().json();
    listed[0]["id"].as_str().expect("an id").to_owned()
}

fn close(bench: &Bench) {
    let rest = [
        "set",
        "P1",
        "--answer",
        "withdrawn",
        "--data",
        "interview-transcript",
        "--use",
        "analysis",
        "--form",
        "v2",
        "--on",
        "2026-01-04",
    ];
    let ran = bench.on("consent", rest).done();
    assert!(ran.err.contains("Closed for reading from now on: “Interview 1”."), "{ran:?}");
}

#[test]
fn answers_are_written_down_listed_and_taken_back() {
    let bench = coded();
    let rest = ["default", "--answer", "refused", "--data", "all", "--use", "clip,archive-open"];
    bench.on("consent", rest).done();
    let rest = [
        "set",
        "--everybody",
        "--answer",
        "given",
        "--data",
        "interview-transcript",
        "--use",
        "all",
        "--form",
        "v2",
        "--on",
        "2026-01-04",
        "--route",
        "on paper",
    ];
    bench.on("consent", rest).done();
    let listed = bench.on("consent", ["list"]).done().out;
    assert!(
        listed.contains("quotation") && listed.contains("given") && listed.contains("(refused)"),
        "{listed}"
    );
    let one = bench.on("consent", ["list", "--participant", "P1"]).done().out;
    assert!(one.contains("2026-01-04") && one.contains("v2"), "{one}");
    let json = bench.on("consent", ["list", "--json"]).done().json();
    assert_eq!(
        json["rows"][0]["cells"].as_array().map(Vec::len),
        json["questions"].as_array().map(Vec::len)
    );
    let history = bench.on("consent", ["history", "P1", "--json"]).done().json();
    assert_eq!((&history[0]["answer"], &history[0]["by"]), (&"given".into(), &"Ada".into()));
    bench.run(["undo", STUDY]).done();
    assert_eq!(
        bench.on("consent", ["history", "P1", "--json"]).done().json(),
        serde_json::json!([])
    );
    let rest =
        ["set", "P1", "--answer", "given", "--data", "interview-transcript", "--use", "clip"];
    bench.on("consent", rest).ended(2).saying("makes no sense");
    let rest = ["set", "P1", "--answer", "perhaps", "--data", "all", "--use", "all"];
    bench.on("consent", rest).ended(2).saying("perhaps");
    bench
        .on("consent", ["set", "P9", "--answer", "given", "--data", "all", "--use", "all"])
        .ended(1);
}

#[test]
fn what_is_missing_is_told() {
    let bench = coded();
    bench.on("wave", ["add", "Wave 1", "--on", "2020-01-01"]).done();
    let told = bench.on("consent", ["missing"]).done().out;
    assert!(told.contains("P1 was not asked about"), "{told}");
    assert!(told.contains("P1 was not asked again in “Wave 1”"), "{told}");
    let rest = [
        "set",
        "P1",
        "--answer",
        "given",
        "--data",
        "all",
        "--use",
        "all",
        "--form",
        "v1",
        "--on",
        "2026-01-04",
        "--wave",
        "wave 1",
    ];
    bench.on("consent", rest).done();
    assert_eq!(bench.on("consent", ["missing"]).done().out, "Nothing is missing.\n");
    bench.on("wave", ["set", "Wave 1", "--name", "Start"]).done();
    assert!(bench.on("consent", ["history", "P1"]).done().out.contains("Start"));
    bench.on("wave", ["remove", "Start"]).done();
    assert_eq!(bench.on("wave", ["list"]).done().out, "No waves yet.\n");
}

#[test]
fn the_policy_is_shown_as_it_was_set() {
    let bench = Bench::with_study();
    assert_eq!(bench.on("policy", ["show"]).done().out, "The study has no policy yet.\n");
    bench.on("policy", ["set"]).ended(2);
    bench.on("policy", ["set", "--controller", "A charity", "--lock", "2026-06-01"]).done();
    let shown = bench.on("policy", ["show"]).done().out;
    assert!(shown.contains("A charity") && shown.contains("2026-06-01"), "{shown}");
    let json = bench.on("policy", ["show", "--json"]).done().json();
    assert_eq!(json["lock_on"], "2026-06-01");
}

#[test]
fn every_command_is_told_why_a_source_is_closed() {
    let bench = coded();
    let passage = passage(&bench);
    close(&bench);
    let asked: &[(&str, &[&str])] = &[
        ("source", &["text", "Interview 1"]),
        ("source", &["correct", "Interview 1", "--replace", "lift", "--with", "door"]),
        ("passage", &["show", &passage]),
        ("passage", &["add", "Interview 1", "--text", "the lift"]),
        ("coding", &["add", "Interview 1", "--text", "the lift", "--code", "Lifts"]),
        ("coding", &["add", "Interview 1", "--text", "never said", "--code", "Lifts"]),
        ("memo", &["add", "Again", "--on", &passage]),
        ("memo", &["add", "Again", "--on", "Interview 1"]),
        ("theme", &["quote", "Upkeep", &passage]),
        ("search", &["lift", "--source", "Interview 1"]),
        ("trace", &[&passage]),
    ];
    for (command, rest) in asked {
        let ran = bench.on(command, rest.iter().copied()).ended(4);
        assert!(
            ran.err.contains(
                "“Interview 1” is closed: P1 withdrew analysis of interview transcripts (form v2, \
                 2026-01-04)."
            ),
            "{command} {rest:?}: {ran:?}"
        );
        assert!(!ran.err.contains("Quillfeather") && ran.out.is_empty(), "{ran:?}");
    }
    let closed = bench.on("consent", ["closed"]).done().out;
    assert!(closed.contains("Interview 1") && closed.contains("reading"), "{closed}");
}

#[test]
fn nothing_of_a_closed_source_is_printed_by_any_command() {
    let bench = coded();
    bench.on("memo", ["add", "Quillfeather again", "--on", "Interview 1"]).done();
    close(&bench);
    bench.on("export", ["--format", "json", "-o", "out.json"]).done();
    bench.on("export", ["--format", "csv", "-o", "out.csv"]);
    bench.on("report", ["-o", "out.html"]);
    for file in ["out.json", "out.csv", "out.html"] {
        let bytes = std::fs::read(bench.path(file)).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("Quillfeather"), "{file}");
    }
    let asked: &[(&str, &[&str])] = &[
        ("search", &["Quillfeather"]),
        ("source", &["list", "--json"]),
        ("source", &["show", "Interview 1", "--json"]),
        ("passage", &["list", "--json"]),
        ("coding", &["list", "--json"]),
        ("memo", &["list", "--json"]),
        ("code", &["show", "Lifts", "--json"]),
        ("theme", &["show", "Upkeep", "--json"]),
        ("trace", &["P1", "--json"]),
        ("trace", &["Upkeep", "--json"]),
        ("history", &["--json"]),
        ("status", &["--json"]),
    ];
    for (command, rest) in asked {
        let ran = bench.on(command, rest.iter().copied());
        let told = format!("{}{}", ran.out, ran.err);
        let typed = told.replace("“Quillfeather”", "").replace("\"words\":\"Quillfeather\"", "");
        assert!(!typed.contains("Quillfeather"), "{command} {rest:?}: {told}");
    }
}
