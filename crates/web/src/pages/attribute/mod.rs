//! Attributes: what is known of participants and sources beside their words.
//!
//! `list.rs` is the page on which they are made, put in order and removed; `values.rs` keeps what
//! was said of one participant or source, all of it as one act. [`Values`] is the form that the
//! pages of both show. Of somebody or something that is closed nothing is shown and nothing said.

mod list;
#[cfg(test)]
mod tests;
mod values;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use values::{Values, field};

use crate::state::App;

/// The routes of attributes.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/attributes", get(list::list))
        .route("/attributes/values", post(values::keep))
}
