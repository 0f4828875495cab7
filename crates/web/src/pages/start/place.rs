//! From what a person typed to a place.
//!
//! File managers copy paths in quotation marks or as `file://` addresses, shells know `~`, and
//! nobody likes to type the ending: all of it is understood.

use std::path::{Path, PathBuf};

use trefoil_core::error::{Error, Result};
use trefoil_core::storage::Place;

/// The ending of study files.
pub(super) const ENDING: &str = "trefoil";

/// The place that was typed; a path that is not whole is taken from `folder`.
///
/// Errors: nothing was typed; an address without a study.
pub(super) fn typed(text: &str, folder: &Path) -> Result<Place> {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    if text.is_empty() {
        return Err(Error::invalid("No place was given.")
            .hint("Type the path of a study file, or choose one from the list."));
    }
    match Place::parse(text)? {
        Place::File(path) => Ok(Place::File(with_ending(whole(&path, folder)))),
        server @ Place::Server { .. } => Ok(server),
    }
}

/// A path from the root on.
pub(super) fn whole(path: &Path, folder: &Path) -> PathBuf {
    let text = path.to_string_lossy();
    if let Some(rest) = text.strip_prefix("file://") {
        return PathBuf::from(decoded(rest));
    }
    match (path.strip_prefix("~"), home()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => folder.join(path),
    }
}

/// The person's own folder.
pub(super) fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| home.is_absolute())
}

/// The file that lies there, when only its ending was left out.
fn with_ending(path: PathBuf) -> PathBuf {
    if path.exists() || path.extension().is_some_and(|ending| ending == ENDING) {
        return path;
    }
    let mut longer = path.clone().into_os_string();
    longer.push(".");
    longer.push(ENDING);
    let longer = PathBuf::from(longer);
    if longer.exists() { longer } else { path }
}

/// Undoes the percent signs of an address.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let coded = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        if let (b'%', Some(byte)) = (first, coded) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A name for a file, from a title: small letters, digits and hyphens.
pub(super) fn file_name(title: &str) -> String {
    let plain: String = title
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let name: String = words.join("-").chars().take(60).collect();
    let name = name.trim_end_matches('-');
    format!("{}.{ENDING}", if name.is_empty() { "study" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> PathBuf {
        match typed(text, Path::new("/data")).expect("is a place") {
            Place::File(path) => path,
            server @ Place::Server { .. } => unreachable!("{server} is no file"),
        }
    }

    #[test]
    fn a_place_is_understood_however_it_was_copied() {
        assert_eq!(file(" one.trefoil "), Path::new("/data/one.trefoil"));
        assert_eq!(file("\"/a b/one.trefoil\""), Path::new("/a b/one.trefoil"));
        assert_eq!(file("file:///a%20b/one.trefoil"), Path::new("/a b/one.trefoil"));
        assert_eq!(file("file:///100%/x%zz"), Path::new("/100%/x%zz"));
        assert!(typed("  ", Path::new("/")).is_err());
        assert!(typed("postgres://host/db", Path::new("/")).is_err());
    }

    #[test]
    fn a_title_becomes_a_name_that_every_system_can_hold() {
        assert_eq!(
            file_name("Finding my feet: 3 months / Ward"),
            "finding-my-feet-3-months-ward.trefoil"
        );
        assert_eq!(file_name("Über Räume"), "über-räume.trefoil");
        assert_eq!(file_name("…"), "study.trefoil");
    }
}
