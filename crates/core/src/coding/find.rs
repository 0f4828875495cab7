//! Finding marked passages by their words.

use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// A marked passage that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The passage.
    pub passage: Id,
    /// Its source.
    pub source: Id,
    /// The source's name.
    pub source_name: String,
    /// Its words.
    pub text: String,
}

/// At most so many marked passages that hold these words, whichever letters are capitals, by source
/// and place in the text; sources without a date come last.
pub fn find(reader: &Reader<'_>, words: &str, most: usize) -> Result<Vec<Found>> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let small = words.to_lowercase();
    if small.is_ascii() {
        return ask(reader, &pattern(&small), i64::try_from(most).unwrap_or(i64::MAX));
    }
    // Not every engine knows the capitals of other letters, so those are compared here.
    let mut found = ask(reader, "%", i64::MAX)?;
    found.retain(|one| one.text.to_lowercase().contains(&small));
    found.truncate(most);
    Ok(found)
}

fn ask(reader: &Reader<'_>, pattern: &str, most: i64) -> Result<Vec<Found>> {
    let rows = reader.query(include_str!("find.sql"), bind![pattern, most])?;
    let read = |row: &crate::storage::Row| {
        Ok(Found {
            passage: row.get(0)?,
            source: row.get(1)?,
            source_name: row.get(2)?,
            text: row.get(3)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The words anywhere in a text; what has a meaning of its own in a pattern is escaped.
fn pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for letter in words.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
