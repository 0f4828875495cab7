//! One connection to one study, whichever engine keeps it.
//!
//! The layer is as thin as it can be: statements with `$1`, values in, rows out, transactions
//! begun in one of two modes. A connection stays on the thread that opened it.

use super::postgres::Postgres;
use super::sqlite::Sqlite;
use super::value::{Row, Value};
use crate::error::Result;

/// Which engine keeps a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// One schema on a server.
    Postgres,
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Sees one moment of the study and changes nothing; never waits for a writer.
    Read,
    /// May change the study; waits for another writer, then fails as busy.
    Write,
}

/// An open connection to a study.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one to a thread")]
pub enum Connection {
    /// To a file.
    Sqlite(Sqlite),
    /// To a schema on a server.
    Postgres(Postgres),
}

impl Connection {
    /// Which engine answers.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// The name of the schema in which the study's own tables lie, quoted for a statement.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Sqlite(_) => "main".to_owned(),
            Self::Postgres(postgres) => postgres.place(),
        }
    }

    /// Runs a statement and returns all rows of its answer.
    pub fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.query(sql, values),
            Self::Postgres(postgres) => postgres.query(sql, values),
        }
    }

    /// Runs a statement and returns how many rows it changed.
    pub fn execute(&self, sql: &str, values: &[Value]) -> Result<u64> {
        match self {
            Self::Sqlite(sqlite) => sqlite.execute(sql, values),
            Self::Postgres(postgres) => postgres.execute(sql, values),
        }
    }

    /// Runs several statements without values, as migrations are.
    pub fn batch(&self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.batch(sql),
            Self::Postgres(postgres) => postgres.batch(sql),
        }
    }

    /// Checks that the engine can compile a statement, without running it.
    pub fn prepare(&self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.prepare(sql),
            Self::Postgres(postgres) => postgres.prepare(sql),
        }
    }

    /// Runs `work` in one transaction: committed when it succeeds, rolled back when it does not.
    pub fn transaction<T>(&self, mode: Mode, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.begin(mode)?;
        let outcome = work(self).and_then(|value| self.commit().map(|()| value));
        if outcome.is_err() {
            // The first error is the one to report; a rollback that fails too ends the connection.
            let _ = self.rollback();
        }
        outcome
    }

    fn begin(&self, mode: Mode) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.begin(mode),
            Self::Postgres(postgres) => postgres.begin(mode),
        }
    }

    fn commit(&self) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.commit(),
            Self::Postgres(postgres) => postgres.commit(),
        }
    }

    fn rollback(&self) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.rollback(),
            Self::Postgres(postgres) => postgres.batch("ROLLBACK"),
        }
    }
}
