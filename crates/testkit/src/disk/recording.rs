//! The record of what a process did to the files of one folder, and how it is made.

#![expect(clippy::panic, reason = "what cannot be recorded fails its test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use super::Disk;
use crate::preload;
use crate::victim::Victim;

/// One thing that a process did, in the order in which things happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Opened a file or folder, made if it was not there, emptied if `empty`.
    Open {
        /// Its number while it is open.
        fd: i32,
        /// The file.
        path: PathBuf,
        /// Whether everything in it was thrown away.
        empty: bool,
    },
    /// Closed it.
    Close {
        /// Which.
        fd: i32,
    },
    /// Wrote bytes.
    Write {
        /// Into which.
        fd: i32,
        /// Where.
        at: usize,
        /// What.
        bytes: Vec<u8>,
    },
    /// Set the length.
    Truncate {
        /// Of which.
        fd: i32,
        /// To how many bytes.
        length: usize,
    },
    /// Synced a file or folder, and was told that it is done.
    Sync {
        /// Which.
        fd: i32,
    },
    /// Mapped a file into memory to write to it there.
    Map {
        /// Which.
        fd: i32,
    },
    /// Gave a file another name, in place of whatever had it.
    Rename {
        /// The old one.
        from: PathBuf,
        /// The new one.
        to: PathBuf,
    },
    /// Gave a file one more name.
    Link {
        /// One that it had.
        from: PathBuf,
        /// The new one.
        to: PathBuf,
    },
    /// Took a name away.
    Remove {
        /// Which.
        path: PathBuf,
    },
    /// Made a folder.
    Folder {
        /// Which.
        path: PathBuf,
    },
    /// Said that something was acknowledged to it.
    Acknowledged(String),
}

/// What a victim did to a folder, from the folder as it was to its own end.
#[derive(Debug)]
pub struct Recording {
    /// The folder as it was before.
    pub before: Disk,
    /// What was done.
    pub events: Vec<Event>,
    /// What was acknowledged, in order.
    pub acknowledged: Vec<String>,
}

impl Recording {
    /// Lets a victim, which is a test, play a scene to its end and records what it does to a folder.
    ///
    /// Fails the test where no C compiler builds the shim: `.ci/run` needs one anyway.
    pub fn of(test: &str, scene: &[&str], folder: &Path) -> Self {
        let folder = folder.canonicalize().expect("the folder is there");
        let before = Disk::with(&folder);
        let aside = tempfile::tempdir().expect("a temporary folder can be made");
        let log = aside.path().join("record");
        let plain = |path: &Path| path.to_str().expect("the test's own paths are UTF-8").to_owned();
        let environment = [
            ("LD_PRELOAD", plain(&shim())),
            ("TREFOIL_SHIM_FOLDER", plain(&folder)),
            ("TREFOIL_SHIM_LOG", plain(&log)),
        ];
        let environment: Vec<_> =
            environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let acknowledged = Victim::start_with(test, scene, &environment).finish();
        let events = read(&fs::read(&log).expect("the shim wrote a record"));
        Self { before, events, acknowledged }
    }
}

fn shim() -> PathBuf {
    static BUILT: OnceLock<TempDir> = OnceLock::new();
    preload::build(&BUILT, "sync_shim.c", include_str!("../sync_shim.c"))
}

/// Reads the lines of a record; one that was cut off at the end is left out.
pub(super) fn read(record: &[u8]) -> Vec<Event> {
    let (mut events, mut rest) = (Vec::new(), record);
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 1..];
        let fields: Vec<&str> = line.split('\t').collect();
        let fd = || number::<i32>(fields[1]);
        let path = |at: usize| PathBuf::from(fields[at]);
        events.push(match fields[0] {
            "open" => Event::Open { fd: fd(), empty: fields[2] == "1", path: path(3) },
            "close" => Event::Close { fd: fd() },
            "write" => {
                let length = number(fields[3]);
                if rest.len() < length {
                    break;
                }
                let (bytes, after) = rest.split_at(length);
                rest = after;
                Event::Write { fd: fd(), at: number(fields[2]), bytes: bytes.to_vec() }
            }
            "truncate" => Event::Truncate { fd: fd(), length: number(fields[2]) },
            "sync" => Event::Sync { fd: fd() },
            "map" => Event::Map { fd: fd() },
            "rename" => Event::Rename { from: path(1), to: path(2) },
            "link" => Event::Link { from: path(1), to: path(2) },
            "remove" => Event::Remove { path: path(1) },
            "folder" => Event::Folder { path: path(1) },
            "acknowledged" => Event::Acknowledged(fields[1].to_owned()),
            other => panic!("the shim wrote “{other}”, which nobody reads"),
        });
    }
    events
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("the shim wrote “{text}” for a number"))
}
