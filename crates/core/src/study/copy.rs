//! Copying a whole study: to another file, to a server, and back, exactly.
//!
//! Every table goes over row by row from one consistent moment, with history, undo images and
//! media, so the copy can do whatever the original could. The target must not exist yet and comes
//! into being all at once. A file keeps its passphrase when it is copied to a file.

use serde::Serialize;

use super::create::{lay_out, on_storage_thread};
use super::{Secret, Study, history, tables};
use crate::corpus::media::Media;
use crate::error::Result;
use crate::storage::{Connection, Place, Reader, Record, Value};

/// A table as copying sees it.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<&'static str>,
    /// The columns by which rows are told apart and walked through in order.
    pub(crate) key: &'static [&'static str],
    /// How many rows are held in memory at a time.
    batch: i64,
}

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows copied so far.
    pub done: i64,
    /// Rows in all.
    pub total: i64,
}

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// How many rows.
    pub rows: i64,
}

/// All tables of a study but its version, in an order in which references are never broken.
pub(crate) fn everything() -> Vec<Whole> {
    let of = |table: &'static crate::storage::Table| Whole {
        name: table.name,
        columns: table.columns.iter().map(|column| column.name).collect(),
        key: &["id"],
        batch: 500,
    };
    let own = |name, columns: &[&'static str], key, batch| Whole {
        name,
        columns: columns.to_vec(),
        key,
        batch,
    };
    let mut all = vec![
        own("change_number", &["only_one", "number"], &["only_one"], 1),
        of(Media::TABLE),
        own("media_chunk", &["media", "position", "content"], &["media", "position"], 16),
    ];
    all.extend(tables::ALL.iter().copied().map(of));
    all.push(of(history::Row::TABLE));
    all.push(own(
        "undo_image",
        &[
            "history",
            "position",
            "noun",
            "row_id",
            "before",
            "after",
            "source",
            "participant",
            "media",
        ],
        &["history", "position"],
        500,
    ));
    all.push(own(
        "job",
        &[
            "id",
            "kind",
            "state",
            "description",
            "done",
            "total",
            "outcome",
            "person",
            "started_at",
            "ended_at",
        ],
        &["id"],
        500,
    ));
    all
}

impl Study {
    /// Copies this study to a place where none is yet.
    ///
    /// `passphrase` encrypts a target file; pass the study's own to keep it.
    pub fn copy_to(
        &self,
        target: &Place,
        passphrase: Option<&Secret>,
        mut progress: impl FnMut(Progress) + Send + 'static,
    ) -> Result<Copied> {
        let (target, passphrase) = (target.clone(), passphrase.cloned());
        self.read_whole(move |reader| {
            let total = count(reader)?;
            let mut done = 0;
            lay_out(&target, passphrase.as_ref(), |connection| {
                for table in everything() {
                    copy_table(reader, connection, &table, &mut |rows| {
                        done += rows;
                        progress(Progress { done, total });
                    })?;
                }
                Ok(())
            })?;
            Ok(Copied { rows: done })
        })
    }

    /// The passphrase is right for this study: it opens the file as it is now.
    pub fn check_passphrase(place: &Place, passphrase: Option<&Secret>) -> Result<()> {
        let (place, passphrase) = (place.clone(), passphrase.cloned());
        on_storage_thread(move || Self::open(&place, passphrase.as_ref()).map(|_| ()))
    }
}

fn count(reader: &Reader<'_>) -> Result<i64> {
    everything()
        .iter()
        .map(|table| reader.number(&format!("SELECT COUNT(*) FROM {}", table.name), &[]))
        .sum()
}

fn copy_table(
    reader: &Reader<'_>,
    target: &Connection,
    table: &Whole,
    told: &mut dyn FnMut(i64),
) -> Result<()> {
    let columns: Vec<String> = table.columns.iter().map(|name| format!("\"{name}\"")).collect();
    let columns = columns.join(", ");
    let places: Vec<String> = (1..=table.columns.len()).map(|n| format!("${n}")).collect();
    let insert = format!("INSERT INTO {} ({columns}) VALUES ({})", table.name, places.join(", "));
    let key = table.key.join(", ");
    let first =
        format!("SELECT {columns} FROM {} ORDER BY {key} LIMIT {}", table.name, table.batch);
    let marks: Vec<String> = (1..=table.key.len()).map(|n| format!("${n}")).collect();
    let next = format!(
        "SELECT {columns} FROM {} WHERE ({key}) > ({}) ORDER BY {key} LIMIT {}",
        table.name,
        marks.join(", "),
        table.batch
    );
    let at: Vec<usize> = table
        .key
        .iter()
        .filter_map(|key| table.columns.iter().position(|column| column == key))
        .collect();
    let mut rows = reader.query(&first, &[])?;
    while !rows.is_empty() {
        let mut last: Vec<Value> = Vec::new();
        let count = rows.len() as i64;
        for row in rows {
            let values = row.into_values();
            last = at.iter().map(|at| values[*at].clone()).collect();
            target.execute(&insert, &values)?;
        }
        told(count);
        rows = reader.query(&next, &last)?;
    }
    Ok(())
}

/// How many rows each table has, in the order of copying.
pub fn counts(reader: &Reader<'_>) -> Result<Vec<(&'static str, i64)>> {
    let count = |table: &Whole| {
        let sql = format!("SELECT COUNT(*) FROM {}", table.name);
        Ok((table.name, reader.number(&sql, &[])?))
    };
    everything().iter().map(count).collect()
}

/// Every column of every table that a copy carries, as `table.column`.
pub fn columns() -> Vec<String> {
    everything()
        .iter()
        .flat_map(|table| table.columns.iter().map(|column| format!("{}.{column}", table.name)))
        .collect()
}
