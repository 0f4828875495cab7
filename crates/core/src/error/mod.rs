//! What can go wrong, said once for people and once for programs.
//!
//! Every failure of the core is one [`Error`]: a [`Kind`] that callers act on (the command line
//! turns it into an exit code, a page into a status), a sentence that names the thing and says
//! whether the data is safe, and where it helps a hint what to do now. Causes are kept for logs.

use std::fmt;

/// What sort of failure it was; callers act on this and never on the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The thing asked for does not exist in this study.
    NotFound,
    /// The request itself is not well formed or breaks a rule of the model.
    Invalid,
    /// The request is well formed, but the study as it stands says no.
    Conflict,
    /// Consent, role or passphrase does not allow it.
    Denied,
    /// A file that was to be read is not what it should be.
    BadFile,
    /// Someone else is writing and did not finish in time.
    Busy,
    /// The study itself is damaged or cannot be trusted.
    Damaged,
    /// The disk, the network or the operating system refused.
    Io,
}

/// One failure, worded for the person who has to deal with it.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
    hint: Option<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What functions of the core return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Makes an error of a kind from a whole sentence.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, cause: None }
    }

    /// The thing asked for does not exist.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// The request breaks a rule.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, message)
    }

    /// The study as it stands says no.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(Kind::Conflict, message)
    }

    /// The study cannot be trusted.
    pub fn damaged(message: impl Into<String>) -> Self {
        Self::new(Kind::Damaged, message)
    }

    /// Adds what the person can do now.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Keeps the error that this one translates.
    #[must_use]
    pub fn because(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }

    /// The kind, for callers that act on it.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What the person can do now, where that is known.
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

/// A message of another crate as a sentence; a file's name in front of it stays as it is.
pub fn sentence(message: &dyn fmt::Display) -> String {
    let text = message.to_string();
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_word = first.trim_end_matches([',', ':']).chars().all(char::is_alphabetic);
    let mut letters = text.chars();
    let begin = letters
        .next()
        .map(|letter| if is_word { letter.to_uppercase().to_string() } else { letter.to_string() });
    let end = if text.ends_with(['.', '`', '?', '!']) { "" } else { "." };
    format!("{}{}{end}", begin.unwrap_or_default(), letters.as_str())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(Kind::Io, format!("The operating system refused: {error}.")).because(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::invalid(format!("This is not the JSON that was expected: {error}.")).because(error)
    }
}
