//! Conditions: the model as a ladder and as a table, one condition with all that belongs to it.
//!
//! `model.rs` shows the whole model in three views (the ladder with the chosen condition beside
//! it, the table, the model against the template it began from); `show.rs` one condition on a page
//! of its own. `panel.rs` says of one condition what both need, `ladder.rs` draws the arcs,
//! `diff.rs` compares with the template. Every change is one of core's operations, sent by the
//! forms in `templates/condition/`.

mod diff;
mod ladder;
mod model;
mod panel;
mod show;
#[cfg(test)]
mod tests;
mod wording;

use axum::Router;
use axum::routing::get;
use trefoil_core::condition::Standing;

use crate::state::App;

/// The key by which each state is chosen.
pub(crate) const KEYS: [(Standing, char); 5] = [
    (Standing::NotStarted, '0'),
    (Standing::Partly, '1'),
    (Standing::InPlace, '2'),
    (Standing::Lapsed, '3'),
    (Standing::NotApplicable, '4'),
];

/// The routes of conditions.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/conditions", get(model::model)).route("/conditions/{id}", get(show::show))
}
