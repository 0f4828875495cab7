//! The proof: that words are in a study, and afterwards that they are nowhere in it.
//!
//! [`prove`] looks for [`Words`] everywhere that Trefoil can reach, on decrypted and decompressed
//! content and in every way in which a program may have written them (`written.rs`): in each value
//! of each table and each recording (`rows.rs`, `inside.rs`), and in a file study on every page,
//! free ones too, in its log, in files nobody finished and in its backups (`files.rs`). It answers
//! with what it looked at, what it could not look at and why, and where something was found. The
//! words themselves are never in the answer.

mod files;
mod inside;
mod rows;
mod search;
mod words;
mod written;

use serde::{Deserialize, Serialize};

pub use words::Words;

use crate::bind;
use crate::error::Result;
use crate::storage::{Place, Reader};
use crate::study::Study;
use search::Search;

/// The most places that are listed; beyond them they are counted.
const LISTED: usize = 500;

/// What the proof found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// How many words, phrases and stretches were looked for.
    pub sought: usize,
    /// How many of them were there before they were erased; nothing where nobody looked.
    pub before: Option<usize>,
    /// How many are left out because somebody else's words, which stay, say the same.
    pub elsewhere: usize,
    /// What was looked at.
    pub looked_at: Vec<Looked>,
    /// What could not be looked at, and why.
    pub not_looked_at: Vec<Closed>,
    /// Where something was found; empty when nothing was.
    pub found: Vec<Found>,
    /// How many more places there are than are listed.
    pub more: usize,
}

/// One kind of place that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The place, in words.
    pub place: String,
    /// How many bytes, of decrypted and decompressed content.
    pub bytes: u64,
}

/// One place that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The place, in words.
    pub place: String,
    /// Why not.
    pub why: String,
}

/// One place in which something was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Which word: its line in the file, or its place among what was erased; from 1.
    pub line: usize,
    /// How it is written there, such as `utf-8` or `hexadecimal`.
    pub written: String,
    /// The file, where it is not the study itself: a log, a backup, an unfinished file.
    pub file: Option<String>,
    /// The table.
    pub table: Option<String>,
    /// The column.
    pub column: Option<String>,
    /// The row's id, or what else tells it apart.
    pub row: Option<String>,
    /// The page of the file.
    pub page: Option<u32>,
    /// The member of a compressed recording.
    pub member: Option<String>,
}

impl Found {
    /// The place in words.
    pub fn place(&self) -> String {
        let mut parts = Vec::new();
        if let Some(file) = &self.file {
            parts.push(file.clone());
        }
        if let Some(table) = &self.table {
            let column = self.column.as_deref().map(|column| format!(".{column}"));
            parts.push(format!("{table}{}", column.unwrap_or_default()));
        }
        if let Some(row) = &self.row {
            parts.push(row.clone());
        }
        if let Some(member) = &self.member {
            parts.push(format!("inside: {member}"));
        }
        if let Some(page) = self.page {
            parts.push(format!("page {page}"));
        }
        parts.join(", ")
    }
}

impl Proof {
    /// Whether everything that could be looked at is free of the words.
    pub fn nothing_found(&self) -> bool {
        self.found.is_empty()
    }
}

/// How far a proof is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes looked at.
    pub done: u64,
    /// Bytes in all, as far as is known beforehand.
    pub total: u64,
}

