//! The record: the description of the outputs for a repository.
//!
//! `show.rs` shows the fields as one form beside what a deposit still needs, `fields.rs` says how
//! each field is asked for, and `keep.rs` keeps what was changed as one act.

mod fields;
mod keep;
mod show;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

use crate::state::App;

/// The routes of the record.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/record", get(show::show).post(keep::keep))
        .route("/record/record.json", get(show::file))
}
