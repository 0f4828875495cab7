//! Rules for documents: what they name exists, their links lead somewhere, how-tos stay short,
//! and the papers that every house has are there.

use super::markdown::{anchors, inline_code, link_targets, prose};
use super::{File, Finding, Tree, extension};

/// Files that a newcomer, a lawyer or a script looks for by name.
const HOUSE_FILES: [&str; 20] = [
    ".ci/run",
    ".editorconfig",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "clippy.toml",
    "deny.toml",
    "rustfmt.toml",
    "crates/testkit/tests/tidy.rs",
    "docs/glossary.md",
    "docs/howto",
    "docs/privacy.md",
];

/// Folders that are ours even on the day when they hold nothing.
const HOUSE_FOLDERS: [&str; 6] = [".ci", "benches", "crates", "docs", "e2e", "fixtures"];

const LONGEST_HOWTO: usize = 25;

/// Finds house files that are missing.
pub fn missing_house_files(tree: &Tree) -> Vec<Finding> {
    let missing = HOUSE_FILES.iter().filter(|path| !tree.has(path));
    let finding = |path: &&str| Finding {
        path: (*path).to_owned(),
        line: 1,
        says: "every house has this file, and it is not there".to_owned(),
    };
    missing.map(finding).collect()
}

/// Finds paths in backticks that name nothing in the tree.
///
/// A path counts as ours when it begins in a folder of ours, or ends like source code; then it
/// must exist from the root, from the document's folder, or as the end of some file's path.
pub fn named_paths_that_do_not_exist(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files().filter(|file| is_about_the_code(&file.path)) {
        for (number, line) in prose(file.text.as_deref().unwrap_or_default()) {
            for path in inline_code(line).filter(|path| is_repository_path(tree, path)) {
                if !exists_for(tree, file, path) {
                    found.push(file.finding(number, format!("`{path}` does not exist")));
                }
            }
        }
    }
    found
}

fn is_about_the_code(path: &str) -> bool {
    let at_root = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];
    at_root.contains(&path) || (path.starts_with("docs/") && extension(path) == "md")
}

fn is_repository_path(tree: &Tree, code: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    let Some((first, rest)) = code.split_once('/') else {
        return false;
    };
    if first.is_empty() || !code.chars().all(plain) {
        return false;
    }
    let ours = HOUSE_FOLDERS.contains(&first) || (first != ".." && tree.has(first));
    let source = matches!(extension(rest), "rs" | "sql" | "css" | "js" | "toml");
    let names_something = rest.is_empty() || rest.ends_with('/') || !extension(rest).is_empty();
    source || ours && (names_something || code == ".ci/run")
}

fn exists_for(tree: &Tree, document: &File, path: &str) -> bool {
    let ending = format!("/{path}");
    tree.has(path)
        || resolve(&document.path, path).is_some_and(|path| tree.has(&path))
        || tree.files().any(|file| file.path.ends_with(&ending))
}

/// Finds relative links, in any Markdown file, that lead to no file or to no heading in it.
pub fn links_that_lead_nowhere(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let ours = |file: &&File| file.extension() == "md" && !file.path.starts_with("fixtures/");
    for file in tree.files().filter(ours) {
        for (number, line) in prose(file.text.as_deref().unwrap_or_default()) {
            let broken = link_targets(line).into_iter().filter(|target| !leads(tree, file, target));
            found.extend(
                broken.map(|target| file.finding(number, format!("no such place: {target}"))),
            );
        }
    }
    found
}

fn leads(tree: &Tree, from: &File, target: &str) -> bool {
    if target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let place = if path.is_empty() { Some(from.path.clone()) } else { resolve(&from.path, path) };
    let Some(place) = place.filter(|place| tree.has(place)) else {
        return false;
    };
    let text = tree.find(&place).and_then(|file| file.text.as_deref());
    heading.is_empty()
        || text.is_some_and(|text| anchors(text).iter().any(|known| known == heading))
}

