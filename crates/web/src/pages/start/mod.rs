//! The start page: the person's name, the studies there are, a new one, the demo.
//!
//! Nothing here lies in a study, so handlers take a [`Door`] instead of a desk. `home.rs` lists
//! what is open and what [`Shelf`] remembers, `name.rs` asks who sits before the screen, `open.rs`
//! and `create.rs` open and begin studies, `demo.rs` makes the invented one, and `look.rs` keeps
//! how pages look. A passphrase is only ever sent in a form's body and kept nowhere.

mod create;
mod demo;
mod door;
mod folder;
mod home;
mod look;
mod name;
mod open;
mod place;
mod shelf;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use create::method_name;
pub(crate) use demo::{Making, is_demo};
pub(crate) use folder::size;
pub(crate) use name::cleaned;
pub(crate) use shelf::Shelf;

use crate::state::App;

/// The routes outside any study.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/name", get(name::show).post(name::set))
        .route("/open", get(open::show).post(open::open))
        .route("/unlock", get(open::ask))
        .route("/new", get(create::show).post(create::create))
        .route("/demo", get(demo::show).post(demo::make))
        .route("/close", post(home::close))
        .route("/forget", post(home::forget))
        .route("/look", post(look::set))
}
