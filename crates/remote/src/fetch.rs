//! Downloading a large file, so that a broken line costs nothing: it goes on where it was.

use std::io::Read;
use std::ops::ControlFlow;
use std::time::Duration;

use ureq::Agent;
use ureq::http::StatusCode;

use crate::RemoteError;
use crate::error::RemoteError::{Address, Refused, Stopped, Unreachable};

/// How the other side began to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// With which byte of the file the answer begins: what was there already, or 0 when the other
    /// side cannot go on in the middle or the file changed.
    pub from: u64,
    /// How large the whole file is, where the other side says so.
    pub total: Option<u64>,
    /// What the other side calls this version of the file (its `ETag`), where it says so.
    pub version: Option<String>,
}

/// Downloads a file from an `https` address (or from this computer) and hands it on in pieces.
///
/// `have` bytes of a version are there from an attempt before; `begin` is told where the answer begins before
/// the first piece is given to `take`, whose break stops it. Redirects are followed, and never to
/// anything but `https`.
///
/// # Errors
/// When the address is not safe, the other side refuses, the line breaks (what was taken stays), or
/// `begin` or `take` cannot keep what they get.
pub fn download(
    address: &str,
    (have, version): (u64, Option<&str>),
    begin: impl FnOnce(Begun) -> std::io::Result<()>,
    mut take: impl FnMut(&[u8]) -> std::io::Result<ControlFlow<()>>,
) -> Result<(), RemoteError> {
    let (url, host, here) = check(address)?;
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .https_only(!here)
        .timeout_resolve(Some(Duration::from_secs(30)))
        .timeout_connect(Some(Duration::from_secs(30)))
        .timeout_recv_response(Some(Duration::from_mins(1)))
        .user_agent(concat!("trefoil/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let unreachable =
        |error: &dyn std::fmt::Display| Unreachable { host: host.clone(), reason: plain(error) };
    let mut request = agent.get(url.as_str());
    if have > 0 {
        request = request.header("Range", format!("bytes={have}-"));
        // Of another version, all of it is sent. A weak one says nothing of bytes.
        if let Some(version) = version.filter(|version| !version.starts_with("W/")) {
            request = request.header("If-Range", version);
        }
    }
    let mut response = request.call().map_err(|error| unreachable(&error))?;
    let header = |name: &str| {
        response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let version = header("etag");
    let answer = match response.status() {
        StatusCode::OK => {
            let total = header("content-length").and_then(|size| size.parse().ok());
            Begun { from: 0, total, version }
        }
        StatusCode::PARTIAL_CONTENT => {
            let (from, total) =
                header("content-range").and_then(|range| parse(&range)).ok_or_else(|| {
                    unreachable(&"it answered with a part of the file and did not say which")
                })?;
            if from != have {
                return Err(unreachable(&"it answered with another part than was asked for"));
            }
            Begun { from, total, version }
        }
        // All of it is there: the file ends where the question began.
        StatusCode::RANGE_NOT_SATISFIABLE => {
            begin(Begun { from: have, total: Some(have), version: None })?;
            return Ok(());
        }
        status => {
            return Err(Refused { host, status: status.as_u16(), said: ".".to_owned() });
        }
    };
    let (from, total) = (answer.from, answer.total);
    begin(answer)?;
    let mut body = response.body_mut().with_config().limit(u64::MAX).reader();
    let mut piece = vec![0; 1 << 16];
    let mut received = from;
    loop {
        let length = body.read(&mut piece).map_err(|error| unreachable(&error))?;
        if length == 0 {
            break;
        }
        received += length as u64;
        if take(&piece[..length])?.is_break() {
            return Err(Stopped);
        }
    }
    match total {
        Some(total) if received < total => {
            Err(unreachable(&format!("the line broke after {received} of {total} bytes")))
        }
        _ => Ok(()),
    }
}

/// Checks where a file is to come from; answers the address as it is
/// understood, the host's name, and whether it is this computer.
fn check(address: &str) -> Result<(url::Url, String, bool), RemoteError> {
    let wrong = |reason: &str| Address { address: address.to_owned(), reason: reason.to_owned() };
    let url = url::Url::parse(address).map_err(|error| wrong(&error.to_string()))?;
    let host = url.host_str().ok_or_else(|| wrong("it names no computer"))?.to_owned();
    let here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok((url, host, here)),
        "http" if here => Ok((url, host, here)),
        _ => Err(wrong("files are fetched from https:// addresses alone")),
    }
}

/// Reads `bytes 5-9/10`: the first byte, and the size of the whole.
fn parse(range: &str) -> Option<(u64, Option<u64>)> {
    let (span, total) = range.strip_prefix("bytes ")?.split_once('/')?;
    let (from, _) = span.split_once('-')?;
    Some((from.parse().ok()?, total.parse().ok()))
}

/// What an error says, without a full stop of its own.
pub(crate) fn plain(error: &dyn std::fmt::Display) -> String {
    error.to_string().trim_end_matches('.').to_owned()
}
