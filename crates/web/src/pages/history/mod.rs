//! The history: who did what and when, with undo and redo.
//!
//! People think in acts, which is also what undo takes back: `acts.rs` folds the entries of an act
//! into one and pages through them, `said.rs` puts them into words, `thing.rs` finds the way to
//! what an act was about, and `list.rs` is the page.

mod acts;
mod list;
mod said;
mod thing;

use axum::Router;
use axum::routing::get;

pub(crate) use acts::{latest, next};
pub(crate) use said::past;

use crate::state::App;

/// The routes of this noun.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/history", get(list::list))
}
