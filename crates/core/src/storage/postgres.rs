//! The PostgreSQL side of the layer: one schema per study, named in no statement.
//!
//! The default search path is empty and every transaction, reads too, sets its own for itself
//! alone, so a pooled or forgotten connection can never touch another study. Statements are
//! prepared once per connection. A client must stay on the storage thread that made it: inside an
//! async runtime it would block the runtime's own thread.

use std::cell::RefCell;
use std::collections::HashMap;

use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use super::connection::Mode;
use super::sqlite::{Described, PATIENCE};
use super::value::{Row, Value};
use crate::error::{Error, Kind, Result};

/// A connection to a study's schema.
pub struct Postgres {
    client: RefCell<Client>,
    statements: RefCell<HashMap<String, Statement>>,
    schema: String,
}

impl Postgres {
    /// Connects to a server and checks that acknowledged will mean synced there.
    #[expect(clippy::disallowed_methods, reason = "storage is where connections are opened")]
    pub(crate) fn open(address: &str, study: &str, who: &str) -> Result<Self> {
        let mut config: Config = address.parse().map_err(|error: postgres::Error| {
            Error::invalid(format!("The address of the server cannot be read: {error}."))
        })?;
        refuse_clear_text(&config, address)?;
        config.application_name(who).options("-c search_path=").connect_timeout(PATIENCE);
        let client = config.connect(NoTls).map_err(|error| unreachable_server(&error))?;
        let postgres = Self {
            client: RefCell::new(client),
            statements: RefCell::default(),
            schema: schema_of(study),
        };
        postgres.check_settings()?;
        Ok(postgres)
    }

    fn check_settings(&self) -> Result<()> {
        for setting in ["fsync", "full_page_writes"] {
            let rows = self.raw_query(&format!("SELECT current_setting('{setting}')"), &[])?;
            let on: String = rows.first().map_or_else(|| Ok(String::new()), |row| row.get(0))?;
            if on != "on" {
                return Err(Error::new(
                    Kind::Denied,
                    format!("This server runs with {setting} = {on}: a power cut could lose work."),
                )
                .hint("Ask its administrator to turn the setting on."));
            }
        }
        Ok(())
    }

    /// The study's schema, quoted for a statement.
    pub(super) fn place(&self) -> String {
        format!("\"{}\"", self.schema)
    }

    /// Whether the study's schema exists.
    pub(crate) fn exists(&self) -> Result<bool> {
        let sql = "SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname = $1";
        Ok(!self.raw_query(sql, &[Value::Text(self.schema.clone())])?.is_empty())
    }

    /// Makes the study's schema, empty.
    pub(crate) fn create(&self) -> Result<()> {
        self.batch(&format!("CREATE SCHEMA \"{}\"", self.schema))
    }

    /// Has the planner keep no samples of texts and bytes: they would be people's words, in a place
    /// that no erasure reaches. Inside the transaction that makes the tables.
    pub(crate) fn take_no_samples(&self) -> Result<()> {
        let columns = self.raw_query(
            "SELECT c.relname::text, a.attname::text FROM pg_catalog.pg_attribute a \
             JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped \
             AND pg_catalog.format_type(a.atttypid, NULL) = 'text'",
            &[Value::Text(self.schema.clone())],
        )?;
        for column in columns {
            let (table, name): (String, String) = (column.get(0)?, column.get(1)?);
            let place = self.place();
            self.batch(&format!(
                "ALTER TABLE {place}.\"{table}\" ALTER COLUMN \"{name}\" SET STATISTICS 0"
            ))?;
        }
        Ok(())
    }

