//! Themes: the board of areas, one theme with its evidence, rounds.
//!
//! `board.rs` shows the board as it stands or as it stood, `compare.rs` the rounds side by side,
//! `show.rs` one theme. What they share lies beside them: `places.rs` and `gathered.rs` count
//! passages by stream and week, `spark.rs` draws them, `way.rs` says where a theme stood before,
//! `place.rs` fills the dialog in which a placement gets its reason. Conditions use `signs.rs` and
//! `find.rs` too. Every change is one of core's operations, sent by the forms in
//! `templates/theme/`.

mod board;
mod compare;
mod find;
mod gathered;
mod heard;
mod movement;
mod place;
mod places;
mod show;
mod signs;
mod spark;
#[cfg(test)]
mod tests;
mod voices;
mod way;

use axum::Router;
use axum::routing::get;

pub(crate) use find::{Found, MOST, find};
pub(crate) use place::KEYS;
pub(crate) use signs::{area, gauge, leaf, named_leaf, symbol};
pub(crate) use voices::called;

use crate::state::App;

/// The routes of themes.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/themes", get(board::board)).route("/themes/{id}", get(show::show))
}
