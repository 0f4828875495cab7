//! Settling a study on a server: its tables rewritten, and what stays told with its expiry.
//!
//! `VACUUM (FULL)` writes each table anew without its dead rows; where the account may not, or
//! somebody else holds a table, the plain one is done and said. Dead rows that an older reader can
//! still see survive both, so readers are waited for first. The server's log, its replicas and its
//! backups are not Trefoil's to change: they are listed with what the server tells of them.

use std::time::{Duration, Instant};

use super::super::Study;
use super::{Beyond, Settled};
use crate::bind;
use crate::error::{Error, Result};
use crate::storage::Connection;

/// How long older readers are waited for.
const LONG: Duration = Duration::from_secs(15);

/// Settles the schema; `false` when something is left for the next time.
pub(super) fn settle(study: &Study, settled: &mut Settled) -> Result<bool> {
    let (complete, notices, beyond) = study.storage().write(|connection| {
        let mut notices = Vec::new();
        let complete = rewrite(connection, &mut notices)?;
        Ok((complete, notices, beyond(connection)?))
    })?;
    settled.notices.extend(notices);
    settled.beyond = beyond;
    Ok(complete)
}

fn rewrite(connection: &Connection, notices: &mut Vec<String>) -> Result<bool> {
    let alone = wait_for_readers(connection)?;
    if !alone {
        notices.push(
            "Somebody still reads the study as it was before the erasure, so the server keeps the \
             erased rows for them."
                .to_owned(),
        );
    }
    let place = connection.place();
    let (mut held, mut foreign) = (0, 0);
    let schema = place.trim_matches('"').to_owned();
    for (table, owned) in tables(connection, &schema)? {
        let name = format!("{place}.\"{}\"", table.replace('"', "\"\""));
        let full = owned && {
            let before = connection.query(NODE, bind![table.clone(), schema.clone()])?;
            connection.batch("SET lock_timeout = '5s'")?;
            let done = connection.batch(&format!("VACUUM (FULL, ANALYZE) {name}"));
            connection.batch("RESET lock_timeout")?;
            done.is_ok() && connection.query(NODE, bind![table.clone(), schema.clone()])? != before
        };
        if !full {
            *if owned { &mut held } else { &mut foreign } += 1;
            connection.batch(&format!("VACUUM (ANALYZE) {name}"))?;
        }
    }
    // What the planner remembers of columns are people's words too.
    connection.batch("VACUUM pg_catalog.pg_statistic")?;
    if held > 0 {
        notices.push(format!(
            "{held} tables could not be rewritten yet, because somebody reads or writes them. \
             That is tried again."
        ));
    }
    if foreign > 0 {
        notices.push(format!(
            "{foreign} tables belong to another account, so they could not be rewritten: the \
             erased rows are marked as free room, which the server overwrites as it needs it. \
             Their owner can run VACUUM (FULL)."
        ));
    }
    Ok(alone && held == 0)
}

/// Which file a table of the study lies in; another one after it was rewritten.
const NODE: &str = "SELECT c.relfilenode::bigint FROM pg_catalog.pg_class c \
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE c.relname = $1 AND n.nspname = $2";

/// The study's tables, and whether this account may rewrite them.
fn tables(connection: &Connection, schema: &str) -> Result<Vec<(String, bool)>> {
    let rows = connection.query(
        "SELECT c.relname::text, pg_catalog.pg_has_role(c.relowner, 'USAGE') \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind = 'r' AND n.nspname = $1 ORDER BY c.relname",
        bind![schema],
    )?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Waits until nobody reads a moment from before now; `false` when somebody still does.
fn wait_for_readers(connection: &Connection) -> Result<bool> {
    let now: String = first(connection, "SELECT pg_current_xact_id()::text", &[])?;
    let sql = "SELECT COUNT(*) FROM pg_catalog.pg_stat_activity \
               WHERE pid <> pg_backend_pid() AND datname = current_database() \
               AND backend_xmin IS NOT NULL AND age(backend_xmin) > age($1::text::xid8::xid)";
    let began = Instant::now();
    loop {
        let readers: i64 = first(connection, sql, bind![now.clone()])?;
        if readers == 0 {
            return Ok(true);
        }
        if began.elapsed() > LONG {
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn first<T: crate::storage::Field>(
    connection: &Connection,
    sql: &str,
    values: &[crate::storage::Value],
) -> Result<T> {
    let rows = connection.query(sql, values)?;
    rows.first().ok_or_else(|| Error::damaged("The server gave no answer."))?.get(0)
}

/// What the server keeps that Trefoil cannot reach, as far as it tells.
fn beyond(connection: &Connection) -> Result<Vec<Beyond>> {
    let setting = |name: &str| -> Result<String> {
        let sql = "SELECT COALESCE(current_setting($1, true), '')";
        first(connection, sql, bind![name])
    };
    let mut all = Vec::new();
    let mut add = |what: String, until: String| all.push(Beyond { what, until });
    add(
        format!("The server's write-ahead log (wal_level {}).", setting("wal_level")?),
        format!(
            "It is overwritten as the server works on: at most about {} are kept, and {} more for \
             replicas.",
            setting("max_wal_size")?,
            setting("wal_keep_size")?
        ),
    );
    match setting("archive_mode")?.as_str() {
        "off" | "" => {}
        _ => add(
            "The archive of the write-ahead log, which this server keeps.".to_owned(),
            "As long as the administrator keeps the archive: ask.".to_owned(),
        ),
    }
    let slots: i64 =
        first(connection, "SELECT COUNT(*) FROM pg_catalog.pg_replication_slots", &[])?;
    let replicas: i64 =
        first(connection, "SELECT COUNT(*) FROM pg_catalog.pg_stat_replication", &[])?;
    if slots > 0 || replicas > 0 {
        add(
            format!("Replicas: {replicas} connected now, {slots} replication slots."),
            "They follow within moments while they are connected; their own log and backups are \
             their administrator's."
                .to_owned(),
        );
    }
    let statements = setting("log_statement")?;
    if statements != "none" || setting("log_min_duration_statement")? != "-1" {
        add(
            format!("The server's log of statements (log_statement {statements})."),
            "As long as the administrator keeps it: ask.".to_owned(),
        );
    }
    add(
        "Backups of the server, which its administrator makes and Trefoil cannot see.".to_owned(),
        "Until the oldest backup from before today is thrown away: ask the administrator when."
            .to_owned(),
    );
    Ok(all)
}
