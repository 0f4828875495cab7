//! Withdrawing and erasing with the real program.

use crate::support::{Bench, STUDY};

const TEXT: &str = "The ward clock stopped at ten past four and nobody minded it.";

fn bench() -> Bench {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P4"]).done();
    bench.on("participant", ["add", "P1"]).done();
    bench.source("A talk with P4", TEXT);
    bench.on("source", ["set", "A talk with P4", "--participant", "P4"]).done();
    bench.on("code", ["add", "Clocks"]).done();
    bench
}

#[test]
fn a_dry_run_shows_and_changes_nothing() {
    let bench = bench();
    let shown = bench.on("withdraw", ["P4", "--dry-run"]).done().out;
    assert!(shown.contains("A talk with P4") && shown.contains("not legal advice"), "{shown}");
    assert!(bench.on("source", ["list"]).done().out.contains("A talk with P4"));
}

#[test]
fn nothing_is_erased_unasked() {
    let bench = bench();
    let ran = bench.on("withdraw", ["P4"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("cannot be undone") && ran.err.contains("--yes"), "{ran:?}");
    assert!(bench.on("source", ["list"]).done().out.contains("A talk with P4"));
}

#[test]
fn everything_goes_with_a_certificate_and_duties() {
    let bench = bench();
    let rest = ["P4", "--yes", "--asked-on", "2026-01-02", "--certificate", "P4.html"];
    let said = bench.on("withdraw", rest).done().out;
    assert!(said.contains("Reference W-"), "{said}");
    let page = std::fs::read_to_string(bench.path("P4.html")).expect("is written");
    assert!(page.contains("Your withdrawal") && page.contains("not legal advice"));
    assert!(!page.contains("clock") && !page.contains("A talk with P4"), "{page}");
    assert!(!bench.on("source", ["list"]).done().out.contains("A talk"));
    assert!(!bench.on("history", []).done().out.contains("A talk"));
    let duties = bench.on("duty", ["list", "--json"]).done().out;
    let duties: serde_json::Value = serde_json::from_str(&duties).expect("is JSON");
    let id = duties[0]["id"].as_str().expect("an id");
    bench.on("duty", ["done", id]).done();
    assert!(bench.on("erase", ["list"]).done().out.contains("W-"));
    bench.on("check", []).done();
    bench.run(["undo", STUDY]).done();
}

#[test]
fn words_are_taken_out_and_the_rest_stays() {
    let bench = bench();
    let rest = ["passage", "--source", "A talk with P4", "--start", "4", "--end", "14", "--yes"];
    bench.on("erase", rest).done();
    let text = bench.on("source", ["text", "A talk with P4"]).done().out;
    assert!(text.contains("The [removed] stopped"), "{text}");
    let wrong = bench.on("withdraw", ["P4", "--types", "songs", "--dry-run"]);
    assert_eq!(wrong.code, 2, "{wrong:?}");
}
