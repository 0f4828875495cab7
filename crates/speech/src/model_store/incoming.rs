//! A download that is kept until it is whole, and can go on after it was broken off.
//!
//! Whoever speaks to the network appends what comes; `NAME.part` grows, and `NAME.part.json` says
//! what it is a part of. Only when everything is there, has the right hash and can be opened as
//! a model is it renamed and put on the list. What has the wrong hash is put aside and not thrown
//! away, so that nobody fetches three gigabytes in a circle.

use std::fs::{self, File, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::add::{Details, Taking};
use super::content::Content;
use super::copy::{Progress, Reading, sync_folder};
use super::error::StoreError;
use super::manifest::{self, Lock, StoredFile, StoredModel};
use super::{ModelStore, name};

/// Bytes after which what came is synced, so that a power cut costs no more.
const SYNCED_EACH: u64 = 64 << 20;

/// What a download should come to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Where it comes from.
    pub url: String,
    /// The file's SHA-256 in hexadecimal, where it is known.
    #[serde(default)]
    pub sha256: Option<String>,
    /// The file's length, where it is known.
    #[serde(default)]
    pub bytes: Option<u64>,
    /// What the server calls this version of the file (its `ETag`), where it says so.
    #[serde(default)]
    pub version: Option<String>,
}

/// A download that is not whole yet. Only one process has it at a time.
#[derive(Debug)]
pub struct Incoming {
    store: ModelStore,
    name: String,
    expected: Expected,
    file: File,
    bytes: u64,
    unsynced: u64,
}

impl ModelStore {
    /// Begins a download, or goes on with one that was broken off if it is of the same file.
    pub fn open_part(&self, name: &str, expected: Expected) -> Result<Incoming, StoreError> {
        name::check(name)?;
        if self.list()?.iter().any(|model| model.name.eq_ignore_ascii_case(name)) {
            return Err(StoreError::Exists(name.to_owned()));
        }
        fs::create_dir_all(self.folder()).map_err(|error| StoreError::io(self.folder(), error))?;
        let path = self.part(name, "part");
        let opened = File::options().create(true).truncate(false).write(true).open(&path);
        let file = opened.map_err(|error| StoreError::io(&path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Busy(self.folder().to_owned()));
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::io(&path, error)),
        }
        let known = fs::read(self.part(name, "part.json")).ok();
        let before: Option<Expected> = known.and_then(|text| serde_json::from_slice(&text).ok());
        let same = before.filter(|before| is_same(before, &expected));
        let mut incoming = Incoming {
            store: self.clone(),
            name: name.to_owned(),
            expected,
            file,
            bytes: 0,
            unsynced: 0,
        };
        match same {
            Some(before) => incoming.resume(before)?,
            None => incoming.restart()?,
        }
        Ok(incoming)
    }

    fn part(&self, name: &str, ending: &str) -> PathBuf {
        self.folder().join(format!("{name}.{ending}"))
    }
}

/// Whether two downloads are of the same file; what only one of them knows is no difference.
fn is_same(before: &Expected, now: &Expected) -> bool {
    fn agree<T: PartialEq>(before: Option<&T>, now: Option<&T>) -> bool {
        before.zip(now).is_none_or(|(before, now)| before == now)
    }
    before.url == now.url
        && agree(before.sha256.as_ref(), now.sha256.as_ref())
        && agree(before.bytes.as_ref(), now.bytes.as_ref())
        && agree(before.version.as_ref(), now.version.as_ref())
}

impl Incoming {
    /// Bytes that are here: where to go on.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What the download should come to, as far as it is known.
    pub fn expected(&self) -> &Expected {
        &self.expected
    }

    /// Whether everything is here that is known to come.
    pub fn is_whole(&self) -> bool {
        self.expected.bytes.is_some_and(|whole| self.bytes == whole)
    }

    /// Writes down what the server says of the file. If that is another version than what is here
    /// already, the download is begun anew, and [`Incoming::bytes`] is 0.
    pub fn note(&mut self, bytes: Option<u64>, version: Option<String>) -> Result<(), StoreError> {
        let now = Expected { bytes, version, url: self.expected.url.clone(), sha256: None };
        let same = is_same(&self.expected, &now);
        self.expected.bytes = now.bytes.or(self.expected.bytes.filter(|_| same));
        self.expected.version = now.version.or(self.expected.version.take().filter(|_| same));
        if same { self.write_expected() } else { self.restart() }
    }

    /// Begins anew, as when the server does not go on from where it ended.
    pub fn restart(&mut self) -> Result<(), StoreError> {
        self.write_expected()?;
        self.at_file(|file| file.set_len(0).and_then(|()| file.rewind()))?;
        (self.bytes, self.unsynced) = (0, 0);
        Ok(())
    }

