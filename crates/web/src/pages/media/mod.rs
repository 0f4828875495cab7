//! Media: recordings by range, and their waveforms.
//!
//! A recording lies in the study in pieces; a browser asks for ranges of it, and each answer reads
//! only the pieces it needs. `waveform.rs` decodes it once for the picture.

mod serve;
mod waveform;

use axum::Router;
use axum::routing::get;

use crate::state::App;

/// The routes of media.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/media/{id}", get(serve::serve))
        .route("/media/{id}/waveform", get(waveform::show))
}
