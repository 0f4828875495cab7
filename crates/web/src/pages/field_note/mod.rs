//! Field notes as a form: jottings on a phone, the full note later.
//!
//! `show.rs` shows the form, empty or filled from a note that is there; `write.rs` keeps what was
//! written, and shows the form again with what is wrong when it cannot.

mod show;
#[cfg(test)]
mod tests;
mod write;

use axum::Router;
use axum::routing::{get, post};

use crate::state::App;

/// The routes of field notes.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/field-notes/new", get(show::new))
        .route("/field-notes", post(write::write))
        .route("/sources/{id}/field-note", get(show::edit))
}