    fn resume(&mut self, before: Expected) -> Result<(), StoreError> {
        self.expected.bytes = self.expected.bytes.or(before.bytes);
        self.expected.version = self.expected.version.take().or(before.version);
        self.expected.sha256 = self.expected.sha256.take().or(before.sha256);
        self.bytes = self.at_file(|file| file.seek(SeekFrom::End(0)))?;
        if self.expected.bytes.is_some_and(|whole| self.bytes > whole) {
            return self.restart();
        }
        self.write_expected()
    }

    /// Takes what came next.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        let after = self.bytes + bytes.len() as u64;
        if let Some(whole) = self.expected.bytes.filter(|whole| after > *whole) {
            self.restart()?;
            return Err(StoreError::TooMuch { name: self.name.clone(), whole });
        }
        self.at_file(|file| file.write_all(bytes))?;
        self.bytes = after;
        self.unsynced += bytes.len() as u64;
        if self.unsynced >= SYNCED_EACH {
            self.at_file(|file| file.sync_data())?;
            self.unsynced = 0;
        }
        Ok(())
    }

    /// Checks what came, renames it and puts it on the list.
    ///
    /// `watch` may stop the hashing; the download is kept then.
    pub fn finish(
        self,
        details: &Details,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<StoredModel, StoreError> {
        if let Some(whole) = self.expected.bytes.filter(|whole| self.bytes < *whole) {
            let (name, have) = (self.name, self.bytes);
            return Err(StoreError::Incomplete { name, have, whole });
        }
        let part = self.store.part(&self.name, "part");
        self.file.sync_all().map_err(|error| StoreError::io(&part, error))?;
        // On some systems nobody may read what is locked, not even we.
        self.file.unlock().map_err(|error| StoreError::io(&part, error))?;
        let (found, bytes) = Reading::new(self.bytes, watch).hash(&part)?;
        let differs = |expected: &&String| !found.eq_ignore_ascii_case(expected);
        if let Some(expected) = self.expected.sha256.as_ref().filter(differs).cloned() {
            let (kept, name) = (self.put_aside(&part)?, self.name);
            return Err(StoreError::Hash { name, expected, found, kept });
        }
        let Ok(content) = Content::open(&part) else {
            let kept = self.put_aside(&part)?;
            return match Content::open(&kept) {
                Err(error) => {
                    Err(StoreError::Downloaded { name: self.name, error: Box::new(error) })
                }
                Ok(_) => Err(StoreError::Occupied(kept)),
            };
        };
        let path = content.file_name(&self.name);
        self.put_in_place(&part, StoredFile { path, bytes, sha256: found }, details)
    }

    fn put_in_place(
        self,
        part: &Path,
        file: StoredFile,
        details: &Details,
    ) -> Result<StoredModel, StoreError> {
        let folder = self.store.folder();
        // A download of an hour waits for whoever is adding a model just now.
        let lock = Lock::wait(folder)?;
        if manifest::read(folder)?.iter().any(|model| model.name.eq_ignore_ascii_case(&self.name)) {
            return Err(StoreError::Exists(self.name));
        }
        let place = folder.join(&file.path);
        if place.symlink_metadata().is_ok() {
            return Err(StoreError::Occupied(place));
        }
        fs::rename(part, &place).map_err(|error| StoreError::io(&place, error))?;
        sync_folder(folder)?;
        let origin = details.origin.clone().or_else(|| Some(self.expected.url.clone()));
        let details = Details { origin, ..details.clone() };
        let model = Content::open(&place)?;
        let taking = Taking::Hashed(file);
        let stored = self.store.take_in(&lock, &model, &self.name, taking, &details)?;
        let _ = fs::remove_file(self.store.part(&self.name, "part.json"));
        Ok(stored)
    }

    /// Moves what cannot be used out of the way of the next download.
    fn put_aside(&self, part: &Path) -> Result<PathBuf, StoreError> {
        let kept = self.store.part(&self.name, "refused");
        fs::rename(part, &kept).map_err(|error| StoreError::io(&kept, error))?;
        let _ = fs::remove_file(self.store.part(&self.name, "part.json"));
        Ok(kept)
    }

    fn write_expected(&self) -> Result<(), StoreError> {
        let path = self.store.part(&self.name, "part.json");
        let failed = |error: std::io::Error| StoreError::io(&path, error);
        let text =
            serde_json::to_vec_pretty(&self.expected).map_err(|error| failed(error.into()))?;
        let beside = self.store.part(&self.name, "part.json.new");
        fs::write(&beside, text).map_err(failed)?;
        fs::rename(&beside, &path).map_err(failed)
    }

    fn at_file<T>(
        &mut self,
        act: impl FnOnce(&mut File) -> std::io::Result<T>,
    ) -> Result<T, StoreError> {
        act(&mut self.file)
            .map_err(|error| StoreError::io(&self.store.part(&self.name, "part"), error))
    }
}
