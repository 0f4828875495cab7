//! Sources: the reading room, where a text is read, heard and coded.
//!
//! `show.rs` reads what the room needs in one moment, `blocks.rs` lays the text out, `heard.rs`
//! says when words are heard, and `coding.rs` answers the coding surface: what is coded, and new
//! codings, each one act with its new code. `landmarks.rs` sets pages and headings, `stretch.rs`
//! codes what has no words. `timed.rs` tells scripts when each word was said, `standing.rs` how the
//! words came about, `file.rs` sends them as a file, and `typing.rs` is where they are typed to the
//! recording. Facts about a source are with the corpus.

pub(crate) mod blocks;
pub(crate) mod closed;
mod coding;
mod file;
mod heard;
mod landmarks;
mod leads;
mod room;
mod show;
mod standing;
mod stretch;
#[cfg(test)]
mod tests;
mod timed;
mod typing;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use standing::Steps;
pub(crate) use stretch::time;

use crate::state::App;

/// The routes of the reading room.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/reading-room", get(room::enter))
        .route("/sources/{id}", get(show::show))
        .route("/sources/{id}/coding", get(coding::list).post(coding::add))
        .route("/sources/{id}/stretches", post(stretch::code))
        .route("/sources/{id}/transcript", get(file::send))
        .route("/sources/{id}/typing", get(typing::show).post(typing::keep))
        .route("/sources/{id}/typing/finish", post(typing::finish))
        .route("/sources/{id}/typing/forget", post(typing::forget))
}
