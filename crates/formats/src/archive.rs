//! Zip archives as containers of files: what is in them, and what is unsafe.
//!
//! Only the directory of the archive is read here. Names that would lead out of
//! a folder, links, locked entries, archives inside archives and entries made to
//! swell are refused one by one; the rest of the archive is used.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::{RefusalKind, Trouble};

/// More entries than this is an attack or a mistake.
const MOST_ENTRIES: usize = 50_000;
/// The most that all entries together may unpack to: two weeks of WAV.
const LARGEST_TOTAL: u64 = 128 * 1024 * 1024 * 1024;
/// Recordings of silence shrink well, but nothing real shrinks further.
const STEEPEST_RATIO: u64 = 500;
/// Below this size no ratio does harm.
const HARMLESS: u64 = 64 * 1024 * 1024;

/// An entry that may be read.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its position in the archive.
    pub(crate) index: usize,
    /// Its path inside the archive, with `/`.
    pub(crate) path: String,
}

/// Opens an archive.
pub(crate) fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>, Trouble> {
    ZipArchive::new(BufReader::new(File::open(path)?)).map_err(|error| trouble_of(&error))
}

/// Lists the files of an archive in order of their names, and what is refused.
#[expect(clippy::type_complexity, reason = "a pair of lists says it best")]
pub(crate) fn list(path: &Path) -> Result<(Vec<Entry>, Vec<(String, Trouble)>), Trouble> {
    let mut archive = open(path)?;
    if archive.len() > MOST_ENTRIES {
        return Err(Trouble::new(
            RefusalKind::TooLarge,
            format!("it holds more than {MOST_ENTRIES} files: import it in parts."),
        ));
    }
    if archive.has_overlapping_files().unwrap_or(false) {
        return Err(Trouble::new(
            RefusalKind::Unsafe,
            "its files overlap each other, as in archives made to swell; it was not unpacked.",
        ));
    }
    let mut total = 0_u64;
    let (mut entries, mut refused) = (Vec::new(), Vec::new());
    for index in 0..archive.len() {
        let entry = match archive.by_index_data(index) {
            Ok(entry) => entry,
            Err(error) => {
                refused.push((format!("entry {index}"), trouble_of(&error)));
                continue;
            }
        };
        let name = name_of(entry.name_raw(), entry.name().ok().as_deref());
        if entry.is_dir() || name.ends_with(['/', '\\']) {
            continue;
        }
        let (size, packed) = (entry.size(), entry.compressed_size());
        total = total.saturating_add(size);
        let safe = safe_path(&name).filter(|_| entry.enclosed_name().is_some());
        let trouble = if safe.is_none() {
            Some((
                RefusalKind::Unsafe,
                "its name is not that of a file inside the archive; it was not unpacked.",
            ))
        } else if entry.is_symlink() {
            Some((RefusalKind::Unsafe, "it is a link to another file, which is not followed."))
        } else if entry.encrypted() {
            Some((
                RefusalKind::Encrypted,
                "it is locked with a password: unpack the archive first and import the files.",
            ))
        } else if size > HARMLESS && size / packed.max(1) > STEEPEST_RATIO {
            Some((
                RefusalKind::TooLarge,
                "it would swell to more than 500 times its size; it was not unpacked.",
            ))
        } else if total > LARGEST_TOTAL {
            Some((
                RefusalKind::TooLarge,
                "the archive would unpack to more than 128 GiB; import it in parts.",
            ))
        } else {
            None
        };
        match (safe, trouble) {
            (Some(path), None) => entries.push(Entry { index, path }),
            (_, Some((kind, message))) => {
                refused.push((printable(&name), Trouble::new(kind, message)));
            }
            (None, None) => {}
        }
    }
    entries.sort_by_cached_key(|entry| natural(&entry.path));
    Ok((entries, refused))
}

/// Says what a zip error means to a person.
pub(crate) fn trouble_of(error: &ZipError) -> Trouble {
    let (kind, message) = match error {
        ZipError::Io(error) => return super::place::trouble_of(error),
        ZipError::InvalidPassword => {
            (RefusalKind::Encrypted, "it is locked with a password: unlock it first.".to_owned())
        }
        ZipError::UnsupportedArchive(cause) if cause.to_lowercase().contains("password") => {
            (RefusalKind::Encrypted, "it is locked with a password: unlock it first.".to_owned())
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => (
            RefusalKind::Unsupported,
            "it is packed in a way that cannot be unpacked: pack it again as an ordinary zip."
                .to_owned(),
        ),
        _ => (
            RefusalKind::Damaged,
            "the archive is damaged or cut off: copy or export it again.".to_owned(),
        ),
    };
    Trouble::new(kind, message)
}

/// Many tools write UTF-8 names without the flag that says so.
fn name_of(raw: &[u8], declared: Option<&str>) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => declared.map_or_else(|| String::from_utf8_lossy(raw).into_owned(), str::to_owned),
    }
}

/// The path with `/`, or nothing when it is absolute or climbs.
fn safe_path(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    if name.starts_with('/') || name.contains('\0') {
        return None;
    }
    let mut parts = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => return None,
            part if parts.is_empty() && part.len() == 2 && part.ends_with(':') => return None,
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// A key that sorts names as people do: P2 before P10.
pub(crate) fn natural(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 16);
    let mut rest = name;
    while let Some(at) = rest.find(|sign: char| sign.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        key.push_str(before);
        key.extend(std::iter::repeat_n('0', 20_usize.saturating_sub(digits.len())));
        key.push_str(digits);
        rest = after;
    }
    key.push_str(rest);
    key
}

/// A hostile name must not write control sequences to somebody's terminal.
pub(crate) fn printable(name: &str) -> String {
    name.chars().map(|sign| if sign.is_control() { '�' } else { sign }).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_people_do() {
        let mut names = ["P10.odt", "P2.odt", "P1_b.odt", "P1.odt", "a"];
        names.sort_by_cached_key(|name| natural(name));
        assert_eq!(names, ["P1.odt", "P1_b.odt", "P2.odt", "P10.odt", "a"]);
    }

    #[test]
    fn only_paths_that_stay_inside_are_safe() {
        assert_eq!(safe_path("a/./b.txt").as_deref(), Some("a/b.txt"));
        assert_eq!(safe_path("a\\b.txt").as_deref(), Some("a/b.txt"));
        for name in ["../a", "a/../../b", "/etc/passwd", "C:\\a", "\\a", "a\0b", "", "./"] {
            assert_eq!(safe_path(name), None, "{name:?}");
        }
    }
}
