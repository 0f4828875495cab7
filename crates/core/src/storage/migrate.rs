//! The schema's versions and how an older study becomes a current one.
//!
//! Migrations are numbered, named by intent and only ever added to. Each runs with its version
//! number in one transaction, so a kill leaves the study at one version or the next. A file is
//! copied aside first; a study from a newer program is left alone with a message that says so.

use super::connection::{Connection, Mode};
use super::value::Value;
use crate::error::{Error, Kind, Result};

/// The migrations, oldest first.
pub(crate) const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_the_study.sql")];

/// The version of the schema that this program writes.
pub(crate) fn current() -> i64 {
    MIGRATIONS.len() as i64
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
    for at in 0..MIGRATIONS.len() {
        step(connection, at)?;
    }
    Ok(())
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
            if at >= MIGRATIONS.len() {
                return Ok(true);
            }
            step(connection, at).map(|()| false)
        })?;
        if done {
            return Ok(());
        }
    }
}

fn step(connection: &Connection, at: usize) -> Result<()> {
    connection.batch(MIGRATIONS[at])?;
    let version = Value::Integer(at as i64 + 1);
    connection.execute("UPDATE schema_version SET version = $1", &[version])?;
    Ok(())
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
