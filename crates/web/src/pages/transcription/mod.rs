//! Transcriptions: recordings that a machine is asked to turn into words, and how far it came.
//!
//! `list.rs` is the page of the queue, `ask.rs` puts recordings into it from a source or from the
//! list of the corpus, and `told.rs` says how one stands; other pages borrow its line. Pausing,
//! going on and stopping are core's own operations. Who hears is [`crate::Listener`].

#![allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates call methods of their pages and hand over references"
)]

mod ask;
mod list;
#[cfg(test)]
mod tests;
mod told;

use axum::Router;
use axum::routing::get;

pub(crate) use ask::of_chosen;
pub(crate) use told::{Told, latest, line};

use crate::state::App;

/// The routes of transcriptions.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/transcriptions", get(list::show).post(ask::ask))
}