    pub(super) fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        self.raw_query(sql, values)
    }

    fn raw_query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let statement = self.statement(sql)?;
        let answer = self
            .client
            .borrow_mut()
            .query_raw(&statement, values.iter())
            .and_then(postgres::fallible_iterator::FallibleIterator::collect::<Vec<_>>);
        answer.map_err(|error| self.translate(&error))?.iter().map(|row| self.read(row)).collect()
    }

    fn read(&self, row: &postgres::Row) -> Result<Row> {
        let mut cells = Vec::with_capacity(row.len());
        for (at, column) in row.columns().iter().enumerate() {
            let cell = match *column.type_() {
                Type::INT8 => row.try_get::<_, Option<i64>>(at).map(|v| v.map(Value::Integer)),
                Type::INT4 => {
                    row.try_get::<_, Option<i32>>(at).map(|v| v.map(|n| Value::Integer(n.into())))
                }
                Type::BOOL => {
                    row.try_get::<_, Option<bool>>(at).map(|v| v.map(|b| Value::Integer(b.into())))
                }
                Type::FLOAT8 => row.try_get::<_, Option<f64>>(at).map(|v| v.map(Value::Real)),
                Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at).map(|v| v.map(Value::Bytes)),
                _ => row.try_get::<_, Option<String>>(at).map(|v| v.map(Value::Text)),
            };
            cells.push(cell.map_err(|error| self.translate(&error))?.unwrap_or(Value::Null));
        }
        Ok(Row(cells))
    }

    pub(super) fn execute(&self, sql: &str, values: &[Value]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let parameters: Vec<&(dyn ToSql + Sync)> =
            values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let changed = self.client.borrow_mut().execute(&statement, &parameters);
        changed.map_err(|error| self.translate(&error))
    }

    fn statement(&self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.borrow().get(sql) {
            return Ok(statement.clone());
        }
        let prepared = self.client.borrow_mut().prepare(sql);
        let statement = prepared.map_err(|error| self.translate(&error))?;
        self.statements.borrow_mut().insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        let done = self.client.borrow_mut().batch_execute(sql);
        done.map_err(|error| self.translate(&error))
    }

    pub(super) fn prepare(&self, sql: &str) -> Result<()> {
        self.statement(sql).map(|_| ())
    }

    pub(super) fn begin(&self, mode: Mode) -> Result<()> {
        let mode = match mode {
            Mode::Read => "ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Mode::Write => "ISOLATION LEVEL READ COMMITTED READ WRITE",
        };
        self.batch(&format!(
            "BEGIN {mode}; SET LOCAL search_path TO \"{}\"; SET LOCAL lock_timeout = '{}ms'; \
             SET LOCAL synchronous_commit = on; SET LOCAL bytea_output = 'hex'",
            self.schema,
            PATIENCE.as_millis(),
        ))
    }

    pub(super) fn commit(&self) -> Result<()> {
        self.batch("COMMIT")
    }

    /// Who holds the lock on the change number, by the name the other connection gave itself.
    pub(crate) fn holder(&self) -> Option<String> {
        let sql = "SELECT a.application_name::text FROM pg_catalog.pg_locks l \
                   JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
                   JOIN pg_catalog.pg_class c ON c.oid = l.relation \
                   JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                   WHERE n.nspname = $1 AND c.relname = 'change_number' AND l.granted \
                   AND l.mode = 'RowExclusiveLock' AND a.pid <> pg_backend_pid()";
        let rows = self.raw_query(sql, &[Value::Text(self.schema.clone())]).ok()?;
        rows.first()?.get(0).ok()
    }

    fn translate(&self, error: &postgres::Error) -> Error {
        let cause = Described(error.to_string());
        let Some(database) = error.as_db_error() else {
            let translated = if error.is_closed() {
                Error::new(
                    Kind::Io,
                    "The connection to the server broke. What was acknowledged is safe there.",
                )
            } else {
                Error::damaged(format!("The server's answer cannot be used: {error}."))
            };
            return translated.because(cause);
        };
        let code = database.code();
        let translated = if *code == SqlState::LOCK_NOT_AVAILABLE {
            Error::new(Kind::Busy, "The study is being written to by someone else.")
        } else if *code == SqlState::FOREIGN_KEY_VIOLATION || *code == SqlState::UNIQUE_VIOLATION {
            Error::conflict(
                "The change would leave something pointing at nothing, or the same thing twice. \
                 Nothing was changed.",
            )
        } else if *code == SqlState::INSUFFICIENT_PRIVILEGE {
            Error::new(Kind::Denied, "This account may not do that in this study.")
        } else if *code == SqlState::UNDEFINED_TABLE || *code == SqlState::INVALID_SCHEMA_NAME {
            Error::damaged(format!("The schema {} is not a whole study.", self.schema))
        } else {
            Error::damaged(format!("The server refused: {}.", database.message()))
        };
        translated.because(Described(format!("{cause}: {database}")))
    }
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Postgres({})", self.schema)
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Integer(number) => number.to_sql(ty, out),
            Self::Real(number) => number.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The schema in which a study of this name lies.
fn schema_of(study: &str) -> String {
    format!("trefoil_{study}")
}

/// This build speaks no TLS, so words would cross a network readable: only said aloud.
fn refuse_clear_text(config: &Config, address: &str) -> Result<()> {
    let local = config.get_hosts().iter().all(|host| match host {
        postgres::config::Host::Tcp(name) => {
            name == "localhost"
                || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        postgres::config::Host::Unix(_) => true,
    });
    if local || address.contains("sslmode=disable") {
        return Ok(());
    }
    Err(Error::new(
        Kind::Denied,
        "This program cannot encrypt a connection to a server yet: the study's words would cross \
         the network readable.",
    )
    .hint(
        "Use a tunnel to the server (ssh -L), or add sslmode=disable if the network is your own.",
    ))
}

fn unreachable_server(error: &postgres::Error) -> Error {
    let kind = match error.code() {
        Some(code)
            if *code == SqlState::INVALID_PASSWORD
                || *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION =>
        {
            Kind::Denied
        }
        _ => Kind::Io,
    };
    let words = error.as_db_error().map_or_else(|| error.to_string(), |e| e.message().to_owned());
    Error::new(kind, format!("The server cannot be reached: {words}."))
        .hint("Check the address, the account and whether the server is running.")
        .because(Described(error.to_string()))
}
