//! The folder in which uploaded files wait.
//!
//! It is temporary, belongs to this user alone, and goes as soon as nobody holds it: when the
//! import is done or abandoned, when the upload breaks off, when the study is closed. A program
//! that was killed cannot tidy up; so each folder holds a locked file, and whoever makes a new
//! one removes those whose lock is free.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use trefoil_core::error::{Error, Kind, Result};

use super::names;

const PREFIX: &str = "trefoil-import-";
const LOCK: &str = "in-use";
const FILES: &str = "files";

/// A folder of uploaded files; it goes when this goes.
#[derive(Debug)]
pub(in crate::pages::corpus) struct Folder {
    // Let go before the folder is removed: some systems keep files that are open.
    lock: Option<File>,
    folder: TempDir,
}

impl Folder {
    /// Makes an empty one, and removes what killed programs left.
    pub(super) fn make() -> Result<Self> {
        Self::make_in(&std::env::temp_dir())
    }

    fn make_in(place: &Path) -> Result<Self> {
        sweep(place);
        // Another program's sweep can meet the folder before its lock is held: then a new one.
        let mut trouble = None;
        for _ in 0..5 {
            match Self::locked(place) {
                Ok(folder) => return Ok(folder),
                Err(error) => trouble = Some(error),
            }
        }
        let why = trouble.map_or_else(String::new, |error| format!(": {error}"));
        Err(Error::new(Kind::Io, format!("The folder for the files cannot be made{why}."))
            .hint("Nothing was stored. Look whether the disk that holds temporary files is full."))
    }

    fn locked(place: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(place)?;
        let lock = File::create(folder.path().join(LOCK))?;
        lock.try_lock()?;
        fs::create_dir(folder.path().join(FILES))?;
        Ok(Self { lock: Some(lock), folder })
    }

    fn files(&self) -> PathBuf {
        self.folder.path().join(FILES)
    }

    /// Opens a new file under a name that came from outside, cleaned; two files of one name are
    /// told apart by a number.
    pub(super) fn create(&self, name: &str) -> io::Result<File> {
        let path = self.files().join(names::clean(name));
        let parent = path.parent().map_or_else(|| self.files(), Path::to_path_buf);
        // Where a file lies in the way of a folder, the newcomer goes to the top.
        let parent = if fs::create_dir_all(&parent).is_ok() { parent } else { self.files() };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let numbered = |number: usize| match name.rsplit_once('.') {
            Some((stem, extension)) => format!("{stem} ({number}).{extension}"),
            None => format!("{name} ({number})"),
        };
        let mut at = parent.join(&name);
        for number in 2.. {
            match OpenOptions::new().write(true).create_new(true).open(&at) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 10_000 => {
                    at = parent.join(numbered(number));
                }
                outcome => return outcome,
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// What lies in it: the files and folders at the top, in a stable order.
    pub(in crate::pages::corpus) fn paths(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.files()).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        let name =
            |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        paths.sort_by(|a, b| {
            let (a, b) = (name(a).unwrap_or_default(), name(b).unwrap_or_default());
            trefoil_core::order::by_name(&a, &b)
        });
        paths
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.lock.take();
    }
}

/// Removes the folders of programs that are gone. What cannot be removed stays for the next time.
fn sweep(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let lock = OpenOptions::new().write(true).open(entry.path().join(LOCK));
        if let Ok(lock) = lock
            && lock.try_lock().is_ok()
        {
            // The lock is held until the folder is gone, so that nobody moves in meanwhile.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_folder_goes_with_its_holder_and_what_was_left_goes_at_the_next() {
        let place = tempfile::tempdir().unwrap();
        let here = || fs::read_dir(place.path()).unwrap().count();
        let folder = Folder::make_in(place.path()).unwrap();
        let left = place.path().join(format!("{PREFIX}left"));
        fs::create_dir(&left).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        fs::write(left.join("words"), "of somebody").unwrap();
        let second = Folder::make_in(place.path()).unwrap();
        assert!(!left.exists(), "what a killed program left is removed");
        assert_eq!(here(), 2, "what is in use stays");
        drop((folder, second));
        assert_eq!(here(), 0);
    }

    #[test]
    fn files_of_one_name_stand_beside_each_other_and_stay_inside() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::make_in(place.path()).unwrap();
        for name in ["P1.txt", "P1.txt", "../../P1.txt", "P1.txt/P2.txt", "b/c.txt"] {
            folder.create(name).unwrap().write_all(b"words").unwrap();
        }
        let names: Vec<String> = folder
            .paths()
            .iter()
            .map(|path| path.strip_prefix(folder.files()).unwrap().display().to_string())
            .collect();
        assert_eq!(names, ["b", "P1 (2).txt", "P1 (3).txt", "P1.txt", "P2.txt"]);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}
