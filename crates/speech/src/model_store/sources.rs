//! The files that make up a model: which they are, and reading all of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::copy::{Reading, Watcher, hexadecimal, sync_folder};
use super::error::StoreError;
use super::manifest::StoredFile;
use crate::whisper::files::{Layout, ModelFile};

/// Everything beside the weights that is worth keeping, where it is there.
const BESIDE: [&str; 13] = [
    "config.json",
    "generation_config.json",
    "preprocessor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.json",
    "merges.txt",
    "added_tokens.json",
    "normalizer.json",
    "model.safetensors.index.json",
    "multilingual.tiktoken",
    "gpt2.tiktoken",
];

/// One file to take in: where it is, and where it goes below the models' folder.
pub(super) struct Source {
    pub(super) from: PathBuf,
    pub(super) to: PathBuf,
}

/// Lists a model's files, and what they become: one file, or a folder that has them all.
pub(super) fn of_model(model: &ModelFile, name: &str) -> (Vec<Source>, PathBuf) {
    let path = model.path();
    if model.layout() == Layout::Ggml {
        let root = PathBuf::from(format!("{name}.bin"));
        return (vec![Source { from: path.to_owned(), to: root.clone() }], root);
    }
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let mut names: BTreeSet<PathBuf> =
        BESIDE.iter().map(PathBuf::from).filter(|name| folder.join(name).is_file()).collect();
    // A file alone has what else is in its folder only as far as it is vocabulary.
    if model.layout() == Layout::Safetensors {
        names.retain(|name| {
            name.to_str().is_some_and(|name| !name.contains("config") && !name.contains("index"))
        });
    }
    let weights = model.weight_files().into_iter().filter_map(Path::file_name);
    names.extend(weights.map(PathBuf::from));
    let root = PathBuf::from(name);
    let sources = names
        .into_iter()
        .map(|name| Source { from: folder.join(&name), to: root.join(&name) })
        .collect();
    (sources, root)
}

/// Copies a model's files to a place beside its own.
pub(super) fn copy_to(
    beside: &Path,
    sources: &[Source],
    root: &Path,
    watch: Watcher<'_>,
) -> Result<Vec<StoredFile>, StoreError> {
    let mut reading = Reading::new(length_of(sources)?, watch);
    let is_folder = sources.iter().any(|source| source.to != root);
    if is_folder {
        fs::create_dir(beside).map_err(|error| StoreError::io(beside, error))?;
    }
    let mut stored = Vec::new();
    for Source { from, to } in sources {
        let within = to.strip_prefix(root).unwrap_or(to);
        let copy = if is_folder { beside.join(within) } else { beside.to_owned() };
        let (sha256, bytes) = reading.copy(from, &copy)?;
        stored.push(StoredFile { path: text_of(to)?, bytes, sha256 });
    }
    if is_folder {
        sync_folder(beside)?;
    }
    Ok(stored)
}

/// Hashes files where they are.
pub(super) fn hash_all(
    sources: &[Source],
    watch: Watcher<'_>,
) -> Result<Vec<StoredFile>, StoreError> {
    let mut reading = Reading::new(length_of(sources)?, watch);
    let mut stored = Vec::new();
    for Source { from, .. } in sources {
        let (sha256, bytes) = reading.hash(from)?;
        let from = from.canonicalize().map_err(|error| StoreError::io(from, error))?;
        stored.push(StoredFile { path: text_of(&from)?, bytes, sha256 });
    }
    Ok(stored)
}

fn length_of(sources: &[Source]) -> Result<u64, StoreError> {
    let mut total = 0;
    for Source { from, .. } in sources {
        total += fs::metadata(from).map_err(|error| StoreError::io(from, error))?.len();
    }
    Ok(total)
}

/// The hash of a model: that of its one file, or of the list of several.
pub(super) fn hash_of_all(stored: &[StoredFile]) -> String {
    if let [only] = stored {
        return only.sha256.clone();
    }
    let mut lines: Vec<String> = stored
        .iter()
        .map(|file| {
            let name = Path::new(&file.path).file_name().unwrap_or_default().to_string_lossy();
            format!("{}  {name}\n", file.sha256)
        })
        .collect();
    lines.sort_by(|a, b| a[64..].cmp(&b[64..]));
    hexadecimal(&Sha256::digest(lines.concat()))
}

/// Shortens the paths of files in the models' folder.
pub(super) fn relative_to(folder: &Path, stored: Vec<StoredFile>) -> Vec<StoredFile> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let shortened = stored.into_iter().map(|mut file| {
        let within = Path::new(&file.path).strip_prefix(&folder).ok().and_then(Path::to_str);
        if let Some(within) = within.map(str::to_owned) {
            file.path = within;
        }
        file
    });
    shortened.collect()
}

pub(super) fn text_of(path: &Path) -> Result<String, StoreError> {
    path.to_str().map(str::to_owned).ok_or_else(|| StoreError::PathIsNoText(path.to_owned()))
}
