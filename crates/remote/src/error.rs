//! What can go wrong on the way to another computer.

use thiserror::Error;

/// An error on the way out; each message is a whole sentence.
#[derive(Debug, Error)]
pub enum RemoteError {
    /// The address cannot be used.
    #[error("“{address}” cannot be used as an address: {reason}.")]
    Address {
        /// What was given.
        address: String,
        /// Why not.
        reason: String,
    },
    /// The address leads to another computer, and nobody allowed that.
    #[error(
        "“{host}” is another computer, and recordings stay on this one. If that server is yours, or \
         is trusted with people's voices, allow it by its name: --allow-host {host}."
    )]
    Elsewhere {
        /// The host's name.
        host: String,
    },
    /// Nobody answers there, or not to the end.
    #[error("{host} cannot be reached: {reason}.")]
    Unreachable {
        /// The host's name.
        host: String,
        /// What happened.
        reason: String,
    },
    /// The other side says no.
    #[error("{host} answered {status}{said}")]
    Refused {
        /// The host's name.
        host: String,
        /// The status of HTTP.
        status: u16,
        /// What it said, behind a colon and with a full stop.
        said: String,
    },
    /// The answer is not one that is understood.
    #[error("The answer of {host} is no transcript: {reason}.")]
    Answer {
        /// The host's name.
        host: String,
        /// What is wrong.
        reason: String,
    },
    /// What was received cannot be kept.
    #[error("What was received cannot be kept: {0}.")]
    Keep(#[from] std::io::Error),
    /// Somebody stopped it.
    #[error("It was stopped.")]
    Stopped,
}
