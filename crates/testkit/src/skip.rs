//! Says that a test did not run, and leaves that on record.
//!
//! A test that returns early counts as passed, so each such test calls [`skip`] first. `.ci/run`
//! reads the file afterwards and fails when something was skipped that it had made available.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::repository_root;

/// Prints `SKIPPED test` on standard error and adds the name to the file of skipped tests: the
/// one that `TREFOIL_SKIPPED` names (relative to the repository's root), else `target/skipped.txt`.
///
/// Begin the name with what was missing: `trained-weights`, `real-files`, `postgres`, `chromium`.
pub fn skip(test: &str) {
    // Written to the stream itself: the test harness hides what `eprintln!` says in a passing test.
    let _ = writeln!(io::stderr().lock(), "SKIPPED {test}");
    let file = record_file();
    if let Err(cause) = add_line(&file, test) {
        let _ = writeln!(io::stderr().lock(), "cannot record it in {}: {cause}", file.display());
    }
}

fn record_file() -> PathBuf {
    let named = env::var_os("TREFOIL_SKIPPED").filter(|name| !name.is_empty());
    repository_root().join(named.unwrap_or_else(|| "target/skipped.txt".into()))
}

/// Appends in one write, so that test processes running side by side do not mix their lines.
fn add_line(file: &Path, test: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let line = format!("{}\n", test.replace('\n', " "));
    OpenOptions::new().create(true).append(true).open(file)?.write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_skipped_test_is_one_line_in_the_file() {
        let folder = env::temp_dir().join(format!("trefoil-skip-{}", std::process::id()));
        let file = folder.join("deeper/skipped.txt");
        add_line(&file, "trained-weights tiny").unwrap();
        add_line(&file, "real-files\nwhatsapp").unwrap();
        let text = fs::read_to_string(&file).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(text, "trained-weights tiny\nreal-files whatsapp\n");
    }
}
