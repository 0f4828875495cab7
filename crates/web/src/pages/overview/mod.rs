//! The overview: the way of the data with its counts, what to do next, what happened lately.
//!
//! `way.rs` counts the stations and what goes beside them, `next.rs` reads from the study what
//! waits, `guide.rs` leads newcomers through the demo in thirteen small steps, `journal.rs` holds the
//! study's own memos, and `show.rs` puts the page together from one moment of the study.

mod guide;
mod journal;
mod next;
mod show;
mod way;

use axum::Router;
use axum::routing::get;

use crate::state::App;

/// The routes of this noun.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/", get(show::show)).route("/journal", get(journal::list))
}
