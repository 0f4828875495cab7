//! What a disk holds after a kill or a power cut, at every moment of a process.
//!
//! A kill alone shows no lost sync: what a process wrote stays in the system's memory and reaches
//! the disk some time. So a [`Recording`] is made of everything a victim does to the files of one
//! folder (`sync_shim.c` writes it down), and a [`Disk`] plays it back, event by event. At each
//! moment it can say which files hold bytes that were never synced, and lay out the folder as a
//! kill or a power cut at that moment would leave it: see [`Loss`].
//!
//! A power cut keeps what was synced: the bytes of a file whose file was synced, the names in a
//! folder whose folder was. Of the rest anything may survive, in any order. Index files (`-shm`)
//! are rebuilt from the log by whoever opens next, so they are neither judged nor laid out.

mod recording;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub use recording::{Event, Recording};

use crate::random::Random;

/// How the process ended, which decides what is left of what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Killed: the system goes on and keeps everything.
    Kill,
    /// The power failed; nothing but what was synced is left.
    Unsynced,
    /// The power failed; names got to the disk, bytes that were not synced did not.
    Bytes,
    /// The power failed; bytes got to the disk, names that were not synced did not.
    Names,
    /// The power failed; of what was not synced, some survived and some did not.
    Some,
}

impl Loss {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Kill, Self::Unsynced, Self::Bytes, Self::Names, Self::Some];
}

/// What stands behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Folder,
    File(usize),
}

/// One file, whatever it is called at the moment.
#[derive(Debug, Clone, Default)]
struct File {
    synced: Vec<u8>,
    since: Vec<Piece>,
}

/// What was done to a file since its last sync.
#[derive(Debug, Clone)]
enum Piece {
    Write(usize, Vec<u8>),
    Length(usize),
}

/// A change of names that its folder has not been synced after: each name and what it is now.
type Renaming = Vec<(PathBuf, Option<Node>)>;

/// A folder as a disk holds it and as the process sees it.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    files: Vec<File>,
    names: BTreeMap<PathBuf, Node>,
    kept: BTreeMap<PathBuf, Node>,
    unkept: Vec<Renaming>,
    open: BTreeMap<i32, (PathBuf, Node)>,
    syncs: usize,
}

impl Disk {
    /// A disk on which a folder lies as it does now, all of it safe.
    pub fn with(folder: &Path) -> Self {
        let mut disk = Self {
            root: folder.to_owned(),
            files: Vec::new(),
            names: BTreeMap::new(),
            kept: BTreeMap::new(),
            unkept: Vec::new(),
            open: BTreeMap::new(),
            syncs: 0,
        };
        disk.take_in(folder);
        disk.kept = disk.names.clone();
        disk
    }

