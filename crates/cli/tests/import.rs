//! Files come in, and what cannot be read is said.

mod support;

use support::{Bench, STUDY};

fn folder() -> Bench {
    let bench = Bench::with_study();
    bench.write("in/P1 interview.txt", "They asked me in by name.");
    bench.write("in/P2 interview.md", "# Notes\n\nThen they forgot me.");
    bench.write("in/photo.jpg", b"\xff\xd8\xff\xe0 not for us");
    bench
}

#[test]
fn what_can_be_read_comes_in_and_the_rest_is_listed() {
    let bench = folder();
    let ran = bench.on("import", ["in", "--stream", "interview"]).ended(3);
    assert!(ran.err.contains("photo.jpg"), "{ran:?}");
    assert!(ran.out.contains("2 sources came in, 1 refused."), "{ran:?}");
    assert_eq!(bench.on("status", ["--json"]).done().json()["by_stream"]["interview"], 2);
    bench.run(["undo", STUDY]).done();
    assert_eq!(bench.on("status", ["--json"]).done().json()["sources"], 0);
}

#[test]
fn a_dry_run_changes_nothing() {
    let bench = folder();
    let before = std::fs::read(bench.path(STUDY)).expect("is there");
    let ran = bench.on("import", ["in", "--dry-run"]).ended(3);
    assert!(ran.out.contains("2 sources would come in"), "{ran:?}");
    let json = bench.on("import", ["in", "--dry-run", "--json"]).ended(3).json();
    assert_eq!(json["dry_run"], true);
    assert_eq!(json["imported"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["refused"][0]["file"].as_str().map(|f| f.contains("photo.jpg")), Some(true));
    assert_eq!(std::fs::read(bench.path(STUDY)).expect("is there"), before);
}

#[test]
fn importing_again_adds_nothing() {
    let bench = folder();
    bench.on("import", ["in"]).ended(3);
    std::fs::remove_file(bench.path("in/photo.jpg")).expect("is there");
    let ran = bench.on("import", ["in"]).done();
    assert!(ran.out.contains("2 in the study already"), "{ran:?}");
    assert_eq!(bench.on("status", ["--json"]).done().json()["sources"], 2);
}

#[test]
fn participants_and_dates_can_be_said_for_all() {
    let bench = folder();
    let rest = ["in/P1 interview.txt", "--participant", "P7", "--date", "2026-03-02"];
    bench.on("import", rest).done();
    let listed = bench.on("source", ["list", "--participant", "P7", "--json"]).done().json();
    assert_eq!(listed[0]["date"], "2026-03-02");
    bench.on("import", ["in", "--date", "soon"]).ended(2);
    bench.on("import", ["in", "--stream", "podcast"]).ended(2).saying("not a stream");
    bench.on("import", ["in", "--sender", "Rosa"]).ended(2).saying("NAME=PARTICIPANT");
    bench.on("import", ["nowhere"]).ended(3);
}
