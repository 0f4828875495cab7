//! Review: what may point to people in texts, decided about by a person, one find after the other.
//!
//! `list.rs` counts what is open by source and by rule, `show.rs` puts the finds of one source
//! beside its text (`marked.rs` cuts it), `decide.rs` takes one decision and `rules.rs` many at
//! once. Every decision is an operation of `trefoil_core::care::redaction`, and can be undone.

mod decide;
mod list;
mod marked;
mod rules;
mod show;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};
use trefoil_core::care::pseudonym::{KeyAccess, hasher};
use trefoil_core::care::redaction::{Confidence, Known, Queue, Review, queue_in};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::key::Lock;
use crate::state::{App, Open, lock};

/// The routes of the review.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/care/review", get(list::show))
        .route("/care/review/rule", post(rules::decide))
        .route("/care/review/{id}", get(show::show))
        .route("/care/review/{id}/decide", post(decide::decide))
}

/// What is open in some sources, or in all; the texts are those that searching holds in memory.
fn queue(
    reader: &Reader<'_>,
    open: &Open,
    access: Option<&KeyAccess>,
    sources: &[Id],
) -> Result<Queue> {
    let texts = lock(&open.texts).clone().unwrap_or_default().at(reader)?;
    *lock(&open.texts) = Some(texts.clone());
    let known = Known::read(reader, hasher(reader, access)?)?.with_names(reader, access)?;
    queue_in(reader, &texts, &known, sources)
}

/// How many finds in a source nobody has looked at.
pub(crate) fn open_in(reader: &Reader<'_>, access: Option<KeyAccess>, source: Id) -> Result<usize> {
    let (_, access) = Lock::read(reader, access)?;
    Ok(Review::read(reader, hasher(reader, access.as_ref())?, &[source])?.in_source(source))
}

/// How sure a rule is, in words.
fn sureness(confidence: &Confidence) -> &'static str {
    match confidence {
        Confidence::Doubtful => "could well be something else",
        Confidence::Likely => "likely",
        Confidence::Certain => "certain",
    }
}
