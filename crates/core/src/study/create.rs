//! Beginning a study.
//!
//! A new file is written under a passing name, synced and only then given its own, so a kill
//! leaves either no study or a whole one. An existing file is never touched.

use std::path::Path;

use super::lock::FileLock;
use super::{About, Method, Secret, Study, passing};
use crate::clock::Clock;
use crate::corpus::stream;
use crate::error::{Error, Kind, Result};
use crate::id::Id;
use crate::storage::key::Key;
use crate::storage::{
    APPLICATION_ID, Connection, Mode, Place, Postgres, Record, Sqlite, Value, migrate,
};

/// What a new study is to be.
#[derive(Debug, Clone)]
pub struct NewStudy {
    /// The title.
    pub title: String,
    /// The method.
    pub method: Method,
    /// A passphrase, for a file that is to be encrypted.
    pub passphrase: Option<Secret>,
    /// Whether everything in it is invented.
    pub synthetic: bool,
}

impl NewStudy {
    /// A study by reflexive thematic analysis, in the clear.
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), method: Method::Reflexive, passphrase: None, synthetic: false }
    }
}

impl Study {
    /// Begins a study and opens it.
    ///
    /// Errors: something is already there; the folder cannot be written to; an empty title.
    pub fn create(place: &Place, new: &NewStudy) -> Result<Self> {
        Self::create_with(place, new, Clock::System)
    }

    /// Begins a study with a clock of one's own; for tests.
    pub fn create_with(place: &Place, new: &NewStudy, clock: Clock) -> Result<Self> {
        if new.title.trim().is_empty() {
            return Err(Error::invalid("A study needs a title."));
        }
        let passphrase = new.passphrase.clone();
        let (described, at, where_to) = (new.clone(), clock.now(), place.clone());
        on_storage_thread(move || {
            let passphrase = described.passphrase.clone();
            lay_out(&where_to, passphrase.as_ref(), |connection| begin(connection, &described, at))
        })?;
        Self::open_with(place, passphrase.as_ref(), clock)
    }
}

/// Runs work that opens connections on a thread of its own, and waits for it.
pub(super) fn on_storage_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    std::thread::Builder::new().name("storage".into()).spawn(work)?.join().unwrap_or_else(|_| {
        Err(Error::damaged("A storage thread stopped unexpectedly. Nothing was changed."))
    })
}

/// Makes an empty study at a place and fills it with `fill`, all or nothing. Must be called on a
/// storage thread.
pub(super) fn lay_out(
    place: &Place,
    passphrase: Option<&Secret>,
    fill: impl FnOnce(&Connection) -> Result<()>,
) -> Result<()> {
    match place {
        Place::File(path) => lay_out_file(path, passphrase, fill),
        Place::Server { address, study } => lay_out_schema(place, address, study, fill),
    }
}

fn lay_out_file(
    path: &Path,
    passphrase: Option<&Secret>,
    fill: impl FnOnce(&Connection) -> Result<()>,
) -> Result<()> {
    refuse_existing(path)?;
    let key = passphrase.map(|secret| Key::fresh(secret.reveal())).transpose()?;
    // Of several who begin a study of the same name at once, one does and the others are told.
    let alone = FileLock::exclusive(path).map_err(|error| match error.kind() {
        Kind::Io => error.hint("Check that the folder exists and that you may write to it."),
        _ => error,
    })?;
    refuse_existing(path)?;
    passing::sweep(path);
    let unfinished = passing::name(path);
    let outcome = write_file(&unfinished, key.as_ref(), fill)
        .and_then(|()| passing::put_in_place(&unfinished, path));
    if outcome.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    drop(alone);
    outcome
}

fn write_file(
    path: &Path,
    key: Option<&Key>,
    fill: impl FnOnce(&Connection) -> Result<()>,
) -> Result<()> {
    let sqlite = Sqlite::open(path, key, true).map_err(|error| {
        error.hint("Check that the folder exists and that you may write to it.")
    })?;
    let connection = Connection::Sqlite(sqlite);
    connection.batch(&format!("PRAGMA application_id = {APPLICATION_ID}"))?;
    connection.transaction(Mode::Write, |connection| {
        migrate::create(connection)?;
        fill(connection)
    })?;
    // Everything into the one file: what is renamed has no log beside it.
    connection.batch("PRAGMA wal_checkpoint(TRUNCATE)")
}

fn refuse_existing(path: &Path) -> Result<()> {
    if std::fs::symlink_metadata(path).is_err() {
        return refuse_foreign_log(path);
    }
    Err(Error::conflict(format!("{} is already there. It was not changed.", path.display()))
        .hint("Choose another name."))
}

/// A log that lost its study would be taken for the new one's, and written into it.
fn refuse_foreign_log(path: &Path) -> Result<()> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if !std::fs::metadata(&log).is_ok_and(|found| found.len() > 0) {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "Beside {} lies the log of a study that is gone. Nothing was changed.",
        path.display()
    ))
    .hint("Choose another name, or move the file that ends in -wal away."))
}

fn lay_out_schema(
    place: &Place,
    address: &str,
    study: &str,
    fill: impl FnOnce(&Connection) -> Result<()>,
) -> Result<()> {
    let server = Postgres::open(address, study, &super::lock::signature())?;
    if server.exists()? {
        return Err(Error::conflict(format!(
            "There is already a study at {place}. It was not changed."
        ))
        .hint("Choose another name."));
    }
    let connection = Connection::Postgres(server);
    connection.transaction(Mode::Write, |connection| {
        if let Connection::Postgres(postgres) = connection {
            postgres.create()?;
        }
        migrate::create(connection)?;
        if let Connection::Postgres(postgres) = connection {
            postgres.take_no_samples()?;
        }
        fill(connection)
    })
}

/// The rows that every study begins with.
fn begin(connection: &Connection, new: &NewStudy, at: i64) -> Result<()> {
    let about = About {
        id: Id::new(at),
        title: new.title.trim().to_owned(),
        question: String::new(),
        setting: String::new(),
        method: new.method,
        approach: String::new(),
        synthetic: new.synthetic,
        tentative: true,
        model_notice: String::new(),
        minimum_group: 5,
        created_at: at,
        time_zone: None,
        pauses_from_ms: None,
        inaudible: None,
        vocabulary: None,
        voices: None,
    };
    connection.execute(&About::TABLE.insert(), &about.to_values())?;
    for stream in stream::usual(at) {
        connection.execute(&stream::Stream::TABLE.insert(), &stream.to_values())?;
    }
    let sql = "INSERT INTO change_number (only_one, number) VALUES (1, $1)";
    connection.execute(sql, &[Value::Integer(0)]).map(|_| ())
}
