//! Processes that a test starts in order to kill them.
//!
//! A test binary runs itself again for one of its tests, called `victim` in its module, which asks
//! [`scene`] what to do and returns at once when there is nothing, as in an ordinary run. The
//! victim says on standard error, one line each, when it is ready and what has been acknowledged to
//! it; the test listens, and kills it at any moment it likes. SIGKILL leaves no time for anything,
//! not even for tidying up.

#![expect(clippy::panic, reason = "a victim that fails fails its test")]

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Names the scene, with its arguments on lines of their own.
const SCENE: &str = "TREFOIL_VICTIM";

/// Begins a line that says that something was acknowledged.
const ACKNOWLEDGED: &str = "acknowledged ";

/// Says that the victim is about to begin.
const READY: &str = "ready";

/// Long enough for the slowest machine to start a process.
const PATIENCE: Duration = Duration::from_mins(1);

/// In the victim: the scene to play and its arguments; `None` in an ordinary run.
pub fn scene() -> Option<Vec<String>> {
    let scene = env::var(SCENE).ok()?;
    Some(scene.lines().map(str::to_owned).collect())
}

/// In the victim: says that everything is prepared and that what matters begins.
pub fn ready() {
    say(READY);
}

/// In the victim: says that something was acknowledged, in one write.
pub fn acknowledge(what: impl std::fmt::Display) {
    say(&format!("{ACKNOWLEDGED}{what}"));
}

fn say(line: &str) {
    let line = format!("{line}\n");
    // Whoever listened may be gone; then nobody wants to know.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

/// A process that plays a scene and dies with this value at the latest.
#[derive(Debug)]
pub struct Victim {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Victim {
    /// Starts the running test binary again for a test, such as `proof::victim`, which is to play a
    /// scene with arguments.
    pub fn start(test: &str, scene: &[&str]) -> Self {
        Self::start_with(test, scene, &[])
    }

    /// Starts it with further variables in its environment.
    pub fn start_with(test: &str, scene: &[&str], environment: &[(&str, &str)]) -> Self {
        let program = env::current_exe().expect("a running program knows its file");
        let mut child = Command::new(program)
            .args([test, "--exact", "--nocapture", "--test-threads=1"])
            .env(SCENE, scene.join("\n"))
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a test binary can be started again");
        let output = child.stderr.take().expect("standard error is a pipe");
        let (sender, lines) = mpsc::channel();
        // Read at once and to the end, or a full pipe would make the victim wait.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines, said: Vec::new() }
    }

    /// Waits until the victim says that it is ready.
    pub fn wait_until_ready(&mut self) {
        self.wait_for(|line| line == READY, READY);
    }

    /// Waits until the victim says that this was acknowledged.
    pub fn wait_until_acknowledged(&mut self, what: &str) {
        self.wait_for(|line| line.strip_prefix(ACKNOWLEDGED) == Some(what), what);
    }

    /// Waits until so many more things were acknowledged.
    pub fn wait_for_acknowledgements(&mut self, count: u32) {
        for _ in 0..count {
            self.wait_for(|line| line.starts_with(ACKNOWLEDGED), ACKNOWLEDGED);
        }
    }

    fn wait_for(&mut self, wanted: impl Fn(&str) -> bool, called: &str) {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => {
                    let found = wanted(&line);
                    self.said.push(line);
                    if found {
                        return;
                    }
                }
                Err(cause) => {
                    panic!("{cause}: no “{called}” from the victim:\n{}", self.said.join("\n"))
                }
            }
        }
    }

    /// The number of the process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills it where it stands; answers what was acknowledged, in order.
    ///
    /// A victim that had come to its end is as good; one that failed by itself fails the test.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().expect("one's own child can be killed");
        self.end(true)
    }

    /// Waits for its own end; answers what was acknowledged, in order.
    pub fn finish(mut self) -> Vec<String> {
        self.end(false)
    }

    fn end(&mut self, killed: bool) -> Vec<String> {
        // The pipe ends with the process, and every line that it wrote is in it.
        self.said.extend(self.lines.iter());
        let status = self.child.wait().expect("one's own child can be waited for");
        assert!(
            status.success() || killed && by_sigkill(status),
            "the victim failed by itself ({status}):\n{}",
            self.said.join("\n")
        );
        self.said
            .iter()
            .filter_map(|line| line.strip_prefix(ACKNOWLEDGED))
            .map(Into::into)
            .collect()
    }
}

#[cfg(unix)]
fn by_sigkill(status: std::process::ExitStatus) -> bool {
    std::os::unix::process::ExitStatusExt::signal(&status) == Some(9)
}

#[cfg(not(unix))]
fn by_sigkill(_: std::process::ExitStatus) -> bool {
    true
}

impl Drop for Victim {
    fn drop(&mut self) {
        // A test that fails leaves nothing running; a child that is gone already is no trouble.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
