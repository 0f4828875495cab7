//! Looking at what a study file leaves on the disk: its pages, its log, what is unfinished, and its
//! backups.
//!
//! Pages are read as they lie there, decrypted, free ones and overtaken ones too. A value that is
//! longer than a page goes on from page to page, so the seams are looked at as well. Backups are
//! also opened, without a trace beside them, and looked into like the study itself; one that has
//! another passphrase is told.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::search::Stream;
use super::{Found, Look, rows};
use crate::error::{Error, Result};
use crate::storage::key::{Header, Key, header};
use crate::storage::pages::{self, Tally};
use crate::storage::{Connection, Mode, Reader, Sqlite};
use crate::study::backup;

/// Looks at everything that lies beside a study file, and at the file itself.
pub(super) fn look(path: &Path, key: Option<&Key>, look: &mut Look<'_>) -> Result<()> {
    // The log first: what is brought from it into the file meanwhile is then seen there.
    log(&beside(path, "-wal"), None, key, "the log", look);
    if look.enough() {
        return Ok(());
    }
    file(path, None, key, "pages of the file, free ones too", look);
    if look.until_all.is_some() {
        return Ok(());
    }
    log(&beside(path, "-journal"), None, key, "the log", look);
    for left in leftovers(path) {
        let name = short_name(&left);
        if name.ends_with("-wal") {
            log(&left, Some(&name), key, "unfinished files", look);
        } else {
            file(&left, Some(&name), key, "unfinished files", look);
        }
    }
    for one in stored(path)? {
        backup_file(&one, key, look);
    }
    Ok(())
}

/// How many bytes there are to look at, about.
pub(super) fn expected(path: &Path) -> u64 {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |found| found.len());
    let backups: u64 = stored(path).unwrap_or_default().iter().map(|one| 2 * size(one)).sum();
    size(path) + size(&beside(path, "-wal")) + backups
}

