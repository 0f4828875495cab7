//! Rules for code: each module opens with its docs, each query says what it answers, no file is too
//! long for one cup of tea, and no file of tests lies about without being run.

use super::{File, Finding, Tree, extension};

const LONGEST: usize = 500;

/// Finds modules below `crates/*/src` that do not begin with `//!` docs.
pub fn modules_without_docs(tree: &Tree) -> Vec<Finding> {
    let undocumented = |file: &&File| {
        is_module(&file.path)
            && !file.lines().next().is_some_and(|(_, line)| line.starts_with("//!"))
    };
    let modules = tree.files().filter(undocumented);
    modules
        .map(|file| file.finding(1, "begin with `//!`: what lives here, and where next"))
        .collect()
}

fn is_module(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let in_sources = parts.len() > 3 && parts[0] == "crates" && parts[2] == "src";
    let for_tests = parts.iter().any(|part| *part == "tests" || *part == "tests.rs");
    in_sources && extension(path) == "rs" && !for_tests
}

/// Finds `.sql` files in crates whose first line is not a comment of some words.
pub fn queries_without_question(tree: &Tree) -> Vec<Finding> {
    let queries = tree
        .files()
        .filter(|file| file.path.starts_with("crates/") && file.extension() == "sql")
        .filter(|file| {
            let first = file.lines().next().map_or("", |(_, line)| line);
            first.strip_prefix("-- ").is_none_or(|words| words.split_whitespace().count() < 3)
        });
    queries.map(|file| file.finding(1, "begin with `-- ` and what this answers")).collect()
}

/// Finds source files of more than 500 lines; what others wrote and fixtures may be longer.
pub fn files_too_long(tree: &Tree) -> Vec<Finding> {
    let long = tree
        .files()
        .filter(|file| matches!(file.extension(), "rs" | "css" | "js" | "html"))
        .filter(|file| !file.path.starts_with("fixtures/") && !file.path.contains("/vendor/"))
        .map(|file| (file, file.lines().count()))
        .filter(|(_, length)| *length > LONGEST);
    let says = |length| format!("{length} lines: look for a second noun or verb inside");
    long.map(|(file, length)| file.finding(LONGEST + 1, says(length))).collect()
}

/// Finds files below a crate's `tests/` that are neither an executable nor part of one. Nothing else
/// would tell that their tests never run.
pub fn tests_that_never_run(tree: &Tree) -> Vec<Finding> {
    let forgotten = tree.files().filter(|file| {
        let parts = file.path.split_once("/tests/").filter(|_| file.extension() == "rs");
        parts.is_some_and(|(package, rest)| {
            let manifest = tree.find(&format!("{package}/Cargo.toml"));
            manifest.is_some_and(|manifest| {
                !is_executable(manifest, rest) && !belongs(tree, package, rest)
            })
        })
    });
    forgotten
        .map(|file| file.finding(1, "say `mod` of it in the file that it belongs to"))
        .collect()
}

/// Tells whether Cargo makes an executable of a file below `tests/`.
fn is_executable(manifest: &File, rest: &str) -> bool {
    if says(manifest, "autotests = false") {
        return says(manifest, &format!("path = \"tests/{rest}\""));
    }
    match rest.split_once('/') {
        None => true,
        Some((_, name)) => name == "main.rs",
    }
}

/// Tells whether the file that a file below `tests/` belongs to says `mod` of it.
fn belongs(tree: &Tree, package: &str, rest: &str) -> bool {
    let path = rest.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let (folder, module) = path.rsplit_once('/').unwrap_or(("", path));
    let owners = ["main.rs", "mod.rs", ".rs"].map(|end| match (folder, end) {
        ("", end) => format!("{package}/tests/{end}"),
        (folder, ".rs") => format!("{package}/tests/{folder}.rs"),
        (folder, end) => format!("{package}/tests/{folder}/{end}"),
    });
    let owners = owners.iter().filter_map(|owner| tree.find(owner));
    let said = format!("mod {module};");
    let spellings = [said.clone(), format!("pub {said}"), format!("pub(crate) {said}")];
    owners.into_iter().any(|owner| spellings.iter().any(|said| says(owner, said)))
        || is_borrowed(tree, rest)
}

