//! Where a study is kept: one schema on two engines, behind a thin synchronous layer.
//!
//! A study is one SQLite file, encrypted when a passphrase is set, or one PostgreSQL schema. The
//! same portable SQL runs on both: `$1` placeholders, four column types, no engine's dialect.
//! [`Connection`] hides which engine it is; [`Storage`] owns the threads that own connections;
//! [`record`](record!) ties Rust types to tables; `migrations/` holds the schema itself; `wall/`
//! keeps from readers what nobody agreed that they may see. Nothing
//! outside this folder opens a connection, and only `study::transact` begins a write.

mod connection;
pub(crate) mod digits;
pub(crate) mod key;
pub(crate) mod migrate;
pub(crate) mod pages;
pub(crate) mod place;
mod postgres;
mod reader;
mod record;
pub(crate) mod row_image;
mod sqlite;
mod threads;
mod value;
pub(crate) mod wall;

pub use connection::{Connection, Engine, Mode};
#[doc(hidden)]
pub use migrate::rehearse;
pub use place::Place;
pub use reader::Reader;
pub use record::{Column, Filing, Record, Table};
pub use threads::Storage;
pub use value::{Field, Kind, Parameter, Row, Value};

pub(crate) use postgres::Postgres;
pub(crate) use sqlite::{APPLICATION_ID, PATIENCE, Sqlite};
