//! Settling a study file: rewritten into itself, its log emptied, its backups gone.
//!
//! A clean copy is written beside the file, under the same key, and brought back page by page
//! through the engine's own backup interface, as one change: whoever has the file open goes on
//! working, and memory does not grow with recordings. A copy that somebody else's change has
//! overtaken is thrown away and made anew, and then changes wait for it. Backups are overwritten before they are removed, and a
//! fresh one is made at once. What the file system lets go of, it overwrites when it likes: that
//! is said in `docs/proof.md`.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::backup::StepResult;

use super::super::{Study, backup, passing};
use super::Settled;
use crate::error::{Error, Kind, Result};
use crate::storage::key::Key;
use crate::storage::{PATIENCE, Sqlite};

/// How long other readers and writers are waited for, altogether.
const LONG: Duration = Duration::from_secs(15);

/// How often a copy is made anew because somebody else changed the study meanwhile.
const ATTEMPTS: usize = 8;

/// Settles the file; `false` when something is left for the next time.
pub(super) fn settle(study: &Study, path: &Path, settled: &mut Settled) -> Result<bool> {
    let (inner, own) = (study.inner.clone(), path.to_owned());
    // On the writing thread, so that this program changes nothing meanwhile.
    study.storage().write(move |_| rewrite(&own, inner.key.as_ref()))?;
    // No change waits for the rest.
    let idle = wait_for_copies(path);
    if !idle {
        settled.notice(
            "Another program is still making a copy or a backup of this study, which may hold what \
             was erased.",
        );
    }
    for left in passing::abandoned(path) {
        backup::shred(&left)?;
    }
    settled.backups_removed = backup::shred_all(path)?;
    backup::put_aside(
        path,
        study.inner.key.as_ref(),
        &study.inner.clock,
        backup::Reason::AfterErasure,
    )?;
    Ok(idle)
}

/// Rewrites the file into itself and leaves nothing in its log.
fn rewrite(path: &Path, key: Option<&Key>) -> Result<()> {
    empty_log(path, key)?;
    for attempt in 0..ATTEMPTS {
        let copy = passing::name(path);
        // At first nobody has to wait for the copy. Who changes the study all the time does.
        let alone = (attempt > 0).then(|| hold(path, key)).transpose()?;
        let outcome = clean_copy(path, key, &copy)
            .and_then(|number| bring_back(&copy, key, path, number, alone));
        remove(&copy)?;
        if outcome? {
            return empty_log(path, key);
        }
    }
    Err(Error::new(
        Kind::Busy,
        format!("{} was changed by another program again and again.", path.display()),
    ))
}

/// Writes the rows, and nothing but the rows, into a new file with the same key; answers which
/// change they are of.
fn clean_copy(path: &Path, key: Option<&Key>, copy: &Path) -> Result<i64> {
    let source = Sqlite::open(path, key, false)?;
    // For this connection, that is for the copy: whoever loses power makes it again.
    source.batch("PRAGMA synchronous = OFF")?;
    source.vacuum_into(copy)?;
    change_number(&Sqlite::open_bare(copy, key)?)
}

/// Puts the pages of the copy in the place of the file's own, in one change. `false` when the file
/// has changed since the copy was made: then nothing was done.
fn bring_back(
    copy: &Path,
    key: Option<&Key>,
    path: &Path,
    number: i64,
    alone: Option<Sqlite>,
) -> Result<bool> {
    let source = Sqlite::open_bare(copy, key)?;
    let mut target = Sqlite::open(path, key, false)?;
    let present = Sqlite::open(path, key, false)?;
    let translated = |error: rusqlite::Error| present.translate(&error);
    let pages = rusqlite::backup::Backup::new(source.raw(), target.raw_mut())
        .map_err(|error| present.translate(&error))?;
    // The lock cannot be handed over: let go of, it is taken at once, before who waits wakes up.
    drop(alone);
    // With its first page it becomes the only writer, and stays so until the end.
    let mut state = step(&pages, 1, &translated)?;
    if change_number(&present)? != number {
        return Ok(false);
    }
    while state != StepResult::Done {
        state = step(&pages, -1, &translated)?;
    }
    Ok(true)
}

fn step(
    pages: &rusqlite::backup::Backup<'_, '_>,
    count: i32,
    translated: &dyn Fn(rusqlite::Error) -> Error,
) -> Result<StepResult> {
    let began = Instant::now();
    loop {
        match pages.step(count).map_err(translated)? {
            StepResult::Busy | StepResult::Locked if began.elapsed() < LONG => {
                std::thread::sleep(Duration::from_millis(10));
            }
            StepResult::Busy | StepResult::Locked => {
                return Err(Error::new(Kind::Busy, "The study is being written to."));
            }
            state => return Ok(state),
        }
    }
}

/// Keeps everybody from changing the study for as long as the connection is held.
fn hold(path: &Path, key: Option<&Key>) -> Result<Sqlite> {
    let sqlite = Sqlite::open(path, key, false)?;
    sqlite.batch("BEGIN IMMEDIATE")?;
    Ok(sqlite)
}

fn change_number(sqlite: &Sqlite) -> Result<i64> {
    sqlite.number("SELECT number FROM change_number")
}

/// Brings everything from the log into the file and empties it, waiting for who still reads.
fn empty_log(path: &Path, key: Option<&Key>) -> Result<()> {
    let began = Instant::now();
    let sqlite = Sqlite::open(path, key, false)?;
    loop {
        match sqlite.checkpoint() {
            Err(error) if error.kind() == Kind::Busy && began.elapsed() + PATIENCE < LONG => {}
            outcome => return outcome,
        }
    }
}

/// Waits until nobody is in the middle of a copy that was begun before; `false` when somebody
/// does not come to an end.
fn wait_for_copies(path: &Path) -> bool {
    let began = Instant::now();
    while passing::under_way(path) {
        if began.elapsed() > LONG {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    true
}

/// Removes a copy, and what the engine may have left beside it.
fn remove(copy: &Path) -> Result<()> {
    for end in ["", "-journal", "-wal", "-shm"] {
        let mut name = copy.as_os_str().to_owned();
        name.push(end);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