    fn take_in(&mut self, folder: &Path) {
        self.names.insert(folder.to_owned(), Node::Folder);
        for entry in fs::read_dir(folder).expect("a folder of the test can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                self.take_in(&path);
            } else {
                let synced = fs::read(&path).expect("a file of the test can be read");
                self.files.push(File { synced, since: Vec::new() });
                self.names.insert(path, Node::File(self.files.len() - 1));
            }
        }
    }

    /// How many syncs there have been, of files and folders.
    pub fn syncs(&self) -> usize {
        self.syncs
    }

    /// The files whose bytes or names a power cut would take away now. Neither an index file
    /// (`-shm`), which is rebuilt, nor a lock file (`-lock`), which says nothing to those who come
    /// after, counts. A name that was taken away may come back: whether that does harm is for
    /// [`Disk::lay_out`] to show.
    pub fn unsynced(&self) -> Vec<PathBuf> {
        let bytes = self.names.keys().filter(|path| self.has_unsynced_bytes(path));
        let given = self.unkept.iter().flatten().filter(|(_, node)| node.is_some());
        let names = given.map(|(path, _)| path).filter(|path| self.names.contains_key(*path));
        let judged = |path: &&PathBuf| !is_index(path) && !ends_with(path, "-lock");
        let mut unsynced: Vec<PathBuf> = bytes.chain(names).filter(judged).cloned().collect();
        unsynced.sort();
        unsynced.dedup();
        unsynced
    }

    /// Whether bytes were written to this file since it was last synced.
    pub fn has_unsynced_bytes(&self, path: &Path) -> bool {
        match self.names.get(path) {
            Some(Node::File(at)) => !self.files[*at].since.is_empty(),
            Some(Node::Folder) | None => false,
        }
    }

    /// Plays one event.
    pub fn play(&mut self, event: &Event) {
        match event {
            Event::Acknowledged(_) => {}
            Event::Open { fd, path, empty } => self.opened(*fd, path, *empty),
            Event::Close { fd } => drop(self.open.remove(fd)),
            Event::Write { fd, at, bytes } => self.piece(*fd, Piece::Write(*at, bytes.clone())),
            Event::Truncate { fd, length } => self.piece(*fd, Piece::Length(*length)),
            Event::Sync { fd } => self.synced(*fd),
            Event::Map { fd } => {
                let path = &self.open[fd].0;
                assert!(is_index(path), "{} is written through memory, unseen", path.display());
            }
            Event::Rename { from, to } => {
                let node = self.names[from];
                assert_eq!(from.parent(), to.parent(), "a file is renamed within its folder");
                self.rename(vec![(from.clone(), None), (to.clone(), Some(node))]);
            }
            Event::Link { from, to } => self.rename(vec![(to.clone(), Some(self.names[from]))]),
            Event::Remove { path } => self.rename(vec![(path.clone(), None)]),
            Event::Folder { path } => self.rename(vec![(path.clone(), Some(Node::Folder))]),
        }
    }

    fn opened(&mut self, fd: i32, path: &Path, empty: bool) {
        if !self.names.contains_key(path) {
            self.files.push(File::default());
            self.rename(vec![(path.to_owned(), Some(Node::File(self.files.len() - 1)))]);
        }
        self.open.insert(fd, (path.to_owned(), self.names[path]));
        if empty {
            self.piece(fd, Piece::Length(0));
        }
    }

    fn piece(&mut self, fd: i32, piece: Piece) {
        if let Node::File(at) = self.open[&fd].1 {
            self.files[at].since.push(piece);
        }
    }

    fn synced(&mut self, fd: i32) {
        self.syncs += 1;
        let (path, node) = self.open[&fd].clone();
        match node {
            Node::File(at) => {
                let file = &mut self.files[at];
                file.synced = file.content(|| true);
                file.since.clear();
            }
            Node::Folder => {
                let (now, later) =
                    std::mem::take(&mut self.unkept).into_iter().partition(|names: &Renaming| {
                        names.iter().all(|(name, _)| name.parent() == Some(&path))
                    });
                self.unkept = later;
                let now: Vec<Renaming> = now;
                apply(&mut self.kept, now.into_iter().flatten());
            }
        }
    }

    fn rename(&mut self, names: Renaming) {
        apply(&mut self.names, names.iter().cloned());
        self.unkept.push(names);
    }

    /// Lays the folder out at another place as it would be found after a loss at this moment.
    pub fn lay_out(&self, loss: Loss, random: &mut Random, to: &Path) {
        let mut names = if matches!(loss, Loss::Kill | Loss::Bytes) {
            self.names.clone()
        } else {
            self.kept.clone()
        };
        if loss == Loss::Some {
            for renaming in &self.unkept {
                // A renaming within a folder happens whole or not at all.
                if random.chance(50) {
                    apply(&mut names, renaming.iter().cloned());
                }
            }
        }
        for (path, node) in &names {
            let Ok(below) = path.strip_prefix(&self.root) else { continue };
            let place = to.join(below);
            match node {
                _ if is_index(path) || !place.parent().is_some_and(Path::is_dir) => {}
                Node::Folder => fs::create_dir_all(place).expect("a folder can be made"),
                Node::File(at) => {
                    let content = self.files[*at].content(|| match loss {
                        Loss::Kill | Loss::Names => true,
                        Loss::Unsynced | Loss::Bytes => false,
                        Loss::Some => random.chance(50),
                    });
                    fs::write(place, content).expect("a file can be written");
                }
            }
        }
    }
}

