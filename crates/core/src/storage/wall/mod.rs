//! The wall: what a reader of the study sees, given what people agreed to.
//!
//! Whoever reads a study sees its words and recordings through views that leave out every source
//! whose participants refused analysis, or withdrew it, and what is known of a participant who
//! refused it for every type of data. The views stand in front of the tables on
//! each reading connection and carry their names, so that no statement, page or command has to
//! remember to ask. Writing, copying, checking and erasing work behind the wall
//! ([`super::Storage::read_whole`]); `study::transact` refuses to write words into what is closed.
//! Every other use is asked of `care::consent`.

use std::fmt::Write as _;

use super::connection::{Connection, Mode};
use super::reader::Reader;
use super::record::Record as _;
use crate::bind;
use crate::corpus::source::Source;
use crate::error::Result;
use crate::id::Id;

/// The statement that answers with the closed sources: `source`, `medium` (`text` or `sound`).
pub(crate) const CLOSED: &str = include_str!("closed.sql");

/// The statement that answers with the participants of whom nothing may be looked at.
pub(crate) const CLOSED_PARTICIPANTS: &str = include_str!("closed_participants.sql");

/// The sources whose words are closed, of a reading connection.
const CLOSED_TEXTS: &str = "SELECT source FROM closed_source WHERE medium = 'text'";

