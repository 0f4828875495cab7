//! Pseudonyms and the key to them, with passphrases from the environment.

use crate::support::{Bench, STUDY};

const NAMES: [&str; 3] = ["add", "Samira Okoro", "Sam"];

/// A study with a participant and a key under a passphrase.
fn sealed() -> Bench {
    let mut bench = Bench::with_study();
    bench.on("participant", ["add", "P1"]).done();
    bench.set("TREFOIL_KEY_PASSPHRASE", "heather");
    bench.on("key", ["seal", "--yes"]).done().saying("cannot be recovered");
    bench
}

fn add(bench: &Bench) {
    bench.on("pseudonym", NAMES.into_iter().chain(["--participant", "P1"])).done();
}

#[test]
fn names_are_given_listed_changed_and_taken_out() {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P1"]).done();
    let empty = bench.on("pseudonym", ["list"]).done();
    assert_eq!(empty.out, "No pseudonyms yet.\n");
    add(&bench);
    bench.on("pseudonym", ["add", "Jo", "--replacement", "[colleague, team lead]"]).done();
    let list = bench.on("pseudonym", ["list"]).done().out;
    assert!(list.contains("[P1]") && list.contains("[colleague, team lead]"), "{list}");
    assert!(list.contains("(recognised, not kept)") && !list.contains("Samira"), "{list}");
    bench.on("pseudonym", ["set", "samira okoro", "--replacement", "manager"]).done();
    let all = bench.on("pseudonym", ["list", "--json"]).done().json();
    let managers = all.as_array().expect("a list").iter();
    assert_eq!(managers.filter(|one| one["replacement"] == "manager").count(), 2, "{all}");
    bench.on("pseudonym", ["remove", "manager"]).ended(1).saying("--spellings");
    bench.on("pseudonym", ["remove", "SAM"]).done();
    bench.on("pseudonym", ["remove", "[manager]"]).done();
    bench.on("pseudonym", ["remove", "Samira Okoro"]).ended(1);
    assert_eq!(
        bench.on("pseudonym", ["list", "--json"]).done().json()[0]["replacement"],
        "colleague, team lead"
    );
    bench.on("undo", []).done();
}

#[test]
fn names_come_from_standard_input_and_nobody_is_asked_where_nobody_is() {
    let bench = Bench::with_study();
    let rest = ["pseudonym", STUDY, "add", "-", "--replacement", "neighbour"];
    bench.feed(rest, "Samira Okoro\n\n  Sam \n").done();
    let status = bench.on("key", ["status", "--json"]).done().json();
    assert_eq!((&status["state"], &status["recognised"]), (&"open".into(), &2.into()));
    bench.on("pseudonym", ["add", "--replacement", "x"]).ended(2).saying("standard input");
    bench.on("pseudonym", ["add", "Jo"]).ended(2).saying("Say what is written in place");
}

#[test]
fn a_sealed_key_asks_for_its_passphrase() {
    let mut bench = sealed();
    add(&bench);
    let status = bench.on("key", ["status"]).done().out;
    assert!(status.contains("The key is sealed") && status.contains("Names kept"), "{status}");
    let names = bench.on("pseudonym", ["list", "--names"]).done().out;
    assert!(names.contains("Samira Okoro"), "{names}");
    bench.set("TREFOIL_KEY_PASSPHRASE", "");
    bench.on("pseudonym", ["list", "--names"]).ended(4).saying("TREFOIL_KEY_PASSPHRASE");
    bench.on("pseudonym", ["add", "Jo", "--replacement", "neighbour"]).ended(4).saying("sealed");
    let shut = bench.on("pseudonym", ["list"]).done().out;
    assert!(shut.contains("(sealed)") && !shut.contains("Samira"), "{shut}");
    bench.set("TREFOIL_KEY_PASSPHRASE", "bracken");
    bench.on("pseudonym", ["list", "--names"]).ended(4).saying("This is not the passphrase");
    bench.on("key", ["unseal", "--yes"]).ended(4);
}

#[test]
fn the_key_changes_its_passphrase_and_loses_it() {
    let mut bench = sealed();
    add(&bench);
    bench.on("key", ["seal", "--yes"]).ended(1).saying("sealed already");
    bench.on("key", ["change", "--yes"]).ended(4).saying("TREFOIL_NEW_KEY_PASSPHRASE");
    bench.set("TREFOIL_NEW_KEY_PASSPHRASE", "bracken");
    bench.on("key", ["change", "--yes"]).done();
    bench.on("pseudonym", ["list", "--names"]).ended(4);
    bench.set("TREFOIL_KEY_PASSPHRASE", "bracken");
    assert!(bench.on("pseudonym", ["list", "--names"]).done().out.contains("Samira Okoro"));
    bench.on("key", ["unseal"]).ended(2).saying("2 names go");
    bench.on("key", ["unseal", "--yes"]).done();
    bench.set("TREFOIL_KEY_PASSPHRASE", "");
    assert!(bench.on("key", ["status"]).done().out.contains("The key is open"));
    bench.on("key", ["unseal", "--yes"]).ended(1).saying("has no passphrase");
}

