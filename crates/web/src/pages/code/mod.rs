//! The codebook: the tree of codes, and one code with its passages.
//!
//! `list.rs` shows the tree, `show.rs` one code; every change is one of the `code.` operations,
//! sent by the forms in `templates/code/`.

mod family;
mod list;
mod show;

use axum::Router;
use axum::routing::get;

pub(crate) use family::{Families, families};

use crate::state::App;

/// The routes of the codebook.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/codes", get(list::list)).route("/codes/{id}", get(show::show))
}
