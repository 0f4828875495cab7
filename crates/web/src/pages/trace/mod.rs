//! The trace: from anything to anything.
//!
//! `find.rs` finds a thing by what people call it, `show.rs` shows the way through it. `way.rs`
//! knows the nouns in their order, `items.rs` what is told of each thing, `links.rs` where it is
//! shown, `sound.rs` when it is heard, and `drawing.rs` draws the whole.

mod drawing;
mod find;
mod items;
mod links;
mod show;
mod sound;
#[cfg(test)]
mod tests;
mod way;

use axum::Router;
use axum::routing::get;

use crate::state::App;

/// The routes of the trace.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/trace", get(find::find)).route("/trace/{id}", get(show::show))
}
