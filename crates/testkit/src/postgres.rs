//! Finds a PostgreSQL server for tests, or starts one.
//!
//! `TREFOIL_TEST_POSTGRES` names a server that is already there (`.ci/run` sets it). Without it a
//! throw-away server starts once per test process, which costs a second or two, wherever
//! `initdb` is found. It stops when the process ends, however it ends: `postgres.sh` waits for
//! the end of a pipe that only this process holds. Without PostgreSQL there is no server, and the
//! test calls [`crate::skip()`] with a name that begins with `postgres`.

use std::env;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// A server that tests may fill with studies.
#[derive(Clone, Debug)]
pub struct PostgresServer {
    url: String,
}

impl PostgresServer {
    /// Gives the address of the server's database, without a study.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Makes up the address of a study that does not exist yet: `postgres://…?study=test_…`.
    ///
    /// No two calls give the same name, in this process or another. A study made on a server
    /// that outlives the tests is for its maker to remove.
    pub fn fresh_study_url(&self) -> String {
        let joint = if self.url.contains('?') { '&' } else { '?' };
        // Each `RandomState` has keys of its own, seeded by the system.
        let random = RandomState::new().hash_one(std::process::id());
        format!("{}{joint}study=test_{random:016x}", self.url)
    }
}

/// The server of this process and the child that guards it, kept until the process ends.
static STARTED: OnceLock<Option<(PostgresServer, Child)>> = OnceLock::new();

/// Finds the server for tests; `None` where there is neither an address nor PostgreSQL.
pub fn server() -> Option<PostgresServer> {
    if let Some(url) = env::var("TREFOIL_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) {
        return Some(PostgresServer { url });
    }
    let started = STARTED.get_or_init(|| {
        let programs = find_programs()?;
        start(&programs)
            .inspect_err(|cause| {
                let _ = writeln!(io::stderr().lock(), "no PostgreSQL for tests: {cause}");
            })
            .ok()
    });
    started.as_ref().map(|(server, _)| server.clone())
}

/// Finds the folder with `initdb` and `pg_ctl`: Debian's newest version, else along the `PATH`.
fn find_programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((version_of(&entry.path())?, entry.path().join("bin"))))
        .filter(|(_, folder)| has_programs(folder))
        .max();
    let along_path = || {
        let path = env::var_os("PATH")?;
        env::split_paths(&path).find(|folder| has_programs(folder))
    };
    newest.map(|(_, folder)| folder).or_else(along_path)
}

fn version_of(folder: &Path) -> Option<u32> {
    folder.file_name()?.to_str()?.parse().ok()
}

fn has_programs(folder: &Path) -> bool {
    ["initdb", "pg_ctl"].iter().all(|name| folder.join(name).is_file())
}

/// Starts `postgres.sh` and waits for its one line.
///
/// The child is kept and never waited for: its standard input must stay open as long as this
/// process lives. Rust opens pipes close-on-exec, so no other child holds it open for longer.
fn start(programs: &Path) -> io::Result<(PostgresServer, Child)> {
    let mut command = Command::new("sh");
    command.args(["-c", include_str!("postgres.sh"), "postgres.sh"]).arg(programs);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Out of reach of Ctrl-C and of a runner that kills the group of a test that took too long.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut guardian = command.spawn()?;

    let mut line = String::new();
    if let Some(output) = guardian.stdout.take() {
        BufReader::new(output).read_line(&mut line)?;
    }
    match line.trim_end().strip_prefix("ready ") {
        Some(url) => Ok((PostgresServer { url: url.to_owned() }, guardian)),
        None => Err(io::Error::other(format!("{} ({})", line.trim_end(), programs.display()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_studies_have_names_of_their_own_that_a_schema_can_bear() {
        let server = PostgresServer { url: "postgres://u@127.0.0.1/d".into() };
        let (first, second) = (server.fresh_study_url(), server.fresh_study_url());
        assert_ne!(first, second);
        let name = first.strip_prefix("postgres://u@127.0.0.1/d?study=").unwrap();
        assert!(name.len() < 64);
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
    }

    #[test]
    fn a_study_joins_the_options_that_an_address_already_has() {
        let server = PostgresServer { url: "postgres://u@h/d?sslmode=require".into() };
        assert!(server.fresh_study_url().contains("?sslmode=require&study=test_"));
    }
}
