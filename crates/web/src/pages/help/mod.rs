//! Help: every key there is, where things are, and what to do without a network.
//!
//! `keys.rs` is the one list of keys; a test holds it against the templates, so that no page has a
//! key that this page does not tell.

mod keys;
mod show;

use axum::Router;
use axum::routing::get;

use crate::state::App;

/// The program's version.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The routes of this noun.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/help", get(show::show))
}
