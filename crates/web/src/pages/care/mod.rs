//! Care: what people agreed to, who is answerable for what they said, and how long it is kept.
//!
//! `show.rs` says calmly what waits and leads to the parts. [`ledger`] is the grid of consent,
//! `participant.rs` everything that one person answered and what is closed because of it;
//! `defaults.rs`, `waves.rs`, `policy.rs` and `retention.rs` are a page each. `write.rs` takes the
//! forms on which answers are written down. [`key`] is about pseudonyms and their key, [`review`]
//! about what points to people in texts, `withdraw` about removing for good. [`told`] and [`marks`]
//! say how other pages mark what may not be done. Every rule behind them is `trefoil_core::care`.

#![allow(
    clippy::trivially_copy_pass_by_ref,
    clippy::unused_self,
    reason = "templates call methods of their pages and hand over references"
)]

pub(crate) mod marks;
pub(crate) mod told;

mod defaults;
pub(crate) mod key;
mod ledger;
mod participant;
mod policy;
mod questions;
mod retention;
pub(crate) mod review;
mod show;
#[cfg(test)]
mod tests;
mod waves;
mod withdraw;
mod write;

use axum::Router;
use axum::routing::{get, post};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;

pub(crate) use marks::{Mark, Marks};
pub(crate) use show::noes;
pub(crate) use told::Why;
pub(crate) use withdraw::Erasing;

use crate::state::App;

/// The routes of care.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/care", get(show::show))
        .route("/care/consent", get(ledger::show))
        .route("/care/consent/{id}", get(participant::show))
        .route("/care/write/{operation}", post(write::write))
        .route("/care/defaults", get(defaults::show))
        .route("/care/waves", get(waves::show))
        .route("/care/policy", get(policy::show))
        .route("/care/retention", get(retention::show))
        .merge(key::routes())
        .merge(review::routes())
        .merge(withdraw::routes())
}

/// An id as it stands in an address or a form.
fn id(text: &str) -> Result<Id> {
    text.trim().parse().map_err(|_| {
        Error::invalid("What was sent names something that is no id. Nothing was changed.")
            .hint("Go back and look at the page again.")
    })
}
