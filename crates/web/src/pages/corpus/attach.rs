//! Giving a recording its transcript from a file.
//!
//! A typed transcript goes straight to `source.attach`; a file is read first, by the same readers
//! that importing uses, and its turns and times come along. The file itself is kept nowhere.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Path};
use axum::routing::post;
use trefoil_core::corpus::import::{Document, Options, survey};
use trefoil_core::corpus::source::SourceAttach;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::transcript::NewSegment;

use super::facts::Of;
use super::import::upload::{self, Bounds};
use crate::desk::{Desk, wait_for};
use crate::security::see_other;
use crate::session::Flash;
use crate::state::App;
use crate::trouble::Answer;

/// A transcript is one file, and no larger than this.
const BOUNDS: Bounds = Bounds { bytes: 64 << 20, files: 1 };

/// The routes of attaching.
pub(super) fn routes() -> Router<App> {
    Router::new().route("/sources/{id}/transcript", post(attach)).layer(DefaultBodyLimit::disable())
}

async fn attach(desk: Desk, Path(Of { id }): Path<Of>, parts: Multipart) -> Answer {
    let sent = upload::receive(parts, BOUNDS).await?;
    let acting = desk.acting();
    let done = wait_for(move || {
        let document = read(&sent.paths())?;
        let (text, segments, notices) = turned(document);
        let mut done = acting.perform(SourceAttach { source: id, text, segments })?;
        done.notices.extend(notices);
        Ok(done)
    });
    let done = done.await?;
    let flash = Flash { said: done.summary, notices: done.notices, undo: true };
    desk.app.sessions().say(&desk.session, flash);
    Ok(see_other(&desk.at(&format!("sources/{id}/facts"))))
}

fn read(paths: &[std::path::PathBuf]) -> Result<Document> {
    let survey = survey(paths);
    if let Some(refusal) = survey.refusals.into_iter().next() {
        return Err(bad(refusal.to_string()));
    }
    let Some(candidate) = survey.candidates.into_iter().next() else {
        return Err(bad("No file was chosen."));
    };
    let reading = candidate.read(Options::default()).map_err(|refusal| bad(refusal.to_string()))?;
    reading.document.ok_or_else(|| bad(format!("{} holds no text.", candidate.file)))
}

fn bad(why: impl Into<String>) -> Error {
    Error::new(Kind::BadFile, why)
        .hint("A transcript is a text, a document (.docx, .odt, .rtf, .pdf, .html) or subtitles (.vtt, .srt, .sbv). Nothing was changed.")
}

fn turned(document: Document) -> (String, Vec<NewSegment>, Vec<String>) {
    let point = |at: u64| i64::try_from(at).unwrap_or(i64::MAX);
    let segment = |turn: trefoil_core::corpus::import::Turn| NewSegment {
        start: point(turn.start),
        end: point(turn.end),
        speaker: turn.speaker,
        begin_ms: turn.begin_ms.map(point),
        end_ms: turn.end_ms.map(point),
    };
    let segments = document.segments.into_iter().map(segment).collect();
    let notices = document.notices.into_iter().map(|notice| notice.message).collect();
    (document.text, segments, notices)
}
