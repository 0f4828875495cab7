//! One import, as it stands: being looked at, waiting for a decision, under way, ended.

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::json;
use trefoil_core::corpus::import::store::{Imported, Summary};
use trefoil_core::corpus::participant::Participant;
use trefoil_core::id::Id;
use trefoil_core::study::{self, State};

use super::edit::Of;
use super::job::{Job, Stage};
use super::outcome::{Failure, Outcome, Rows};
use super::preview;
use super::rows::Shown;
use super::step::Step;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// The page of an import that is being looked at or is under way.
#[derive(Template)]
#[template(path = "corpus/import/progress.html")]
struct ProgressPage {
    frame: Frame,
    job: Id,
    step: Step,
    stands: Stands,
    is_stopping: bool,
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Reading,
    Waiting,
    Running,
}

/// The page of an import that has ended.
#[derive(Template)]
#[template(path = "corpus/import/result.html")]
struct ResultPage {
    frame: Frame,
    sentence: String,
    summary: Summary,
    /// What came in as one source each, and as rows of tables.
    sources: Vec<Imported>,
    tables: Vec<(Imported, Rows)>,
    /// What was noticed, by file.
    noticed: Vec<(String, Vec<String>)>,
    /// The participants that came with it.
    people: Vec<Participant>,
    undo: Undo,
}

/// Whether an import can be taken back from its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Undo {
    /// It stored nothing.
    Nothing,
    /// It is what the person did last.
    Now,
    /// The person has done other things since.
    Later,
    /// It has been taken back.
    Done,
}

/// The page of an import that ended with an error.
#[derive(Template)]
#[template(path = "corpus/import/failed.html")]
struct FailedPage {
    frame: Frame,
    failure: Failure,
}

/// Which page of a long list.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: String,
    #[serde(default)]
    show: String,
}

/// Shows an import.
pub(super) async fn show(desk: Desk, Path(of): Path<Of>, Query(asked): Query<Asked>) -> Answer {
    let job = desk.open.imports.find(of.job)?;
    match job.stage() {
        Stage::Ready(look) => {
            let page = asked.page.parse().unwrap_or(1);
            preview::show(&desk, &job, &look, Shown::of(&asked.show), page).await
        }
        Stage::Reading => under_way(&desk, &job, Stands::Reading).await,
        Stage::Waiting => under_way(&desk, &job, Stands::Waiting).await,
        Stage::Running => under_way(&desk, &job, Stands::Running).await,
        Stage::Done(outcome) => ended(&desk, &outcome).await,
        Stage::Failed(failure) => {
            let (frame, ()) = desk.look(Station::Corpus, "Import", |_| Ok(())).await?;
            desk.page(&FailedPage { frame, failure })
        }
    }
}

async fn under_way(desk: &Desk, job: &Job, stands: Stands) -> Answer {
    let title = if stands == Stands::Reading { "Looking at the files" } else { "Importing" };
    let (frame, ()) = desk.look(Station::Corpus, title, |_| Ok(())).await?;
    let (step, is_stopping) = (job.step(), job.is_stopped());
    desk.page(&ProgressPage { frame, job: job.id, step, stands, is_stopping })
}

async fn ended(desk: &Desk, outcome: &Outcome) -> Answer {
    let (act, person) = (outcome.act, desk.person.clone());
    let read = desk.look(Station::Corpus, "What came in", move |reader| {
        /// As far back as the person's last act is looked for.
        const LATELY: i64 = 400;
        let Some(act) = act else { return Ok(Undo::Nothing) };
        let history = study::history(reader, LATELY)?;
        let mut mine = history.iter().filter(|entry| entry.person == person);
        if mine.clone().any(|entry| entry.act == act && entry.state != State::Done) {
            return Ok(Undo::Done);
        }
        let last = mine.find(|entry| entry.state == State::Done);
        Ok(if last.is_some_and(|entry| entry.act == act) { Undo::Now } else { Undo::Later })
    });
    let (frame, undo) = read.await?;
    let summary = outcome.summary.clone();
    desk.page(&ResultPage {
        frame,
        sentence: outcome.sentence(),
        sources: outcome.sources(),
        tables: outcome.of_tables(),
        noticed: outcome.noticed(),
        people: outcome.people.clone(),
        summary,
        undo,
    })
}

/// How far an import is, for scripts.
pub(super) async fn progress(desk: Desk, Path(of): Path<Of>) -> Answer {
    let job = desk.open.imports.find(of.job)?;
    let step = job.step();
    let is_under_way = matches!(job.stage(), Stage::Reading | Stage::Waiting | Stage::Running);
    let body = json!({
        "under_way": is_under_way, "done": step.done, "total": step.total, "at": step.at,
        "left": step.left().unwrap_or_default(),
    });
    Ok(Json(body).into_response())
}

/// How many lines of a list the result shows.
const MOST_LINES: usize = 500;

/// The lines of a list that are shown.
fn shown(lines: &[Imported]) -> &[Imported] {
    &lines[..lines.len().min(MOST_LINES)]
}
