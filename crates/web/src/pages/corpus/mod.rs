//! The corpus: participants by weeks, the list of sources, their facts, importing.
//!
//! `/corpus` shows the [`grid`] or the [`list`]; `change.rs` changes or removes several sources as
//! one act; `facts.rs` is the page of what is known of one source, and `attach.rs` gives a
//! recording its transcript from a file. [`import`] brings files in.

pub(crate) mod grid;
pub(crate) mod import;

mod arrived;
mod attach;
mod change;
mod expected;
mod facts;
mod lengths;
mod list;
mod show;
mod streams;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use arrived::{arrived, those};
pub(crate) use lengths::Lengths;
pub(crate) use show::listed;
pub(crate) use streams::Streams;

use crate::state::App;

/// The routes of the corpus.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/corpus", get(show::show))
        .route("/corpus/change", post(change::change))
        .route("/corpus/remove", get(change::ask).post(change::remove))
        .route("/sources/{id}/facts", get(facts::show))
        .merge(attach::routes())
        .merge(import::routes())
}