/// What is hidden: the table, and the condition under which a row of it is seen.
const HIDDEN: &[(&str, &str)] = &[
    ("revision", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    ("segment", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    ("redaction", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    (
        "passage",
        "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text') \
         AND (revision IS NOT NULL \
         OR source NOT IN (SELECT source FROM closed_source WHERE medium = 'sound'))",
    ),
    ("coding", "passage NOT IN (SELECT id FROM closed_passage)"),
    ("theme_passage", "passage NOT IN (SELECT id FROM closed_passage)"),
    ("evidence", "(passage IS NULL OR passage NOT IN (SELECT id FROM closed_passage))"),
    ("sentence_citation", "(passage IS NULL OR passage NOT IN (SELECT id FROM closed_passage))"),
    (
        "memo",
        "(source IS NULL \
         OR source NOT IN (SELECT source FROM closed_source WHERE medium = 'text'))",
    ),
    ("landmark", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    ("transcription_part", "source NOT IN (SELECT source FROM closed_source)"),
    ("transcript_step", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    ("original", "source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')"),
    (
        "attribute_value",
        "(source IS NULL \
         OR source NOT IN (SELECT source FROM closed_source WHERE medium = 'text')) \
         AND (participant IS NULL \
         OR participant NOT IN (SELECT participant FROM closed_participant))",
    ),
    ("media_chunk", "media NOT IN (SELECT media FROM closed_media)"),
];

/// The nouns of which no row may be added to what is closed: people's words, and what is made of
/// them.
pub(crate) const WORDS: &[&str] = &[
    "revision",
    "segment",
    "passage",
    "coding",
    "theme_passage",
    "evidence",
    "sentence_citation",
    "redaction",
    "memo",
    "landmark",
    "original",
    "attribute_value",
    "transcription_part",
    "transcript_step",
];

/// Those whose rows are not changed there either. The others only move along, as when two codes
/// are merged, and stay hidden.
pub(crate) const TEXT: &[&str] = &[
    "revision",
    "segment",
    "passage",
    "redaction",
    "landmark",
    "original",
    "attribute_value",
    "transcription_part",
    "transcript_step",
];

/// What is hidden and of which source: the noun, and the column or the passage that says so.
const OF_SOURCE: &[&str] = &[
    "revision",
    "segment",
    "redaction",
    "passage",
    "memo",
    "landmark",
    "original",
    "attribute_value",
    "transcription_part",
    "transcript_step",
];
const OF_PASSAGE: &[&str] = &["coding", "theme_passage", "evidence", "sentence_citation"];

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

/// The statement that answers with the current text of a source, closed or not.
pub(crate) fn text_behind(connection: &Connection) -> String {
    let place = connection.place();
    format!(
        "SELECT r.text FROM {place}.source s JOIN {place}.revision r ON r.id = s.revision \
         WHERE s.id = $1"
    )
}

/// The statement that answers with who speaks where in the current text of a source, closed or not.
pub(crate) fn voices_behind(connection: &Connection) -> String {
    let place = connection.place();
    format!(
        "SELECT g.\"start\", g.\"end\", w.participant FROM {place}.source s \
         JOIN {place}.segment g ON g.revision = s.revision \
         LEFT JOIN {place}.speaker w ON w.id = g.speaker \
         WHERE s.id = $1 ORDER BY g.\"start\", g.id"
    )
}

/// Puts the wall up on a connection that will only read.
pub(super) fn raise(connection: &Connection) -> Result<()> {
    let place = connection.place();
    let closed_passage = format!(
        "SELECT p.id AS id FROM {place}.passage p WHERE p.source IN \
         (SELECT source FROM closed_source WHERE medium = 'text') \
         OR (p.revision IS NULL AND p.source IN \
         (SELECT source FROM closed_source WHERE medium = 'sound'))"
    );
    // Recordings and pictures, and the files that texts were read from.
    let closed_media = format!(
        "SELECT s.media AS media FROM {place}.source s \
         JOIN closed_source c ON c.source = s.id AND c.medium = 'sound' \
         WHERE s.media IS NOT NULL \
         UNION ALL SELECT o.media FROM {place}.original o \
         JOIN closed_source c ON c.source = o.source AND c.medium = 'text'"
    );
    // The table itself, or the view of it would rest on what rests on the view.
    let closed = CLOSED.replace("JOIN source s", &format!("JOIN {place}.source s"));
    let mut statements = format!(
        "CREATE TEMPORARY VIEW closed_source AS {closed};\n\
         CREATE TEMPORARY VIEW closed_participant AS {CLOSED_PARTICIPANTS};\n\
         CREATE TEMPORARY VIEW closed_passage AS {closed_passage};\n\
         CREATE TEMPORARY VIEW closed_media AS {closed_media};\n\
         CREATE TEMPORARY VIEW source AS {};\n",
        sources(&place)
    );
    for (table, seen) in HIDDEN {
        let _ = writeln!(
            statements,
            "CREATE TEMPORARY VIEW {table} AS SELECT * FROM {place}.{table} WHERE {seen};"
        );
    }
    let _ = writeln!(statements, "CREATE TEMPORARY VIEW closed_thing AS {};", things(&place));
    match connection {
        // Only the connection's own temporary schema is written, so no writer is waited for.
        Connection::Sqlite(_) => connection.batch(&statements),
        // A server looks names up in the schema that a transaction sets.
        Connection::Postgres(_) => {
            connection.transaction(Mode::Write, |connection| connection.batch(&statements))
        }
    }
}

/// A statement that answers with all sources: of those that are closed neither the note nor the
/// sender, which are words too. Their names, dates and participants stay to be seen.
fn sources(place: &str) -> String {
    let columns = Source::TABLE.columns.iter().map(|column| match column.name {
        "note" => format!("CASE WHEN id IN ({CLOSED_TEXTS}) THEN '' ELSE note END AS note"),
        "sender" => format!("CASE WHEN id IN ({CLOSED_TEXTS}) THEN NULL ELSE sender END AS sender"),
        name => format!("\"{name}\""),
    });
    format!("SELECT {} FROM {place}.source", columns.collect::<Vec<_>>().join(", "))
}

/// A statement that answers with every hidden thing: its `id`, and the source it is of.
fn things(place: &str) -> String {
    let closed = "(SELECT source FROM closed_source WHERE medium = 'text')";
    let of_source = OF_SOURCE.iter().map(|noun| {
        format!(
            "SELECT t.id AS id, t.source AS source FROM {place}.{noun} t WHERE t.source IN {closed}"
        )
    });
    let of_passage = OF_PASSAGE.iter().map(|noun| {
        format!(
            "SELECT t.id AS id, p.source AS source FROM {place}.{noun} t \
             JOIN {place}.passage p ON p.id = t.passage WHERE p.source IN {closed}"
        )
    });
    of_source.chain(of_passage).collect::<Vec<_>>().join(" UNION ALL ")
}

/// The closed source because of which something is hidden from a reader.
pub(crate) fn hidden(reader: &Reader<'_>, id: Id) -> Result<Option<Id>> {
    if !reader.is_walled() {
        return Ok(None);
    }
    let rows = reader.query("SELECT source FROM closed_thing WHERE id = $1", bind![id])?;
    rows.first().map(|row| row.get(0)).transpose()
}
