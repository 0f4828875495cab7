//! The parts inside a Word or OpenDocument file.
//!
//! Such a file is a zip archive. Parts are unpacked one at a time up to a limit
//! that counts real bytes, whatever the archive claims; only the parts that hold
//! text are touched, so pictures and macros are never looked at.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::{RefusalKind, Trouble, archive};

/// The largest part that is unpacked.
const LARGEST_PART: u64 = 96 * 1024 * 1024;
/// More parts than this no document has.
const MOST_PARTS: usize = 20_000;

/// An opened package.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    /// Opens the bytes of a document; `claims` names what it should be.
    pub(crate) fn open(bytes: &'a [u8], claims: &str) -> Result<Self, Trouble> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            Trouble::new(
                RefusalKind::Damaged,
                format!("this {claims} is damaged or cut off: copy it again from where it came."),
            )
        })?;
        if archive.len() > MOST_PARTS {
            return Err(Trouble::new(
                RefusalKind::TooLarge,
                format!("this {claims} has more than {MOST_PARTS} parts and was not read."),
            ));
        }
        Ok(Self { archive })
    }

    /// Whether there is a part whose name begins so.
    pub(crate) fn holds(&self, prefix: &str) -> bool {
        self.archive.file_names().flatten().any(|name| name.starts_with(prefix))
    }

    /// The names of the parts that end so.
    pub(crate) fn names(&self, suffix: &str) -> Vec<String> {
        let names = self.archive.file_names().flatten();
        let wanted = names.filter(|name| name.ends_with(suffix));
        wanted.map(|name| name.to_string()).collect()
    }

    /// Unpacks a part; nothing when there is none of this name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(index) = self.find(name) else {
            return Ok(None);
        };
        let part = self.archive.by_index(index).map_err(|error| archive::trouble_of(&error))?;
        if part.encrypted() {
            return Err(locked());
        }
        let mut bytes = Vec::new();
        part.take(LARGEST_PART + 1).read_to_end(&mut bytes).map_err(|error| {
            Trouble::new(
                RefusalKind::Damaged,
                format!("its part {name} is damaged ({error}): copy it again from where it came."),
            )
        })?;
        if bytes.len() as u64 > LARGEST_PART {
            return Err(Trouble::new(
                RefusalKind::TooLarge,
                format!("its part {name} swells to more than {} MiB.", LARGEST_PART / 1024 / 1024),
            ));
        }
        Ok(Some(bytes))
    }

    /// Some programs write `\` or other capitals into part names.
    fn find(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name).or_else(|| {
            (0..self.archive.len()).find(|index| {
                self.archive.name_for_index(*index).is_some_and(|found| {
                    found.is_ok_and(|found| found.replace('\\', "/").eq_ignore_ascii_case(name))
                })
            })
        })
    }
}

/// The refusal of a document that is locked.
pub(crate) fn locked() -> Trouble {
    Trouble::new(
        RefusalKind::Encrypted,
        "it is locked with a password: open it, save it without the password, and import that.",
    )
}

/// The refusal of a book that can be read only in its shop's own program.
pub(crate) fn locked_by_shop() -> Trouble {
    Trouble::new(
        RefusalKind::Encrypted,
        "its shop has locked it (DRM), so that only its own program opens it: ask the publisher for \
         an unlocked copy, or type the passages that you need.",
    )
}
