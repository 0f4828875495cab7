//! The first page: what is open, what was open before, and three ways to begin.

use std::path::Path;
use std::sync::Arc;

use askama::Template;
use axum::extract::Form;
use axum::response::IntoResponse;
use serde::Deserialize;
use trefoil_core::storage::{Place, Reader};
use trefoil_core::study::Study;

use super::door::{Around, Door, page};
use super::folder::StudyFile;
use super::shelf::{Gist, Known, kept_as};
use crate::desk::wait_for;
use crate::pages::history::latest;
use crate::security::see_other;
use crate::state::{App, Open};
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "start/home.html")]
struct HomePage {
    around: Around,
    open: Vec<OpenStudy>,
    known: Vec<KnownStudy>,
    demo_is_there: bool,
}

/// A study that is open.
#[derive(Debug, Clone)]
struct OpenStudy {
    key: String,
    place: String,
    gist: Gist,
    encrypted: bool,
    /// The last change: when, and who did what.
    last: Option<(i64, String)>,
}

/// A study that was open before.
#[derive(Debug, Clone)]
struct KnownStudy {
    known: Known,
    /// What it is called here: its title, or the name of its file.
    name: String,
    state: KnownState,
}

/// What can be told of a study without opening it.
#[derive(Debug, Clone)]
enum KnownState {
    /// A file that is there.
    File(StudyFile),
    /// A file that is not there now.
    Gone,
    /// A study on a server.
    Server,
}

/// Shows the first page.
pub(super) async fn show(door: Door) -> Answer {
    if let Some(asked) = door.asks_for_name() {
        return Ok(asked);
    }
    let app = door.app.clone();
    let (open, known, demo_is_there) = wait_for(move || {
        Ok((open_studies(&app), known_studies(&app), super::demo::is_there(&app.options().demo)))
    })
    .await?;
    page(&HomePage { around: door.around(), open, known, demo_is_there })
}

fn open_studies(app: &App) -> Vec<OpenStudy> {
    let me = app.person().unwrap_or_default();
    app.all().iter().map(|open| tell(open, me.clone())).collect()
}

fn tell(open: &Arc<Open>, me: String) -> OpenStudy {
    let read = move |reader: &Reader<'_>| Ok((Gist::read(reader)?, latest(reader, 1, &me)?));
    // One that cannot be read just now is listed all the same: from here it can be closed.
    let (gist, history) = open
        .study
        .read(read)
        .unwrap_or_else(|_| (Gist { title: open.key.clone(), ..Gist::default() }, Vec::new()));
    let place = open.study.place();
    OpenStudy {
        key: open.key.clone(),
        place: whole(place),
        gist,
        encrypted: Study::needs_passphrase(place).unwrap_or(false),
        last: history.into_iter().next(),
    }
}

/// A place as shown: the whole path of a file, the address of a server without its password.
fn whole(place: &Place) -> String {
    let path = place.file().and_then(|path| std::path::absolute(path).ok());
    path.map_or_else(|| place.to_string(), |path| path.display().to_string())
}

fn known_studies(app: &App) -> Vec<KnownStudy> {
    let open: Vec<_> = app.all().iter().filter_map(|open| kept_as(open.study.place())).collect();
    let known = app.shelf().known().into_iter().filter(|one| !open.contains(&one.place));
    known
        .map(|known| {
            let (state, plain) = look_at(&known.place);
            let title = known.gist.as_ref().map(|gist| gist.title.clone());
            KnownStudy { name: title.unwrap_or(plain), state, known }
        })
        .collect()
}

/// What can be told of a place, and a plain name for it.
fn look_at(place: &str) -> (KnownState, String) {
    if let Ok(Place::Server { study, .. }) = Place::parse(place) {
        return (KnownState::Server, study);
    }
    let path = Path::new(place);
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let state = StudyFile::at(path).map_or(KnownState::Gone, KnownState::File);
    (state, name.unwrap_or_else(|| place.to_owned()))
}

/// Which study.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    key: String,
}

/// Closes a study.
pub(super) async fn close(door: Door, Form(which): Form<Which>) -> Answer {
    let app = door.app.clone();
    let title = wait_for(move || {
        let open = app.find(&which.key)?;
        app.shelf().remember(&open.study);
        let title = open.study.about().map_or_else(|_| open.key.clone(), |about| about.title);
        app.close(&open.key);
        Ok(title)
    })
    .await?;
    door.say(format!("Closed “{title}”; everything in it is kept"), Vec::new());
    Ok(see_other("/").into_response())
}

/// Which remembered place.
#[derive(Debug, Deserialize)]
pub(super) struct Remembered {
    place: String,
}

/// Takes a study off the list.
pub(super) async fn forget(door: Door, Form(which): Form<Remembered>) -> Answer {
    let app = door.app.clone();
    let place = which.place.clone();
    wait_for(move || {
        app.shelf().forget(&place);
        Ok(())
    })
    .await?;
    let said = format!("Took {} off the list; the study itself was not touched", which.place);
    door.say(said, Vec::new());
    Ok(see_other("/").into_response())
}
