//! Small libraries in C that stand before the system's, to see or to refuse what a process does.

#![expect(clippy::panic, reason = "what cannot be built fails its test")]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

/// Builds a library from its source, once in each process for each place that keeps one.
///
/// Fails the test where no C compiler builds it: `.ci/run` needs one anyway.
pub(crate) fn build(built: &OnceLock<TempDir>, name: &str, source: &str) -> PathBuf {
    let library = |folder: &TempDir| folder.path().join(name).with_extension("so");
    let folder = built.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join(name);
        fs::write(&path, source).expect("the source can be written");
        let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
        let done = Command::new(&compiler)
            .args(["-shared", "-fPIC", "-O1", "-pthread", "-o"])
            .arg(library(&folder))
            .arg(&path)
            .arg("-ldl")
            .output();
        match done {
            Ok(done) if done.status.success() => {}
            Ok(done) => panic!("{compiler}: {}", String::from_utf8_lossy(&done.stderr)),
            Err(cause) => panic!("{compiler} builds crates/testkit/src/{name}: {cause}"),
        }
        folder
    });
    library(folder)
}

/// The variables under which a process finds a folder's disk full after it wrote so many bytes
/// there.
///
/// # Panics
/// When the folder is not there, or no C compiler builds the library.
pub fn full_disk(folder: &Path, after: u64) -> [(&'static str, OsString); 3] {
    static BUILT: OnceLock<TempDir> = OnceLock::new();
    let library = build(&BUILT, "full_disk.c", include_str!("full_disk.c"));
    let folder = folder.canonicalize().expect("the folder is there");
    [
        ("LD_PRELOAD", library.into()),
        ("TREFOIL_FULL_FOLDER", folder.into()),
        ("TREFOIL_FULL_AFTER", after.to_string().into()),
    ]
}
