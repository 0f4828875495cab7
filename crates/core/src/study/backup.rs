//! Backups: whole copies of a study file, kept beside it, encrypted alike.
//!
//! Beside `X.trefoil` lies the folder `X.trefoil-backups`. A copy is made through the engine's
//! own backup interface, so an open study can be copied, and only gets its name when it is synced.
//! One is made on the first change of a day, before an upgrade and before a restore; the newest
//! seven and, beyond them, one a week for eight weeks are kept.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use rusqlite::backup::StepResult;
use serde::Serialize;

use super::lock::FileLock;
use super::{Secret, Study, open, passing};
use crate::clock::Clock;
use crate::error::{Error, Kind, Result};
use crate::storage::key::Key;
use crate::storage::{PATIENCE, Place, Sqlite};

crate::words! {
    /// Why a backup was made.
    pub enum Reason, "a reason for a backup" {
        /// The first change of a day.
        Daily = "daily",
        /// Someone asked for it.
        Asked = "asked",
        /// An upgrade to a newer version of the schema followed.
        BeforeUpgrade = "before_upgrade",
        /// Another backup was put in the study's place.
        BeforeRestore = "before_restore",
        /// Words were erased, and all earlier backups with them.
        AfterErasure = "after_erasure",
    }
}

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// Its number in the list: 1 is the newest.
    pub number: usize,
    /// When it was made, as `2026-11-23T10:31:12Z`.
    pub made_at: String,
    /// Why.
    pub reason: Reason,
    /// Its size in bytes.
    pub bytes: u64,
    /// The file.
    pub path: PathBuf,
}

/// How many of the newest are always kept.
const NEWEST: usize = 7;

/// How much room backups may take, in bytes, beyond the two newest.
const ROOM: u64 = 4 << 30;

/// For how many further weeks one each is kept.
const WEEKS: usize = 8;

/// The folder in which the backups of a study file lie.
pub fn folder(study: &Path) -> PathBuf {
    let mut name = study.as_os_str().to_owned();
    name.push("-backups");
    PathBuf::from(name)
}

/// What nobody finished beside a study file and among its backups.
pub(crate) fn unfinished_files(study: &Path) -> Vec<PathBuf> {
    passing::unfinished(study).into_iter().map(|(path, _)| path).collect()
}

/// Whether a file beside a study or among its backups is one of those.
pub(crate) fn is_unfinished(study: &Path, file: &Path) -> bool {
    passing::unfinished(study).iter().any(|(path, _)| path == file)
}

/// The backups of a study file, newest first.
pub fn list(study: &Path) -> Result<Vec<Backup>> {
    let folder = folder(study);
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort_by(|a, b| b.cmp(a));
    let mut backups = Vec::new();
    for name in names {
        let Some((made_at, reason)) = read_name(&name) else { continue };
        let path = folder.join(&name);
        let bytes = std::fs::metadata(&path)?.len();
        backups.push(Backup { number: backups.len() + 1, made_at, reason, bytes, path });
    }
    Ok(backups)
}

/// `20261123T103112.123Z-daily.trefoil` as moment and reason.
fn read_name(name: &str) -> Option<(String, Reason)> {
    let (stamp, rest) = name.split_once("Z-")?;
    let reason = rest.strip_suffix(".trefoil")?.parse().ok()?;
    let (day, time) = stamp.split_once('T')?;
    let digits = |text: &str, at: std::ops::Range<usize>| text.get(at).map(str::to_owned);
    let moment = format!(
        "{}-{}-{}T{}:{}:{}Z",
        digits(day, 0..4)?,
        digits(day, 4..6)?,
        digits(day, 6..8)?,
        digits(time, 0..2)?,
        digits(time, 2..4)?,
        digits(time, 4..6)?
    );
    Some((moment, reason))
}

/// Copies a study file into its backup folder and removes the backups that are too many.
pub(super) fn put_aside(
    study: &Path,
    key: Option<&Key>,
    clock: &Clock,
    reason: Reason,
) -> Result<PathBuf> {
    let path = name(study, clock, reason)?;
    copy_file(study, key, &path)?;
    thin_out(study)?;
    Ok(path)
}

