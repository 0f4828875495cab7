//! The schema's versions and how an older study becomes a current one.
//!
//! Migrations are numbered, named by intent and only ever added to. Each runs with its version
//! number in one transaction, so a kill leaves the study at one version or the next. A file is
//! copied aside first; a study from a newer program is left alone with a message that says so.

use std::sync::OnceLock;

use super::connection::{Connection, Mode};
use super::value::Value;
use crate::error::{Error, Kind, Result};

/// The migrations, oldest first.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_the_study.sql"),
    include_str!("migrations/0002_care.sql"),
    include_str!("migrations/0003_the_corpus.sql"),
    include_str!("migrations/0004_voice.sql"),
    include_str!("migrations/0005_voices.sql"),
];

/// Migrations behind the real ones, which only a test knows.
static REHEARSED: OnceLock<&'static [&'static str]> = OnceLock::new();

/// Lets this process know further migrations, once: today's studies are then old ones, and a test
/// can watch how they are upgraded.
pub fn rehearse(migrations: &'static [&'static str]) {
    let _ = REHEARSED.set(migrations);
}

/// All migrations, oldest first.
fn all() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().chain(REHEARSED.get().copied().unwrap_or_default()).copied()
}

/// The version of the schema that this program writes.
pub(crate) fn current() -> i64 {
    all().count() as i64
}

/// The version of an open study; 0 when it has no schema at all.
pub(crate) fn version(connection: &Connection) -> Result<i64> {
    connection.transaction(Mode::Read, |connection| {
        let answer = connection.query("SELECT version FROM schema_version", &[]);
        match answer {
            Ok(rows) => rows
                .first()
                .ok_or_else(|| Error::damaged("The study does not say which version it is."))?
                .get(0),
            Err(error) => Err(error),
        }
    })
}

/// Lays out a new, empty study.
pub(crate) fn create(connection: &Connection) -> Result<()> {
    connection.batch("CREATE TABLE schema_version (version BIGINT NOT NULL)")?;
    connection.execute("INSERT INTO schema_version (version) VALUES (0)", &[])?;
    all().zip(1..).try_for_each(|(migration, version)| step(connection, migration, version))
}

/// Brings an older study up to date, one transaction for each version.
pub(crate) fn upgrade(connection: &Connection) -> Result<()> {
    loop {
        let done = connection.transaction(Mode::Write, |connection| {
            let rows = connection.query("SELECT version FROM schema_version", &[])?;
            let version: i64 = rows
                .first()
                .ok_or_else(|| Error::damaged("The study does not say which version it is."))?
                .get(0)?;
            let at = usize::try_from(version).unwrap_or(usize::MAX);
            match all().nth(at) {
                Some(migration) => step(connection, migration, version + 1).map(|()| false),
                None => Ok(true),
            }
        })?;
        if done {
            return Ok(());
        }
    }
}

fn step(connection: &Connection, migration: &str, version: i64) -> Result<()> {
    connection.batch(migration)?;
    let sql = "UPDATE schema_version SET version = $1";
    connection.execute(sql, &[Value::Integer(version)]).map(|_| ())
}

/// Refuses a study from the future.
pub(crate) fn refuse_newer(version: i64, place: &str) -> Result<()> {
    if version <= current() {
        return Ok(());
    }
    Err(Error::new(
        Kind::BadFile,
        format!(
            "{place} was written by a newer Trefoil (study version {version}; this program knows \
             {}). It was not changed.",
            current()
        ),
    )
    .hint("Install the current Trefoil to open it."))
}
