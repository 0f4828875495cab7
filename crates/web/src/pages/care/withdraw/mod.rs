//! Withdrawal and other removals for good: what is asked, the dry run, the act, and what it came to.
//!
//! `list.rs` asks what is wanted and tells what was done before. `asked.rs` reads a wish out of an
//! address, `plan.rs` lists everything that it would touch, `carry_out.rs` takes the confirmation
//! and lets `work.rs` do it in the background. `show.rs` tells what it came to, with its proof and
//! duties; `certificate.rs` is for the participant. Everything is `trefoil_core::care::erasure`.

mod asked;
mod carry_out;
mod certificate;
mod list;
mod plan;
mod show;
#[cfg(test)]
mod tests;
mod work;

use axum::Router;
use axum::routing::{get, post};
use trefoil_core::care::erasure::{Phase, Scope};

pub(crate) use work::Erasing;

use crate::state::App;

/// The routes of withdrawal.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/care/withdraw", get(list::show))
        .route("/care/withdraw/plan", get(plan::show))
        .route("/care/withdraw/carry-out", post(carry_out::carry_out))
        .route("/care/withdraw/work", get(work::show))
        .route("/care/withdraw/{id}", get(show::show))
        .route("/care/withdraw/{id}/certificate", get(certificate::show))
        .route("/care/withdraw/{id}/certificate.html", get(certificate::html))
        .route("/care/withdraw/{id}/certificate.txt", get(certificate::text))
}

/// What was asked for, in a few words.
fn scope_words(scope: &Scope) -> &'static str {
    match scope {
        Scope::StopNew => "nothing new is taken in",
        Scope::Types => "some types of data are removed",
        Scope::All => "everything is removed",
        Scope::Source => "a source is removed",
        Scope::Passage => "words of a text are removed",
        Scope::RawTexts => "earlier wordings are forgotten",
        Scope::Recordings => "recordings are removed",
    }
}

/// How far the study has come, in a sentence.
fn phase_words(phase: &Phase) -> &'static str {
    match phase {
        Phase::BeforeLock => {
            "The analysis is not locked yet: what is removed is taken out of everything."
        }
        Phase::AfterLock => {
            "The analysis is locked: quotes and the link to the person go, and the wording of \
             themes stays where nobody can be known by it."
        }
        Phase::AfterDeposit => {
            "Data or outputs were deposited: beside what is removed here, the repository has to be \
             told."
        }
    }
}
