//! From a place and a key to a connection.

use crate::error::Result;
use crate::storage::key::Key;
use crate::storage::{Connection, Place, Sqlite};

use super::lock;

/// Opens one connection to an existing study.
pub(super) fn connect(place: &Place, key: Option<&Key>) -> Result<Connection> {
    match place {
        Place::File(path) => Sqlite::open(path, key, false).map(Connection::Sqlite),
        Place::Server { address, study } => {
            crate::storage::Postgres::open(address, study, &lock::signature())
                .map(Connection::Postgres)
        }
    }
}
