//! The names under which uploaded files are put down.
//!
//! A browser says where a file lay as a path. Its parts are kept, because files of one folder
//! explain each other, but none of them may lead out of the folder they are put into: what goes
//! up or begins at a root is dropped, and so is what no file system takes.

use std::path::PathBuf;

/// Longer names than this are cut; file systems allow 255 bytes.
const LONGEST: usize = 200;
/// Deeper folders than this are folded into the last one.
const DEEPEST: usize = 24;

/// A path below the folder of an upload; never absolute, never upwards, never empty.
pub(super) fn clean(name: &str) -> PathBuf {
    let mut parts: Vec<String> = name.split(['/', '\\']).filter_map(part).collect();
    if parts.len() > DEEPEST {
        parts.drain(DEEPEST - 1..parts.len() - 1);
    }
    if parts.is_empty() {
        parts.push("file without a name".to_owned());
    }
    parts.into_iter().collect()
}

/// One part of a path; nothing where it says nothing or leads elsewhere.
fn part(text: &str) -> Option<String> {
    // A letter with a colon names a drive, and drives are roots.
    let is_drive = text.len() == 2 && text.ends_with(':');
    let kept: String = text.chars().filter(|c| !c.is_control()).map(storable).collect();
    let kept = kept.trim();
    let leads_elsewhere = kept.is_empty() || kept.chars().all(|c| c == '.') || is_drive;
    (!leads_elsewhere).then(|| cut(kept))
}

/// What Windows takes in a name; elsewhere a name stays as a chat spells it.
fn storable(c: char) -> char {
    if cfg!(windows) && "<>:\"|?*".contains(c) { '_' } else { c }
}

/// Cuts a long name before its extension.
fn cut(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= 8 => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let end = stem.floor_char_boundary(LONGEST - extension.len());
    format!("{}{extension}", &stem[..end])
}

#[cfg(test)]
mod tests {
    use super::clean;

    fn cleaned(name: &str) -> String {
        clean(name).display().to_string()
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        assert_eq!(cleaned("../../etc/passwd"), "etc/passwd");
        assert_eq!(cleaned("/etc/passwd"), "etc/passwd");
        assert_eq!(cleaned("C:\\Users\\ada\\P1.txt"), "Users/ada/P1.txt");
        assert_eq!(cleaned("..\\..\\P1.txt"), "P1.txt");
        assert_eq!(cleaned("notes/./../.../P1.txt"), "notes/P1.txt");
        assert_eq!(cleaned("P1\0.txt\r\n"), "P1.txt");
        for nothing in ["", "..", "/", "\\", "\0", " . "] {
            assert_eq!(cleaned(nothing), "file without a name", "{nothing:?}");
        }
    }

    #[test]
    fn long_and_deep_names_are_cut() {
        let long = cleaned(&format!("{}.opus", "é".repeat(300)));
        assert!(long.len() <= 200 && long.ends_with("é.opus"), "{long}");
        let deep = cleaned(&format!("{}P1.txt", "a/".repeat(500)));
        assert_eq!(deep.split('/').count(), 24);
        assert!(deep.ends_with("/P1.txt"));
    }

    #[test]
    fn a_name_stays_as_a_chat_spells_it() {
        let name = "WhatsApp Chat with Peer/PTT-20251013-WA0002.opus";
        assert_eq!(cleaned(name), name);
    }
}
