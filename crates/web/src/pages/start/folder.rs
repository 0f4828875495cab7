//! A small look into folders: where studies lie, and the way to other folders.

use std::fs::{DirEntry, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::order;
use trefoil_core::storage::Place;
use trefoil_core::study::Study;

use super::place::{ENDING, home};

/// How many folders, and how many studies, are listed.
const MOST: usize = 300;

/// A folder as listed.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    /// Its path.
    pub(super) path: String,
    /// The folders above it, from the root.
    pub(super) above: Vec<Step>,
    /// Its own name.
    pub(super) name: String,
    /// The folders in it.
    pub(super) folders: Vec<Step>,
    /// The studies in it.
    pub(super) studies: Vec<Found>,
    /// Whether there is more than is listed.
    pub(super) more: bool,
    /// Places worth going to.
    pub(super) places: Vec<Step>,
}

/// A folder to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// What it is called.
    pub(super) name: String,
    /// Its path.
    pub(super) path: String,
}

/// A study file.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its name.
    pub(super) name: String,
    /// Its path.
    pub(super) path: String,
    /// What is known of the file.
    pub(super) file: StudyFile,
}

/// What a study's file says without being opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StudyFile {
    /// How large it is.
    pub(super) bytes: i64,
    /// When it was changed last, in epoch milliseconds.
    pub(super) changed_at: i64,
    /// Whether it needs a passphrase.
    pub(super) encrypted: bool,
}

impl StudyFile {
    /// What the file at a path says; none when no file is there.
    pub(super) fn at(path: &Path) -> Option<Self> {
        let found = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
        let encrypted = Study::needs_passphrase(&Place::File(path.to_owned())).unwrap_or(false);
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        // The latest changes may still stand in the log beside it.
        let log = std::fs::metadata(log).ok();
        let changed_at = log.as_ref().map_or(0, modified).max(modified(&found));
        let bytes = found.len() + log.map_or(0, |log| log.len());
        Some(Self { bytes: i64::try_from(bytes).unwrap_or(i64::MAX), changed_at, encrypted })
    }
}

fn modified(found: &Metadata) -> i64 {
    let since = found.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(0)
}

impl Folder {
    /// Looks into a folder.
    ///
    /// Errors: it is not there, is no folder, or may not be read.
    pub(super) fn read(path: &Path, offered: &Path) -> Result<Self> {
        let path = path.canonicalize().map_err(|error| unreadable(path, error))?;
        let entries = std::fs::read_dir(&path).map_err(|error| unreadable(&path, error))?;
        let (mut folders, mut studies) = (Vec::new(), Vec::new());
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || is_backups(&name) {
                continue;
            }
            if is_folder(&entry) {
                folders.push(Step { name, path: text(&entry.path()) });
            } else if let Some(file) = study_file(&entry) {
                studies.push(Found { name, path: text(&entry.path()), file });
            }
        }
        folders.sort_by(|a, b| order::by_name(&a.name, &b.name));
        studies.sort_by(|a, b| order::by_name(&a.name, &b.name));
        let more = folders.len() > MOST || studies.len() > MOST;
        folders.truncate(MOST);
        studies.truncate(MOST);
        Ok(Self {
            name: name_of(&path),
            above: above(&path),
            places: places(&path, offered),
            path: text(&path),
            folders,
            studies,
            more,
        })
    }
}

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    let why = match error.kind() {
        std::io::ErrorKind::NotFound => "is not there",
        std::io::ErrorKind::PermissionDenied => "may not be read by you",
        std::io::ErrorKind::NotADirectory => "is not a folder",
        _ => "cannot be read",
    };
    Error::new(Kind::NotFound, format!("The folder {} {why}.", path.display()))
        .hint("Choose another folder, or type the path of the study.")
        .because(error)
}

fn is_backups(name: &str) -> bool {
    name.ends_with(&format!(".{ENDING}-backups"))
}

/// Also through a link, which the entry itself would not say.
fn is_folder(entry: &DirEntry) -> bool {
    entry.path().is_dir()
}

fn study_file(entry: &DirEntry) -> Option<StudyFile> {
    let path = entry.path();
    if path.extension().is_none_or(|ending| ending != ENDING) {
        return None;
    }
    StudyFile::at(&path)
}

fn above(path: &Path) -> Vec<Step> {
    let steps = path.ancestors().skip(1).map(|one| Step { name: name_of(one), path: text(one) });
    let mut steps: Vec<Step> = steps.collect();
    steps.reverse();
    steps
}

/// The offered folder and the person's own, unless one stands there already.
fn places(here: &Path, offered: &Path) -> Vec<Step> {
    let named = [
        ("The folder you started from", Some(offered.to_owned())),
        ("Your home folder", home()),
        ("Documents", home().map(|home| home.join("Documents"))),
    ];
    let mut places: Vec<Step> = Vec::new();
    for (name, path) in named {
        let Some(path) = path.and_then(|path| path.canonicalize().ok()) else { continue };
        if path != here && places.iter().all(|one| one.path != text(&path)) {
            places.push(Step { name: name.to_owned(), path: text(&path) });
        }
    }
    places
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| text(path), |name| name.to_string_lossy().into_owned())
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The folder of a file.
pub(super) fn of(file: &Path) -> PathBuf {
    file.parent().map_or_else(|| PathBuf::from("/"), Path::to_owned)
}

/// A number of bytes as people say it: `820 bytes`, `1.4 MB`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass what they print so")]
pub(crate) fn size(bytes: &i64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let bytes = (*bytes).max(0);
    if bytes < 1000 {
        return crate::words::counted(&bytes, "byte", "bytes");
    }
    let (mut tenths, mut unit) = (bytes / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    if tenths < 100 {
        format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
    } else {
        format!("{} {}", tenths / 10, UNITS[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_people_say_them() {
        assert_eq!(size(&1), "1 byte");
        assert_eq!(size(&999), "999 bytes");
        assert_eq!(size(&1_450), "1.4 kB");
        assert_eq!(size(&23_456_789), "23 MB");
        assert_eq!(size(&1_450_000_000), "1.4 GB");
    }

    #[test]
    fn folders_and_studies_are_listed_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("b10")).unwrap();
        std::fs::create_dir(home.path().join("b2")).unwrap();
        std::fs::create_dir(home.path().join(".hidden")).unwrap();
        std::fs::create_dir(home.path().join("x.trefoil-backups")).unwrap();
        std::fs::write(home.path().join("x.trefoil"), "not a study, but called one").unwrap();
        std::fs::write(home.path().join("x.txt"), "words").unwrap();
        let folder = Folder::read(home.path(), home.path()).unwrap();
        let names: Vec<&str> = folder.folders.iter().map(|one| &*one.name).collect();
        assert_eq!(names, ["b2", "b10"]);
        assert_eq!(folder.studies.len(), 1);
        assert!(!folder.studies[0].file.encrypted);
        assert!(Folder::read(&home.path().join("gone"), home.path()).is_err());
    }
}
