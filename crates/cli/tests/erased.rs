//! `check --erased`: words that should be gone, looked for everywhere, and never repeated.

use crate::support::{Bench, STUDY};

#[test]
fn words_that_are_there_are_told_by_line_and_place_and_never_repeated() {
    let bench = Bench::with_study();
    bench.source("Interview", "They spoke of the zwetschgen kettle.");
    bench.on("backup", ["take"]).done();
    bench.write("words.txt", "Lanternfield brass band\n\nZwetschgen Kettle\n");
    let ran = bench.on("check", ["--erased", "words.txt"]).ended(1);
    assert!(ran.out.contains("Line 3: revision.text"), "{ran:?}");
    assert!(ran.out.contains("Line 3: backup "), "{ran:?}");
    assert!(!ran.out.contains("Line 1:"), "{ran:?}");
    assert!(!format!("{ran:?}").to_lowercase().contains("zwetschgen"), "{ran:?}");
    let json = bench.on("check", ["--erased", "words.txt", "--json"]).ended(1).json();
    assert_eq!(json["found"][0]["line"], 3);
    assert_eq!(json["settled"], true);
    assert_eq!(json["not_looked_at"], serde_json::json!([]));
    assert!(json["looked_at"].as_array().is_some_and(|looked| looked.len() > 2));
}

#[test]
fn words_that_are_nowhere_end_with_0_and_say_what_was_looked_at() {
    let bench = Bench::with_study();
    bench.source("Interview", "They spoke of a kettle.");
    let ran = bench.feed(["check", STUDY, "--erased", "-"], "the zwetschgen kettle\n");
    let ran = ran.ended(0);
    assert!(ran.out.contains("None of 1 word or phrase was found."), "{ran:?}");
    assert!(ran.out.contains("pages of the file, free ones too"), "{ran:?}");
}

#[test]
fn words_that_are_too_short_prove_nothing_and_are_refused() {
    let bench = Bench::with_study();
    bench.write("words.txt", "kettle\nAnn\n");
    let ran = bench.on("check", ["--erased", "words.txt"]).ended(2).saying("Line 2 is too short");
    assert!(!ran.err.contains("Ann"), "{ran:?}");
    bench.write("words.txt", "\n");
    bench.on("check", ["--erased", "words.txt"]).ended(2).saying("no words");
    bench.on("check", ["--erased", "none.txt"]).ended(3).saying("none.txt");
}

#[test]
fn a_backup_under_an_older_passphrase_is_told() {
    let mut bench = Bench::empty();
    bench.set("TREFOIL_PASSPHRASE", "correct horse");
    bench.run(["new", STUDY, "--title", "First year", "--encrypt"]).done();
    bench.source("Interview", "They spoke of a kettle.");
    bench.on("backup", ["take"]).done();
    bench.set("TREFOIL_NEW_PASSPHRASE", "battery staple");
    bench.on("passphrase", ["change"]).done();
    bench.set("TREFOIL_PASSPHRASE", "battery staple");
    bench.write("words.txt", "the zwetschgen kettle\n");
    let ran = bench.on("check", ["--erased", "words.txt"]).ended(0);
    assert!(
        ran.out.contains("Not looked at:") && ran.out.contains("another passphrase"),
        "{ran:?}"
    );
    assert!(ran.out.contains("in what could be looked at"), "{ran:?}");
}
