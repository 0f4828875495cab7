//! The SQLite side of the layer: opening, keying, statements and what its errors mean.
//!
//! Write-ahead logging lets readers work beside a writer, and every commit is synced before it is
//! acknowledged. SQLite numbers `$n` parameters by first appearance, so statements are rewritten
//! to `?n` before they are prepared.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection as Raw, ErrorCode, OpenFlags};
use trefoil_sqlite3mc as _;

use super::connection::Mode;
use super::key::Key;
use super::value::{Row, Value};
use crate::error::{Error, Kind, Result};

/// Marks a file as a study (`Trfl`).
pub(crate) const APPLICATION_ID: i64 = 0x5472_666c;

/// How long a second writer waits.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// A connection to a study file.
#[derive(Debug)]
pub struct Sqlite {
    raw: Raw,
    path: PathBuf,
}

impl Sqlite {
    /// Opens an existing file, or with `create` makes a new one, ready for work.
    pub(crate) fn open(path: &Path, key: Option<&Key>, create: bool) -> Result<Self> {
        let sqlite = Self::open_file(path, key, create)?;
        sqlite.batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
             PRAGMA secure_delete = ON; PRAGMA cache_size = -32768; PRAGMA mmap_size = 0; \
             PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON",
        )?;
        Ok(sqlite)
    }

    /// Opens or makes a file that is only copied to or given another key.
    pub(crate) fn open_bare(path: &Path, key: Option<&Key>) -> Result<Self> {
        Self::open_file(path, key, true)
    }

    /// Opens a file that nobody writes to, only to read it, and leaves nothing beside it.
    pub(crate) fn open_untouched(path: &Path, key: Option<&Key>) -> Result<Self> {
        let mut address = String::from("file:");
        for byte in std::path::absolute(path)?.as_os_str().as_encoded_bytes() {
            match byte {
                b'/' | b'.' | b'-' | b'_' => address.push(char::from(*byte)),
                byte if byte.is_ascii_alphanumeric() => address.push(char::from(*byte)),
                byte => {
                    let _ = write!(address, "%{byte:02X}");
                }
            }
        }
        address.push_str("?immutable=1");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        Self::open_flagged(Path::new(&address), flags, key)
    }

    fn open_file(path: &Path, key: Option<&Key>, create: bool) -> Result<Self> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        Self::open_flagged(path, flags, key)
    }

    #[expect(clippy::disallowed_methods, reason = "storage is where connections are opened")]
    fn open_flagged(path: &Path, flags: OpenFlags, key: Option<&Key>) -> Result<Self> {
        let raw = Raw::open_with_flags(path, flags).map_err(|error| translate(&error, path))?;
        let sqlite = Self { raw, path: path.to_owned() };
        sqlite.raw.busy_timeout(PATIENCE).map_err(|error| sqlite.translate(&error))?;
        sqlite.raw.set_prepared_statement_cache_capacity(256);
        if let Some(key) = key {
            sqlite.pragma("cipher", "chacha20")?;
            sqlite.pragma("key", &key.raw())?;
        }
        Ok(sqlite)
    }

    /// Gives the file another key, or with `None` takes the key away.
    pub(crate) fn rekey(&self, key: Option<&Key>) -> Result<()> {
        self.batch("PRAGMA journal_mode = DELETE")?;
        self.pragma("cipher", "chacha20")?;
        self.pragma("rekey", &key.map(Key::raw).unwrap_or_default())
    }

    /// Leaves everything in the one file, as a finished copy must.
    pub(crate) fn finish(self) -> Result<()> {
        self.batch("PRAGMA journal_mode = WAL")?;
        self.checkpoint()
    }

    /// Brings everything from the log into the file. Errors: busy, when someone still reads.
    pub(crate) fn checkpoint(&self) -> Result<()> {
        let answer = self.query("PRAGMA wal_checkpoint(TRUNCATE)", &[])?;
        match answer.first().map_or(Ok(0), |row| row.get::<i64>(0))? {
            0 => Ok(()),
            _ => Err(Error::new(
                Kind::Busy,
                format!("{} is still being read by another program.", self.path.display()),
            )),
        }
    }

    /// Writes what the rows say, and nothing else, into a new file with the same key.
    pub(crate) fn vacuum_into(&self, copy: &Path) -> Result<()> {
        let name = copy.to_str().ok_or_else(|| {
            Error::new(
                Kind::Io,
                format!("{} has a name that the engine cannot write to.", copy.display()),
            )
        })?;
        let done = self.raw.execute("VACUUM INTO ?1", [name]);
        done.map(|_| ()).map_err(|error| self.translate(&error))
    }

    /// A whole number, outside any transaction.
    pub(crate) fn number(&self, sql: &str) -> Result<i64> {
        let rows = self.query(sql, &[])?;
        rows.first().ok_or_else(|| Error::damaged("A number has no answer."))?.get(0)
    }

    fn pragma(&self, name: &str, value: &str) -> Result<()> {
        self.raw
            .query_row(&format!("PRAGMA {name} = '{}'", value.replace('\'', "''")), [], |_| Ok(()))
            .or_else(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => Ok(()),
                other => Err(self.translate(&other)),
            })
    }

    /// The connection itself, for the backup interface.
    pub(crate) fn raw(&self) -> &Raw {
        &self.raw
    }

    /// The connection itself, as the target of a backup.
    pub(crate) fn raw_mut(&mut self) -> &mut Raw {
        &mut self.raw
    }

    pub(super) fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let mut statement =
            self.raw.prepare_cached(&number(sql)).map_err(|error| self.translate(&error))?;
        let columns = statement.column_count();
        let mut answer = statement
            .query(rusqlite::params_from_iter(values))
            .map_err(|error| self.translate(&error))?;
        let mut rows = Vec::new();
        while let Some(row) = answer.next().map_err(|error| self.translate(&error))? {
            let mut cells = Vec::with_capacity(columns);
            for column in 0..columns {
                let cell = row.get_ref(column).map_err(|error| self.translate(&error))?;
                cells.push(self.read(cell)?);
            }
            rows.push(Row(cells));
        }
        Ok(rows)
    }

    fn read(&self, cell: ValueRef<'_>) -> Result<Value> {
        Ok(match cell {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(bytes) => Value::Text(
                std::str::from_utf8(bytes)
                    .map_err(|error| {
                        Error::damaged(format!(
                            "{} holds a text that is not UTF-8.",
                            self.path.display()
                        ))
                        .because(error)
                    })?
                    .to_owned(),
            ),
            ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        })
    }

    pub(super) fn execute(&self, sql: &str, values: &[Value]) -> Result<u64> {
        let mut statement =
            self.raw.prepare_cached(&number(sql)).map_err(|error| self.translate(&error))?;
        let changed = statement
            .execute(rusqlite::params_from_iter(values))
            .map_err(|error| self.translate(&error))?;
        Ok(changed as u64)
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.raw.execute_batch(sql).map_err(|error| self.translate(&error))
    }

    pub(super) fn prepare(&self, sql: &str) -> Result<()> {
        self.raw.prepare(&number(sql)).map(|_| ()).map_err(|error| self.translate(&error))
    }

    pub(super) fn begin(&self, mode: Mode) -> Result<()> {
        self.batch(match mode {
            Mode::Read => "BEGIN DEFERRED",
            Mode::Write => "BEGIN IMMEDIATE",
        })
    }

    pub(super) fn commit(&self) -> Result<()> {
        self.batch("COMMIT")
    }

    pub(super) fn rollback(&self) -> Result<()> {
        if self.raw.is_autocommit() { Ok(()) } else { self.batch("ROLLBACK") }
    }

    pub(crate) fn translate(&self, error: &rusqlite::Error) -> Error {
        translate(error, &self.path)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Turns `$2` into `?2` outside quotes and comments, so that a number means a position.
fn number(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql.chars().peekable();
    let mut quote = None;
    while let Some(c) = rest.next() {
        match quote {
            Some(end) if c == end => quote = None,
            None if c == '\'' || c == '"' => quote = Some(c),
            None if c == '-' && rest.peek() == Some(&'-') => quote = Some('\n'),
            None if c == '$' && rest.peek().is_some_and(char::is_ascii_digit) => {
                out.push('?');
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

fn translate(error: &rusqlite::Error, path: &Path) -> Error {
    let name = path.display();
    let translated = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(Kind::Busy, format!("{name} is being written to by someone else."))
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::damaged(format!(
            "{name} is damaged: a page cannot be read. Nothing was written to it."
        ))
        .hint("Restore a backup with `trefoil backup STUDY list` and `restore`."),
        Some(ErrorCode::DiskFull) => Error::new(
            Kind::Io,
            format!("The disk is full. {name} is as it was before this change."),
        ),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            Error::new(Kind::Io, format!("{name} cannot be opened for writing."))
                .hint("Check who owns the file and its folder, and whether the disk is read-only.")
        }
        Some(ErrorCode::SystemIoFailure) => Error::new(
            Kind::Io,
            format!("The disk failed while working on {name}. What was acknowledged is kept."),
        ),
        Some(ErrorCode::ConstraintViolation) => Error::conflict(
            "The change would leave something pointing at nothing, or the same thing twice. \
             Nothing was changed.",
        ),
        _ => Error::damaged(format!("{name}: {error}.")),
    };
    Error::because(translated, Described(error.to_string()))
}

/// The engine's own words, kept as a cause.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Described(pub(crate) String);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bind;

    fn memory() -> Sqlite {
        Sqlite::open(Path::new(":memory:"), None, true).expect("memory is always there")
    }

    #[test]
    fn a_number_means_a_position_whatever_order_it_appears_in() {
        let rows = memory().query("SELECT $2, $1, $1", bind!["one", "two"]).expect("runs");
        let texts: Vec<String> =
            (0..3).map(|column| rows[0].get(column).expect("a text")).collect();
        assert_eq!(texts, ["two", "one", "one"]);
    }

    #[test]
    fn dollars_in_quotes_and_comments_stay() {
        assert_eq!(
            number("SELECT '$1', \"$2\", $3 -- $4\n, $5"),
            "SELECT '$1', \"$2\", ?3 -- $4\n, ?5"
        );
    }

    #[test]
    fn temporary_data_stays_in_memory_and_deleted_data_is_overwritten() {
        let sqlite = memory();
        let options = sqlite.query("PRAGMA compile_options", &[]).expect("runs");
        let options: Vec<String> = options.iter().map(|row| row.get(0).expect("a text")).collect();
        assert!(options.iter().any(|option| option == "TEMP_STORE=3"), "{options:?}");
        let secure: i64 =
            sqlite.query("PRAGMA secure_delete", &[]).expect("runs")[0].get(0).expect("a number");
        assert_eq!(secure, 1);
    }
}
