//! Backups: seen, taken, restored only with consent.

use crate::support::{Bench, STUDY};

#[test]
fn a_backup_is_taken_listed_and_restored() {
    let bench = Bench::with_study();
    bench.on("code", ["add", "Belonging"]).done();
    bench.on("backup", ["take"]).done();
    bench.on("code", ["add", "Trust"]).done();
    let listed = bench.on("backup", ["list", "--json"]).done().json();
    assert_eq!((&listed[0]["number"], &listed[0]["reason"]), (&1.into(), &"asked".into()));
    bench.on("backup", ["restore", "1", "--yes"]).done();
    let codes = bench.on("status", ["--json"]).done().json();
    assert_eq!(codes["codes"], 1);
    let listed = bench.on("backup", ["list", "--json"]).done().json();
    assert_eq!(listed[0]["reason"], "before_restore");
    bench.on("backup", ["restore", "1", "--yes"]).done();
    assert_eq!(bench.on("status", ["--json"]).done().json()["codes"], 2);
}

#[test]
fn restoring_needs_a_yes_when_nobody_can_be_asked() {
    let bench = Bench::with_study();
    bench.on("code", ["add", "Belonging"]).done();
    bench.on("backup", ["take"]).done();
    bench.on("code", ["add", "Trust"]).done();
    bench.on("backup", ["restore", "1"]).ended(2).saying("`--yes`");
    assert_eq!(bench.on("status", ["--json"]).done().json()["codes"], 2);
    bench.on("backup", ["restore", "9", "--yes"]).ended(1).saying("no backup number 9");
    bench.run(["backup", "none.trefoil", "list"]).ended(1).saying("There is no study");
}

#[test]
fn a_copy_has_everything_and_refuses_to_overwrite() {
    let bench = Bench::with_study();
    bench.on("code", ["add", "Belonging"]).done();
    bench.run(["copy", STUDY, "copy.trefoil"]).done();
    assert_eq!(bench.run(["status", "copy.trefoil", "--json"]).done().json()["codes"], 1);
    bench.run(["undo", "copy.trefoil"]).done();
    assert_eq!(bench.run(["status", "copy.trefoil", "--json"]).done().json()["codes"], 0);
    bench.run(["copy", STUDY, "copy.trefoil"]).ended(1).saying("already there");
}

#[test]
fn a_copy_keeps_the_passphrase_and_can_be_given_one() {
    let mut bench = Bench::with_study();
    bench.set("TREFOIL_NEW_PASSPHRASE", "first words");
    bench.run(["copy", STUDY, "kept.trefoil", "--encrypt"]).done();
    bench.run(["status", "kept.trefoil"]).ended(4);
    bench.set("TREFOIL_PASSPHRASE", "first words");
    bench.run(["copy", "kept.trefoil", "again.trefoil"]).done();
    bench.run(["status", "again.trefoil"]).done();
    bench.set("TREFOIL_PASSPHRASE", "");
    bench.run(["status", "again.trefoil"]).ended(4);
}

#[test]
fn a_sound_study_is_said_to_be_sound() {
    let bench = Bench::with_study();
    bench.source("Interview 1", "They asked me in.");
    let checked = bench.on("check", []).done();
    assert!(checked.out.starts_with("Everything is in order: "), "{checked:?}");
    assert_eq!(bench.on("check", ["--json"]).done().json()["findings"], serde_json::json!([]));
}
