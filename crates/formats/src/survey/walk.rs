//! Finding files, in a stable order and without leaving the folder.
//!
//! A path that somebody named is followed even when it is a link; links inside
//! folders and archives are not. Zip archives are opened once; an archive
//! inside an archive is refused.

use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::Survey;
use crate::kind::{self, Content, HEAD};
use crate::place::{Place, trouble_of};
use crate::{Kind, Notice, RefusalKind, Trouble, archive};

/// Deeper folders than this are not entered.
const DEEPEST: usize = 64;
/// More files than this are a mistake: a whole disk, perhaps.
const MOST_FILES: usize = 200_000;

/// A file, and what its first bytes say.
pub(super) struct Found {
    /// What it is called in messages.
    pub(super) shown: String,
    /// Its bare name.
    pub(super) name: String,
    /// The folder it lies in: files of one folder explain each other.
    pub(super) folder: String,
    pub(super) place: Place,
    pub(super) content: Result<Kind, Trouble>,
}

struct Walk<'a> {
    survey: &'a mut Survey,
    found: Vec<Found>,
    seen: HashSet<PathBuf>,
}

pub(super) fn walk(paths: &[PathBuf], survey: &mut Survey) -> Vec<Found> {
    let mut walk = Walk { survey, found: Vec::new(), seen: HashSet::new() };
    for path in paths {
        let shown = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let shown = archive::printable(&shown);
        match fs::metadata(path) {
            Err(error) => walk.refuse(&shown, trouble_of(&error)),
            Ok(metadata) if metadata.is_dir() => walk.folder(path, &shown, 0),
            Ok(metadata) if metadata.is_file() && is_left_behind(&shown, false) => {
                walk.survey.skipped += 1;
            }
            Ok(metadata) if metadata.is_file() => walk.file(path, shown),
            Ok(_) => walk
                .refuse(&shown, Trouble::new(RefusalKind::Unreachable, "it is no ordinary file.")),
        }
    }
    walk.found
}

