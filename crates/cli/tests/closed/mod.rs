//! Nothing slips by: the real program, each of its commands, on a study in which P9's words are closed.
//!
//! The list of commands is taken from the program's own help, and `table` says what each is run
//! with: a command that is not in the table fails the test. Each run has a folder of its own, and
//! everything that it prints or leaves there is looked through for the planted words. Only what is a
//! whole study for those who work in it, such as a copy, is not opened.

mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Bench, Ran, STUDY};
use tempfile::TempDir;
use trefoil_testkit::TestStudy;
use trefoil_testkit::closed::{ClosedStudy, Closing, PLANTED};

use table::{RUNS, WHOLE_STUDIES};

/// The closed study, put away in a folder.
struct Kept {
    folder: TempDir,
    names: Vec<(&'static str, String)>,
}

impl Kept {
    fn make(closing: Closing) -> Self {
        let made = ClosedStudy::make(TestStudy::file(), closing);
        let nouns = [
            "passage",
            "coding",
            "memo",
            "sentence",
            "evidence",
            "redaction",
            "action",
            "segment",
            "revision",
            "theme_passage",
            "sentence_citation",
            "expectation",
        ];
        let mut names: Vec<(&'static str, String)> =
            nouns.iter().map(|noun| (*noun, made.id(noun).to_string())).collect();
        names.push(("guidance", made.id("condition_guidance").to_string()));
        names.push(("note_id", made.closed[0].to_string()));
        for (name, words) in [
            ("person", "P9"),
            ("note", "P9 voice note"),
            ("talk", "P9 interview"),
            ("open", "A talk with P1"),
            ("theme", "Time"),
            ("code", "Things that stand"),
            ("condition", "A room"),
        ] {
            names.push((name, words.to_owned()));
        }
        Self { folder: made.study.into_folder(), names }
    }

    /// A folder with a copy of the study, and files that commands may want.
    fn bench(&self) -> Bench {
        let mut bench = Bench::empty();
        fs::copy(self.folder.path().join("test.trefoil"), bench.path(STUDY)).expect("is copied");
        bench.write("new.txt", "P9: Something else was said.\n");
        bench.write("words.txt", "nobody ever said this\n");
        let work = "{\"operation\": \"code.add\", \"arguments\": {\"name\": \"Another\"}}\n";
        bench.write("work.jsonl", work);
        for variable in ["TREFOIL_KEY_PASSPHRASE", "TREFOIL_NEW_KEY_PASSPHRASE"] {
            bench.set(variable, "a kettle of plums");
        }
        bench.set("TREFOIL_KEY_FILE_PASSPHRASE", "a file of plums");
        bench.set("TREFOIL_NEW_PASSPHRASE", "a jar of plums");
        bench
    }

    /// An argument with what it stands for in the place of `{name}`.
    fn filled(&self, argument: &str) -> String {
        let mut filled = argument.replace('~', " ");
        for (name, value) in &self.names {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        assert!(!filled.starts_with('{') || filled.contains('"') || filled == "{}", "{filled}");
        filled
    }
}

/// The words of a command line: the command, the study, and what follows.
fn words(kept: &Kept, command: &str, line: &str) -> Vec<String> {
    let (noun, verb) = command.split_once(' ').unwrap_or((command, ""));
    let rest: Vec<String> = line.split_whitespace().map(|word| kept.filled(word)).collect();
    let mut words = vec![noun.to_owned()];
    if !table::WITHOUT_STUDY.contains(&command) {
        words.push(STUDY.to_owned());
    }
    words.extend((!verb.is_empty()).then(|| verb.to_owned()));
    words.extend(rest);
    words
}

/// Every file beneath a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn holds(bytes: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    PLANTED.iter().copied().find(|word| text.contains(word))
}

/// Looks through everything that a run printed and left.
fn look(bench: &Bench, what: &str, ran: &Ran) {
    assert!(!ran.err.contains("panicked"), "{what}: {ran:?}");
    assert!((0..=4).contains(&ran.code), "{what} ended with {}: {ran:?}", ran.code);
    for (place, said) in [("standard output", &ran.out), ("standard error", &ran.err)] {
        if let Some(word) = holds(said.as_bytes()) {
            unreachable!("{what} tells “{word}” on {place}:\n{said}");
        }
    }
    let folder = bench.path("");
    for path in files(&folder) {
        let name = path.strip_prefix(&folder).expect("is in it").to_string_lossy().into_owned();
        if WHOLE_STUDIES.iter().any(|whole| name.starts_with(whole)) {
            continue;
        }
        let word = holds(&fs::read(&path).expect("can be read"));
        assert!(word.is_none(), "{what} wrote “{word:?}” into {name}");
    }
}

/// Runs every line of the table.
fn walk(closing: Closing, manners: &[&[&str]]) {
    let kept = Kept::make(closing);
    let mut wrong = Vec::new();
    for (command, lines) in RUNS {
        for line in *lines {
            let (expected, line) = line.split_once(' ').unwrap_or((line, ""));
            for manner in manners {
                let bench = kept.bench();
                let mut words = words(&kept, command, line);
                words.push("--yes".to_owned());
                words.extend(manner.iter().map(|word| (*word).to_owned()));
                let ran = bench.run(words.iter().map(String::as_str));
                let what = format!("`trefoil {}` ({closing:?})", words.join(" "));
                look(&bench, &what, &ran);
                if expected != "?" && ran.code.to_string() != expected {
                    wrong.push(format!("{what}: {} and not {expected}: {}", ran.code, ran.err));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_command_tells_what_somebody_refused() {
    walk(Closing::Refused, &[&[], &["--json"]]);
}

#[test]
fn no_command_tells_what_somebody_took_back() {
    walk(Closing::Withdrew, &[&["--json"]]);
}

#[test]
fn no_command_tells_where_the_study_says_no() {
    walk(Closing::Default, &[&[]]);
}

/// The names under “Commands:”.
fn listed(help: &str) -> Vec<String> {
    let after = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = after.take_while(|line| !line.is_empty());
    lines.filter_map(|line| Some(line.strip_prefix("  ")?.split(' ').next()?.to_owned())).collect()
}

#[test]
fn every_command_of_the_program_is_in_the_table() {
    let bench = Bench::empty();
    let mut known = BTreeSet::new();
    for command in listed(&bench.run(["--help"]).done().out) {
        let verbs = listed(&bench.run([command.as_str(), "--help"]).done().out);
        if verbs.is_empty() {
            known.insert(command.clone());
        }
        known.extend(verbs.iter().map(|verb| format!("{command} {verb}")));
    }
    let walked: BTreeSet<String> = RUNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let exempt: BTreeSet<String> =
        table::EXEMPT.iter().map(|(name, _)| (*name).to_owned()).collect();
    let forgotten: Vec<_> =
        known.difference(&walked).filter(|name| !exempt.contains(*name)).collect();
    assert!(forgotten.is_empty(), "say in `table.rs` what these are run with: {forgotten:?}");
    let gone: Vec<_> = walked.union(&exempt).filter(|name| !known.contains(*name)).collect();
    assert!(gone.is_empty(), "these are no commands: {gone:?}");
}

#[test]
fn a_table_for_any_use_and_level_and_a_report_at_any_level_hold_nothing() {
    let kept = Kept::make(Closing::Withdrew);
    let levels = ["raw", "direct", "indirect", "public"];
    let uses =
        ["analysis", "co_researcher_access", "member_check", "archive_safeguarded", "archive_open"];
    for (purpose, table) in uses.iter().flat_map(|one| [(one, "codings"), (one, "extracts")]) {
        for level in levels {
            let bench = kept.bench();
            let rest = [
                "--format", "csv", "--for", purpose, "--level", level, "--table", table, "-o",
                "out.csv",
            ];
            let ran = bench.on("export", rest);
            let what = format!("export --for {purpose} --level {level} --table {table}");
            look(&bench, &what, &ran);
            if ran.code == 0 {
                assert!(bench.path("out.csv").exists(), "{what}");
            }
        }
    }
    for level in levels {
        for extra in [&["--leave-out"][..], &["--leave-out", "--sample-quotes"]] {
            let bench = kept.bench();
            let words =
                ["-o", "out.html", "--level", level].into_iter().chain(extra.iter().copied());
            let ran = bench.on("report", words).done();
            look(&bench, &format!("report --level {level} {extra:?}"), &ran);
            ran.saying("P9");
        }
    }
}

#[test]
fn the_walk_would_notice() {
    // The study itself holds every word: what was looked through above could have held it.
    let kept = Kept::make(Closing::Refused);
    let bytes = fs::read(kept.folder.path().join("test.trefoil")).expect("can be read");
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    assert!(PLANTED.iter().all(|word| text.contains(word)));
}
