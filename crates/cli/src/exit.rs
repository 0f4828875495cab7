//! What went wrong, as words on standard error and an exit code that scripts can act on.

use std::io::{self, Write};
use std::process::ExitCode;

use trefoil_core::error::{Error, Kind};

use crate::output;

/// The exit codes, which are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// It was done.
    Done = 0,
    /// The answer is no.
    No = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A file that was to be read is not what it should be.
    BadFile = 3,
    /// Consent, role or passphrase does not allow it.
    NotAllowed = 4,
    /// The study is damaged or busy, or the system refused.
    Damaged = 5,
}

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The core refused.
    Refused(Error),
    /// The command line could not be read, or help was asked for.
    CommandLine(Box<clap::Error>),
    /// Everything has been said already.
    Said(Code),
    /// Nobody reads the output any more, as behind `| head`.
    Closed,
}

/// What commands return.
pub(crate) type Result<T = ()> = std::result::Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self::CommandLine(Box::new(error))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Refused(error.into()),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// Wrong usage that only the command can notice.
pub(crate) fn usage(message: impl Into<String>) -> Failure {
    Failure::Refused(Error::invalid(message))
}

/// Says what went wrong and answers the exit code.
pub(crate) fn code(outcome: Result) -> ExitCode {
    let code = match outcome {
        Ok(()) | Err(Failure::Closed) => Code::Done,
        Err(Failure::Said(code)) => code,
        Err(Failure::CommandLine(error)) => {
            // Help and version come this way too, and are no errors.
            let done = error.exit_code() == 0;
            let _ = error.print();
            if done { Code::Done } else { Code::Usage }
        }
        Err(Failure::Refused(error)) => {
            tell(&error);
            code_of(error.kind())
        }
    };
    ExitCode::from(code as u8)
}

fn code_of(kind: Kind) -> Code {
    match kind {
        Kind::NotFound | Kind::Conflict => Code::No,
        Kind::Invalid => Code::Usage,
        Kind::BadFile => Code::BadFile,
        Kind::Denied => Code::NotAllowed,
        Kind::Busy | Kind::Damaged | Kind::Io => Code::Damaged,
    }
}

/// The message, then what can be done; the terminal may be gone, which changes nothing.
fn tell(error: &Error) {
    let mut text = format!("{error}\n");
    if let Some(hint) = error.hint_text() {
        text.push_str(hint);
        text.push('\n');
    }
    let _ = io::stderr().lock().write_all(output::tame(&text).as_bytes());
}
