//! Settings: what the study says of itself, its people and streams, its file and backups, and how
//! pages look.
//!
//! Almost everything is one of core's operations, sent by the forms of `templates/settings/`.
//! `me.rs` is not: to change one's own name is to change it in the study and in the program
//! together, or the next act would be somebody else's. `backup.rs` makes a backup.

mod backup;
mod me;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::state::App;

/// The routes of this noun.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings", get(show::show))
        .route("/settings/me", post(me::rename))
        .route("/settings/backup", post(backup::make))
}
