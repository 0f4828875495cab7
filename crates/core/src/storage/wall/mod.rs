//! The wall: what a reader of the study sees, given what people agreed to.
//!
//! Whoever reads a study sees its words and recordings through views that leave out every source
//! whose participants refused analysis, or withdrew it. The views stand in front of the tables on
//! each reading connection and carry their names, so that no statement, page or command has to
//! remember to ask. Writing, copying, checking and erasing work behind the wall
//! ([`super::Storage::read_whole`]); `study::transact` refuses to write words into what is closed.
//! Every other use is asked of `care::consent`.

use super::connection::{Connection, Mode};
use crate::error::Result;

/// The statement that answers with the closed sources: `source`, `medium` (`text` or `sound`).
pub(crate) const CLOSED: &str = include_str!("closed.sql");

/// What is hidden: the table, and the condition under which a row of it is seen.
const HIDDEN: &[(&str, &str)] = &[
    ("revision", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    ("segment", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    ("redaction", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    ("passage", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    ("coding", "passage NOT IN (SELECT id FROM closed_passage)"),
    ("theme_passage", "passage NOT IN (SELECT id FROM closed_passage)"),
    ("evidence", "(passage IS NULL OR passage NOT IN (SELECT id FROM closed_passage))"),
    ("sentence_citation", "(passage IS NULL OR passage NOT IN (SELECT id FROM closed_passage))"),
    (
        "memo",
        "(source IS NULL \
         OR source NOT IN (SELECT source FROM closed_source WHERE medium = 'text'))",
    ),
    (
        "media_chunk",
        "media NOT IN (SELECT s.media FROM source s \
         JOIN closed_source c ON c.source = s.id AND c.medium = 'sound' \
         WHERE s.media IS NOT NULL)",
    ),
];

/// The nouns whose rows hold people's words, or lead to them.
pub(crate) const WORDS: &[&str] =
    &["revision", "segment", "passage", "coding", "theme_passage", "evidence", "redaction"];

/// The statement that answers with what was chosen for the report from closed sources: the theme or
/// the sentence, and the source. It looks behind the wall, at ids alone.
pub(crate) fn chosen_behind(connection: &Connection) -> String {
    let place = connection.place();
    format!(
        "SELECT t.theme, NULL, p.source FROM {place}.theme_passage t \
         JOIN {place}.passage p ON p.id = t.passage \
         WHERE t.quoted = 1 AND p.source IN \
         (SELECT source FROM ({CLOSED}) closed WHERE medium = 'text') \
         UNION ALL \
         SELECT NULL, c.sentence, p.source FROM {place}.sentence_citation c \
         JOIN {place}.passage p ON p.id = c.passage WHERE p.source IN \
         (SELECT source FROM ({CLOSED}) closed WHERE medium = 'text')"
    )
}

/// Puts the wall up on a connection that will only read.
pub(super) fn raise(connection: &Connection) -> Result<()> {
    let place = connection.place();
    let closed_passage = format!(
        "SELECT p.id AS id FROM {place}.passage p WHERE p.source IN \
         (SELECT source FROM closed_source WHERE medium = 'text')"
    );
    let mut statements = format!(
        "CREATE TEMPORARY VIEW closed_source AS {CLOSED};\n\
         CREATE TEMPORARY VIEW closed_passage AS {closed_passage};\n"
    );
    for (table, seen) in HIDDEN {
        statements.push_str(&format!(
            "CREATE TEMPORARY VIEW {table} AS SELECT * FROM {place}.{table} WHERE {seen};\n"
        ));
    }
    match connection {
        // Only the connection's own temporary schema is written, so no writer is waited for.
        Connection::Sqlite(_) => connection.batch(&statements),
        // A server looks names up in the schema that a transaction sets.
        Connection::Postgres(_) => {
            connection.transaction(Mode::Write, |connection| connection.batch(&statements))
        }
    }
}
