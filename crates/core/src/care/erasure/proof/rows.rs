//! Looking into every value of every table, and into recordings as wholes.
//!
//! Nothing here knows a noun: the tables and columns are asked of the engine, so one that a later
//! version adds, or that somebody else put there, is looked into as well. Recordings are read as
//! they are played, over the borders of their pieces, and what is compressed is opened.

use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom};

use super::inside::{self, Source};
use super::search::Stream;
use super::{Found, Look};
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::{Engine, Reader, Value};

/// How many rows are held in memory at a time.
const ROWS: usize = 64;

/// Looks into everything that a study says: all tables and all recordings. `file` names the file
/// when it is not the study itself.
pub(super) fn look(reader: &Reader<'_>, file: Option<&str>, look: &mut Look<'_>) -> Result<()> {
    for name in tables(reader)? {
        if look.enough() {
            return Ok(());
        }
        if name == "media_chunk" {
            recordings(reader, file, look)?;
        } else {
            table(reader, file, &name, look)?;
        }
    }
    if reader.engine() == Engine::Postgres {
        remembered(reader, look)?;
    }
    Ok(())
}

fn tables(reader: &Reader<'_>) -> Result<Vec<String>> {
    let sql = match reader.engine() {
        Engine::Sqlite => {
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY rootpage"
        }
        Engine::Postgres => {
            "SELECT c.relname::text FROM pg_catalog.pg_class c \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname = current_schema() \
             ORDER BY c.relname"
        }
    };
    let mut names: Vec<String> =
        reader.query(sql, &[])?.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    // What a study says first, its recordings last: they are the longest.
    names.sort_by_key(|name| name == "media_chunk");
    Ok(names)
}

