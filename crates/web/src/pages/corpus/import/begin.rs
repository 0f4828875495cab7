//! Where files come in: sent by the browser, or read where they lie on this computer.

use std::path::{Path, PathBuf};
use std::time::Duration;

use askama::Template;
use axum::Json;
use axum::extract::Multipart;
use axum::response::IntoResponse;
use serde_json::json;
use trefoil_core::corpus::import::store::{self, Wishes};
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::study::Study;

use super::job::{Files, Job, Stage};
use super::upload::{self, Bounds, Received};
use super::wishes::{self, Said};
use super::{Line, work};
use crate::desk::{Desk, wait_for};
use crate::frame::{Frame, Station};
use crate::pages::corpus::Streams;
use crate::security::see_other;
use crate::session::Flash;
use crate::trouble::{Answer, wants_json};

/// How much a browser may send at once.
const BOUNDS: Bounds = Bounds { bytes: 4 << 30, files: 20_000 };
/// Files that are looked at within this time need no page in between.
const PATIENCE: Duration = Duration::from_millis(1200);

/// The page.
#[derive(Template)]
#[template(path = "corpus/import/begin.html")]
struct BeginPage {
    frame: Frame,
    waiting: Vec<Line>,
    ended: Vec<Line>,
    said: Said,
    streams: Streams,
    people: Vec<Participant>,
}

/// Shows where files come in.
pub(super) async fn show(desk: Desk) -> Answer {
    let read = desk.look(Station::Corpus, "Import", |reader| {
        Ok((Streams::read(reader)?, participant::list(reader)?))
    });
    let (frame, (streams, people)) = read.await?;
    let imports = &desk.open.imports;
    let (waiting, ended) = (imports.lines(), imports.ended());
    desk.page(&BeginPage { frame, waiting, ended, said: Said::default(), streams, people })
}

/// Takes files or paths, and begins to look at them.
pub(super) async fn begin(desk: Desk, parts: Multipart) -> Answer {
    desk.open.imports.refuse_crowd()?;
    let received = upload::receive(parts, BOUNDS).await?;
    let (wished, doubt) = wished(&desk, &received).await;
    let files = wait_for(move || files(received)).await?;
    let job = Job::new(desk.now(), files, wished, desk.open.events.clone());
    desk.open.imports.hold(&job)?;
    work::read(&job, desk.study(), desk.key())?;
    if let Some(doubt) = doubt {
        let flash = Flash { said: "The files are here".into(), notices: vec![doubt], undo: false };
        desk.app.sessions().say(&desk.session, flash);
    }
    wait_a_little(&job).await;
    let to = desk.at(&format!("corpus/import/{}", job.id));
    if wants_json(&desk.headers) {
        return Ok(Json(json!({ "to": to })).into_response());
    }
    Ok(see_other(&to))
}

/// The wishes, or none with what is wrong about them: files that were sent are not lost by it.
async fn wished(desk: &Desk, received: &Received) -> (Wishes, Option<String>) {
    let (study, fields) = (desk.study(), received.fields.clone());
    let checked = wait_for(move || {
        let wishes = wishes::read(&fields)?;
        check(&study, &wishes)?;
        Ok(wishes)
    });
    match checked.await {
        Ok(wishes) => (wishes, None),
        Err(error) => {
            let doubt = format!("What you said about all of them was left out: {error}");
            (Wishes::default(), Some(doubt))
        }
    }
}

/// Says what is wrong about wishes.
pub(super) fn check(study: &Study, wishes: &Wishes) -> Result<()> {
    store::plan(study, &[], wishes).map(|_| ())
}

/// What was sent, or what lies where the person says.
fn files(received: Received) -> Result<Files> {
    let written = received.fields.iter().filter(|(name, _)| name == "paths");
    let written = written.flat_map(|(_, text)| text.lines()).map(str::trim);
    let paths: Vec<PathBuf> =
        written.filter(|line| !line.is_empty()).map(place).collect::<Result<_>>()?;
    match (received.files, paths.is_empty()) {
        (0, true) => Err(Error::invalid("No file was chosen.")
            .hint("Choose files or a folder, or write where they lie on this computer. Nothing was changed.")),
        (0, false) => Ok(Files::InPlace(paths)),
        (_, true) => Ok(Files::Sent(received.folder)),
        (_, false) => Err(Error::invalid("Both files and a path on this computer were given.")
            .hint("Send one of the two; the other can follow. Nothing was kept.")),
    }
}

/// A path on this computer that leads to something.
fn place(written: &str) -> Result<PathBuf> {
    // Paths are often copied with quotation marks around them.
    let bare = written.trim_matches(['"', '\'']);
    let path = match bare.strip_prefix("~/").zip(std::env::home_dir()) {
        Some((rest, home)) => home.join(rest),
        None => PathBuf::from(bare),
    };
    if !path.is_absolute() {
        return Err(Error::invalid(format!("“{bare}” does not say where on this computer it lies."))
            .hint("Write the whole path from the beginning, such as /home/ada/interviews. Nothing was changed."));
    }
    is_there(&path, bare)?;
    Ok(path)
}

fn is_there(path: &Path, written: &str) -> Result<()> {
    path.metadata().map(|_| ()).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "There is nothing there".to_owned(),
            std::io::ErrorKind::PermissionDenied => "It may not be read".to_owned(),
            _ => format!("It cannot be reached ({error})"),
        };
        Error::new(Kind::Invalid, format!("{why}: “{written}”."))
            .hint("Look whether it is spelled as it is on the disk. Nothing was changed.")
    })
}

/// Waits until the files were looked at, but not for long.
pub(super) async fn wait_a_little(job: &Job) {
    const LOOK: Duration = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    while matches!(job.stage(), Stage::Reading) && waited < PATIENCE {
        tokio::time::sleep(LOOK).await;
        waited += LOOK;
    }
}
