//! Undo and redo, each in a process of its own.

use crate::support::{Bench, STUDY};

fn codes(bench: &Bench) -> usize {
    bench.on("code", ["list", "--json"]).done().json().as_array().map_or(0, Vec::len)
}

#[test]
fn acts_are_undone_and_redone_across_processes() {
    let bench = Bench::with_study();
    bench.on("code", ["add", "Belonging"]).done();
    bench.on("code", ["add", "Trust"]).done();
    let undone = bench.run(["undo", STUDY]).done();
    assert_eq!(undone.out, "Undid: Added the code “Trust”.\n");
    bench.run(["undo", STUDY]).done();
    assert_eq!(codes(&bench), 0);
    bench.run(["redo", STUDY]).done();
    let redone = bench.run(["redo", STUDY]).done();
    assert_eq!(redone.out, "Did again: Added the code “Trust”.\n");
    assert_eq!(codes(&bench), 2);
    bench.run(["redo", STUDY]).ended(1).saying("nothing that Ada could redo");
}

#[test]
fn everybody_undoes_their_own_acts() {
    let bench = Bench::with_study();
    bench.on("code", ["add", "Belonging"]).done();
    bench.run(["undo", STUDY, "--as", "Ben"]).ended(1).saying("nothing that Ben could undo");
    assert_eq!(codes(&bench), 1);
    bench.run(["undo", STUDY]).done();
    assert_eq!(codes(&bench), 0);
}

#[test]
fn the_history_tells_who_did_what() {
    let bench = Bench::with_study();
    bench.on("code", ["add", "Belonging"]).done();
    bench.on("code", ["add", "Trust", "--as", "Ben"]).done();
    bench.run(["undo", STUDY]).done();
    let history = bench.on("history", ["--json", "--limit", "2"]).done().json();
    assert_eq!(history.as_array().map(Vec::len), Some(2));
    assert_eq!(history[0]["operation"], "undo");
    assert_eq!((&history[1]["person"], &history[1]["state"]), (&"Ben".into(), &"done".into()));
    let told = bench.on("history", []).done().out;
    assert!(told.contains("Added the code “Belonging” (undone)"), "{told}");
}

#[test]
fn the_name_comes_from_the_option_the_variable_the_memory_or_the_account() {
    let mut bench = Bench::with_study();
    let newest = |bench: &Bench| {
        let history = bench.on("history", ["--json", "--limit", "1"]).done().json();
        history[0]["person"].as_str().expect("a name").to_owned()
    };
    bench.on("code", ["add", "A", "--as", "Ben"]).done();
    assert_eq!(newest(&bench), "Ben");
    bench.on("code", ["add", "B"]).done();
    assert_eq!(newest(&bench), "Ada");
    bench.set("TREFOIL_AS", "");
    bench.set("USER", "clara");
    bench.on("code", ["add", "C"]).done().saying("Acting as “clara”");
    assert_eq!(newest(&bench), "clara");
    bench.write("home/config/trefoil/name", "Dora\n");
    let quiet = bench.on("code", ["add", "D"]).done();
    assert_eq!((newest(&bench).as_str(), quiet.err.as_str()), ("Dora", ""));
}
