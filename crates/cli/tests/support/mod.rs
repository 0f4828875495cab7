//! Runs the real binary in a folder of its own, where nobody's configuration is.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

/// The study that most tests work in.
pub(crate) const STUDY: &str = "study.trefoil";

/// A folder to run the program in.
pub(crate) struct Bench {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// What came of running it.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Bench {
    /// An empty folder, in which Ada works.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self { folder, variables: vec![("TREFOIL_AS".into(), "Ada".into())] }
    }

    /// A folder with an empty study.
    pub(crate) fn with_study() -> Self {
        let bench = Self::empty();
        bench.run(["new", STUDY, "--title", "First year"]).done();
        bench
    }

    /// Sets a variable for all further runs; an empty value takes it away.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.variables.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The path of something in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("is in the folder")).expect("can be made");
        std::fs::write(path, content).expect("the folder can be written to");
    }

    /// The program, about to run in the folder.
    pub(crate) fn command<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trefoil"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.env("HOME", self.path("home")).env("XDG_CONFIG_HOME", self.path("home/config"));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    /// Runs the program.
    pub(crate) fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
        let output = self.command(arguments).output().expect("the program can be started");
        Ran::of(output)
    }

    /// Runs the program with something on standard input.
    pub(crate) fn feed<'a>(
        &self,
        arguments: impl IntoIterator<Item = &'a str>,
        input: &str,
    ) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program can be started");
        let mut stdin = child.stdin.take().expect("is piped");
        stdin.write_all(input.as_bytes()).expect("the program reads");
        drop(stdin);
        Ran::of(child.wait_with_output().expect("the program ends"))
    }

    /// Runs a command on the study: the noun or command, then what follows the study.
    pub(crate) fn on<'a>(&self, command: &'a str, rest: impl IntoIterator<Item = &'a str>) -> Ran {
        self.run([command, STUDY].into_iter().chain(rest))
    }

    /// Adds a source with a text.
    pub(crate) fn source(&self, name: &str, text: &str) {
        self.write("text.txt", text);
        let rest = ["add", name, "--stream", "interview", "--text", "text.txt"];
        self.on("source", rest).done();
    }
}

impl Ran {
    pub(crate) fn of(output: std::process::Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        let code = output.status.code().expect("the program ends by itself");
        Self { code, out: text(output.stdout), err: text(output.stderr) }
    }

    /// The same, after making sure that it went well.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// The same, after making sure of the exit code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// The same, after making sure that standard error says this.
    #[track_caller]
    pub(crate) fn saying(self, words: &str) -> Self {
        assert!(self.err.contains(words), "“{words}” is missing in {self:?}");
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.out).expect(&self.out)
    }

    /// The id of what an operation added, printed with `--json`.
    #[track_caller]
    pub(crate) fn id(&self) -> String {
        let outcome = &self.json()["outcome"];
        let id = outcome.as_str().or_else(|| outcome["passage"].as_str());
        id.expect(&self.out).to_owned()
    }

    /// Standard error without the last piece of what differs from run to run.
    pub(crate) fn errors(&self) -> &str {
        self.err.trim_end()
    }
}
