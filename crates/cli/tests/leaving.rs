//! What leaves the study by command: quotes with consent, tables for a use, and how long is kept.

use crate::support::Bench;

/// A study in which P5 is quoted once.
fn quoted() -> Bench {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P5"]).done();
    bench.source("P5, week 3", "Which hat is it today?\n");
    bench.on("source", ["set", "P5, week 3", "--participant", "P5"]).done();
    let agreed = r#"{"purposes": ["quotation"], "answer": "given"}"#;
    bench.on("do", ["consent.default", agreed]).done();
    bench.on("code", ["add", "Hats"]).done();
    let rest = ["add", "P5, week 3", "--text", "Which hat is it today?", "--code", "Hats"];
    bench.on("coding", rest).done();
    bench.on("theme", ["add", "Which hat am I wearing?"]).done();
    let listed = bench.on("passage", ["list", "--json"]).done().json();
    let passage = listed[0]["id"].as_str().expect("an id").to_owned();
    bench.on("theme", ["quote", "Which hat am I wearing?", &passage]).done();
    bench
}

/// P5 takes back what holds for every type of text.
fn taken_back(bench: &Bench) {
    let listed = bench.on("participant", ["list", "--json"]).done().json();
    let five = listed[0]["id"].as_str().expect("an id");
    let answer = format!(
        r#"{{"participants": ["{five}"], "purposes": ["quotation"], "answer": "withdrawn",
            "version": "v2", "given_on": "2025-09-01"}}"#
    );
    bench.on("do", ["consent.set", &answer]).done();
}

#[test]
fn a_report_without_consent_ends_with_4_and_the_place() {
    let bench = quoted();
    bench.on("report", ["-o", "first.html"]).done();
    taken_back(&bench);
    let ran = bench.on("report", ["-o", "second.html"]).ended(4);
    let ran =
        ran.saying("Theme T1 “Which hat am I wearing?”, quote from “P5, week 3”: P5 withdrew");
    ran.saying("--leave-out");
    assert!(!bench.path("second.html").exists(), "nothing is half made");
    let ran = bench.on("report", ["-o", "second.html", "--leave-out"]).done();
    ran.saying("Note: Left out: Theme T1");
    let written = std::fs::read_to_string(bench.path("second.html")).expect("is there");
    assert!(!written.contains("Which hat is it today?"));
    let all = bench.on("output", ["list", "--json"]).done().json();
    let files: Vec<_> =
        all.as_array().expect("a list").iter().map(|one| &one["file_name"]).collect();
    assert_eq!(files, ["second.html", "first.html"]);
    assert_eq!(all[0]["sources"].as_array().map(Vec::len), Some(0));
    assert_eq!(all[1]["sources"].as_array().map(Vec::len), Some(1));
    let of_source = bench.on("output", ["list", "--source", "P5, week 3"]).done().out;
    assert!(of_source.contains("first.html") && !of_source.contains("second.html"), "{of_source}");
}

#[test]
fn a_table_is_made_for_a_use() {
    let bench = quoted();
    let rest = ["--format", "csv", "--table", "extracts", "-o", "out.csv"];
    bench.on("export", rest).done();
    let archive = ["--format", "csv", "--for", "archive-open", "-o", "open.csv", "--json"];
    let ran = bench.on("export", archive).done();
    let json = ran.json();
    assert_eq!(json["written"]["rows"], 0);
    assert_eq!(json["written"]["level"], "public");
    assert_eq!(json["written"]["left_out"][0]["name"], "P5, week 3");
    ran.saying("P5 was not asked about an open archive");
    bench.on("export", ["--format", "csv", "--for", "quotation"]).ended(2);
    bench
        .on("export", ["--format", "json", "--for", "archive-open"])
        .ended(2)
        .saying("are for csv");
    let listed = bench.on("output", ["list"]).done().out;
    assert!(listed.contains("archive_open") && listed.contains("out.csv"), "{listed}");
}

#[test]
fn retention_is_planned_held_and_told() {
    let bench = Bench::with_study();
    assert!(bench.on("retention", ["list"]).done().out.contains("Nothing is said yet"));
    bench.on("retention", ["begin"]).done().saying("not legal advice");
    let plan = ["set", "recordings", "--review", "2026-06-01", "--action", "delete"];
    bench.on("retention", plan).done();
    let told = bench.on("retention", ["due", "--on", "2026-05-02"]).done().out;
    assert!(told.contains("Nothing is due on 2026-05-02."), "{told}");
    assert!(told.contains("Recordings: delete on 2026-06-01 (in 30 days)"), "{told}");
    bench.on("retention", ["hold", "recordings", "--reason", "A complaint"]).done();
    let told = bench.on("retention", ["due", "--on", "2026-07-01"]).done().out;
    assert!(told.contains("Recordings: delete (held: A complaint)"), "{told}");
    bench.on("retention", ["release", "recordings", "--reason", "Settled"]).done();
    let json = bench.on("retention", ["due", "--on", "2026-07-01", "--json"]).done().json();
    assert_eq!(
        (&json["items"][0]["standing"], &json["items"][0]["days"]),
        (&"due".into(), &(-30).into())
    );
    let done = ["done", "recordings", "--note", "Wiped"];
    bench.on("retention", done).ended(1).saying("erasure.recordings");
    let looked = ["done", "outputs", "--note", "All filed", "--next", "2027-01-01"];
    bench.on("retention", looked).done();
    bench.on("retention", ["set", "nothing", "--period", "1 year"]).ended(2);
}
