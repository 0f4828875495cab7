//! The demo: made in the background while a page shows how far it is, then opened.
//!
//! What the demo crate offers is used in the first three functions only.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use askama::Template;
use axum::Json;
use axum::response::IntoResponse;
use serde_json::json;
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::storage::Place;
use trefoil_core::study::Study;
use trefoil_demo::Progress;

use super::door::{Around, Door, page};
use crate::desk::wait_for;
use crate::security::see_other;
use crate::state::{App, lock};
use crate::trouble::{Answer, wants_json};

/// The file of the demo study.
fn file(folder: &Path) -> PathBuf {
    folder.join(trefoil_demo::FILE_NAME)
}

/// Makes the study in a folder; tells how far it is.
fn make_in(folder: &Path, tell: &mut dyn FnMut(&Progress)) -> Result<Study> {
    std::fs::create_dir_all(folder)?;
    trefoil_demo::make(&Place::File(file(folder)), tell)
}

/// Whether a study is the demo.
pub(crate) fn is_demo(study: &Study) -> Result<bool> {
    trefoil_demo::is_demo(study)
}

/// Whether the demo was made before.
pub(super) fn is_there(folder: &Path) -> bool {
    file(folder).is_file()
}

/// The demo, where it is being made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Making(Arc<Mutex<Stage>>);

/// How far it is.
#[derive(Debug, Clone, Default)]
enum Stage {
    /// Nobody asked for it.
    #[default]
    Idle,
    /// It is being made.
    Running { done: usize, total: usize, at: String },
    /// It is open under this key.
    Done(String),
    /// It could not be made.
    Failed { message: String, hint: String },
}

impl Making {
    fn stage(&self) -> Stage {
        lock(&self.0).clone()
    }

    fn set(&self, stage: Stage) {
        *lock(&self.0) = stage;
    }

    /// Takes the work on, unless somebody else does it already.
    fn begin(&self) -> bool {
        let mut stage = lock(&self.0);
        if matches!(*stage, Stage::Running { .. }) {
            return false;
        }
        *stage = Stage::Running { done: 0, total: 0, at: String::new() };
        true
    }
}

/// Opens the demo where it is, and else begins to make it.
pub(super) async fn make(door: Door) -> Answer {
    if let Some(asked) = door.asks_for_name() {
        return Ok(asked);
    }
    let app = door.app.clone();
    if is_there(&app.options().demo) {
        let key = wait_for(move || open(&app, &file(&app.options().demo))).await?;
        return Ok(see_other(&format!("/study/{key}")));
    }
    if app.demo().begin() {
        tokio::task::spawn_blocking(move || work(&app));
    }
    Ok(see_other("/demo"))
}

fn open(app: &App, file: &Path) -> Result<String> {
    app.open(&Place::File(file.to_owned()), None)
}

fn work(app: &App) {
    let making = app.demo();
    let mut tell = |progress: &Progress| {
        let (done, total, at) = (progress.done, progress.total, progress.what.clone());
        making.set(Stage::Running { done, total, at });
    };
    let folder = &app.options().demo;
    let made = app.make(&Place::File(file(folder)), || make_in(folder, &mut tell));
    making.set(match made {
        Ok(key) => Stage::Done(key),
        Err(error) => Stage::Failed {
            message: error.to_string(),
            hint: error.hint_text().unwrap_or_default().to_owned(),
        },
    });
}

/// The page.
#[derive(Template)]
#[template(path = "start/demo.html")]
struct DemoPage {
    around: Around,
    done: usize,
    total: usize,
    at: String,
}

/// Shows how far the demo is; goes to it when it is there.
pub(super) async fn show(door: Door) -> Answer {
    let stage = door.app.demo().stage();
    if wants_json(&door.headers) {
        return Ok(Json(told(&stage)).into_response());
    }
    match stage {
        Stage::Done(key) if door.app.find(&key).is_ok() => Ok(see_other(&format!("/study/{key}"))),
        Stage::Idle | Stage::Done(_) => Ok(see_other("/")),
        Stage::Failed { message, hint } => Err(Error::new(Kind::Io, message).hint(hint).into()),
        Stage::Running { done, total, at } => {
            page(&DemoPage { around: door.around(), done, total, at })
        }
    }
}

fn told(stage: &Stage) -> serde_json::Value {
    match stage {
        Stage::Running { done, total, at } => json!({ "done": done, "total": total, "at": at }),
        _ => json!({ "ended": true }),
    }
}