/// The name of a new backup, in a folder that is there.
fn name(study: &Path, clock: &Clock, reason: Reason) -> Result<PathBuf> {
    let folder = folder(study);
    if !folder.is_dir() {
        std::fs::create_dir_all(&folder)?;
        passing::sync_folder(&folder)?;
    }
    let stamp = jiff::Timestamp::from_millisecond(clock.now())
        .map(|stamp| stamp.strftime("%Y%m%dT%H%M%S%.3fZ").to_string())
        .unwrap_or_default();
    Ok(folder.join(format!("{stamp}-{reason}.trefoil")))
}

/// Copies a study file, open or not, to a new one with the same key.
pub(super) fn copy_file(from: &Path, key: Option<&Key>, to: &Path) -> Result<()> {
    through_passing(to, |unfinished| pages(from, key, unfinished))
}

fn through_passing(to: &Path, write: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let unfinished = passing::name(to);
    let outcome = write(&unfinished).and_then(|()| passing::put_in_place(&unfinished, to));
    if outcome.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    outcome
}

fn pages(from: &Path, key: Option<&Key>, to: &Path) -> Result<()> {
    let source = Sqlite::open(from, key, false)?;
    let mut target = Sqlite::open_bare(to, key)?;
    let backup = rusqlite::backup::Backup::new(source.raw(), target.raw_mut())
        .map_err(|error| source.translate(&error))?;
    let began = Instant::now();
    // All pages in one step, of one moment: a copy in several steps begins again whenever someone
    // else writes in between. Nobody waits for it, because readers and a writer go together.
    while backup.step(-1).map_err(|error| source.translate(&error))? != StepResult::Done {
        if began.elapsed() > PATIENCE {
            let busy = format!("{} cannot be copied: someone else holds it.", from.display());
            return Err(Error::new(Kind::Busy, busy).hint("Try again in a moment."));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(backup);
    target.finish()
}

/// Keeps the newest, then the newest of each earlier week, as far as they fit; two always stay.
fn thin_out(study: &Path) -> Result<()> {
    let (mut weeks, mut kept): (Vec<i64>, u64) = (Vec::new(), 0);
    for backup in list(study)? {
        let week = week_of(&backup.made_at);
        let wanted = backup.number <= NEWEST || (weeks.len() < WEEKS && !weeks.contains(&week));
        if backup.number > 2 && !(wanted && kept + backup.bytes <= ROOM) {
            std::fs::remove_file(&backup.path)?;
            remove_log(&backup.path)?;
            continue;
        }
        if backup.number > NEWEST {
            weeks.push(week);
        }
        kept += backup.bytes;
    }
    Ok(())
}

/// Weeks since a Monday long ago.
fn week_of(made_at: &str) -> i64 {
    crate::clock::weeks_between("1970-01-05", made_at).unwrap_or(0)
}

impl Study {
    /// Makes a backup now.
    ///
    /// Errors: the study is on a server, whose backups its administrator makes.
    pub fn back_up(&self) -> Result<PathBuf> {
        self.put_aside(Reason::Asked)
    }

    pub(super) fn put_aside(&self, reason: Reason) -> Result<PathBuf> {
        let Some(path) = self.place().file() else {
            return Err(Error::conflict(
                "This study is on a server; its administrator makes the backups there.",
            )
            .hint("`trefoil copy STUDY FILE` makes a copy as a file."));
        };
        put_aside(path, self.inner.key.as_ref(), &self.inner.clock, reason)
    }
}

/// Puts a backup in the study's place; what was there becomes a backup itself.
///
/// Errors: no such backup; the study is open somewhere; the backup is damaged or has another
/// passphrase.
pub fn restore(study: &Path, number: usize, passphrase: Option<&Secret>) -> Result<Backup> {
    let alone = FileLock::exclusive(study)?;
    passing::sweep(study);
    let backups = list(study)?;
    let backup =
        number.checked_sub(1).and_then(|at| backups.get(at)).cloned().ok_or_else(|| {
            Error::not_found(format!("{} has no backup number {number}.", study.display()))
                .hint("`trefoil backup STUDY list` shows what there is.")
        })?;
    let key = open::unlock(&backup.path, passphrase)?;
    // Opening it as a study is the check that it is whole and that the passphrase fits.
    open::check_whole(&backup.path, key.as_ref())?;
    let outcome = through_passing(study, |unfinished| {
        // Copied first: to keep the present file as a backup can push the oldest one out.
        pages(&backup.path, key.as_ref(), unfinished)?;
        if study.exists() {
            keep_present(study, passphrase)?;
        }
        remove_log(study)
    });
    drop(alone);
    outcome.map(|()| backup)
}

/// The present file becomes a backup, through the engine if it opens and as bytes if it does not.
fn keep_present(study: &Path, passphrase: Option<&Secret>) -> Result<()> {
    let clock = Clock::System;
    let through = open::unlock(study, passphrase)
        .and_then(|key| put_aside(study, key.as_ref(), &clock, Reason::BeforeRestore));
    if through.is_ok() {
        return Ok(());
    }
    let to = name(study, &clock, Reason::BeforeRestore)?;
    // Its log is part of it: what was acknowledged last may stand nowhere else.
    let (log, log_aside) = (beside(study, "-wal"), beside(&to, "-wal"));
    if log.exists() {
        through_passing(&log_aside, |unfinished| copy_bytes(&log, unfinished))?;
    }
    through_passing(&to, |unfinished| copy_bytes(study, unfinished))
}

fn copy_bytes(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to).map(|_| ()).map_err(|error| {
        Error::new(Kind::Io, format!("The present study could not be put aside: {error}."))
            .because(error)
    })
}

/// Overwrites and removes every backup of a study; answers how many there were.
///
/// Errors: one cannot be overwritten or removed; it is named.
pub(super) fn shred_all(study: &Path) -> Result<usize> {
    let all = list(study)?;
    for backup in &all {
        shred(&backup.path)?;
        for end in ["-wal", "-shm", "-journal"] {
            shred(&beside(&backup.path, end))?;
        }
    }
    if !all.is_empty() {
        passing::sync_folder(&folder(study).join("any"))?;
    }
    Ok(all.len())
}

/// Overwrites a file where it lies and removes it; one that is not there is no error.
pub(super) fn shred(file: &Path) -> Result<()> {
    let overwritten = std::fs::OpenOptions::new().write(true).open(file).and_then(|mut open| {
        let mut left = open.metadata()?.len();
        let zeros = vec![0_u8; 1 << 20];
        while left > 0 {
            let now = left.min(zeros.len() as u64);
            open.write_all(&zeros[..usize::try_from(now).unwrap_or(zeros.len())])?;
            left -= now;
        }
        open.sync_all()
    });
    match overwritten.and_then(|()| std::fs::remove_file(file)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::new(Kind::Io, format!("{} cannot be removed: {error}.", file.display()))
                .because(error))
        }
        _ => Ok(()),
    }
}