/// The columns of a table, and whether each holds bytes.
fn columns(reader: &Reader<'_>, table: &str) -> Result<Vec<(String, bool)>> {
    let sql = match reader.engine() {
        Engine::Sqlite => "SELECT name, type FROM pragma_table_info($1) ORDER BY cid",
        Engine::Postgres => {
            "SELECT a.attname::text, pg_catalog.format_type(a.atttypid, NULL) \
             FROM pg_catalog.pg_attribute a \
             JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relname = $1 AND n.nspname = current_schema() \
             AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        }
    };
    let rows = reader.query(sql, bind![table])?;
    rows.iter()
        .map(|row| {
            let kind: String = row.get(1)?;
            Ok((row.get(0)?, matches!(&*kind.to_lowercase(), "bytea" | "blob" | "")))
        })
        .collect()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Looks into every value of a table.
pub(super) fn table(
    reader: &Reader<'_>,
    file: Option<&str>,
    name: &str,
    look: &mut Look<'_>,
) -> Result<()> {
    let columns = columns(reader, name)?;
    let spelled: Vec<String> =
        columns.iter().map(|(column, bytes)| spelled(reader, column, *bytes)).collect();
    let place = match file {
        Some(_) => "values of backups".to_owned(),
        None => "values of tables".to_owned(),
    };
    let told_apart = columns.iter().position(|(column, _)| column == "id");
    each_row(reader, name, &spelled.join(", "), &mut |own, values| {
        let row = match told_apart.map(|at| &values[at]) {
            Some(Value::Bytes(bytes)) => Id::from_slice(bytes).map(|id| id.to_string()),
            _ => None,
        };
        let row = row.unwrap_or(own);
        for ((column, bytes), value) in columns.iter().zip(values) {
            let content: &[u8] = match value {
                Value::Bytes(bytes) => bytes,
                Value::Text(text) => text.as_bytes(),
                _ => continue,
            };
            look.looked(&place, content.len() as u64);
            look.step(content.len() as u64);
            let mut found = BTreeSet::new();
            look.search.within(content, !bytes, &mut found);
            for pattern in found {
                look.found(
                    pattern,
                    &Found {
                        file: file.map(str::to_owned),
                        table: Some(name.to_owned()),
                        column: Some(column.clone()),
                        row: Some(row.clone()),
                        ..Found::default()
                    },
                );
            }
            if *bytes && inside::is_compressed(content) {
                let at = At { file, table: name, row: &row };
                examine(&at, Box::new(std::io::Cursor::new(content.to_vec())), look)?;
            }
        }
        Ok(!look.enough())
    })
}

/// A column as bytes or text, whatever it is declared as.
fn spelled(reader: &Reader<'_>, column: &str, bytes: bool) -> String {
    let column = quoted(column);
    match reader.engine() {
        // A file of somebody else's making may hold texts that are none.
        Engine::Sqlite => format!("CAST({column} AS BLOB)"),
        Engine::Postgres if bytes => column,
        Engine::Postgres => format!("{column}::text"),
    }
}

/// Calls `each` with what tells a row apart and its values, until it says no.
fn each_row(
    reader: &Reader<'_>,
    table: &str,
    columns: &str,
    each: &mut dyn FnMut(String, &[Value]) -> Result<bool>,
) -> Result<()> {
    let mut next = cursor(reader, table, columns)?;
    loop {
        let rows = next(reader)?;
        if rows.is_empty() {
            return Ok(());
        }
        for (own, values) in rows {
            if !each(own, &values)? {
                return Ok(());
            }
        }
    }
}

type Rows = Vec<(String, Vec<Value>)>;
type Next = Box<dyn FnMut(&Reader<'_>) -> Result<Rows>>;

/// Walks through a table by what each engine itself tells rows apart by.
fn cursor(reader: &Reader<'_>, table: &str, columns: &str) -> Result<Next> {
    let name = quoted(table);
    if reader.engine() == Engine::Postgres {
        let cursor = quoted(&format!("look {table}"));
        reader.connection().batch(&format!(
            "CLOSE ALL; DECLARE {cursor} NO SCROLL CURSOR FOR SELECT ctid::text, {columns} FROM {name}"
        ))?;
        let sql = format!("FETCH {ROWS} FROM {cursor}");
        return Ok(Box::new(move |reader| {
            let rows = reader.query(&sql, &[])?;
            Ok(rows.into_iter().map(|row| apart(row.into_values())).collect())
        }));
    }
    let by_row = format!(
        "SELECT CAST(rowid AS TEXT), rowid, {columns} FROM main.{name} WHERE rowid > $1 \
         ORDER BY rowid LIMIT {ROWS}"
    );
    if reader.prepare(&by_row).is_ok() {
        let mut last = i64::MIN;
        return Ok(Box::new(move |reader| {
            let rows = reader.query(&by_row, bind![last])?;
            let mut out = Vec::with_capacity(rows.len());
            for row in rows {
                last = row.get(1)?;
                let mut values = row.into_values();
                values.remove(1);
                out.push(apart(values));
            }
            Ok(out)
        }));
    }
    // A table without row numbers is not of Trefoil's making, and small.
    let all = format!("SELECT '', {columns} FROM main.{name} LIMIT {ROWS} OFFSET $1");
    let mut from = 0_i64;
    Ok(Box::new(move |reader| {
        let rows = reader.query(&all, bind![from])?;
        from += rows.len() as i64;
        Ok(rows.into_iter().map(|row| apart(row.into_values())).collect())
    }))
}

/// The first value, which tells the row apart, and the others.
fn apart(mut values: Vec<Value>) -> (String, Vec<Value>) {
    let own = match values.remove(0) {
        Value::Text(own) if !own.is_empty() => format!("row {own}"),
        _ => String::new(),
    };
    (own, values)
}

/// What a server's planner remembers of columns: samples of people's words.
fn remembered(reader: &Reader<'_>, look: &mut Look<'_>) -> Result<()> {
    let rows = reader.query(
        "SELECT tablename::text, attname::text, concat_ws(' ', most_common_vals::text, \
         histogram_bounds::text, most_common_elems::text) FROM pg_catalog.pg_stats \
         WHERE schemaname = current_schema()",
        &[],
    )?;
    for row in rows {
        let (table, column, samples): (String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        look.looked("the planner's samples of columns", samples.len() as u64);
        let mut found = BTreeSet::new();
        look.search.within(samples.as_bytes(), true, &mut found);
        for pattern in found {
            let at = Found {
                file: Some("the planner's samples".to_owned()),
                table: Some(table.clone()),
                column: Some(column.clone()),
                ..Found::default()
            };
            look.found(pattern, &at);
        }
    }
    Ok(())
}

/// Where compressed bytes lie.
struct At<'a> {
    file: Option<&'a str>,
    table: &'a str,
    row: &'a str,
}

/// Looks into each recording from its first byte to its last, also into those whose row is gone.
fn recordings(reader: &Reader<'_>, file: Option<&str>, look: &mut Look<'_>) -> Result<()> {
    let place = if file.is_some() { "recordings of backups" } else { "recordings" };
    let rows = reader.query("SELECT DISTINCT media FROM media_chunk ORDER BY media", &[])?;
    for row in rows {
        let media: Id = row.get(0)?;
        let name = media.to_string();
        let (mut stream, mut position, mut first) = (Stream::new(look.search), 0_i64, Vec::new());
        let last = "SELECT CAST(COALESCE(MAX(position), -1) AS BIGINT) FROM media_chunk \
                    WHERE media = $1";
        let last = reader.number(last, bind![media])?;
        while position <= last {
            let piece = piece(reader, media, position)?;
            position += 1;
            if first.is_empty() {
                first = piece.iter().take(8).copied().collect();
            }
            for pattern in stream.feed(&piece) {
                let at = Found {
                    file: file.map(str::to_owned),
                    table: Some("media_chunk".to_owned()),
                    column: Some("content".to_owned()),
                    row: Some(name.clone()),
                    ..Found::default()
                };
                look.found(pattern, &at);
            }
            look.looked(place, piece.len() as u64);
            look.step(piece.len() as u64);
            if look.enough() {
                return Ok(());
            }
        }
        if inside::is_compressed(&first) {
            let at = At { file, table: "media_chunk", row: &name };
            examine(&at, Box::new(Recording::new(reader, media)?), look)?;
        }
    }
    Ok(())
}

fn piece(reader: &Reader<'_>, media: Id, position: i64) -> Result<Vec<u8>> {
    let sql = "SELECT content FROM media_chunk WHERE media = $1 AND position = $2";
    let mut rows = reader.query(sql, bind![media, position])?;
    rows.first_mut().map_or(Ok(Vec::new()), |row| row.take(0))
}

fn examine(at: &At<'_>, source: Source<'_>, look: &mut Look<'_>) -> Result<()> {
    let place = Found {
        file: at.file.map(str::to_owned),
        table: Some(at.table.to_owned()),
        column: Some("content".to_owned()),
        row: Some(at.row.to_owned()),
        ..Found::default()
    };
    let mut opened = inside::Opened::new(look, place);
    opened.look(source)
}

/// A recording as a file that can be read from anywhere.
struct Recording<'r, 'c> {
    reader: &'r Reader<'c>,
    media: Id,
    length: u64,
    at: u64,
    held: Option<(i64, Vec<u8>)>,
}

impl<'r, 'c> Recording<'r, 'c> {
    fn new(reader: &'r Reader<'c>, media: Id) -> Result<Self> {
        let sql = "SELECT CAST(COALESCE(SUM(LENGTH(content)), 0) AS BIGINT) FROM media_chunk \
                   WHERE media = $1";
        let length = u64::try_from(reader.number(sql, bind![media])?).unwrap_or(0);
        Ok(Self { reader, media, length, at: 0, held: None })
    }
}

impl Read for Recording<'_, '_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let chunk = crate::corpus::media::CHUNK as u64;
        let position = (self.at / chunk) as i64;
        if self.held.as_ref().is_none_or(|(held, _)| *held != position) {
            let bytes = piece(self.reader, self.media, position).map_err(std::io::Error::other)?;
            self.held = Some((position, bytes));
        }
        let Some((_, bytes)) = &self.held else { return Ok(0) };
        let from = usize::try_from(self.at % chunk).unwrap_or(usize::MAX);
        let Some(rest) = bytes.get(from..) else { return Ok(0) };
        let count = rest.len().min(room.len());
        room[..count].copy_from_slice(&rest[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Recording<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let (base, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(by) => (self.length, by),
            SeekFrom::Current(by) => (self.at, by),
        };
        self.at = base.checked_add_signed(by).ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
