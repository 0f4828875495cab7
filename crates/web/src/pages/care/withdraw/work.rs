//! The work of an erasure: done in the background, while a page waits and then goes on.
//!
//! Erasing itself takes a moment; rewriting a large study and looking through all of it for what
//! was erased can take minutes. A study has one erasure at a time. What is remembered of it holds no
//! words: numbers, and sentences that the core wrote for everybody.

use std::sync::Mutex;

use askama::Template;
use axum::Json;
use axum::response::IntoResponse;
use serde_json::json;
use trefoil_core::care::erasure::CarriedOut;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::study::Performed;

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::security::see_other;
use crate::session::Flash;
use crate::state::lock;
use crate::trouble::{Answer, wants_json};

/// The erasure of a study, where one is under way or was.
#[derive(Debug, Default)]
pub(crate) struct Erasing(Mutex<Stage>);

/// How far it is.
#[derive(Debug, Clone, Default)]
enum Stage {
    /// Nobody asked for one.
    #[default]
    Idle,
    /// It is under way.
    Running,
    /// It was done, and nobody has seen yet what it came to.
    Done(Came),
    /// It was refused, or failed.
    Failed { kind: Kind, message: String, hint: String },
}

/// What an erasure came to.
#[derive(Debug, Clone)]
pub(super) struct Came {
    /// The row that tells of it.
    pub(super) withdrawal: Id,
    said: String,
    notices: Vec<String>,
}

impl Erasing {
    /// Takes the work on, unless another is under way.
    pub(super) fn begin(&self) -> bool {
        let mut stage = lock(&self.0);
        if matches!(*stage, Stage::Running) {
            return false;
        }
        *stage = Stage::Running;
        true
    }

    /// Remembers what came of it.
    pub(super) fn end(&self, outcome: Result<Performed<CarriedOut>>) {
        *lock(&self.0) = match outcome {
            Ok(done) => Stage::Done(came(done)),
            Err(error) => Stage::Failed {
                kind: error.kind(),
                message: error.to_string(),
                hint: error.hint_text().unwrap_or_default().to_owned(),
            },
        };
    }

    fn stage(&self) -> Stage {
        lock(&self.0).clone()
    }

    /// What came of it, once.
    fn take(&self) -> Stage {
        let mut stage = lock(&self.0);
        match *stage {
            Stage::Running => Stage::Running,
            _ => std::mem::take(&mut *stage),
        }
    }
}

fn came(done: Performed<CarriedOut>) -> Came {
    let mut notices = done.notices;
    if let Some(settled) = done.settled {
        notices.extend(settled.notices.clone());
        notices.extend(
            settled.beyond.iter().map(|beyond| format!("{} {}", beyond.what, beyond.until)),
        );
        if !settled.complete {
            notices.push(
                "The study could not be rewritten yet, because it is in use elsewhere. That is \
                 done when it is next opened alone."
                    .to_owned(),
            );
        }
    }
    Came { withdrawal: done.outcome.withdrawal, said: done.summary, notices }
}

/// The page.
#[derive(Template)]
#[template(path = "care/withdraw/work.html")]
struct WorkPage {
    frame: Frame,
}

/// Shows that the work is under way; goes on when it has ended.
pub(super) async fn show(desk: Desk) -> Answer {
    if wants_json(&desk.headers) {
        let ended = !matches!(desk.open.erasing.stage(), Stage::Running);
        return Ok(Json(json!({ "ended": ended })).into_response());
    }
    // A page that refreshes its parts by itself takes nothing of what came of it: the reload that
    // follows tells it to the person.
    let refreshes = desk.headers.contains_key("x-refresh");
    match if refreshes { Stage::Running } else { desk.open.erasing.take() } {
        Stage::Running => {
            let (frame, ()) = desk.look(Station::Care, "Erasing", |_| Ok(())).await?;
            desk.page(&WorkPage { frame })
        }
        Stage::Idle => Ok(see_other(&desk.at("care/withdraw"))),
        Stage::Failed { kind, message, hint } => Err(Error::new(kind, message).hint(hint).into()),
        Stage::Done(came) => {
            let flash = Flash { said: came.said, notices: came.notices, undo: false };
            desk.app.sessions().say(&desk.session, flash);
            Ok(see_other(&desk.at(&format!("care/withdraw/{}", came.withdrawal))))
        }
    }
}
