//! Search: where in all texts some words stand, and coding what was found.
//!
//! `ask.rs` reads what is asked from the address, so that every search has one; `show.rs` answers
//! it, `hits.rs` says how each hit is shown, and `code.rs` codes the hits that were chosen. Texts
//! are scanned in memory (`Open::texts`); nothing of them is written anywhere.

mod ask;
mod code;
mod hits;
mod show;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

use crate::state::App;

/// The routes of searching.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/search", get(show::show)).route("/search/code", post(code::code))
}