#[test]
fn a_destroyed_key_is_gone_and_asks_first() {
    let bench = sealed();
    bench.on("key", ["destroy"]).ended(2).saying("cannot be undone");
    add(&bench);
    bench.on("key", ["destroy", "--yes"]).done();
    let list = bench.on("pseudonym", ["list"]).done().out;
    assert!(list.contains("[P1]") && list.contains("(nobody knows any more)"), "{list}");
    bench.on("pseudonym", ["add", "Jo", "--replacement", "x"]).ended(1).saying("was destroyed");
    assert!(bench.on("key", ["status"]).done().out.contains("was destroyed"));
}

#[test]
fn an_exported_key_opens_for_whoever_holds_it_and_goes_into_another_study() {
    let mut bench = sealed();
    add(&bench);
    bench.on("key", ["export", "key.json"]).ended(4).saying("TREFOIL_KEY_FILE_PASSPHRASE");
    bench.set("TREFOIL_KEY_FILE_PASSPHRASE", "larch");
    bench.on("key", ["export", "key.json"]).done();
    let text = std::fs::read_to_string(bench.path("key.json")).expect("is there");
    assert!(text.contains("trefoil pseudonym key") && !text.contains("Samira"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(bench.path("key.json")).expect("is there").permissions();
        assert_eq!(mode.mode() & 0o077, 0, "nobody else may read it");
    }
    let shown = bench.run(["key", "open", "key.json"]).done().out;
    assert!(shown.contains("Samira Okoro") && shown.contains("First year"), "{shown}");
    bench.run(["new", "other.trefoil", "--title", "Second year"]).done();
    bench
        .run(["key", "other.trefoil", "import", "key.json"])
        .done()
        .saying("no participant called P1");
    let rest = ["pseudonym", "other.trefoil", "list", "--json"];
    assert_eq!(bench.run(rest).done().json().as_array().map(Vec::len), Some(2));
    let again = bench.run(["key", "other.trefoil", "import", "key.json"]).done();
    assert!(again.err.contains("2 names are in the key already"), "{again:?}");
    assert!(again.out.contains("Nothing was new"), "{again:?}");
    bench.run(["undo", "other.trefoil"]).done();
    assert_eq!(bench.run(rest).done().json().as_array().map(Vec::len), Some(0));
    bench.set("TREFOIL_KEY_FILE_PASSPHRASE", "lurch");
    bench.run(["key", "open", "key.json"]).ended(4);
    bench.write("no.json", "{}");
    bench.run(["key", "open", "no.json"]).ended(3).saying("not a key");
    bench.run(["key", STUDY, "open", "key.json"]).ended(2);
    bench.run(["key", "status"]).ended(2);
}

#[test]
fn a_key_in_the_clear_asks_first_and_is_no_formula() {
    let bench = sealed();
    bench.on("pseudonym", ["add", "+44 7700 900123", "--participant", "P1"]).done();
    bench.on("key", ["export", "key.csv", "--plain"]).ended(2).saying("lock it away");
    bench.on("key", ["export", "key.csv", "--plain", "--yes"]).done();
    let table = std::fs::read_to_string(bench.path("key.csv")).expect("is there");
    let expected = "\u{feff}name,stands_for_it,participant,kind,level,synthetic\r\n\
                    '+44 7700 900123,P1,P1,phone,direct,no\r\n";
    assert_eq!(table, expected);
}

#[test]
fn an_open_key_has_no_names_to_export() {
    let bench = Bench::with_study();
    bench.on("pseudonym", ["add", "Jo", "--replacement", "neighbour"]).done();
    bench.on("key", ["export", "key.json"]).ended(1).saying("keeps no names");
    bench.on("key", ["destroy", "--yes"]).done();
    bench.on("key", ["export", "key.json"]).ended(1).saying("was destroyed");
}

#[test]
fn a_passphrase_is_never_an_argument() {
    let bench = Bench::with_study();
    bench.on("key", ["seal", "heather"]).ended(2);
    bench.on("key", ["seal", "--yes"]).ended(4).saying("TREFOIL_KEY_PASSPHRASE");
}