/// The files in the folder of backups, whoever put them there.
fn stored(path: &Path) -> Result<Vec<PathBuf>> {
    let folder = backup::folder(path);
    let mut all: Vec<PathBuf> = match std::fs::read_dir(&folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    all.retain(|one| one.is_file() && !backup::is_unfinished(path, one));
    all.sort();
    Ok(all)
}

/// What programs left unfinished beside the study and among its backups.
fn leftovers(path: &Path) -> Vec<PathBuf> {
    backup::unfinished_files(path)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn short_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn backup_file(path: &Path, key: Option<&Key>, look: &mut Look<'_>) {
    let name = format!("backup {}", short_name(path));
    if name.ends_with("-wal") || name.ends_with("-journal") {
        log(path, Some(&name), key, "logs of backups", look);
        return;
    }
    if name.ends_with("-shm") {
        return;
    }
    let own = match (header(path), key) {
        (Ok(Header::Plain { .. }), _) => None,
        (Ok(Header::Encrypted(salt)), Some(key)) if key.fits(salt) => Some(key),
        (Ok(Header::Encrypted(_)), _) => {
            let why = "it has another passphrase than the study";
            look.closed(name, why);
            return;
        }
        // Not a study: looked at as it is.
        (Ok(Header::Foreign) | Err(_), _) => {
            file(path, Some(&name), None, "backups", look);
            return;
        }
    };
    file(path, Some(&name), own, "pages of backups", look);
    if let Err(error) = values(path, &name, own, look) {
        look.closed(name, format!("its values cannot be read: {error}"));
    }
}

/// Looks into the values and recordings of a backup.
fn values(path: &Path, name: &str, key: Option<&Key>, look: &mut Look<'_>) -> Result<()> {
    let connection = Connection::Sqlite(Sqlite::open_untouched(path, key)?);
    connection.transaction(Mode::Read, |connection| {
        rows::look(&Reader::new(connection), Some(name), look)
    })
}

fn log(path: &Path, name: Option<&str>, key: Option<&Key>, place: &str, look: &mut Look<'_>) {
    if !path.exists() {
        return;
    }
    let shown = name.map_or_else(|| "the log".to_owned(), str::to_owned);
    let outcome = {
        let look = &mut *look;
        let shown = shown.clone();
        pages::of_log(path, key, &mut |number, page| {
            one_page(number, page, Some(&shown), place, look);
            Ok(())
        })
    };
    told(outcome, &shown, look);
}

fn file(path: &Path, name: Option<&str>, key: Option<&Key>, place: &str, look: &mut Look<'_>) {
    let shown = name.map_or_else(|| "the file".to_owned(), str::to_owned);
    let mut seams = Seams::default();
    let outcome = {
        let look = &mut *look;
        pages::of_file(path, key, &mut |number, page| {
            one_page(number, page, name, place, look);
            seams.page(number, page, key.is_some(), name, look);
            Ok(())
        })
    };
    told(outcome, &shown, look);
}

fn one_page(number: u32, page: &[u8], name: Option<&str>, place: &str, look: &mut Look<'_>) {
    for pattern in Stream::new(look.search).feed(page) {
        let file = name.map(str::to_owned);
        look.found(pattern, &Found { file, page: Some(number), ..Found::default() });
    }
    look.looked(place, page.len() as u64);
    look.step(page.len() as u64);
}

/// A file that cannot be read is told, and does not end the proof.
fn told(outcome: Result<Tally>, shown: &str, look: &mut Look<'_>) {
    match outcome {
        Ok(Tally { closed: 0, .. }) => {}
        Ok(Tally { pages, closed }) => look
            .closed(shown, format!("{closed} of {pages} pages do not open with the study's key")),
        Err(error) => look.closed(shown, unreadable(&error)),
    }
}

fn unreadable(error: &Error) -> String {
    format!("it cannot be read: {error}")
}

/// What pages end with and begin with, where one goes on in another: a page of a long value begins
/// with the number of the page that follows it.
#[derive(Default)]
struct Seams {
    /// Ends of pages whose next one was not seen yet, by the number of that one.
    ends: HashMap<u32, Vec<u8>>,
    /// Beginnings of pages that came before those that lead to them, by their own number.
    beginnings: HashMap<u32, Vec<u8>>,
}

/// How many seams are held open at a time; a file that is not a study could have any number.
const OPEN: usize = 100_000;

impl Seams {
    fn page(
        &mut self,
        number: u32,
        page: &[u8],
        encrypted: bool,
        name: Option<&str>,
        look: &mut Look<'_>,
    ) {
        let reserved = if encrypted { trefoil_sqlite3mc::page::RESERVED } else { 0 };
        let Some(content) = page.len().checked_sub(reserved).filter(|length| *length > 8) else {
            return;
        };
        let width = look.search.width().min(content - 4);
        let beginning = &page[4..4 + width];
        if let Some(end) = self.ends.remove(&number) {
            seam(&end, beginning, number, name, look);
        }
        let next = u32::from_be_bytes([page[0], page[1], page[2], page[3]]);
        let end = &page[content - width..content];
        // Pages of a tree begin with their kind, which makes a number beyond any file.
        if next > 0 && next < 0x0200_0000 {
            match self.beginnings.remove(&next) {
                Some(beginning) => seam(end, &beginning, next, name, look),
                None if next > number && self.ends.len() < OPEN => {
                    self.ends.insert(next, end.to_vec());
                }
                None => {}
            }
        }
        if self.beginnings.len() < OPEN / 100 {
            self.beginnings.insert(number, beginning.to_vec());
        }
    }
}

fn seam(end: &[u8], beginning: &[u8], number: u32, name: Option<&str>, look: &mut Look<'_>) {
    let joined = [end, beginning].concat();
    for pattern in Stream::new(look.search).feed(&joined) {
        let file = name.map(str::to_owned);
        look.found(pattern, &Found { file, page: Some(number), ..Found::default() });
    }
}
