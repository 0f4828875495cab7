//! The throw-away PostgreSQL server ends with the process that asked for it, even by SIGKILL.
//!
//! The test starts itself a second time as that process, kills it and watches the server's port.
#![cfg(unix)]

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use trefoil_testkit::{postgres, skip};

const MARK: &str = "serving at ";

const HOLD: &str = "TREFOIL_TESTKIT_HOLD_A_SERVER";

#[test]
fn a_server_does_not_outlive_a_killed_test() {
    let name = "postgres::a_server_does_not_outlive_a_killed_test";
    if env::var_os(HOLD).is_some() {
        return hold_a_server_until_killed();
    }
    let mut holder = Command::new(env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(HOLD, "1")
        .env_remove("TREFOIL_TEST_POSTGRES")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(holder.stdout.take().unwrap());
    let address = output.lines().map_while(Result::ok).find_map(|line| {
        let (_, address) = line.split_once(MARK)?;
        Some(address.to_owned())
    });
    let Some(address) = address else {
        holder.wait().unwrap();
        return skip(&format!("postgres {name}"));
    };
    assert!(TcpStream::connect(&address).is_ok(), "no server answers at {address}");

    holder.kill().unwrap();
    holder.wait().unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    while TcpStream::connect(&address).is_ok() {
        assert!(Instant::now() < deadline, "the server at {address} outlived its test");
        sleep(Duration::from_millis(50));
    }
}

fn hold_a_server_until_killed() {
    if let Some(server) = postgres::server() {
        let address = server.url().rsplit('@').next().and_then(|rest| rest.split('/').next());
        let _ = writeln!(io::stdout(), "{MARK}{}", address.unwrap_or_default());
        sleep(Duration::from_mins(2));
    }
}
