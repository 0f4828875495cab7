//! A server that hears recordings: OpenAI's transcription interface, as self-hosted servers have it.

use std::io::Read as _;
use std::time::Duration;

use ureq::{Agent, SendBody};

use crate::answer::{self, Transcript};
use crate::fetch::plain;
use crate::form::Form;
use crate::{Address, Reach, RemoteError};

/// An answer longer than this is none: an hour of speech with the times of its words has some
/// megabytes.
const LONGEST_ANSWER: u64 = 64 << 20;

/// How long a server may take for one piece of sound.
const PATIENCE: Duration = Duration::from_hours(1);

/// A server that hears recordings.
#[derive(Debug, Clone)]
pub struct Endpoint {
    address: Address,
    key: Option<String>,
    agent: Agent,
}

/// A piece of sound to be heard.
#[derive(Debug, Clone, Default)]
pub struct Request<'r> {
    /// A WAV file.
    pub wav: Vec<u8>,
    /// The server's name of the model; most servers want one, if only `whisper-1`.
    pub model: Option<&'r str>,
    /// The language, as a tag of two letters.
    pub language: Option<&'r str>,
    /// Words before it, or words to be expected.
    pub prompt: Option<&'r str>,
    /// Whether the times of words are asked for.
    pub words: bool,
}

impl Endpoint {
    /// Names a server. `key` is sent as a bearer token where the server wants one.
    ///
    /// # Errors
    /// When the address cannot be used, or leads further than it may.
    pub fn new(address: &str, reach: &Reach, key: Option<String>) -> Result<Self, RemoteError> {
        let address = Address::parse(address, reach)?.or_path("/v1/audio/transcriptions");
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect, or a proxy of the surroundings, would carry voices to where nobody
            // allowed them to go.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(Duration::from_secs(20)))
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("trefoil/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        Ok(Self { address, key, agent })
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Lets the server hear a piece of sound.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses, or answers with what is no transcript.
    pub fn hear(&self, request: Request<'_>) -> Result<Transcript, RemoteError> {
        let host = self.address.host().to_owned();
        let unreachable = |error: &dyn std::fmt::Display| RemoteError::Unreachable {
            host: host.clone(),
            reason: plain(error),
        };
        let mut fields = vec![
            ("model", request.model.unwrap_or("whisper-1")),
            ("response_format", "verbose_json"),
        ];
        fields.extend(request.language.map(|language| ("language", language)));
        fields.extend(request.prompt.filter(|text| !text.is_empty()).map(|text| ("prompt", text)));
        fields.push(("temperature", "0"));
        fields.push(("timestamp_granularities[]", "segment"));
        if request.words {
            fields.push(("timestamp_granularities[]", "word"));
        }
        let form = Form::new(&fields, "sound.wav", "audio/wav", request.wav);
        let mut post = self
            .agent
            .post(self.address.as_str())
            .header("Content-Type", form.content_type())
            .header("Content-Length", form.length().to_string())
            .header("Accept", "application/json");
        if let Some(key) = &self.key {
            post = post.header("Authorization", format!("Bearer {key}"));
        }
        let mut reader = form.into_reader();
        let mut response =
            post.send(SendBody::from_reader(&mut reader)).map_err(|error| unreachable(&error))?;
        let status = response.status();
        let mut body = Vec::new();
        response
            .body_mut()
            .with_config()
            .limit(LONGEST_ANSWER + 1)
            .reader()
            .take(LONGEST_ANSWER + 1)
            .read_to_end(&mut body)
            .map_err(|error| unreachable(&error))?;
        if body.len() as u64 > LONGEST_ANSWER {
            let reason = "it does not end".to_owned();
            return Err(RemoteError::Answer { host, reason });
        }
        let body = String::from_utf8_lossy(&body);
        if status.is_redirection() {
            let said = ", to send the recording elsewhere, which is not done.".to_owned();
            return Err(RemoteError::Refused { host, status: status.as_u16(), said });
        }
        if !status.is_success() {
            let said = match answer::read(&body) {
                Err(why) if why.starts_with("it says") => format!(": {why}."),
                _ => ".".to_owned(),
            };
            return Err(RemoteError::Refused { host, status: status.as_u16(), said });
        }
        answer::read(&body).map_err(|reason| RemoteError::Answer { host, reason })
    }
}
