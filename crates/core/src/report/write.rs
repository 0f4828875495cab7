//! Giving a report its file.
//!
//! A report appears whole or not at all: it is written under a passing name, synced and only then
//! given its own, so a reader never opens half of one. A study is never overwritten by its report.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

use super::{Options, Report, build, to_html};
use crate::error::{Error, Kind, Result};
use crate::study::Study;

/// What a report holds, for whoever made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// How many themes it tells of.
    pub themes: usize,
    /// How many quotes it prints, each once.
    pub quotes: usize,
    /// How many conditions its model has.
    pub conditions: usize,
    /// How many sentences people wrote.
    pub sentences: usize,
    /// Those of them that claim something and rest on nothing, in reading order.
    pub unsupported: Vec<Unsupported>,
    /// What to know of it: themes without a chosen quote, quotes that were left out.
    pub remarks: Vec<String>,
}

/// A sentence that claims something and rests on nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unsupported {
    /// The sentence's id.
    pub id: String,
    /// Its number in the report.
    pub number: usize,
    /// The words.
    pub text: String,
    /// Why nothing holds it up.
    pub reason: String,
}

impl Summary {
    /// Counts what a report holds.
    pub fn of(report: &Report) -> Self {
        let numbers = report.sentence_numbers();
        let unsupported = report.unsupported().into_iter().map(|sentence| Unsupported {
            id: sentence.id.clone(),
            number: numbers.get(sentence.id.as_str()).copied().unwrap_or_default(),
            text: sentence.text.clone(),
            reason: sentence.reason().to_owned(),
        });
        let mut quotes: Vec<_> = report.quotes().into_iter().map(|quote| &quote.id).collect();
        quotes.sort_unstable();
        quotes.dedup();
        Self {
            themes: report.themes.len(),
            quotes: quotes.len(),
            conditions: report.model.conditions.len(),
            sentences: report.written().len(),
            unsupported: unsupported.collect(),
            remarks: report.remarks.clone(),
        }
    }
}

/// Builds the report of a study and writes it as one HTML file that needs nothing else.
///
/// Replaces a report that is there already. Errors: the study cannot be read; the folder or file
/// cannot be written to; the file is a study.
pub fn write_html(study: &Study, path: &Path, options: &Options) -> Result<Summary> {
    refuse_study(study, path)?;
    let options = options.clone();
    let report = study.read(move |reader| build(reader, &options))?;
    write_whole(path, to_html(&report).as_bytes())?;
    Ok(Summary::of(&report))
}

fn refuse_study(study: &Study, path: &Path) -> Result<()> {
    let itself = study.place().file().and_then(|file| fs::canonicalize(file).ok());
    let same = itself.is_some() && fs::canonicalize(path).ok() == itself;
    let named_so = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("trefoil"));
    if !same && !named_so {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "{} is the name of a study, so no report was written there.",
        path.display()
    ))
    .hint("Choose a name that ends in .html."))
}

/// Writes a file under a passing name beside it, then gives it its own.
fn write_whole(path: &Path, content: &[u8]) -> Result<()> {
    let passing = passing_name(path);
    let written = File::create(&passing)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&passing, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&passing);
        let what = format!("{} cannot be written: {error}. No report was made.", path.display());
        Error::new(Kind::Io, what)
            .hint("Check that the folder exists and that you may write to it.")
            .because(error)
    })
}

/// A name beside the final one, used once.
fn passing_name(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut name = path.as_os_str().to_owned();
    name.push(format!("-new-{}-{count}", std::process::id()));
    PathBuf::from(name)
}