impl Walk<'_> {
    fn refuse(&mut self, shown: &str, trouble: Trouble) {
        self.survey.refusals.push(trouble.in_file(shown));
    }

    fn folder(&mut self, path: &Path, shown: &str, depth: usize) {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => return self.refuse(shown, trouble_of(&error)),
        };
        if depth > DEEPEST {
            let trouble = Trouble::new(RefusalKind::TooLarge, "folders are nested too deep here.");
            return self.refuse(shown, trouble);
        }
        let mut entries: Vec<fs::DirEntry> = entries.flatten().collect();
        entries.sort_by_cached_key(|entry| archive::natural(&entry.file_name().to_string_lossy()));
        for entry in entries {
            let name = archive::printable(&entry.file_name().to_string_lossy());
            let inside = format!("{shown}/{name}");
            if is_left_behind(&name, true) {
                self.survey.skipped += 1;
                continue;
            }
            match entry.file_type() {
                Err(error) => self.refuse(&inside, trouble_of(&error)),
                Ok(kind) if kind.is_symlink() => self.survey.notices.push(Notice {
                    file: inside,
                    message: "This is a link to another place; links in folders are not followed."
                        .into(),
                }),
                Ok(kind) if kind.is_dir() => self.folder(&entry.path(), &inside, depth + 1),
                Ok(kind) if kind.is_file() => self.file(&entry.path(), inside),
                Ok(_) => self.refuse(
                    &inside,
                    Trouble::new(RefusalKind::Unreachable, "it is no ordinary file."),
                ),
            }
        }
    }

    fn file(&mut self, path: &Path, shown: String) {
        // The same file may be named twice, by itself and by its folder.
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if !self.seen.insert(real) {
            return;
        }
        if self.seen.len() > MOST_FILES {
            if self.seen.len() == MOST_FILES + 1 {
                let message =
                    format!("there are more than {MOST_FILES} files here: import them in parts.");
                self.refuse(&shown, Trouble::new(RefusalKind::TooLarge, message));
            }
            return;
        }
        let name =
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let place = Place::Disk(path.to_owned());
        let content = place.head(HEAD).and_then(|head| kind::recognise(&head, &name));
        let content = match content {
            Ok(Content::Archive) => match self.archive(path, &shown) {
                Some(kind) => Ok(kind),
                None => return,
            },
            Ok(Content::Readable(kind)) => Ok(kind::look_closer(kind, &place)),
            Err(trouble) => Err(trouble),
        };
        let folder = path.parent().map(|parent| parent.display().to_string()).unwrap_or_default();
        self.found.push(Found { shown, name, folder, place, content });
    }

    /// Opens a zip archive; returns a kind when it turns out to be a document.
    fn archive(&mut self, path: &Path, shown: &str) -> Option<Kind> {
        let (entries, refused) = match archive::list(path) {
            Ok(listed) => listed,
            Err(trouble) => {
                self.refuse(shown, trouble);
                return None;
            }
        };
        let holds = |name: &str| entries.iter().any(|entry| entry.path == name);
        if holds("word/document.xml") {
            return Some(Kind::Docx);
        }
        if holds("xl/workbook.xml") {
            return Some(Kind::Sheet);
        }
        if holds("META-INF/container.xml") {
            return Some(Kind::Epub);
        }
        let foreign = [
            ("project.qde", "a REFI-QDA project"),
            ("xl/workbook.bin", "a binary Excel workbook: save it again as .xlsx"),
            ("ppt/presentation.xml", "a PowerPoint presentation"),
            ("META-INF/manifest.xml", "an OpenDocument file other than a text"),
        ];
        if let Some((_, what)) = foreign.iter().find(|(name, _)| holds(name)) {
            self.refuse(shown, kind::not_read(what));
            return None;
        }
        if entries.is_empty() && refused.is_empty() {
            let trouble =
                Trouble::new(RefusalKind::Empty, "there is nothing to import in this archive.");
            self.refuse(shown, trouble);
        }
        for (name, trouble) in refused {
            if is_left_behind_anywhere(&name) {
                self.survey.skipped += 1;
            } else {
                self.refuse(&format!("{shown} › {name}"), trouble);
            }
        }
        match archive::open(path) {
            Ok(mut opened) => {
                for entry in entries {
                    self.entry(path, shown, &mut opened, &entry);
                }
            }
            Err(trouble) => self.refuse(shown, trouble),
        }
        None
    }

    fn entry(
        &mut self,
        path: &Path,
        shown: &str,
        opened: &mut zip::ZipArchive<impl std::io::Read + std::io::Seek>,
        entry: &archive::Entry,
    ) {
        if is_left_behind_anywhere(&entry.path) {
            self.survey.skipped += 1;
            return;
        }
        let mut head = Vec::new();
        let read = opened
            .by_index(entry.index)
            .map_err(|error| archive::trouble_of(&error))
            .and_then(|file| Ok(file.take(HEAD as u64).read_to_end(&mut head)?));
        let (folder, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        let content = read.and_then(|_| match kind::recognise(&head, name)? {
            Content::Readable(kind) => Ok(kind),
            Content::Archive => Err(Trouble::new(
                RefusalKind::Unsupported,
                "an archive inside an archive is not opened: unpack it and import its files.",
            )),
        });
        self.found.push(Found {
            shown: format!("{shown} › {}", archive::printable(&entry.path)),
            name: name.to_owned(),
            folder: format!("{} › {folder}", path.display()),
            place: Place::Entry { archive: path.to_owned(), index: entry.index },
            content,
        });
    }
}

/// Files that systems and programs leave beside people's own.
fn is_left_behind(name: &str, hidden_too: bool) -> bool {
    let lower = name.to_lowercase();
    matches!(lower.as_str(), "thumbs.db" | "ehthumbs.db" | "desktop.ini" | "__macosx" | ".ds_store")
        || name.starts_with("~$")
        || name.starts_with("._")
        || name.starts_with(".~lock.")
        || name.starts_with("Icon\r")
        || (hidden_too && name.starts_with('.') && !matches!(name, "." | ".."))
}

fn is_left_behind_anywhere(path: &str) -> bool {
    path.split('/').any(|part| is_left_behind(part, true))
}
