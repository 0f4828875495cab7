//! The picture of a recording, decoded once while the study is open.
//!
//! It is kept in memory only: what a voice looked like is not written to disk a second time.

use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use trefoil_core::corpus::media::Tape;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_speech::waveform::{self, Waveform};

use crate::desk::{Desk, wait_for};
use crate::state::{Open, lock};
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// How many bars are drawn.
const BARS: usize = 400;

/// The picture as scripts draw it.
#[derive(Debug, Serialize)]
struct Picture<'w> {
    duration_ms: u64,
    peaks: &'w [u8],
}

/// Answers with the waveform of a recording.
pub(super) async fn show(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let open = desk.open.clone();
    let waveform = wait_for(move || find_or_draw(&open, id)).await?;
    let picture = Picture { duration_ms: waveform.duration_ms, peaks: &waveform.peaks };
    Ok(Json(picture).into_response())
}

fn find_or_draw(open: &Open, id: Id) -> Result<Arc<Waveform>> {
    // Asked first: what was closed or withdrawn is not drawn from memory either.
    let media = open.study.read(move |reader| super::audible(reader, id)).inspect_err(|_| {
        lock(&open.waveforms).remove(&id);
    })?;
    if let Some(known) = lock(&open.waveforms).get(&id) {
        return Ok(known.clone());
    }
    let extension = media.mime.rsplit_once('/').map(|(_, kind)| kind.to_owned());
    let tape = Tape::new(open.study.clone(), &media);
    let drawn = waveform::of(tape, extension.as_deref(), BARS).map_err(|error| {
        Error::new(Kind::BadFile, format!("The recording cannot be drawn: {error}"))
    })?;
    let drawn = Arc::new(drawn);
    lock(&open.waveforms).insert(id, drawn.clone());
    Ok(drawn)
}
