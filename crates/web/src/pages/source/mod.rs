//! Sources: the reading room, where a text is read, heard and coded.
//!
//! `show.rs` reads what the room needs in one moment, `blocks.rs` lays the text out, `heard.rs`
//! says when words are heard, and `coding.rs` answers the coding surface: what is coded, and new
//! codings, each one act with its new code. `landmarks.rs` sets pages and headings, `stretch.rs`
//! codes what has no words. Facts about a source are with the corpus.

pub(crate) mod blocks;
pub(crate) mod closed;
mod coding;
mod heard;
mod landmarks;
mod leads;
mod room;
mod show;
mod stretch;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

use crate::state::App;

/// The routes of the reading room.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/reading-room", get(room::enter))
        .route("/sources/{id}", get(show::show))
        .route("/sources/{id}/coding", get(coding::list).post(coding::add))
        .route("/sources/{id}/stretches", post(stretch::code))
}
