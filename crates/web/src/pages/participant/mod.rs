//! Participants: the people whose words are in the corpus, each known by a pseudonym.
//!
//! `list.rs` shows everyone, `show.rs` one of them with their sources by weeks; every change is
//! one of the `participant.` operations, sent by the forms in `templates/participant/`.

mod list;
mod show;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

use crate::state::App;

/// The routes of participants.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/participants", get(list::list))
        .route("/participants/{id}", get(show::show))
}
