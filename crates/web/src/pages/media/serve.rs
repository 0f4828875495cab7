//! Sending a recording, whole or by range (RFC 9110, section 14).

use std::ops::Range;

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use trefoil_core::corpus::media::{self, CHUNK};
use trefoil_core::error::{Error, Kind};
use trefoil_core::id::Id;

use crate::desk::Desk;
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// A range without an end is answered with so many bytes; the browser asks for more.
const PIECE: u64 = 4 * CHUNK as u64;

/// Sends a recording.
pub(super) async fn serve(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let media = desk.read(move |reader| super::audible(reader, id)).await?;
    let size = u64::try_from(media.bytes).unwrap_or(0);
    let headers = desk.headers.clone();
    in_parts(&headers, size, sound_or_picture(media.mime), |range| stream(desk, id, range))
}

/// Answers with what was asked for of so many bytes, whole or by range.
pub(super) fn in_parts(
    headers: &HeaderMap,
    size: u64,
    mime: String,
    body: impl FnOnce(Range<u64>) -> Body,
) -> Answer {
    let (status, range) = match asked(headers, size) {
        Asked::Whole => (StatusCode::OK, 0..size),
        Asked::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Asked::Nothing => {
            let size = [(CONTENT_RANGE, format!("bytes */{size}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, size).into_response());
        }
    };
    let mut answer: Response = (
        status,
        [
            (CONTENT_TYPE, mime),
            (ACCEPT_RANGES, "bytes".to_owned()),
            (CONTENT_LENGTH, (range.end - range.start).to_string()),
        ],
        body(range.clone()),
    )
        .into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let part = format!("bytes {}-{}/{size}", range.start, range.end - 1);
        let part = part.parse().map_err(|_| Error::new(Kind::Io, "The range cannot be told."))?;
        answer.headers_mut().insert(CONTENT_RANGE, part);
    }
    Ok(answer)
}

/// The type that a browser is told. A study from elsewhere may call its recordings anything, also
/// pages or scripts, which would act in the name of whoever looks at them.
fn sound_or_picture(mime: String) -> String {
    /// Pictures that are made of points alone: others may hold scripts.
    const SEEN: [&str; 7] = [
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/bmp",
        "image/avif",
        "image/tiff",
    ];
    let plays = ["audio/", "video/"].iter().any(|kind| mime.starts_with(kind));
    let is_known = (plays && is_plain(&mime)) || SEEN.contains(&mime.as_str());
    if is_known { mime } else { "application/octet-stream".to_owned() }
}

/// Whether a media type can stand in a header.
pub(super) fn is_plain(mime: &str) -> bool {
    let parts = mime.split('/').filter(|part| !part.is_empty()).count();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/.+-".contains(letter);
    parts == 2 && mime.chars().all(plain)
}

/// Reads piece by piece as the browser takes them, so a long recording is never held whole.
pub(super) fn stream(desk: Desk, id: Id, range: Range<u64>) -> Body {
    let (send, receive) = tokio::sync::mpsc::channel::<Result<Vec<u8>, Error>>(2);
    tokio::spawn(async move {
        let mut at = range.start;
        while at < range.end {
            let length = usize::try_from(range.end - at).unwrap_or(CHUNK).min(CHUNK);
            let piece = desk.read(move |reader| media::read(reader, id, at, length)).await;
            let read = piece.as_ref().map_or(0, |piece| piece.len() as u64);
            if send.send(piece).await.is_err() || read == 0 {
                return;
            }
            at += read;
        }
    });
    Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(receive))
}

/// What a browser asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    Nothing,
}

/// Several ranges at once, and units that nobody knows, are answered with the whole.
fn asked(headers: &HeaderMap, size: u64) -> Asked {
    let Some(range) = headers.get(RANGE).and_then(|range| range.to_str().ok()) else {
        return Asked::Whole;
    };
    let Some((from, to)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-'))
    else {
        return Asked::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let part = match (number(from), number(to)) {
        (Some(from), Some(to)) => from..to.saturating_add(1).min(size),
        (Some(from), None) if to.trim().is_empty() => from..size.min(from.saturating_add(PIECE)),
        (None, Some(last)) if from.trim().is_empty() => size.saturating_sub(last)..size,
        _ => return Asked::Whole,
    };
    if part.is_empty() { Asked::Nothing } else { Asked::Part(part) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(range: &str) -> Asked {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, range.parse().expect("is a header"));
        asked(&headers, 1000)
    }

    #[test]
    fn nothing_but_a_recording_is_shown_as_what_it_says() {
        for recording in ["audio/ogg", "audio/x-m4a", "video/mp4", "image/png", "image/jpeg"] {
            assert_eq!(sound_or_picture(recording.into()), recording);
        }
        for other in ["text/html", "text/javascript", "image/svg+xml", "audio/ogg\r\nX: y", ""] {
            assert_eq!(sound_or_picture(other.into()), "application/octet-stream", "{other}");
        }
    }

    #[test]
    fn ranges_are_read_as_browsers_write_them() {
        assert_eq!(ask("bytes=0-99"), Asked::Part(0..100));
        assert_eq!(ask("bytes=990-2000"), Asked::Part(990..1000));
        assert_eq!(ask("bytes=500-"), Asked::Part(500..1000));
        assert_eq!(ask("bytes=-10"), Asked::Part(990..1000));
        assert_eq!(ask("bytes=1000-"), Asked::Nothing);
        assert_eq!(ask("bytes=5-2"), Asked::Nothing);
        assert_eq!(ask("bytes=0-1,5-6"), Asked::Whole);
        assert_eq!(ask("lines=0-1"), Asked::Whole);
        assert_eq!(asked(&HeaderMap::new(), 1000), Asked::Whole);
    }
}
