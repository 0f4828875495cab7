//! What to say of a model that is not here.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::known::{KNOWN_MODELS, KnownDetector, KnownModel, find_known, find_known_detector};
use super::manifest::StoredModel;
use super::{ModelStore, name};

/// How files of models end.
const FILES: [&str; 3] = ["bin", "safetensors", "onnx"];

/// A model that is not here, and how it can be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What it is called.
    pub name: String,
    /// The folder that it is not in.
    pub folder: PathBuf,
    /// What is known of it, when it is published.
    pub known: Option<KnownModel>,
    /// What is known of it, when it is a published detector of voices.
    pub detector: Option<KnownDetector>,
    /// Files in the folder that look like models and are not in the list.
    pub strays: Vec<PathBuf>,
    /// Names of models that are here.
    pub present: Vec<String>,
}

impl ModelStore {
    /// Says of a model that is not here how it can be had.
    pub(super) fn missing(&self, name: &str, models: &[StoredModel]) -> Missing {
        Missing {
            name: name.to_owned(),
            folder: self.folder().to_owned(),
            known: find_known(name),
            detector: find_known_detector(name),
            strays: self.strays(models),
            present: models.iter().map(|model| model.name.clone()).collect(),
        }
    }

    /// Finds files that somebody put into the folder by hand.
    fn strays(&self, models: &[StoredModel]) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.folder()) else { return Vec::new() };
        let mut strays: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| {
                let name = entry.file_name();
                let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
                    return false;
                };
                let path = entry.path();
                let is_file =
                    path.extension().is_some_and(|end| FILES.iter().any(|known| end == *known));
                let looks_so = is_file || path.join("config.json").is_file();
                looks_so && !models.iter().any(|model| model.root() == Path::new(name))
            })
            .map(|entry| entry.path())
            .collect();
        strays.sort();
        strays
    }
}

impl std::error::Error for Missing {}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, folder, .. } = self;
        let what = if self.detector.is_some() { "detector of voices" } else { "model" };
        write!(formatter, "the {what} {name} is not in {}", folder.display())?;
        let model = self.known.map(|known| (known.url(), known.sha256, known.bytes));
        let detector = self.detector.map(|known| (known.url(), known.sha256, known.bytes));
        if let Some((url, sha256, bytes)) = model.or(detector) {
            let size = Megabytes(bytes);
            write!(
                formatter,
                ": `trefoil model fetch {name}` gets it from {url} ({size}, SHA-256 {sha256}); \
                 without a connection, bring that file here and say `trefoil model add FILE`"
            )?;
        } else {
            write!(
                formatter,
                ": if you have its file or folder, say `trefoil model add FILE --name {name}`; \
                 published models such as {} come with `trefoil model fetch NAME`",
                similar(name).join(", ")
            )?;
        }
        if !self.strays.is_empty() {
            let strays = self.strays.iter().map(|stray| stray.display().to_string());
            let strays: Vec<String> = strays.collect();
            write!(formatter, "; not in the list yet: {}", strays.join(", "))?;
        }
        if !self.present.is_empty() {
            write!(formatter, "; models that are here: {}", self.present.join(", "))?;
        }
        Ok(())
    }
}

/// Names of published models that begin like this one, or the usual ones.
fn similar(asked: &str) -> Vec<&'static str> {
    let begin: String = name::without_decoration(asked).chars().take(3).collect();
    let alike = KNOWN_MODELS.iter().map(|known| known.name).filter(|name| name.starts_with(&begin));
    let alike: Vec<&str> = alike.take(3).collect();
    if begin.is_empty() || alike.is_empty() { vec!["tiny", "base", "small"] } else { alike }
}

struct Megabytes(u64);

impl fmt::Display for Megabytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} MB", self.0.div_ceil(1_000_000))
    }
}