/// Follows a relative path from a document's folder; `None` when it leaves the repository.
fn resolve(document: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Finds how-tos of 25 lines or more.
pub fn howtos_too_long(tree: &Tree) -> Vec<Finding> {
    let howtos = tree.files().filter(|file| file.path.starts_with("docs/howto/"));
    let long = howtos.filter(|file| file.lines().count() >= LONGEST_HOWTO);
    long.map(|file| file.finding(LONGEST_HOWTO, "a how-to is one task in under 25 lines")).collect()
}

/// Finds a change log that has neither an unreleased section nor one for the current version.
pub fn changelog_behind(tree: &Tree) -> Vec<Finding> {
    let Some(log) = tree.find("CHANGELOG.md") else {
        return Vec::new();
    };
    let manifest = tree.find("Cargo.toml");
    let version = manifest.and_then(|file| {
        file.lines().find_map(|(_, line)| line.strip_prefix("version = \"")?.strip_suffix('"'))
    });
    let current = log.lines().filter_map(|(_, line)| line.strip_prefix("## ")).any(|title| {
        let title = title.trim_start_matches('[');
        title.starts_with("Unreleased") || version.is_some_and(|version| title.starts_with(version))
    });
    let says = "add a section `## Unreleased`, or one for the version in Cargo.toml";
    if current { Vec::new() } else { vec![log.finding(1, says)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_looked_for_from_the_root_the_document_and_as_endings() {
        let tree = Tree::invented(&[
            (
                "docs/a.md",
                "`crates/core/src/span.rs` `core/src/span.rs` `howto/b.md` `docs/`\n\
                 `crates/core/src/spin.rs` `theme/place.rs` `docs/c.md` `e2e/`\n\
                 `and/or` `application/json` `GET /sources/{id}` `my-files/notes.docx`",
            ),
            ("docs/howto/b.md", ""),
            ("crates/core/src/span.rs", ""),
        ]);
        let found = named_paths_that_do_not_exist(&tree);
        let says: Vec<_> = found.iter().map(|finding| (finding.line, &*finding.says)).collect();
        let missing = [
            (2, "`crates/core/src/spin.rs` does not exist"),
            (2, "`theme/place.rs` does not exist"),
            (2, "`docs/c.md` does not exist"),
            (2, "`e2e/` does not exist"),
        ];
        assert_eq!(says, missing);
    }

    #[test]
    fn links_lead_to_files_folders_and_headings() {
        let tree = Tree::invented(&[
            ("README.md", "[a](docs/a.md#the-way) [b](docs) [c](https://example.org)\n[d](no.md)"),
            (
                "docs/a.md",
                "# The way\n[up](../README.md) [here](#the-way) [out](../../x.md)\n[e](#no)",
            ),
        ]);
        let found = links_that_lead_nowhere(&tree);
        let says: Vec<_> = found.iter().map(ToString::to_string).collect();
        let broken = [
            "README.md:2: no such place: no.md",
            "docs/a.md:2: no such place: ../../x.md",
            "docs/a.md:3: no such place: #no",
        ];
        assert_eq!(says, broken);
    }

    #[test]
    fn a_house_without_its_papers_is_noticed() {
        let found =
            missing_house_files(&Tree::invented(&[("README.md", ""), ("docs/howto/a.md", "")]));
        assert_eq!(found.len(), HOUSE_FILES.len() - 2);
    }

    #[test]
    fn a_howto_of_twenty_five_lines_is_too_long() {
        let (short, long) = ("\n".repeat(24), "\n".repeat(25));
        let tree = Tree::invented(&[("docs/howto/a.md", &short), ("docs/howto/b.md", &long)]);
        assert_eq!(howtos_too_long(&tree).len(), 1);
    }

    #[test]
    fn the_change_log_knows_the_current_version() {
        let log = |text| {
            let manifest = ("Cargo.toml", "version = \"0.2.0\"\n");
            changelog_behind(&Tree::invented(&[manifest, ("CHANGELOG.md", text)])).len()
        };
        assert_eq!(log("# Changes\n## 0.1.0\n"), 1);
        assert_eq!(log("# Changes\n## [0.2.0] – today\n"), 0);
        assert_eq!(log("# Changes\n## Unreleased\n"), 0);
    }
}
