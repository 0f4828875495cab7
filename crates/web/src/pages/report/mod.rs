//! The report: its sentences, a preview and files to take away.
//!
//! `show.rs` lists the sentences with what each rests on beside the preview, `one.rs` is the page
//! of one sentence, on which support is found. `preview.rs` sends the report as a page with a
//! policy of its own, `files.rs` sends it and the exports as files, whose names `name.rs` makes.
//! `choice.rs` reads what whoever makes the report decides.

mod choice;
mod files;
mod name;
mod one;
mod preview;
mod show;
mod supports;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

pub(crate) use files::attached;
pub(crate) use name::file_name;

use crate::state::App;

/// The routes of the report.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/report", get(show::show))
        .route("/report/sentences/{id}", get(one::one))
        .route("/report/preview", get(preview::preview))
        .route("/report/file.html", get(preview::file))
        .route("/report/study.json", get(files::study))
        .route("/report/codings.csv", get(files::codings))
        .route("/report/extracts.csv", get(files::extracts))
}
