//! Encrypted studies, with passphrases from the environment.

use crate::support::{Bench, STUDY};

fn encrypted() -> Bench {
    let mut bench = Bench::empty();
    bench.set("TREFOIL_PASSPHRASE", "correct horse");
    let rest = ["new", STUDY, "--title", "Kept close", "--encrypt"];
    bench.run(rest).done().saying("A lost passphrase cannot be recovered");
    bench
}

#[test]
fn an_encrypted_study_opens_with_its_passphrase_and_not_without() {
    let mut bench = encrypted();
    bench.on("code", ["add", "Belonging"]).done();
    assert_eq!(bench.on("status", ["--json"]).done().json()["codes"], 1);
    bench.set("TREFOIL_PASSPHRASE", "battery staple");
    bench.on("status", []).ended(4).saying("does not open with this passphrase");
    bench.set("TREFOIL_PASSPHRASE", "");
    bench.on("status", []).ended(4).saying("TREFOIL_PASSPHRASE");
}

#[test]
fn a_passphrase_is_set_changed_and_removed() {
    let mut bench = Bench::with_study();
    bench.set("TREFOIL_NEW_PASSPHRASE", "first words");
    bench.on("passphrase", ["set"]).done().saying("cannot be recovered");
    bench.on("status", []).ended(4);
    bench.set("TREFOIL_PASSPHRASE", "first words");
    bench.on("passphrase", ["set"]).ended(1).saying("has a passphrase already");
    bench.set("TREFOIL_NEW_PASSPHRASE", "second words");
    bench.on("passphrase", ["change"]).done();
    bench.on("status", []).ended(4);
    bench.set("TREFOIL_PASSPHRASE", "second words");
    bench.on("status", []).done();
    bench.on("passphrase", ["remove"]).done();
    bench.set("TREFOIL_PASSPHRASE", "");
    bench.on("status", []).done();
    bench.on("passphrase", ["remove"]).ended(1).saying("has no passphrase");
}

#[test]
fn a_wrong_passphrase_changes_nothing() {
    let mut bench = encrypted();
    let before = std::fs::read(bench.path(STUDY)).expect("is there");
    bench.set("TREFOIL_PASSPHRASE", "wrong");
    bench.set("TREFOIL_NEW_PASSPHRASE", "new");
    bench.on("passphrase", ["change"]).ended(4);
    bench.on("passphrase", ["remove"]).ended(4);
    assert_eq!(std::fs::read(bench.path(STUDY)).expect("is there"), before);
}

#[test]
fn a_new_passphrase_is_never_an_argument_and_never_empty() {
    let bench = Bench::with_study();
    bench.on("passphrase", ["set", "secret"]).ended(2);
    bench.on("passphrase", ["set"]).ended(4).saying("TREFOIL_NEW_PASSPHRASE");
    bench.on("status", []).done();
}

#[test]
fn older_backups_are_spoken_of() {
    let mut bench = Bench::with_study();
    bench.on("code", ["add", "Belonging"]).done();
    bench.on("backup", ["take"]).done();
    bench.set("TREFOIL_NEW_PASSPHRASE", "first words");
    let set = bench.on("passphrase", ["set"]).done();
    assert!(set.out.contains("in the clear: remove what should not."), "{set:?}");
}
