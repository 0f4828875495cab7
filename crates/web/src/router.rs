//! Every address there is.
//!
//! Each noun lists its own routes; here they come together below `/study/{key}`, with the guards
//! around all of them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};

use crate::state::App;
use crate::{act, assets, events, pages, security, trouble};

/// The largest form that is read; files come in through importing, which has its own bounds.
const LARGEST_FORM: usize = 16 << 20;

/// All routes with their guards.
pub(crate) fn router(app: App) -> Router {
    Router::new()
        .merge(pages::start::routes())
        .nest("/study/{key}", study())
        .route("/login", get(security::login))
        .route("/assets/{digest}/{*path}", get(assets::show))
        .fallback(security::nothing_here)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn_with_state(app.clone(), trouble::tell))
        .layer(middleware::from_fn_with_state(app.clone(), security::guard))
        .with_state(app)
}

/// The pages of one study.
fn study() -> Router<App> {
    Router::new()
        .route("/events", get(events::stream))
        .route("/do/{operation}", post(act::perform))
        .route("/undo", post(act::undo))
        .route("/redo", post(act::redo))
        .merge(pages::overview::routes())
        .merge(pages::corpus::routes())
        .merge(pages::participant::routes())
        .merge(pages::attribute::routes())
        .merge(pages::source::routes())
        .merge(pages::transcription::routes())
        .merge(pages::field_note::routes())
        .merge(pages::media::routes())
        .merge(pages::code::routes())
        .merge(pages::theme::routes())
        .merge(pages::condition::routes())
        .merge(pages::care::routes())
        .merge(pages::trace::routes())
        .merge(pages::search::routes())
        .merge(pages::history::routes())
        .merge(pages::report::routes())
        .merge(pages::record::routes())
        .merge(pages::settings::routes())
        .merge(pages::help::routes())
}
