//! Rules for code: each module opens with its docs, each query says what it answers, and no file
//! is too long for one cup of tea.

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
}
