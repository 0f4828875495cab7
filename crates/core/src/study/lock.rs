//! Who has a study file open, and who is writing to it.
//!
//! Beside an open study `X.trefoil` lies `X.trefoil-lock`. Every handle holds a shared lock on it;
//! what replaces the file as a whole (a new passphrase, a restored backup, an upgrade) needs the
//! exclusive one, so nobody goes on writing to a file that is no longer there. The last writer
//! signs it with process and command, which is how a program that has to give up can say for whom
//! it waited. The lock file holds no words of the study and goes when the last handle closes.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::error::{Error, Kind, Result};
use crate::storage::{Connection, Place};

const PATIENCE: Duration = Duration::from_secs(5);

/// A shared or exclusive hold on a study file.
#[derive(Debug)]
pub(super) struct FileLock {
    path: PathBuf,
    file: File,
}

/// The lock file of a study file.
fn lock_path(study: &Path) -> PathBuf {
    let mut name = study.as_os_str().to_owned();
    name.push("-lock");
    PathBuf::from(name)
}

impl FileLock {
    /// Holds the study open beside others who do.
    pub(super) fn shared(study: &Path) -> Result<Self> {
        Self::take(study, File::try_lock_shared, PATIENCE)?.ok_or_else(|| in_use(study))
    }

    /// Holds the study alone.
    pub(super) fn exclusive(study: &Path) -> Result<Self> {
        Self::take(study, File::try_lock, PATIENCE)?.ok_or_else(|| in_use(study))
    }

    /// Holds the study alone, if nobody else has it open at this moment.
    pub(super) fn alone_now(study: &Path) -> Result<Option<Self>> {
        Self::take(study, File::try_lock, Duration::ZERO)
    }

    fn take(
        study: &Path,
        lock: impl Fn(&File) -> Result<(), TryLockError>,
        patience: Duration,
    ) -> Result<Option<Self>> {
        let path = lock_path(study);
        let start = Instant::now();
        loop {
            let file = OpenOptions::new()
                .create(true)
                .truncate(false)
                .read(true)
                .write(true)
                .open(&path)
                .map_err(|error| {
                    Error::new(
                        Kind::Io,
                        format!("{} cannot be opened for writing: {error}.", study.display()),
                    )
                    .hint("Check who owns the folder and whether the disk is full or read-only.")
                    .because(error)
                })?;
            match lock(&file) {
                // The file may have been removed by its last holder between opening and locking.
                Ok(()) if still_there(&file, &path) => return Ok(Some(Self { path, file })),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // Only the last holder can have it alone, and only the last holder tidies up.
        let _ = self.file.unlock();
        if self.file.try_lock().is_ok() && still_there(&self.file, &self.path) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn in_use(study: &Path) -> Error {
    let who = read_signature(&lock_path(study)).unwrap_or_else(|| "another program".to_owned());
    Error::new(Kind::Busy, format!("{} is open in {who}.", study.display()))
        .hint("Close it there first; this replaces the file as a whole.")
}

#[cfg(unix)]
fn still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(held), Ok(named)) => held.ino() == named.ino() && held.dev() == named.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn still_there(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Signs the lock file as the present writer; a failure only makes a later message vaguer.
pub(super) fn sign(place: &Place, _person: &str) {
    if let Some(study) = place.file() {
        let _ = std::fs::write(lock_path(study), signature());
    }
}

/// Who wrote last, if they are still running.
pub(super) fn holder(place: &Place) -> Option<String> {
    read_signature(&lock_path(place.file()?))
}

/// How this process calls itself to others who wait.
pub(super) fn signature() -> String {
    let command = std::env::args().nth(1).unwrap_or_default();
    let command: String =
        command.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(20).collect();
    format!("{} trefoil {command}", std::process::id())
}

fn read_signature(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let (process, command) = text.trim().split_once(' ')?;
    let running = !cfg!(target_os = "linux") || Path::new("/proc").join(process).exists();
    running.then(|| format!("“{}” (process {process})", command.trim()))
}

/// Says who is writing, when that is why this change had to give up.
pub(super) fn name_holder(error: Error, connection: &Connection, place: &Place) -> Error {
    if error.kind() != Kind::Busy {
        return error;
    }
    let holder = match connection {
        Connection::Sqlite(_) => holder(place),
        Connection::Postgres(postgres) => postgres.holder(),
    };
    let who = holder.unwrap_or_else(|| "another program".to_owned());
    Error::new(
        Kind::Busy,
        format!("{place} is being written to by {who}, which did not finish within 5 seconds."),
    )
    .hint("Nothing was changed. Try again when the other one has finished.")
}