impl File {
    /// What is in it, with those of the unsynced pieces that survive.
    fn content(&self, mut survives: impl FnMut() -> bool) -> Vec<u8> {
        let mut content = self.synced.clone();
        for piece in &self.since {
            if !survives() {
                continue;
            }
            match piece {
                Piece::Length(length) => content.resize(*length, 0),
                Piece::Write(at, bytes) => {
                    let end = at + bytes.len();
                    if content.len() < end {
                        content.resize(end, 0);
                    }
                    content[*at..end].copy_from_slice(bytes);
                }
            }
        }
        content
    }
}

fn apply(
    names: &mut BTreeMap<PathBuf, Node>,
    changes: impl IntoIterator<Item = (PathBuf, Option<Node>)>,
) {
    for (path, node) in changes {
        match node {
            Some(node) => names.insert(path, node),
            None => names.remove(&path),
        };
    }
}

fn is_index(path: &Path) -> bool {
    ends_with(path, "-shm")
}

fn ends_with(path: &Path, end: &str) -> bool {
    path.to_string_lossy().ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(line: &str) -> Event {
        recording::read(line.as_bytes()).pop().expect("one event")
    }

    /// The folder as name and content, after a loss.
    fn after(disk: &Disk, loss: Loss) -> Vec<(String, String)> {
        let to = tempfile::tempdir().expect("a folder");
        disk.lay_out(loss, &mut Random::seeded(1), to.path());
        let mut found: Vec<_> = fs::read_dir(to.path())
            .expect("lists")
            .map(|entry| {
                let path = entry.expect("an entry").path();
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                (name, fs::read_to_string(path).expect("reads"))
            })
            .collect();
        found.sort();
        found
    }

    fn found(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_cut_keeps_what_was_synced_and_a_kill_keeps_everything() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a"), "old").expect("writes");
        let mut disk = Disk::with(folder.path());
        let root = folder.path().display();
        disk.play(&event(&format!("open\t3\t0\t{root}/a\n")));
        disk.play(&event("write\t3\t0\t3\nnew"));
        assert_eq!(disk.unsynced(), [folder.path().join("a")]);
        assert_eq!(after(&disk, Loss::Kill), found(&[("a", "new")]));
        assert_eq!(after(&disk, Loss::Unsynced), found(&[("a", "old")]));
        disk.play(&event("sync\t3\n"));
        assert!(disk.unsynced().is_empty());
        assert_eq!(after(&disk, Loss::Unsynced), found(&[("a", "new")]));
        assert_eq!(disk.syncs(), 1);
    }

    #[test]
    fn a_new_name_needs_its_bytes_and_its_folder_synced() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a"), "old").expect("writes");
        let mut disk = Disk::with(folder.path());
        let root = folder.path().display();
        for line in [
            format!("open\t3\t0\t{root}/b\n"),
            "write\t3\t0\t3\nnew".to_owned(),
            format!("rename\t{root}/b\t{root}/a\n"),
        ] {
            disk.play(&event(&line));
        }
        assert_eq!(after(&disk, Loss::Bytes), found(&[("a", "")]), "the classic empty file");
        disk.play(&event("sync\t3\n"));
        assert_eq!(after(&disk, Loss::Bytes), found(&[("a", "new")]));
        assert_eq!(after(&disk, Loss::Unsynced), found(&[("a", "old")]));
        assert!(!disk.unsynced().is_empty(), "its folder is not synced");
        disk.play(&event(&format!("open\t4\t0\t{root}\n")));
        disk.play(&event("sync\t4\n"));
        assert_eq!(after(&disk, Loss::Unsynced), found(&[("a", "new")]));
        assert!(disk.unsynced().is_empty());
    }

    #[test]
    fn index_and_lock_files_are_not_judged() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut disk = Disk::with(folder.path());
        let root = folder.path().display();
        for name in ["s-shm", "s-lock"] {
            disk.play(&event(&format!("open\t3\t0\t{root}/{name}\n")));
            disk.play(&event("write\t3\t0\t1\nx"));
        }
        assert!(disk.unsynced().is_empty());
        assert_eq!(after(&disk, Loss::Kill), found(&[("s-lock", "x")]));
    }
}
