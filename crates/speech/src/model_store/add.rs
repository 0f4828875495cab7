//! Taking a model in: looked through, hashed, copied beside, synced, renamed, written into the list.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::content::Content;
use super::copy::{Progress, Watcher, sync_folder};
use super::error::StoreError;
use super::known::{find_by_hash, find_detector_by_hash};
use super::manifest::{self, Lock, StoredFile, StoredModel};
use super::sources::{self, Source};
use super::{ModelStore, name};

/// What begins the name of what is not taken in yet.
const ADDING: &str = ".adding-";

/// How a model is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Adding {
    /// It is copied into the folder.
    #[default]
    Copy,
    /// It stays where it is.
    Link,
}

/// What is written down of a model beside what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// What it may be used for, if somebody knows.
    pub licence: Option<String>,
    /// Where it came from, if not from the path that it is added from.
    pub origin: Option<String>,
    /// The time, as it is to be written down.
    pub added: String,
}

/// How a model comes to be in the folder.
pub(super) enum Taking<'w> {
    /// It is read, and copied unless it is there already or shall stay where it is.
    Read { adding: Adding, watch: Watcher<'w> },
    /// It is in its place, and this file is all of it.
    Hashed(StoredFile),
}

impl ModelStore {
    /// Takes a model in under a name.
    ///
    /// What lies in the models' folder already is taken in where it is. `watch` is told how far
    /// it is and may stop it; then, and after any error, everything is as before.
    pub fn add(
        &self,
        path: &Path,
        name: &str,
        adding: Adding,
        details: &Details,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<StoredModel, StoreError> {
        name::check(name)?;
        let model = Content::open(path)?;
        let lock = Lock::take(self.folder())?;
        self.clear_away()?;
        self.take_in(&lock, &model, name, Taking::Read { adding, watch }, details)
    }

    /// Takes in a model that was looked through.
    pub(super) fn take_in(
        &self,
        lock: &Lock,
        model: &Content,
        name: &str,
        taking: Taking<'_>,
        details: &Details,
    ) -> Result<StoredModel, StoreError> {
        let mut models = manifest::read(self.folder())?;
        if models.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
            return Err(StoreError::Exists(name.to_owned()));
        }
        let (file, stored) = match taking {
            Taking::Hashed(file) => (PathBuf::from(&file.path), vec![file]),
            Taking::Read { adding, watch } => self.read_in(model, name, adding, watch)?,
        };
        let hash = match stored.as_slice() {
            [only] => only.sha256.as_str(),
            _ => "",
        };
        let known = find_by_hash(hash).map(|known| (known.name, known.licence()));
        let known = known.or_else(|| find_detector_by_hash(hash).map(|it| (it.name, it.licence())));
        let file = sources::text_of(&file)?;
        let stored = StoredModel {
            name: name.to_owned(),
            kind: model.kind(),
            linked: Path::new(&file).is_absolute(),
            sha256: sources::hash_of_all(&stored),
            bytes: stored.iter().map(|file| file.bytes).sum(),
            files: sources::relative_to(self.folder(), stored),
            file,
            layout: model.layout(),
            precision: model.precision(),
            dimensions: model.dimensions(),
            languages: model.languages()?,
            licence: details.licence.clone().or_else(|| known.map(|(_, licence)| licence.into())),
            origin: details.origin.clone().or_else(|| model.path().to_str().map(str::to_owned)),
            published: known.map(|(name, _)| name.to_owned()),
            added: details.added.clone(),
        };
        models.push(stored.clone());
        lock.write(&models)?;
        Ok(stored)
    }

    /// Reads a model where it stays, or copies it; gives what is opened of it, and its files.
    fn read_in(
        &self,
        model: &Content,
        name: &str,
        adding: Adding,
        watch: Watcher<'_>,
    ) -> Result<(PathBuf, Vec<StoredFile>), StoreError> {
        let (sources, root) = model.sources(name);
        if let Some(place) = self.place_of(model, adding)? {
            return Ok((place, sources::hash_all(&sources, watch)?));
        }
        let stored = self.copy_all(&sources, &root, name, watch)?;
        // Of a file of safetensors and its vocabulary it is the file that is opened.
        let opened = match model.path().file_name() {
            Some(file) if model.is_file_in_folder() => root.join(file),
            _ => root,
        };
        Ok((opened, stored))
    }

    /// Where a model stays that is not copied: absolute when linked, a name when it is in the folder.
    fn place_of(&self, model: &Content, adding: Adding) -> Result<Option<PathBuf>, StoreError> {
        let opened = model.path();
        let absolute =
            |path: &Path| path.canonicalize().map_err(|error| StoreError::io(path, error));
        let path = absolute(opened)?;
        if path.parent() == Some(absolute(self.folder())?.as_path()) && !opened.is_symlink() {
            return Ok(path.file_name().map(PathBuf::from));
        }
        Ok((adding == Adding::Link).then_some(path))
    }

    /// Removes what a kill left of adding; only who holds the lock may.
    fn clear_away(&self) -> Result<(), StoreError> {
        let failed = |error| StoreError::io(self.folder(), error);
        for entry in fs::read_dir(self.folder()).map_err(failed)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(ADDING) {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }

    fn copy_all(
        &self,
        sources: &[Source],
        root: &Path,
        name: &str,
        watch: Watcher<'_>,
    ) -> Result<Vec<StoredFile>, StoreError> {
        let target = self.folder().join(root);
        if target.symlink_metadata().is_ok() {
            return Err(StoreError::Occupied(target));
        }
        let beside = self.folder().join(format!("{ADDING}{name}"));
        let copied = sources::copy_to(&beside, sources, root, watch).and_then(|stored| {
            fs::rename(&beside, &target).map_err(|error| StoreError::io(&target, error))?;
            sync_folder(self.folder())?;
            Ok(stored)
        });
        if copied.is_err() && beside.symlink_metadata().is_ok() {
            remove(&beside)?;
        }
        copied
    }
}

/// Removes a file or folder of the store's own.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    let is_folder = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.map_err(|error| StoreError::io(path, error))
}