/// What the engine keeps beside a file.
fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Removes the log of a file that is about to be replaced, which belongs to its old content.
pub(super) fn remove_log(study: &Path) -> Result<()> {
    for end in ["-wal", "-shm"] {
        match std::fs::remove_file(beside(study, end)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    // Gone for good, also where the engine took it away just now, before a new file comes: that
    // one must never meet a log that is not its own.
    Ok(passing::sync_folder(study)?)
}

impl Study {
    /// Makes the day's backup when this handle makes its first change of the day.
    pub(super) fn back_up_daily(&self) -> Result<()> {
        let Place::File(path) = self.place() else { return Ok(()) };
        let today = crate::clock::moment(self.inner.clock.now())[..10].to_owned();
        let mut backed_up = self.inner.backed_up.lock().unwrap_or_else(PoisonError::into_inner);
        if backed_up.as_deref().is_some_and(|day| day == today || day == NEVER) {
            return Ok(());
        }
        let newest = list(path)?.into_iter().next();
        let done = newest.is_some_and(|backup| backup.made_at.get(..10) == Some(&*today));
        if !done && self.change_number()? > 0 {
            self.put_aside(Reason::Daily)?;
        }
        *backed_up = Some(today);
        Ok(())
    }

    /// Makes no daily backups through this handle; for studies that are thrown away.
    #[must_use]
    pub fn without_daily_backups(self) -> Self {
        *self.inner.backed_up.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(NEVER.to_owned());
        self
    }
}

/// Stands where the day of the last backup would.
const NEVER: &str = "never";
