//! Finding marked passages by their words, to gather them or to give them as evidence.

use trefoil_core::bind;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

/// The most passages that are offered at once.
pub(crate) const MOST: usize = 20;

/// A marked passage.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The passage.
    pub(crate) passage: Id,
    /// Its source.
    pub(crate) source: Id,
    /// The source's name.
    pub(crate) source_name: String,
    /// Its words.
    pub(crate) text: String,
}

/// The marked passages that hold these words, by source and place; capitals are small letters
/// where the engine knows them. One more than is offered says that there are more.
pub(crate) fn find(reader: &Reader<'_>, words: &str) -> Result<Vec<Found>> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT p.id, p.source, s.name, p.text FROM passage p \
               JOIN source s ON s.id = p.source \
               WHERE LOWER(p.text) LIKE $1 ESCAPE '!' OR p.text LIKE $2 ESCAPE '!' \
               ORDER BY s.date, s.name, p.\"start\", p.id LIMIT $3";
    let (small, written) = (pattern(&words.to_lowercase()), pattern(words));
    let rows = reader.query(sql, bind![small, written, (MOST + 1) as i64])?;
    rows.iter()
        .map(|row| {
            Ok(Found {
                passage: row.get(0)?,
                source: row.get(1)?,
                source_name: row.get(2)?,
                text: row.get(3)?,
            })
        })
        .collect()
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
