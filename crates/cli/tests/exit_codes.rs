//! One case for each exit code, and what is said with it.

use std::io::Read;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{Bench, STUDY};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trefoil_core::storage::Place;
use trefoil_core::study::{Change, Operation, Study};

#[test]
fn what_is_not_there_is_a_no() {
    let bench = Bench::with_study();
    let ran = bench.on("code", ["show", "Belonging"]).ended(1);
    insta::assert_snapshot!(ran.errors(), @r"
    This study has no code called “Belonging”.
    There is none yet.
    ");
    bench.run(["status", "other.trefoil"]).ended(1).saying("There is no study other.trefoil.");
    bench.run(["status", "study"]).ended(1).saying("Did you mean study.trefoil?");
}

#[test]
fn beginning_a_study_where_one_is_changes_nothing() {
    let bench = Bench::with_study();
    let before = std::fs::read(bench.path(STUDY)).expect("is there");
    bench.run(["new", STUDY, "--title", "Another"]).ended(1).saying("already there");
    assert_eq!(std::fs::read(bench.path(STUDY)).expect("is there"), before);
}

#[test]
fn a_wrong_command_line_is_wrong_usage() {
    let bench = Bench::with_study();
    bench.run(["theem", STUDY, "list"]).ended(2).saying("theme");
    bench.on("theme", ["place", "X", "nowhere"]).ended(2).saying("firm_up, fine_tune, focus");
    bench.on("participant", ["add", "P1", "--started", "soon"]).ended(2).saying("2026-01-31");
    bench.run(["new", "a.trefoil", "--title", " "]).ended(2).saying("A study needs a title.");
    bench.run(["status", "postgres://localhost/x"]).ended(2).saying("`?study=NAME`");
    bench.run([]).ended(2);
}

#[test]
fn a_foreign_file_is_a_bad_file_and_stays_as_it_is() {
    let bench = Bench::empty();
    for (name, content) in [("letter.docx", "PK not really"), ("empty.trefoil", "")] {
        bench.write(name, content);
        bench.run(["status", name]).ended(3).saying("was not changed");
        assert_eq!(std::fs::read_to_string(bench.path(name)).expect("is there"), content);
    }
    bench.write("folder/a.txt", "x");
    bench.run(["status", "folder"]).ended(3).saying("is a folder");
}

#[test]
fn a_damaged_study_is_told_from_a_foreign_one() {
    let bench = Bench::with_study();
    bench.source("Interview 1", &"They asked me in. ".repeat(4000));
    let mut bytes = std::fs::read(bench.path(STUDY)).expect("is there");
    bytes.truncate(bytes.len() / 2);
    bench.write(STUDY, bytes);
    bench.on("status", []).ended(5).saying("cut short").saying("backup");
}

/// Holds the write lock until the test is done with it.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Hold;

impl Operation for Hold {
    const NAME: &'static str = "test.hold";
    const SUMMARY: &'static str = "Holds the write lock";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> trefoil_core::error::Result<()> {
        std::fs::write(std::env::temp_dir().join(marker()), b"").expect("can be written");
        std::thread::sleep(Duration::from_secs(9));
        change.say("Held");
        Ok(())
    }
}

fn marker() -> String {
    format!("trefoil-hold-{}", std::process::id())
}

#[test]
fn a_busy_study_names_who_holds_it() {
    let bench = Bench::with_study();
    let study = Study::open(&Place::File(bench.path(STUDY)), None).expect("can be opened");
    let holding = std::thread::spawn(move || study.session("Ben").perform(Hold).map(|_| ()));
    let marker = std::env::temp_dir().join(marker());
    while !marker.exists() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let ran = bench.on("code", ["add", "Belonging"]);
    std::fs::remove_file(marker).expect("is there");
    let ran = ran.ended(5).saying("is being written to by").saying("Nothing was changed.");
    let process = format!("(process {})", std::process::id());
    assert!(ran.err.contains(&process), "{ran:?}");
    // Readers work beside a writer.
    bench.on("status", []).done();
    holding.join().expect("ends").expect("is done");
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let bench = Bench::empty();
    let mut command = bench.command(["do", "--list"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program can be started");
    let mut first = [0; 10];
    let mut out = child.stdout.take().expect("is piped");
    out.read_exact(&mut first).expect("something is printed");
    drop(out);
    let ended = child.wait_with_output().expect("the program ends");
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}
