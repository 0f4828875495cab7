//! Servers of one's own that hear recordings: asked through the one crate that goes out.

use std::path::Path;

use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::transcript::SpokenWord;
use trefoil_core::transcription::{Answer, Elsewhere, Piece, Server, Told};
use trefoil_remote::{Address, Endpoint, Reach, RemoteError, Request};

/// Where a key for the server stands, where it wants one; never in an argument, which others on the
/// computer could read.
const KEY: &str = "TREFOIL_ENDPOINT_KEY";

/// A server, by the address that was typed.
#[derive(Debug)]
pub(crate) struct Remote {
    /// As it was typed: what was asked for by this address is heard by it.
    typed: String,
    endpoint: Endpoint,
}

/// An engine that asks a server.
///
/// Errors: the address cannot be used, or leads to a computer that nobody allowed.
pub(crate) fn engine(address: &str, reach: &Reach, models: &Path) -> Result<Elsewhere<Remote>> {
    let key = std::env::var(KEY).ok().filter(|key| !key.trim().is_empty());
    let endpoint = Endpoint::new(address, reach, key).map_err(|error| refused(&error))?;
    let server = Remote { typed: address.to_owned(), endpoint };
    Ok(Elsewhere::new(server, models))
}

/// How far requests may go when these hosts were allowed.
pub(crate) fn reach(allowed: &[String]) -> Reach {
    if allowed.is_empty() { Reach::ThisComputer } else { Reach::Hosts(allowed.to_vec()) }
}

/// The name of the other computer that an address leads to; none where it leads to this one.
///
/// Errors: it cannot be used as an address.
pub(crate) fn other_computer(address: &str) -> Result<Option<String>> {
    match Address::parse(address, &Reach::ThisComputer) {
        Ok(_) => Ok(None),
        Err(RemoteError::Elsewhere { host }) => Ok(Some(host)),
        Err(error) => Err(refused(&error)),
    }
}

/// What went wrong, and what to do about it: what was heard until then is kept in any case.
fn refused(error: &RemoteError) -> Error {
    let (kind, hint) = match error {
        RemoteError::Address { .. } => {
            (Kind::Invalid, "An address is such as http://127.0.0.1:8080.")
        }
        RemoteError::Elsewhere { .. } => (Kind::Denied, ""),
        RemoteError::Unreachable { .. } => (
            Kind::Io,
            "Look whether the server runs and whether the address is right, then try again. What \
             was heard until then is kept.",
        ),
        RemoteError::Answer { .. } => (
            Kind::Io,
            "Look whether something else answers at this address; some servers want /v1 behind it. \
             Then try again, or stop this and ask for it anew.",
        ),
        _ => (Kind::Io, "Look what the server itself says, then try again."),
    };
    let error = Error::new(kind, error.to_string());
    if hint.is_empty() { error } else { error.hint(hint) }
}

impl Server for Remote {
    fn address(&self) -> String {
        self.typed.clone()
    }

    fn elsewhere(&self) -> Option<String> {
        let address = self.endpoint.address();
        (!address.is_here()).then(|| address.host().to_owned())
    }

    fn hear(&self, piece: &Piece) -> Result<Answer> {
        let request = Request {
            wav: piece.wav.clone(),
            model: piece.model.as_deref(),
            language: piece.language.as_deref(),
            prompt: Some(&piece.prompt),
            words: piece.words,
        };
        let heard = self.endpoint.hear(request).map_err(|error| refused(&error))?;
        let said = heard.said.into_iter().map(|one| Told {
            when: one.begin_ms.zip(one.end_ms),
            text: one.text,
            speaker: one.speaker,
            average_log_probability: one.average_log_probability,
            words: one
                .words
                .into_iter()
                .map(|word| SpokenWord {
                    text: word.text,
                    begin_ms: word.begin_ms,
                    end_ms: word.end_ms,
                    probability: word.probability,
                })
                .collect(),
        });
        Ok(Answer { language: heard.language, said: said.collect() })
    }
}
