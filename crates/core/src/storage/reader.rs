//! Reading: one consistent moment of the study, asked in SQL or by noun.

use super::connection::Connection;
use super::record::Record;
use super::value::{Row, Value};
use super::wall;
use crate::bind;
use crate::care::consent;
use crate::error::{Error, Result};
use crate::id::Id;

/// A view of the study inside one transaction.
#[derive(Debug)]
pub struct Reader<'c> {
    connection: &'c Connection,
    /// Whether the wall stands in front of it.
    walled: bool,
}

impl<'c> Reader<'c> {
    /// A view of everything, through a connection on which a transaction has begun.
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { connection, walled: false }
    }

    /// A view through a connection in front of which the wall was raised.
    pub(super) fn walled(connection: &'c Connection) -> Self {
        Self { connection, walled: true }
    }

    /// Whether what is closed is hidden from it.
    pub(crate) fn is_walled(&self) -> bool {
        self.walled
    }

    /// The connection, for the few who work below the nouns.
    pub(crate) fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// Runs a statement and returns all rows.
    pub fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        self.connection.query(sql, values)
    }

    /// Checks that the engine can compile a statement, without running it.
    pub fn prepare(&self, sql: &str) -> Result<()> {
        self.connection.prepare(sql)
    }

    /// Which engine answers.
    pub fn engine(&self) -> super::Engine {
        self.connection.engine()
    }

    /// Runs a statement that answers with one row and one whole number, such as a count.
    pub fn number(&self, sql: &str, values: &[Value]) -> Result<i64> {
        let rows = self.query(sql, values)?;
        rows.first().ok_or_else(|| Error::damaged("A count has no answer."))?.get(0)
    }

    /// The row with this id, if there is one.
    pub fn find<R: Record>(&self, id: Id) -> Result<Option<R>> {
        let found = self.query(&R::TABLE.find(), bind![id])?.pop();
        found.map(|row| R::from_values(row.into_values())).transpose()
    }

    /// The row with this id; says which noun is missing when there is none, and why when it is
    /// only closed.
    pub fn get<R: Record>(&self, id: Id) -> Result<R> {
        if let Some(row) = self.find(id)? {
            return Ok(row);
        }
        if let Some(source) = wall::hidden(self, id)? {
            return Err(consent::closed(self, source)?);
        }
        let noun = R::TABLE.name.replace('_', " ");
        Err(Error::not_found(format!("This study has no {noun} with the id {id}.")))
    }

    /// All rows that a clause (`WHERE … ORDER BY …`) leaves.
    pub fn list<R: Record>(&self, clause: &str, values: &[Value]) -> Result<Vec<R>> {
        let sql = format!("{} {clause}", R::TABLE.select());
        self.query(&sql, values)?.into_iter().map(|row| R::from_values(row.into_values())).collect()
    }
}
