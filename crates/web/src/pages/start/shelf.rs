//! The studies that were open before, remembered in a small file of the person's own.
//!
//! Of a study in the clear it keeps title and counts, so that the start page can tell them apart
//! without opening them. Of an encrypted one it keeps the place only: what a passphrase protects
//! must not stand in a readable file. A server's password is never kept.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use trefoil_core::error::Result;
use trefoil_core::storage::{Place, Reader};
use trefoil_core::study::{self, Study};

use crate::state::lock;

/// How many are remembered.
const MOST: usize = 40;

/// The file of remembered studies.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    file: Option<PathBuf>,
    writing: Mutex<()>,
}

/// A study that was open before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Known {
    /// A whole path, or an address without its password.
    pub(crate) place: String,
    /// When it was open last, in epoch milliseconds.
    #[serde(default)]
    pub(crate) open_at: i64,
    /// What it said of itself, unless it is encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) gist: Option<Gist>,
}

/// What the start page tells of a study.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Gist {
    /// The title.
    pub(crate) title: String,
    /// Whether everything in it is invented.
    pub(crate) synthetic: bool,
    /// How many sources.
    pub(crate) sources: i64,
    /// How many codes.
    pub(crate) codes: i64,
    /// How many themes.
    pub(crate) themes: i64,
    /// How many conditions.
    pub(crate) conditions: i64,
}

impl Gist {
    /// Reads it from an open study.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<Self> {
        let about = study::about(reader)?;
        let count = |noun: &str| reader.number(&format!("SELECT COUNT(*) FROM {noun}"), &[]);
        Ok(Self {
            title: about.title,
            synthetic: about.synthetic,
            sources: count("source")?,
            codes: count("code")?,
            themes: count("theme")?,
            conditions: count("condition")?,
        })
    }
}

impl Shelf {
    /// A shelf that is kept in a file; without one it stays empty.
    pub(crate) fn at(file: Option<PathBuf>) -> Self {
        Self { file, writing: Mutex::default() }
    }

    /// The studies that were open before, the last one first.
    pub(crate) fn known(&self) -> Vec<Known> {
        let text = self.file.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
        // A file that cannot be read is a list that is empty: no study depends on it.
        let mut known: Vec<Known> =
            text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        known.sort_by_key(|one| std::cmp::Reverse(one.open_at));
        known
    }

    /// Remembers an open study as it is now.
    pub(crate) fn remember(&self, study: &Study) {
        if self.file.is_none() {
            return;
        }
        let Some(place) = kept_as(study.place()) else { return };
        let encrypted = Study::needs_passphrase(study.place()).unwrap_or(true);
        let gist = if encrypted { None } else { study.read(Gist::read).ok() };
        let mut one = Known { place, open_at: study.clock().now(), gist };
        self.change(|known| {
            if let Some(at) = known.iter().position(|other| other.place == one.place) {
                let before = known.remove(at);
                // A study that cannot be read just now is still called what it was called.
                one.gist = one.gist.take().or(before.gist.filter(|_| !encrypted));
            }
            known.insert(0, one);
            known.truncate(MOST);
        });
    }

    /// Takes a study off the list; its file stays where it is.
    pub(crate) fn forget(&self, place: &str) {
        self.change(|known| known.retain(|one| one.place != place));
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Known>)) {
        let Some(file) = &self.file else { return };
        let _alone = lock(&self.writing);
        let mut known = self.known();
        change(&mut known);
        // The list is a convenience: where it cannot be written, work goes on without it.
        let _ = write(file, &known);
    }
}

/// Writes beside the file and renames, so that two programs never mix their words.
fn write(file: &Path, known: &[Known]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut unfinished = tempfile::NamedTempFile::new_in(folder)?;
    unfinished.write_all(serde_json::to_string_pretty(known)?.as_bytes())?;
    unfinished.persist(file)?;
    Ok(())
}

/// The words by which a place is remembered; none for a path that is no text.
pub(super) fn kept_as(place: &Place) -> Option<String> {
    match place {
        Place::File(path) => {
            let whole = path.canonicalize().or_else(|_| std::path::absolute(path)).ok()?;
            whole.to_str().map(ToOwned::to_owned)
        }
        Place::Server { address, study } => {
            let joint = if address.contains('?') { '&' } else { '?' };
            Some(format!("{}{joint}study={study}", without_password(address)))
        }
    }
}

/// An address without its password, wherever that stands.
pub(super) fn without_password(address: &str) -> String {
    let (base, query) = address.split_once('?').unwrap_or((address, ""));
    let parts: Vec<&str> = query
        .split('&')
        .filter(|part| !part.is_empty() && !part.starts_with("password="))
        .collect();
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    let Some((scheme, rest)) = base.split_once("://") else { return format!("{base}{query}") };
    match rest.rsplit_once('@') {
        Some((who, host)) => {
            let user = who.split_once(':').map_or(who, |(user, _)| user);
            format!("{scheme}://{user}@{host}{query}")
        }
        None => format!("{base}{query}"),
    }
}

#[cfg(test)]
mod tests {
    use trefoil_core::study::{NewStudy, Secret};
    use trefoil_testkit::TestStudy;

    use super::*;

    #[test]
    fn a_study_is_remembered_once_and_forgotten_when_asked() {
        let (study, folder) = (TestStudy::file(), tempfile::tempdir().unwrap());
        let shelf = Shelf::at(Some(folder.path().join("deep/er/studies.json")));
        shelf.remember(study.study());
        shelf.remember(study.study());
        let known = shelf.known();
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].gist.as_ref().map(|gist| &*gist.title), Some("A study for a test"));
        shelf.forget(&known[0].place);
        assert_eq!(shelf.known(), []);
    }

    #[test]
    fn of_an_encrypted_study_only_the_place_is_kept() {
        let new = NewStudy {
            passphrase: Some(Secret::new("a passphrase")),
            ..NewStudy::titled("A confidence")
        };
        let (study, folder) = (TestStudy::file_with(&new), tempfile::tempdir().unwrap());
        let file = folder.path().join("studies.json");
        Shelf::at(Some(file.clone())).remember(study.study());
        let kept = std::fs::read_to_string(file).unwrap();
        assert!(kept.contains("test.trefoil") && !kept.contains("confidence"), "{kept}");
    }

    #[test]
    fn a_password_is_never_kept() {
        let kept = |address: &str| kept_as(&Place::parse(address).unwrap()).unwrap();
        assert_eq!(
            kept("postgres://ada:p:w@host/db?sslmode=disable&password=x&study=one"),
            "postgres://ada@host/db?sslmode=disable&study=one"
        );
        assert_eq!(kept("postgres://host/db?study=one"), "postgres://host/db?study=one");
    }

    #[test]
    fn a_broken_list_is_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("studies.json");
        std::fs::write(&file, "{").unwrap();
        assert_eq!(Shelf::at(Some(file)).known(), []);
    }
}
