//! Taking the demo away, so that it can be made anew.
//!
//! Only the demo is ever removed: a file of the same name that holds something else stays.

use std::path::Path;

use trefoil_core::error::{Error, Result};
use trefoil_core::storage::Place;
use trefoil_core::study::{Study, backup};

use crate::is_demo;

/// Removes the demo's file with its backups; nothing where there is none.
///
/// Errors: the file is another study, or cannot be removed.
pub fn remove(file: &Path) -> Result<()> {
    if !file.exists() {
        return Ok(());
    }
    let study = Study::open(&Place::File(file.to_owned()), None)?;
    if !is_demo(&study)? {
        let message = format!("{} is not the demo, so it was not removed.", file.display());
        return Err(Error::conflict(message).hint("Give another folder with `--dir`."));
    }
    drop(study);
    std::fs::remove_file(file)?;
    for end in ["-wal", "-shm", "-lock"] {
        let mut beside = file.as_os_str().to_owned();
        beside.push(end);
        // What the engine keeps beside a study is often gone already.
        let _ = std::fs::remove_file(beside);
    }
    let backups = backup::folder(file);
    if backups.is_dir() {
        std::fs::remove_dir_all(backups)?;
    }
    Ok(())
}