/// Looks for words everywhere in a study.
pub fn prove(
    study: &Study,
    words: &Words,
    progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Proof> {
    let search = Search::new(words)?;
    let (place, key) = (study.place().clone(), study.key().cloned());
    study.read_whole(move |reader| {
        let mut look = Look::new(&search, progress);
        look.total = expected(reader, &place)?;
        rows::look(reader, None, &mut look)?;
        if let Place::File(path) = &place {
            files::look(path, key.as_ref(), &mut look)?;
        }
        Ok(look.finish())
    })
}

/// Looks for words in what rows and recordings say, and, where some are not there, on the pages;
/// ends as soon as all are found. Answers which were.
pub(crate) fn see(study: &Study, words: &Words) -> Result<std::collections::BTreeSet<usize>> {
    let search = Search::new(words)?;
    let (place, key) = (study.place().clone(), study.key().cloned());
    study.read_whole(move |reader| {
        let mut look = Look::new(&search, |_| {});
        look.until_all = Some(std::collections::BTreeSet::new());
        rows::look(reader, None, &mut look)?;
        if let (Place::File(path), false) = (&place, look.enough()) {
            files::look(path, key.as_ref(), &mut look)?;
        }
        Ok(look.until_all.unwrap_or_default())
    })
}

/// Which words somebody's texts, as the reader sees them, still say.
pub(crate) fn said(
    reader: &Reader<'_>,
    words: &Words,
) -> Result<std::collections::BTreeSet<usize>> {
    let search = Search::new(words)?;
    let mut look = Look::new(&search, |_| {});
    look.until_all = Some(std::collections::BTreeSet::new());
    for table in ["revision", "passage"] {
        rows::table(reader, None, table, &mut look)?;
    }
    Ok(look.until_all.unwrap_or_default())
}

/// How much there is to look at, about.
fn expected(reader: &Reader<'_>, place: &Place) -> Result<u64> {
    let media =
        reader.number("SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM media", bind![])?;
    let media = u64::try_from(media).unwrap_or(0);
    let files = place.file().map_or(0, files::expected);
    Ok(media + files)
}

/// A proof under way.
struct Look<'s> {
    search: &'s Search,
    proof: Proof,
    progress: Box<dyn FnMut(Progress) + 's>,
    done: u64,
    total: u64,
    told: u64,
    /// Only to see whether all are there: those that were seen.
    until_all: Option<std::collections::BTreeSet<usize>>,
}

impl<'s> Look<'s> {
    fn new(search: &'s Search, progress: impl FnMut(Progress) + 's) -> Self {
        let proof = Proof { sought: search.sought(), ..Proof::default() };
        let progress = Box::new(progress);
        Self { search, proof, progress, done: 0, total: 0, told: 0, until_all: None }
    }

    /// Whether there is no need to go on.
    fn enough(&self) -> bool {
        self.until_all.as_ref().is_some_and(|seen| seen.len() >= self.search.sought())
    }

    fn found(&mut self, pattern: usize, at: &Found) {
        let line = self.search.line(pattern);
        if let Some(seen) = &mut self.until_all {
            seen.insert(line);
            return;
        }
        let found = Found { line, written: self.search.written(pattern).to_owned(), ..at.clone() };
        if self.proof.found.contains(&found) {
            return;
        }
        if self.proof.found.len() < LISTED {
            self.proof.found.push(found);
        } else {
            self.proof.more += 1;
        }
    }

    fn looked(&mut self, place: &str, bytes: u64) {
        match self.proof.looked_at.iter_mut().find(|looked| looked.place == place) {
            Some(looked) => looked.bytes += bytes,
            None => self.proof.looked_at.push(Looked { place: place.to_owned(), bytes }),
        }
    }

    fn closed(&mut self, place: impl Into<String>, why: impl Into<String>) {
        let closed = Closed { place: place.into(), why: why.into() };
        if !self.proof.not_looked_at.contains(&closed) {
            self.proof.not_looked_at.push(closed);
        }
    }

    /// Tells how far it is, now and then.
    fn step(&mut self, bytes: u64) {
        const OFTEN: u64 = 1 << 22;
        self.done += bytes;
        if self.done - self.told >= OFTEN {
            self.told = self.done;
            let total = self.total.max(self.done);
            (self.progress)(Progress { done: self.done, total });
        }
    }

    fn finish(mut self) -> Proof {
        let total = self.total.max(self.done);
        (self.progress)(Progress { done: total, total });
        self.proof
    }
}
