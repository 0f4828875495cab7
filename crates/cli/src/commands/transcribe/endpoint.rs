//! Servers of one's own that hear recordings: asked through the one crate that goes out.

use std::path::Path;

use trefoil_core::error::{Error, Kind};
use trefoil_core::transcript::SpokenWord;
use trefoil_core::transcription::{Answer, Elsewhere, Engine, Piece, Server, Told};
use trefoil_remote::{Endpoint, Reach, RemoteError, Request};

use crate::exit::Result;

/// Where a key for the server stands, where it wants one; never in an argument, which others on the
/// computer could read.
const KEY: &str = "TREFOIL_ENDPOINT_KEY";

/// A server, by the address that was typed.
#[derive(Debug)]
struct Remote {
    /// As it was typed: what was asked for by this address is heard by it.
    typed: String,
    endpoint: Endpoint,
}

/// An engine that asks a server.
///
/// Errors: the address cannot be used, or leads to a computer that nobody allowed.
pub(super) fn engine(
    address: &str,
    allowed: &[String],
    models: &Path,
) -> Result<impl Engine + use<>> {
    let reach =
        if allowed.is_empty() { Reach::ThisComputer } else { Reach::Hosts(allowed.to_vec()) };
    let key = std::env::var(KEY).ok().filter(|key| !key.trim().is_empty());
    let endpoint = Endpoint::new(address, &reach, key).map_err(|error| refused(&error))?;
    let server = Remote { typed: address.to_owned(), endpoint };
    Ok(Elsewhere::new(server, models))
}

fn refused(error: &RemoteError) -> Error {
    let kind = match error {
        RemoteError::Address { .. } => Kind::Invalid,
        RemoteError::Elsewhere { .. } => Kind::Denied,
        _ => Kind::Io,
    };
    Error::new(kind, error.to_string())
}

impl Server for Remote {
    fn address(&self) -> String {
        self.typed.clone()
    }

    fn hear(&self, piece: &Piece) -> trefoil_core::error::Result<Answer> {
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
