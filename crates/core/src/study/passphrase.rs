//! Setting, changing and removing the passphrase of a study file.
//!
//! A keyed copy of the whole file is written beside it, synced and renamed over it, so a kill
//! leaves the file under the one passphrase or the other, never between. Backups stay as they
//! were, under the passphrase they were made with; the caller says so.

use std::path::Path;

use super::backup::remove_log;
use super::lock::FileLock;
use super::{Secret, open, passing};
use crate::error::{Error, Result};
use crate::storage::Sqlite;
use crate::storage::key::Key;

/// Gives a study file another passphrase, or with `None` takes it away.
///
/// Errors: the present passphrase is wrong; the study is open somewhere; the disk is full.
pub fn set_passphrase(study: &Path, present: Option<&Secret>, new: Option<&Secret>) -> Result<()> {
    let alone = FileLock::exclusive(study)?;
    passing::sweep(study);
    let key = open::unlock(study, present)?;
    open::check_whole(study, key.as_ref())?;
    if key.is_none() && new.is_none() {
        return Err(Error::conflict(format!("{} has no passphrase.", study.display())));
    }
    let fresh = new.map(|secret| Key::fresh(secret.reveal())).transpose()?;
    let unfinished = passing::name(study);
    let outcome = rewrite(study, key.as_ref(), &unfinished, fresh.as_ref()).and_then(|()| {
        // Everything is in the file now; its log belongs to the old key.
        remove_log(study)?;
        passing::put_in_place(&unfinished, study)
    });
    if outcome.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    drop(alone);
    outcome
}

/// Copies page by page under the old key, then gives the copy its new one.
fn rewrite(from: &Path, key: Option<&Key>, to: &Path, fresh: Option<&Key>) -> Result<()> {
    let source = Sqlite::open(from, key, false)?;
    source.checkpoint()?;
    drop(source);
    super::backup::copy_file(from, key, to)?;
    let copy = Sqlite::open_bare(to, key)?;
    copy.rekey(fresh)?;
    copy.finish()
}