/// Tells whether another test names a file below `tests/` by its path, as what several share is.
fn is_borrowed(tree: &Tree, rest: &str) -> bool {
    let end = format!("/{rest}\"]");
    let names = |line: &str| line.starts_with("#[path = \"") && line.ends_with(&end);
    let mut tests = tree.files().filter(|file| file.extension() == "rs");
    rest.contains('/') && tests.any(|file| file.lines().any(|(_, line)| names(line.trim())))
}

fn says(file: &File, line: &str) -> bool {
    file.lines().any(|(_, said)| said.trim() == line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_without_docs_is_found_and_a_test_is_not() {
        let tree = Tree::invented(&[
            ("crates/core/src/span.rs", "//! Spans.\n"),
            ("crates/core/src/theme/mod.rs", "use std::fs;\n//! Late.\n"),
            ("crates/core/src/theme/tests.rs", "use super::*;\n"),
            ("crates/core/tests/theme.rs", "use trefoil_core::*;\n"),
        ]);
        let found = modules_without_docs(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "crates/core/src/theme/mod.rs");
    }

    #[test]
    fn a_query_without_its_question_is_found() {
        let tree = Tree::invented(&[
            ("crates/core/src/a.sql", "-- The codes of a passage.\nSELECT 1"),
            ("crates/core/src/b.sql", "SELECT 1 -- late"),
            ("crates/core/src/c.sql", "-- todo\nSELECT 1"),
        ]);
        let found = queries_without_question(&tree);
        let paths: Vec<_> = found.iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(paths, ["crates/core/src/b.sql", "crates/core/src/c.sql"]);
    }

    #[test]
    fn the_line_after_the_five_hundredth_is_one_too_many() {
        let (just, over) = ("\n".repeat(500), "\n".repeat(501));
        let tree = Tree::invented(&[
            ("just.rs", &just),
            ("over.css", &over),
            ("over.md", &over),
            ("fixtures/over.html", &over),
        ]);
        let found = files_too_long(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].path.as_str(), found[0].line), ("over.css", 501));
    }

    #[test]
    fn tests_that_no_executable_is_made_of_are_found() {
        let tree = Tree::invented(&[
            ("e2e/Cargo.toml", "autotests = false\n[[test]]\npath = \"tests/main.rs\""),
            ("e2e/tests/main.rs", "mod care;\nmod start;\n"),
            ("e2e/tests/start.rs", ""),
            ("e2e/tests/forgotten.rs", ""),
            ("e2e/tests/care/mod.rs", "mod key;\n"),
            ("e2e/tests/care/key.rs", ""),
            ("e2e/tests/care/lost.rs", ""),
            ("e2e/tests/other/main.rs", ""),
            ("crates/demo/Cargo.toml", ""),
            (
                "crates/demo/tests/demo/main.rs",
                "mod made;\n#[path = \"../micro/mod.rs\"]\nmod micro;\n",
            ),
            ("crates/demo/tests/micro/mod.rs", "pub mod half;\n"),
            ("crates/demo/tests/micro/half.rs", ""),
            ("crates/demo/tests/demo/made.rs", ""),
            ("crates/demo/tests/alone.rs", ""),
            ("crates/demo/src/tests/page.rs", ""),
        ]);
        let found = tests_that_never_run(&tree);
        let paths: Vec<_> = found.iter().map(|finding| finding.path.as_str()).collect();
        let expected = ["forgotten.rs", "care/lost.rs", "other/main.rs"];
        assert_eq!(paths, expected.map(|path| format!("e2e/tests/{path}")));
    }
}
