//! Files that are not finished, and how they come by their name.
//!
//! Whatever becomes a study file, or takes its place, is first written beside it under a passing
//! name, then synced, renamed and its folder synced: a kill or a power cut leaves the old file or
//! the new one, never half of either. What a killed program left unfinished is swept away by the
//! next one that has the study alone for a moment; it may hold words that are encrypted by now.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::backup;
use crate::error::{Error, Kind, Result};

/// A name beside the final one, used once.
pub(super) fn name(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let mut name = path.as_os_str().to_owned();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    name.push(format!("-new-p{}-{count}", std::process::id()));
    PathBuf::from(name)
}

/// The file beside which the engine keeps one of this name.
fn kept_beside(name: &str) -> Option<&str> {
    ["-wal", "-shm", "-journal"].iter().find_map(|end| name.strip_suffix(end))
}

/// The final name of a passing one, or of what the engine keeps beside it.
fn final_name(passing: &str) -> Option<&str> {
    let whole = kept_beside(passing).unwrap_or(passing);
    let (rest, count) = whole.rsplit_once('-')?;
    let (rest, process) = rest.rsplit_once("-new-p")?;
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A copy that was to be copied again has passed twice.
    (number(process) && number(count)).then(|| final_name(rest).unwrap_or(rest))
}

/// Syncs a finished file, gives it its name and syncs the folder.
pub(super) fn put_in_place(from: &Path, to: &Path) -> Result<()> {
    let refused = |error: std::io::Error| {
        Error::new(Kind::Io, format!("{} cannot be written: {error}.", to.display())).because(error)
    };
    std::fs::File::open(from).and_then(|file| file.sync_all()).map_err(refused)?;
    std::fs::rename(from, to).map_err(refused)?;
    sync_folder(to).map_err(refused)
}

/// Makes sure that names given or taken away in the folder of a file stay so.
#[cfg(unix)]
pub(super) fn sync_folder(of: &Path) -> std::io::Result<()> {
    let folder = match of.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Removes what killed programs left unfinished beside a study and among its backups. The caller
/// has the study alone, so nobody is still writing any of it.
pub(super) fn sweep(study: &Path) {
    let own = study.file_name().unwrap_or_default().to_string_lossy();
    sweep_folder(&folder_of(study), |name| final_name(name) == Some(&own));
    let backups = backup::folder(study);
    // A log goes before its backup: alone it is of no use, and nobody would ever remove it.
    let alone = |name: &str| kept_beside(name).is_some_and(|file| !backups.join(file).exists());
    sweep_folder(&backups, |name| final_name(name).is_some() || alone(name));
}

/// Whether another one than we is just now writing a copy or a backup of a study.
pub(super) fn under_way(study: &Path) -> bool {
    unfinished(study).iter().any(|(_, process)| is_running(*process))
}

/// What programs that are gone left unfinished beside a study and among its backups, and logs
/// there that lost their backup.
pub(super) fn abandoned(study: &Path) -> Vec<PathBuf> {
    let backups = backup::folder(study);
    let lost = |name: &str| kept_beside(name).is_some_and(|file| !backups.join(file).exists());
    let mut all: Vec<PathBuf> = names(&backups)
        .into_iter()
        .filter(|name| final_name(name).is_none() && lost(name))
        .map(|name| backups.join(name))
        .collect();
    let gone = unfinished(study).into_iter().filter(|(_, process)| !is_running(*process));
    all.extend(gone.map(|(path, _)| path));
    all
}

/// What is unfinished beside a study and among its backups, with the process that writes it.
pub(super) fn unfinished(study: &Path) -> Vec<(PathBuf, u32)> {
    let own = study.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (beside, backups) = (folder_of(study), backup::folder(study));
    let here = names(&beside).into_iter().filter(|name| final_name(name) == Some(&own));
    let there = names(&backups).into_iter().filter(|name| final_name(name).is_some());
    here.map(|name| beside.join(name))
        .chain(there.map(|name| backups.join(name)))
        .filter_map(|path| {
            let process = process_of(&path.file_name()?.to_string_lossy())?;
            Some((path, process))
        })
        .collect()
}

/// The process that a passing name carries.
fn process_of(passing: &str) -> Option<u32> {
    let whole = kept_beside(passing).unwrap_or(passing);
    let (rest, _) = whole.rsplit_once('-')?;
    rest.rsplit_once("-new-p")?.1.parse().ok()
}

/// Whether a process is there; where that cannot be told, it is taken to be.
fn is_running(process: u32) -> bool {
    !cfg!(target_os = "linux") || Path::new("/proc").join(process.to_string()).exists()
}

fn folder_of(study: &Path) -> PathBuf {
    match study.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn sweep_folder(folder: &Path, unfinished: impl Fn(&str) -> bool) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if unfinished(&entry.file_name().to_string_lossy()) {
            // What cannot be removed now is tried again at the next opening.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unfinished_is_known_by_its_name_and_nothing_else_is() {
        let passing = |path: &Path| name(path).to_string_lossy().into_owned();
        let once = passing(Path::new("a.trefoil"));
        assert_ne!(once, passing(Path::new("a.trefoil")), "each name is used once");
        assert_eq!(final_name(&once), Some("a.trefoil"));
        assert_eq!(final_name(&passing(Path::new(&once))), Some("a.trefoil"));
        assert_eq!(final_name(&format!("{once}-journal")), Some("a.trefoil"));
        for other in [
            "a.trefoil",
            "a.trefoil-wal",
            "a.trefoil-lock",
            "a.trefoil-new-2026-11",
            "a.trefoil-new-p-1",
            "a.trefoil-new-p12-",
            "a.trefoil-new-p12",
            "-new-",
        ] {
            assert_eq!(final_name(other), None, "{other}");
        }
    }
}
