//! House rules as functions over the tree of files.
//!
//! Each rule takes a [`Tree`] and returns what it found, with file and line, so that it can be
//! tried on an invented tree: a rule that cannot fail is no rule. `tests/tidy.rs` asks each of
//! the repository itself. [`source_files`] looks at code, [`documents`] at what is written about
//! it, [`outgoing`] at ways out to the network, [`words`] at words that may not appear.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Write};
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

pub mod documents;
mod markdown;
pub mod outgoing;
pub mod source_files;
pub mod words;

/// Larger files are data; only their names are looked at.
const LARGEST_TEXT: usize = 2 << 20;

/// One file of the repository: its path with `/` and, where it is text, what it says.
#[derive(Clone, Debug)]
pub struct File {
    /// The path below the repository's root.
    pub path: String,
    /// The text; `None` for bytes and for large files.
    pub text: Option<String>,
}

impl File {
    /// Gives the text's lines, numbered from 1; none for a file that is not text.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.iter().flat_map(|text| text.lines()).zip(1..).map(|(line, number)| (number, line))
    }

    /// Tells what follows the last dot of the name, or nothing.
    pub fn extension(&self) -> &str {
        extension(&self.path)
    }

    fn finding(&self, line: usize, says: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, says: says.into() }
    }
}

/// The files of the repository, in the order of their paths.
#[derive(Clone, Debug)]
pub struct Tree {
    files: Vec<File>,
}

impl Tree {
    /// Reads every file below `root` that version control knows or would take.
    pub fn read(root: &Path) -> io::Result<Self> {
        let paths = list_with_git(root).map_or_else(|| list_by_walking(root), Ok)?;
        let mut files = Vec::new();
        for path in paths {
            // A file may be listed and gone: deleted, but not yet so in version control.
            if let Ok(bytes) = fs::read(root.join(&path)) {
                let short = bytes.len() <= LARGEST_TEXT && !bytes.contains(&0);
                let text = short.then(|| String::from_utf8(bytes).ok()).flatten();
                files.push(File { path, text });
            }
        }
        Ok(Self { files })
    }

    /// Makes an invented tree from paths and texts.
    pub fn invented(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: Some((*text).to_owned()),
        };
        Self { files: files.iter().map(file).collect() }
    }

    /// Gives all files.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// Finds the file at a path.
    pub fn find(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Tells whether a file or, with or without a closing `/`, a folder has this path.
    fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let below = |file: &File| {
            file.path
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        path.is_empty() || self.files.iter().any(below)
    }
}

/// A place where the house is not tidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file's path below the root.
    pub path: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there and what would be right.
    pub says: String,
}

impl Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}: {}", self.path, self.line, self.says)
    }
}

/// Puts findings into one message, a line each.
pub fn message(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |mut message, finding| {
        let _ = write!(message, "\n  {finding}");
        message
    })
}

fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn list_with_git(root: &Path) -> Option<BTreeSet<String>> {
    let listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").arg("-C").arg(root).args(listing).output().ok()?;
    let names = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    let paths: BTreeSet<_> = names.split_terminator('\0').map(str::to_owned).collect();
    // Nothing at all: the sources were unpacked inside somebody else's repository.
    (!paths.is_empty()).then_some(paths)
}

/// Lists the files of sources that came without version control.
fn list_by_walking(root: &Path) -> io::Result<BTreeSet<String>> {
    let mut paths = BTreeSet::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type()?;
            if kind.is_file() {
                paths.insert(format!("{folder}{name}"));
            } else if kind.is_dir() && name != ".git" && name != "target" {
                folders.push(format!("{folder}{name}/"));
            }
        }
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_known_by_the_files_in_them() {
        let tree = Tree::invented(&[("docs/howto/start.md", "")]);
        assert!(tree.has("docs/howto/start.md"));
        assert!(tree.has("docs/howto/") && tree.has("docs"));
        assert!(!tree.has("docs/how") && !tree.has("doc/"));
    }

    #[test]
    fn walking_finds_this_file_as_git_does() {
        let root = crate::repository_root();
        let here = "crates/testkit/src/tidy/mod.rs";
        assert!(list_by_walking(&root).unwrap().contains(here));
        assert!(Tree::read(&root).unwrap().find(here).is_some());
    }
}
